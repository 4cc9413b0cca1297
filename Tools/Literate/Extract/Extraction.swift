/// Makes `Sources` and the list of programs in Package.swift what the chapters say, and the captions above the
/// chapters' blocks what they must be.
package struct Extraction: Sendable {
    /// A file that is not as the chapters say.
    package struct Change: Sendable {
        /// Its path from the root.
        package let path: String
        /// What stands in it now; nil if it doesn't exist.
        let old: String?
        /// What the chapters say; nil if it must go.
        package let new: String?
    }

    /// The package's root, absolute.
    package let root: String
    /// What must be written or removed, sorted by path.
    package private(set) var changes: [Change]
    /// How many files the chapters make.
    package let fileCount: Int
    /// Files that someone has edited by hand: a reason not to write.
    package private(set) var edits: [Diagnostic]
    /// Source files that are no chapter's.
    package let strangers: [Diagnostic]
    /// What Package.swift must say.
    let manifest: String
    /// Folders of Sources that hold nothing.
    private let emptyFolders: [String]

    /// Compares the package that the book stands in with what its chapters say.
    package init(of book: Book) throws(DiagnosticsError) {
        let manifest = try SourceTree(root: book.root).manifest()
        let captioned = try Captions.applied(to: book)
        try self.init(of: captioned, in: book.root, manifest: manifest)
        let pages = zip(book.chapters, captioned.chapters).filter { !$0.text.isSame(as: $1.text) }
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
                    """, at: SourcePosition(file: change.path)))
        }
    }

    /// - Parameters:
    ///   - root: the package to compare, which may be another than the book's own.
    ///   - manifest: the text into which the list of programs goes.
    init(of book: Book, in root: String, manifest: String) throws(DiagnosticsError) {
        let tree = SourceTree(root: root)
        let programs = book.chapters.compactMap { Tangle.program(of: $0) }
        let files = Tangle.library(of: book) + programs
        let links = files.compactMap(tree.linkOnTheWay)
        guard links.isEmpty else { throw DiagnosticsError(links) }

        var changes: [Change] = []
        var edits: [Diagnostic] = []
        for file in files {
            let found = try tree.text(of: file.path)
            guard found?.isSame(as: file.text) != true else { continue }
            changes.append(Change(path: file.path, old: found, new: file.text))
            if let found, let edit = HandEdit(path: file.path, found: found, wanted: file) {
                edits.append(edit.diagnostic)
            }
        }
        let standing = try tree.sources(book.settings)
        let others = standing.files.subtracting(files.map(\.path)).sorted()
        var strangers: [Diagnostic] = []
        for path in others {
            let found = try tree.text(of: path) ?? ""
            if GeneratedHeader.find(in: found) == nil {
                strangers.append(
                    Diagnostic(
                        "no chapter has written this; move its code to a chapter, or it out of \(PackagePaths.sources)",
                        at: SourcePosition(file: path), severity: .warning))
                continue
            }
            changes.append(Change(path: path, old: found, new: nil))
            if let edit = HandEdit(path: path, found: found, wanted: nil) { edits.append(edit.diagnostic) }
        }
        let wanted = try Manifest.text(manifest, programs: programs.map { PackagePaths.programName(of: $0.path) })
        let found = try tree.text(of: PackagePaths.manifest)
        if found?.isSame(as: wanted) != true {
            changes.append(Change(path: PackagePaths.manifest, old: found, new: wanted))
        }

        self.root = root
        self.changes = changes.sorted { $0.path < $1.path }
        self.edits = edits
        self.strangers = strangers
        self.manifest = wanted
        emptyFolders = standing.emptyFolders
        fileCount = files.count
    }

    /// The list of declarations, if it must be written. A book without a library has none.
    private static func index(of book: Book) throws(DiagnosticsError) -> [Change] {
        let index = DeclarationIndex(book)
        let found = try SourceTree(root: book.root).text(of: PackagePaths.index)
        if index.entries.isEmpty && found == nil || found?.isSame(as: index.text) == true { return [] }
        return [Change(path: PackagePaths.index, old: found, new: index.entries.isEmpty ? nil : index.text)]
    }

    /// Writes and removes what must be, all or nothing.
    ///
    /// - Parameter force: whether edits by hand are dropped.
    /// - Throws: the edits by hand, or what kept a file from being written; then nothing was changed.
    package func write(force: Bool = false) throws(DiagnosticsError) {
        guard force || edits.isEmpty else { throw DiagnosticsError(edits) }
        var transaction = FileTransaction(root: root)
        for change in steps {
            if let new = change.new {
                let isPrecious = change.path == PackagePaths.manifest || PackagePaths.isInBook(change.path)
                transaction.write(change.path, new, isPrecious: isPrecious)
            } else {
                transaction.remove(change.path)
            }
        }
        try transaction.commit()
        let tree = SourceTree(root: root)
        for change in changes where change.new == nil {
            tree.removeEmptyFolders(from: change.path.split(separator: "/").dropLast().joined(separator: "/"))
        }
        // One that was killed here has left some.
        for folder in emptyFolders { tree.removeEmptyFolders(from: folder) }
    }

    /// The changes in the order in which they are made.
    ///
    /// Whoever is killed in between must leave a manifest that names only what is there, or no Swift command would run
    /// any more: what is new first, then the manifest, and what it no longer names last.
    var steps: [Change] {
        let written = changes.filter { $0.new != nil }
        return written.filter { $0.path != PackagePaths.manifest } + written.filter { $0.path == PackagePaths.manifest }
            + changes.filter { $0.new == nil }
    }

    /// What `write` would change, as `diff -u` shows it.
    package func diff() -> String {
        changes.map { UnifiedDiff.text(from: $0.old, to: $0.new, path: $0.path) }.joined()
    }
}
