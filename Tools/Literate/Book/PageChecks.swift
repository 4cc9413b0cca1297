/// What can be wrong with the pages as a reader finds them.
///
/// None of it keeps `extract` from writing: while a page is being written, its links may lead nowhere.
public enum PageChecks {
    /// What is wrong, sorted by page and line.
    public static func diagnostics(for book: Book) -> [Diagnostic] {
        let pages = PageShelf(book)
        let excerpts = ExcerptCheck(book)
        let found =
            book.chapters.flatMap(excerpts.diagnostics) + pages.diagnostics + LinkCheck(pages).diagnostics + FigureCheck(pages).diagnostics
            + FrontPageCheck(pages).diagnostics
        return BookError(found).diagnostics
    }
}

/// The pages that a reader reads: those of the book, and what stands at the doors of its folders.
struct PageShelf {
    let root: String
    let book: Book
    /// By their paths from the root.
    private(set) var pages: [String: MarkdownPage] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    static let frontPage = "\(ChapterShelf.folder)/README.md"

    init(_ book: Book) {
        self.book = book
        root = book.root
        for chapter in book.chapters { pages[chapter.path] = MarkdownPage(chapter.text) }
        for path in ["README.md", Self.frontPage] where Files.exists("\(root)/\(path)") {
            do throws(BookError) {
                pages[path] = MarkdownPage(try ChapterShelf.text(of: path, root: root))
            } catch {
                diagnostics += error.diagnostics
            }
        }
    }

    /// The paths of all pages, sorted.
    var paths: [String] { pages.keys.sorted() }

    /// Whether there is a file or folder of this name. A Mac's disk takes `A.md` for `a.md`; GitHub doesn't.
    func exists(_ path: String) -> Bool {
        var folder = root
        for part in path.split(separator: "/") {
            guard let names = try? Files.list(folder), names.contains(String(part)) else { return false }
            folder += "/\(part)"
        }
        return true
    }
}

/// Every file in Chapters/Figures is shown by some page.
struct FigureCheck {
    private let pages: PageShelf

    init(_ pages: PageShelf) {
        self.pages = pages
    }

    var diagnostics: [Diagnostic] {
        var shown: Set<String> = []
        for (path, page) in pages.pages {
            shown.formUnion(page.links.filter(\.isImage).compactMap { LinkTarget($0.destination, on: path)?.path })
        }
        return Figures.names(in: "\(pages.root)/\(Figures.folder)").map { "\(Figures.folder)/\($0)" }
            .filter { !shown.contains($0) }
            .map { figure in
                Diagnostic(
                    "no page shows this figure; show it where its program stands, or remove both",
                    at: SourcePosition(file: figure, line: 1))
            }
    }
}
