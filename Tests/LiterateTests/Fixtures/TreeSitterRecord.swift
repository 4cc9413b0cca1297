import Foundation

@testable import Literate

/// What tree-sitter says about pieces of code, as `make_highlight.py` writes it.
struct TreeSitterRecord: Decodable {
    struct Snippet: Decodable {
        var language: String
        var code: String
        /// Whether tree-sitter couldn't read all of it.
        var hasError: Bool
        /// First byte, byte after the last, and number of the kind, for each leaf of the tree.
        var leaves: [Int]
    }

    var kinds: [String]
    var snippets: [Snippet]

    init(contentsOf path: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// How the tokens of a snippet differ from its leaves, a line for each difference.
    func differences(_ snippet: Snippet) -> [String] {
        guard let language = CodeLanguage(rawValue: snippet.language) else { return ["unknown language"] }
        let bytes = Array(snippet.code.utf8)
        var kindOfByte: [CodeToken.Kind] = []
        var tokenAt: [Int: Range<Int>] = [:]
        for token in Highlighter.tokens(of: snippet.code, in: language) {
            let range = kindOfByte.count..<kindOfByte.count + token.text.utf8.count
            tokenAt[range.lowerBound] = range
            kindOfByte += repeatElement(token.kind, count: range.count)
        }
        var rest = Set(bytes.indices)
        var found: [String] = []
        for place in stride(from: 0, to: snippet.leaves.count, by: 3) {
            let leaf = snippet.leaves[place]..<snippet.leaves[place + 1]
            let kind = kinds[snippet.leaves[place + 2]]
            rest.subtract(leaf)
            let given = Set(kindOfByte[leaf].map { "\($0)" })
            // Text and marks may be cut otherwise; words and numbers may not.
            let isWhole = ["comment", "string", "operator", "plain"].contains(kind) || tokenAt[leaf.lowerBound] == leaf
            if given != [kind] || !isWhole {
                let text = String(decoding: bytes[leaf], as: UTF8.self)
                let kinds = given.sorted().joined(separator: ", ")
                found.append("\(kind) at \(leaf): \(text.debugDescription) is \(kinds)")
            }
        }
        for byte in rest.sorted() where kindOfByte[byte] == .comment {
            found.append("a comment at \(byte), where tree-sitter sees none")
        }
        return found
    }
}
