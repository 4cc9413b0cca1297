/// Makes `Sources` and the list of programs in Package.swift what the chapters say, and the captions above the chapters'
/// blocks what they must be.
public struct Extraction: Sendable {
    /// A file that is not as the chapters say.
    public struct Change: Sendable {
        /// Its path from the root.
        public let path: String
        /// What stands in it now; nil if it doesn't exist.
        public let old: String?
        /// What the chapters say; nil if it must go.
        public let new: String?
    }

    /// The package's root, absolute.
    public let root: String
    /// What must be written or removed, sorted by path.
    public private(set) var changes: [Change]
    /// How many files the chapters make.
    public let fileCount: Int
    /// Files that someone has edited by hand: a reason not to write.
    public private(set) var edits: [Diagnostic]
    /// Source files that are no chapter's.
    public let strangers: [Diagnostic]

    /// Compares the package that the book stands in with what its chapters say.
    public init(of book: Book) throws(BookError) {
        let manifest = try SourceTree(root: book.root).manifest()
        let captioned = try Captions.applied(to: book)
        try self.init(of: captioned, in: book.root, manifest: manifest)
        let pages = zip(book.chapters, captioned.chapters).filter { !Self.isSame($0.text, $1.text) }
            .map { Change(path: $0.path, old: $0.text, new: $1.text) }
        let index = try Self.index(of: captioned)
        changes = (changes + pages + index).sorted { $0.path < $1.path }
        for change in index {
            guard let old = change.old, !DeclarationIndex.isIntact(old) else { continue }
            edits.append(
                Diagnostic(
                    """
                    edited by hand, and extract writes this list from the pages; change the page that declares what is \
                    listed, or drop the edit with 'swift run extract --force'
                    """, at: SourcePosition(file: change.path, line: 1)))
        }
    }

    /// - Parameters:
    ///   - root: the package to compare, which may be another than the book's own.
    ///   - manifest: the text into which the list of programs goes.
    init(of book: Book, in root: String, manifest: String) throws(BookError) {
        let tree = SourceTree(root: root)
        let programs = book.chapters.compactMap { Tangle.program(of: $0) }
        let files = Tangle.library(of: book.chapters) + programs
        let links = files.compactMap(tree.linkOnTheWay)
        guard links.isEmpty else { throw BookError(links) }

        var changes: [Change] = []
        var edits: [Diagnostic] = []
        for file in files {
            let found = try tree.text(of: file.path)
            guard !Self.isSame(found, file.text) else { continue }
            changes.append(Change(path: file.path, old: found, new: file.text))
            if let found, let edit = HandEdit(path: file.path, found: found, wanted: file) {
                edits.append(edit.diagnostic)
            }
        }
        let others = try tree.sources().subtracting(files.map(\.path)).sorted()
        var strangers: [Diagnostic] = []
        for path in others {
            let found = try tree.text(of: path) ?? ""
            if GeneratedHeader.find(in: found) == nil {
                strangers.append(
                    Diagnostic(
                        "no chapter has written this; move its code to a chapter, or it out of \(Layout.sources)",
                        at: SourcePosition(file: path, line: 1), severity: .warning))
                continue
            }
            changes.append(Change(path: path, old: found, new: nil))
            if let edit = HandEdit(path: path, found: found, wanted: nil) { edits.append(edit.diagnostic) }
        }
        let wanted = try Manifest.text(manifest, programs: programs.map { Layout.programName(of: $0.path) })
        let standing = try tree.text(of: Layout.manifest)
        if !Self.isSame(standing, wanted) {
            changes.append(Change(path: Layout.manifest, old: standing, new: wanted))
        }

        self.root = root
        self.changes = changes.sorted { $0.path < $1.path }
        self.edits = edits
        self.strangers = strangers
        fileCount = files.count
    }

    /// The list of declarations, if it must be written. A book without a library has none.
    private static func index(of book: Book) throws(BookError) -> [Change] {
        let index = DeclarationIndex(book)
        let found = try SourceTree(root: book.root).text(of: DeclarationIndex.path)
        if index.entries.isEmpty && found == nil || isSame(found, index.text) { return [] }
        return [Change(path: DeclarationIndex.path, old: found, new: index.entries.isEmpty ? nil : index.text)]
    }

    /// Writes and removes what must be, all or nothing.
    ///
    /// - Parameter force: whether edits by hand are dropped.
    /// - Throws: the edits by hand, or what kept a file from being written; then nothing was changed.
    public func write(force: Bool = false) throws(BookError) {
        guard force || edits.isEmpty else { throw BookError(edits) }
        var transaction = FileTransaction(root: root)
        // Removals first: on a Mac's disk a file whose name has only changed its case is both removed and written.
        for change in changes where change.new == nil { transaction.remove(change.path) }
        for change in changes {
            if let new = change.new { transaction.write(change.path, new) }
        }
        try transaction.commit()
        for change in changes where change.new == nil {
            SourceTree(root: root).removeEmptyFolders(above: change.path)
        }
    }

    /// Byte for byte: `==` takes an é of one character for an é of two.
    private static func isSame(_ found: String?, _ wanted: String) -> Bool {
        found?.utf8.elementsEqual(wanted.utf8) == true
    }

    /// What `write` would change, as `diff -u` shows it.
    public func diff() -> String {
        changes.map { UnifiedDiff.text(from: $0.old, to: $0.new, path: $0.path) }.joined()
    }
}
