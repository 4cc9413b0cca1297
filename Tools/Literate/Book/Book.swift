/// The whole book, parsed and checked.
public struct Book: Sendable {
    /// The absolute path of the package's root.
    public let root: String
    /// The chapters by number, then the appendices by letter, each with its workshop pages, then the solutions.
    public let chapters: [Chapter]

    /// What is odd about the folder of the pages.
    public let warnings: [Diagnostic]

    init(root: String, chapters: [Chapter], warnings: [Diagnostic] = []) {
        self.root = root
        self.warnings = warnings
        self.chapters = chapters.sorted(by: ChapterName.precedes)
    }

    /// The folder at or above `directory` (if nil, the current one) that holds `Package.swift` and `Chapters`.
    public static func findRoot(from directory: String? = nil) throws(BookError) -> String {
        let start = directory ?? Files.currentDirectory
        var folder = Files.resolved(start) ?? start
        while true {
            if Files.exists("\(folder)/Package.swift"), Files.isDirectory("\(folder)/Chapters") {
                return folder
            }
            guard let slash = folder.lastIndex(of: "/"), folder.count > 1 else {
                throw BookError(
                    "there is no Package.swift beside a folder Chapters in \(start) or above; run this in the book"
                )
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// Reads, parses and checks every chapter of the package at `root`.
    ///
    /// - Throws: everything that is wrong with any of them.
    public static func load(root: String) throws(BookError) -> Book {
        var diagnostics: [Diagnostic] = []
        var chapters: [Chapter] = []
        let shelf = try ChapterShelf(root: root)
        diagnostics += shelf.diagnostics
        if shelf.paths.isEmpty, diagnostics.isEmpty {
            throw BookError(
                "there is no page in \(ChapterShelf.folder), so there is nothing to write; put the pages back, or begin with \(ChapterShelf.folder)/01-slug.md")
        }
        for path in shelf.paths {
            do throws(BookError) {
                chapters.append(try Chapter.parse(try ChapterShelf.text(of: path, root: root), path: path))
            } catch {
                diagnostics += error.diagnostics
            }
        }
        diagnostics += BookChecks.names(shelf.paths) + BookChecks.libraryFiles(chapters)
        diagnostics += Places.diagnostics(for: Book(root: root, chapters: chapters).chapters)
        diagnostics += Accounting.diagnostics(for: chapters, root: root)
        guard diagnostics.isEmpty else { throw BookError(diagnostics) }
        return Book(root: root, chapters: chapters, warnings: shelf.warnings)
    }

    /// The page that someone means by `04`, `4`, `A`, `04-scratch`, `04-02`, `04-scratch-solutions` or
    /// `Chapters/04-scratch.md`.
    public func chapter(_ designation: String) -> Chapter? {
        let padded = designation.count == 1 ? "0\(designation)" : designation
        return chapters.first { [$0.name, $0.path, $0.designation, $0.number].contains(designation) || $0.number == padded }
    }

    /// The book as it stands after a chapter: the chapters up to it, their workshops and solutions, and all appendices,
    /// which belong to every stage. Nil when no chapter has this number.
    public func stage(through number: String) -> Book? {
        guard chapters.contains(where: { $0.kind == .chapter && $0.number == number }) else { return nil }
        // Appendices, and solutions of appendices, have one letter.
        return Book(
            root: root,
            chapters: chapters.filter { $0.number.count == 1 || !ChapterName.precedes(number, $0.number) })
    }
}

extension Chapter {
    /// What stands before the slug: `04`, `A`, and `04-02` for a workshop page.
    public var designation: String {
        part.map { "\(number)-\($0)" } ?? number
    }
}

extension [Chapter] {
    /// The pages that write the library, in the order in which their blocks follow each other in a file: the appendices,
    /// which are the machine that the first chapter stands on, then the chapters, each with its workshop.
    var inOrderOfSources: [Chapter] {
        let pages = filter { $0.kind != .solutions }
        return pages.filter(\.belongsToAppendix) + pages.filter { !$0.belongsToAppendix }
    }
}

extension Chapter {
    fileprivate var belongsToAppendix: Bool { number.first?.isLetter == true }
}
