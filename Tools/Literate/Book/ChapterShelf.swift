/// The chapter files of a package, by name.
struct ChapterShelf {
    /// Their paths from the root.
    private(set) var paths: [String] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// What keeps nobody from writing.
    private(set) var warnings: [Diagnostic] = []

    init(root: String) throws(DiagnosticsError) {
        guard Files.isDirectory("\(root)/\(PackagePaths.chapters)") else {
            throw DiagnosticsError("there is no folder \(PackagePaths.chapters) in \(root); run this inside the book")
        }
        for folder in PackagePaths.pageFolders {
            do {
                for name in try Files.list("\(root)/\(folder)") { take(name, of: folder, root: root) }
            } catch {
                diagnostics.append(Diagnostic("\(error)", at: nil))
            }
        }
    }

    private mutating func take(_ name: String, of folder: String, root: String) {
        let path = "\(folder)/\(name)"
        if ChapterName(path: path) != nil {
            paths.append(path)
        } else if Files.isDirectory("\(root)/\(path)") {
            guard !name.hasPrefix("."), !Self.folders.contains(path) else { return }
            warnings.append(
                Diagnostic(
                    """
                    pages in this folder are not the book's; those in \(PackagePaths.chapters), Workshop and \
                    Solutions are. Move them there, \
                    or the folder out of \(PackagePaths.chapters)
                    """, at: SourcePosition(file: path), severity: .warning))
        } else if !PackagePaths.beside.contains(path), !Self.isIgnored(name) {
            diagnostics.append(
                Diagnostic(
                    "this is not a page's name: \(ChapterName.rule); rename it, or move it to \(PackagePaths.data)",
                    at: SourcePosition(file: path)))
        }
    }

    private static let folders =
        PackagePaths.pageFolders + [
            PackagePaths.data, PackagePaths.figures, PackagePaths.practice, PackagePaths.questions, PackagePaths.live,
        ]

    /// Hidden files, editors', merges' and systems' leavings, and the folders' own pages.
    private static func isIgnored(_ name: String) -> Bool {
        let endings = ["~", ".orig", ".rej", ".bak", ".swp", ".tmp"]
        return name.hasPrefix(".") || name.hasPrefix("#") && name.hasSuffix("#")
            || endings.contains { name.hasSuffix($0) }
            || [
                "README.md", "INDEX.md", "TORCH.md", "GLOSSARY.md", "Thumbs.db", "ehthumbs.db", "desktop.ini",
                "Desktop.ini", "Icon\r",
            ].contains(
                name)
    }

    /// The text of a chapter, with its own line ends.
    static func text(of path: String, root: String) throws(DiagnosticsError) -> String {
        let bytes: [UInt8]
        do {
            bytes = try Files.read("\(root)/\(path)")
        } catch {
            throw DiagnosticsError("\(error)", at: SourcePosition(file: path))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DiagnosticsError(
                "not UTF-8; save the chapter as UTF-8",
                at: SourcePosition(file: path, line: firstInvalidLine(bytes)))
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw DiagnosticsError(
                "the line holds a zero byte; remove it",
                at: SourcePosition(file: path, line: lineNumber(bytes[..<zero])))
        }
        return text
    }

    private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var valid = String.UnicodeScalarView()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { valid.append(scalar) }
        return lineNumber(Array(String(valid).utf8)[...])
    }

    /// The number of the line in which these bytes, read from the start of a text, end.
    private static func lineNumber(_ bytes: ArraySlice<UInt8>) -> Int {
        let text = String(decoding: bytes, as: UTF8.self)
        let isAtStart = [nil, UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(text.utf8.last)
        return SourceLines(text).count + (isAtStart ? 1 : 0)
    }
}
