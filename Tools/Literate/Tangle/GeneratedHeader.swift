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

/// A hash that changes with the code but not with the line numbers of its chapter.
enum ContentHash {
    /// The FNV-1a hash, 64 bits wide, of the lines that are no directives, in hexadecimal.
    static func of(_ code: some StringProtocol) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for line in withoutDirectives(code) {
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            hash = (hash ^ UInt64(UInt8(ascii: "\n"))) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The lines that don't tie the code to its chapter.
    static func withoutDirectives(_ code: some StringProtocol) -> [Substring] {
        TextLines.split(code).filter { !isDirective($0) }
    }

    static func isDirective(_ line: Substring) -> Bool {
        line.hasPrefix("#sourceLocation(") || line.hasPrefix("#line ")
    }
}

enum TextLines {
    /// The lines of a text with `\n` line ends. A `\n` at the very end begins no further line.
    static func split(_ text: some StringProtocol) -> [Substring] {
        let text = Substring(text)
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
