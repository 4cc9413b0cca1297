extension Book {
    /// The folder at or above `directory` (if nil, the current one) that holds `Package.swift` and `Chapters`.
    package static func findRoot(from directory: String? = nil) throws(DiagnosticsError) -> String {
        let start = directory ?? Files.currentDirectory
        var folder = Files.resolved(start) ?? start
        while true {
            if Files.exists("\(folder)/\(PackagePaths.manifest)"),
                Files.isDirectory("\(folder)/\(PackagePaths.chapters)")
            {
                return folder
            }
            guard let slash = folder.lastIndex(of: "/"), folder.count > 1 else {
                throw DiagnosticsError(
                    "there is no Package.swift beside a folder Chapters in \(start) or above; run this in the book"
                )
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// Reads, parses and checks every chapter of the package at `root`.
    ///
    /// - Throws: everything that is wrong with any of them.
    package static func load(root: String) throws(DiagnosticsError) -> Book {
        let settings = try SettingsFile.settings(root: root)
        var diagnostics: [Diagnostic] = []
        var chapters: [Chapter] = []
        let shelf = try ChapterShelf(root: root)
        diagnostics += shelf.diagnostics
        if shelf.paths.isEmpty, diagnostics.isEmpty {
            throw DiagnosticsError(
                """
                there is no page in \(PackagePaths.chapters), so there is nothing to write; put the pages back, \
                or begin with \(PackagePaths.chapters)/01-slug.md
                """
            )
        }
        for path in shelf.paths {
            do throws(DiagnosticsError) {
                chapters.append(try Chapter.parse(try ChapterShelf.text(of: path, root: root), path: path))
            } catch {
                diagnostics += error.diagnostics
            }
        }
        diagnostics += BookChecks.names(shelf.paths) + BookChecks.libraryFiles(chapters)
        let book = Book(root: root, chapters: chapters, settings: settings, warnings: shelf.warnings)
        diagnostics += PlaceCheck.diagnostics(for: book) + SettingsCheck.diagnostics(for: book)
        diagnostics += Accounting.diagnostics(for: book)
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
        return book
    }
}
