/// The package as it stands after a chapter: what the reader has built so far and nothing later.
///
/// Its manifest is the package's own without the tools and tests, so the library is built there with the same
/// settings.
public struct Stage: Sendable {
    /// The part of the book that there is.
    public let book: Book
    /// The chapter that the stage ends with.
    public let lastChapter: Chapter

    /// A file that marks a folder as a stage, which may be written over.
    private static let marker = ".kindling-stage"
    /// What a stage takes from the package as it is.
    private static let copied = ["Tools/CZlib", "Tools/Checkpoint", Layout.resources, "Chapters/Data"]
    /// Where programs write; a stage must not write over the package's own.
    private static let empty = ["Chapters/Figures"]

    /// - Parameter number: the chapter's, as in its file name.
    public init(of book: Book, through number: String) throws(BookError) {
        guard let chapter = book.chapter(number), chapter.kind == .chapter,
            let part = book.stage(through: chapter.number)
        else {
            let numbers = book.chapters.filter { $0.kind == .chapter }.map(\.number).joined(separator: ", ")
            throw BookError("there is no chapter \(number) to stop after; there are \(numbers)")
        }
        self.book = part
        lastChapter = chapter
    }

    /// Writes the stage into a folder, which is made if it isn't there. In a folder that holds a stage already
    /// only what differs is written, so that building it again is quick.
    ///
    /// - Returns: the generated files that were written or removed.
    @discardableResult
    public func write(to directory: String) throws(BookError) -> [Extraction.Change] {
        let manifest = try Manifest.withoutTools(SourceTree(root: book.root).manifest())
        guard isFree(directory) else {
            throw BookError("\(directory) holds something else than a stage of the book; name another folder")
        }
        do throws(FileError) {
            try Files.makeDirectories(directory)
            try Files.write([], to: "\(directory)/\(Self.marker)")
            for folder in Self.copied { try Files.mirror("\(book.root)/\(folder)", to: "\(directory)/\(folder)") }
            for folder in Self.empty { try Files.makeDirectories("\(directory)/\(folder)") }
        } catch {
            throw BookError("\(error)")
        }
        let extraction = try Extraction(of: book, in: directory, manifest: manifest)
        try extraction.write(force: true)
        return extraction.changes
    }

    /// Whether a folder may be filled with a stage: it isn't there, is empty or holds one.
    private func isFree(_ directory: String) -> Bool {
        guard let names = try? Files.list(directory) else { return false }
        return names.isEmpty || names.contains(Self.marker)
    }
}
