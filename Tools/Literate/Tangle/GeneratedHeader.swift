/// The comment at the top of a generated file. It says where the code comes from, and its hash tells whether
/// someone has changed the code since.
enum GeneratedHeader {
    static let firstLine = "// Written by `swift run extract` from these chapters; don't edit this file."
    private static let hashLine = "// Content hash: "

    static func text(chapters: [String], code: String) -> [String] {
        [firstLine] + chapters.map { "//   \($0)" } + [
            "// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows",
            "// the edit and the chapter's line that it belongs to.",
            hashLine + ContentHash.of(code),
            "",
        ]
    }

    /// A generated file found on disk.
    struct Found {
        /// Everything below the header.
        var code: Substring
        /// Whether the code is still what extract wrote.
        var isIntact: Bool
    }

    /// Nil when the text has no such header: extract didn't write it.
    static func find(in text: String) -> Found? {
        guard text.hasPrefix(firstLine) else { return nil }
        var rest = text[...]
        var hash: Substring?
        while rest.hasPrefix("//"), hash == nil {
            let line = takeLine(from: &rest)
            if line.hasPrefix(hashLine) { hash = line.dropFirst(hashLine.count) }
        }
        if rest.hasPrefix("\n") { rest.removeFirst() }
        return Found(code: rest, isIntact: hash.map { $0 == ContentHash.of(rest) } ?? false)
    }

    private static func takeLine(from text: inout Substring) -> Substring {
        let line = text.utf8.prefix { $0 != UInt8(ascii: "\n") }
        text = Substring(text.utf8.dropFirst(line.count + 1))
        return Substring(line)
    }
}
