extension PracticeBuild {
    /// The source of a module in which a reader's body takes the place of a heart of the library.
    ///
    /// The body stands in a function of its own inside the replacement: there the heart's name means the one that
    /// everybody calls, the reader's, and not the book's, which is replaced.
    func module(of heart: Heart, _ body: ReaderFile.Body, in file: ReaderFile, with hearts: [Heart]) -> String {
        let declaration = heart.declaration
        let imports = heart.file.text.textLines.filter { $0.hasPrefix("import ") || $0.hasPrefix("internal import ") }
        var replacement = """
            @_dynamicReplacement(for: \(declaration.name))
            \(declaration.isMutating ? "mutating " : "")\(Self.renamedHead(of: heart)) {
            \(Self.local("_body", heart)) {
            \(body.located)
            #sourceLocation()
            }
            \(Self.call(of: "_body", heart).dropFirst(2))
            }
            """
        if !declaration.types.isEmpty {
            replacement = "extension \(declaration.types.joined(separator: ".")) {\n\(replacement)\n}"
        }
        return """
            @testable import \(book.settings.library ?? BookSettings.kindling)
            \(imports.joined(separator: "\n"))
            \(Self.location(SourcePosition(file: file.path, line: 1)))
            \(file.rest(without: hearts, forLibrary: true))
            #sourceLocation()
            \(replacement)

            """
    }

    /// A heart's first line under a name of its own. A subscript's name is its label.
    private static func renamedHead(of heart: Heart) -> String {
        let head = heart.head
        let prefix = "_yours_"
        switch heart.declaration.kind {
        case .property: return "var \(prefix)\(head)"
        case .function, .initializer:
            guard let keyword = head.range(of: "func ") else { return head }
            return head[..<keyword.upperBound] + prefix + head[keyword.upperBound...]
        case .subscripted:
            guard let start = head.firstIndex(of: "("), let colon = head[start...].firstIndex(of: ":") else {
                return head
            }
            let names = head[head.index(after: start)..<colon].split(separator: " ")
            return "\(head[...start])\(prefix) \(names.last ?? "_")\(head[colon...])"
        }
    }
}
