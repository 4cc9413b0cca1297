/// The package as it stands after a chapter: what the reader has built so far and nothing later.
///
/// Its manifest is the package's own without the tools and tests, so the library is built there with the same
/// settings. All files are its own: a reader who changes one changes nothing in the book.
package struct Stage: Sendable {
    /// The part of the book that there is.
    package let book: Book
    /// The chapter that the stage ends with.
    package let lastChapter: Chapter

    /// What a stage takes from the package as it is.
    private var copied: [String] {
        ["Tools/CZlib", PackagePaths.checkpoint, PackagePaths.data] + [book.settings.resources].compactMap(\.self)
    }
    /// Where programs write; a stage must not write over the package's own.
    private static let empty = [PackagePaths.figures]

    /// - Parameters:
    ///   - number: the chapter's, as in its file name.
    ///   - hasSolutions: whether the solutions' programs belong to it.
    package init(of book: Book, through number: String, hasSolutions: Bool = false) throws(DiagnosticsError) {
        guard let chapter = book.chapter(number), chapter.kind == .chapter,
            let part = book.stage(through: chapter.number)
        else {
            let numbers = book.chapters.filter { $0.kind == .chapter }.map(\.number).joined(separator: ", ")
            throw DiagnosticsError("there is no chapter \(number) to stop after; there are \(numbers)")
        }
        self.book =
            hasSolutions ? part : part.with(part.chapters.filter { $0.kind != .solutions })
        lastChapter = chapter
    }

    /// Writes the stage into a folder, which is made if it isn't there. In a folder that holds a stage already
    /// only what differs is written, so that building it again is quick.
    ///
    /// - Parameter force: Whether what someone has changed in the stage is dropped.
    /// - Returns: the paths of the files that were written or removed.
    @discardableResult
    package func write(to directory: String, force: Bool = false) throws(DiagnosticsError) -> [String] {
        let manifest = try Manifest.withoutTools(SourceTree(root: book.root).manifest())
        let isFree: Bool
        do throws(FileError) {
            isFree = try self.isFree(directory)
            if isFree { try Files.makeDirectories(directory) }
        } catch {
            throw DiagnosticsError("\(error)")
        }
        guard isFree else {
            throw DiagnosticsError("\(directory) holds something else than a stage of the book; name another folder")
        }
        // The book's lock is the stage's, too.
        FileTransaction.sweep(root: directory)
        let extraction = try Extraction(of: book, in: directory, manifest: manifest)
        let plan: Plan
        do throws(FileError) {
            plan = try self.plan(for: directory, extraction)
            for folder in Self.empty { try Files.makeDirectories("\(directory)/\(folder)") }
        } catch {
            throw DiagnosticsError("\(error)")
        }
        guard force || plan.edited.isEmpty else { throw DiagnosticsError(plan.edited.sorted().map(Self.edit)) }
        guard !plan.changes.isEmpty || plan.standing.text != plan.record.text else { return [] }

        // The record first, with what is there and what will be: whoever is killed now leaves nothing unknown.
        var announced = FileTransaction(root: directory)
        announced.write(StageRecord.name, plan.standing.joined(with: plan.record).text)
        try announced.commit()
        var transaction = FileTransaction(root: directory)
        for (path, bytes) in plan.changes {
            if let bytes, path != PackagePaths.manifest { transaction.write(path, bytes) }
        }
        for (path, bytes) in plan.changes where path == PackagePaths.manifest { transaction.write(path, bytes ?? []) }
        for (path, bytes) in plan.changes where bytes == nil { transaction.remove(path) }
        transaction.write(StageRecord.name, plan.record.text)
        try transaction.commit()
        for (path, bytes) in plan.changes where bytes == nil {
            SourceTree(root: directory).removeEmptyFolders(
                from: path.split(separator: "/").dropLast().joined(separator: "/"))
        }
        return plan.changes.map(\.path)
    }

    private static func edit(_ path: String) -> Diagnostic {
        Diagnostic(
            """
            changed since the stage was written; write the stage into another folder with --output, or drop the \
            change with 'swift run extract --stage NN --force'
            """, at: SourcePosition(file: path))
    }

    /// What must be done to a folder for it to hold the stage.
    private struct Plan {
        /// Sorted by path; nil for a file that must go.
        var changes: [(path: String, bytes: [UInt8]?)] = []
        /// The files that someone has changed and that would be written over.
        var edited: Set<String> = []
        var standing: StageRecord
        var record = StageRecord()
    }

    private func plan(for directory: String, _ extraction: Extraction) throws(FileError) -> Plan {
        var plan = Plan(standing: try StageRecord(of: directory))
        var wanted: Set<String> = []
        for change in extraction.changes {
            plan.changes.append((change.path, change.new.map { Array($0.utf8) }))
            if change.path == PackagePaths.manifest, let old = change.old,
                !plan.standing.knows(change.path, Array(old.utf8))
            {
                plan.edited.insert(change.path)
            }
        }
        plan.edited.formUnion(extraction.edits.compactMap(\.position?.file))
        plan.record.note(PackagePaths.manifest, Array(extraction.manifest.utf8))
        for path in try copiedFiles() {
            let bytes = try Files.read("\(book.root)/\(path)")
            wanted.insert(path)
            plan.record.note(path, bytes)
            let target = "\(directory)/\(path)"
            if try Files.kind(target) == .file {
                let found = try Files.read(target)
                // A stage of an older kind shared its files with the book.
                if found == bytes, !Files.isSameFile("\(book.root)/\(path)", target) { continue }
                if found != bytes, !plan.standing.knows(path, found) { plan.edited.insert(path) }
            }
            plan.changes.append((path, bytes))
        }
        for path in plan.standing.paths where path != PackagePaths.manifest && !wanted.contains(path) {
            guard try Files.kind("\(directory)/\(path)") == .file else { continue }
            // What someone has written into it stays.
            if plan.standing.knows(path, try Files.read("\(directory)/\(path)")) { plan.changes.append((path, nil)) }
        }
        plan.changes.sort { $0.path < $1.path }
        return plan
    }

    /// The paths from the root of what a stage takes as it is.
    private func copiedFiles() throws(FileError) -> [String] {
        var paths: [String] = []
        func collect(_ path: String) throws(FileError) {
            for name in try Files.list("\(book.root)/\(path)") {
                let path = "\(path)/\(name)"
                if Files.isDirectory("\(book.root)/\(path)") {
                    try collect(path)
                } else {
                    paths.append(path)
                }
            }
        }
        for folder in copied { try collect(folder) }
        return paths
    }

    /// Whether a folder may be filled with a stage: it isn't there, is empty or holds one.
    private func isFree(_ directory: String) throws(FileError) -> Bool {
        switch try Files.kind(directory) {
        case nil: return true
        case .directory, .link:
            guard Files.isDirectory(directory) else { return false }
            // A write that was killed before its first step has left no more than these.
            let names = try Files.list(directory).filter {
                $0 != BookLock.name && !$0.hasPrefix(FileTransaction.stagingPrefix)
            }
            return names.isEmpty || names.contains(StageRecord.name)
        default: return false
        }
    }
}
