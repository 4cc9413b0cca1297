import Foundation

/// What torch calls what the library declares, for the index: `Chapters/torch-names.json`, by the names that
/// `Chapters/INDEX.md` has, such as `Tensor.view`.
enum TorchNames {
    /// - Throws: `DiagnosticsError` for what is no such table, and for names that the library doesn't declare.
    static func read(root: String, declared: [CodeMap.Declaration]) throws(DiagnosticsError) -> [String: String] {
        guard Files.exists("\(root)/\(PackagePaths.torchTable)") else { return [:] }
        let text = try ChapterShelf.text(of: PackagePaths.torchTable, root: root)
        guard let names = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            throw DiagnosticsError(
                "this should be a table of names: { \"Tensor.view\": \"Tensor.view\" }",
                at: SourcePosition(file: PackagePaths.torchTable))
        }
        let known = Set(declared.map { [$0.owner, $0.name].filter { !$0.isEmpty }.joined(separator: ".") })
        let lines = text.textLines
        let unknown = names.keys.filter { !known.contains($0) }.map { name in
            let line = lines.firstIndex { $0.contains("\"\(name)\"") } ?? 0
            return Diagnostic(
                "the library declares no \(name); drop the line, or name what took its place",
                at: SourcePosition(file: PackagePaths.torchTable, line: line + 1))
        }
        guard unknown.isEmpty else { throw DiagnosticsError(unknown) }
        return names
    }
}
