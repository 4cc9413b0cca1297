/// The pages that a reader reads: those of the book, and what stands at the doors of its folders.
struct PageShelf {
    let root: String
    let book: Book
    /// By their paths from the root.
    private(set) var pages: [String: MarkdownPage] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ book: Book) {
        self.book = book
        root = book.root
        for chapter in book.chapters { pages[chapter.path] = MarkdownPage(chapter.text) }
        for path in PackagePaths.doors where Files.exists("\(root)/\(path)") {
            do throws(DiagnosticsError) {
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
