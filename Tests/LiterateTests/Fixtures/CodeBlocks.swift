import Foundation

/// The blocks of code in the book's pages.
enum CodeBlocks {
    /// Blocks, each with its language, from all pages of a folder.
    static func all(in folder: String) throws -> [(language: String, code: String)] {
        let pages = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try pages.filter { $0.hasSuffix(".md") }.sorted().flatMap { page in
            blocks(of: try String(contentsOfFile: "\(folder)/\(page)", encoding: .utf8))
        }
    }

    private static func blocks(of page: String) -> [(language: String, code: String)] {
        var found: [(language: String, code: String)] = []
        var fence: Substring?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.drop { $0 == " " }
            if let current = fence {
                if text == current {
                    fence = nil
                } else {
                    found[found.count - 1].code += line + "\n"
                }
            } else if text.hasPrefix("```") {
                fence = text.prefix { $0 == "`" }
                found.append((String(text.drop { $0 == "`" }.prefix { $0 != " " }), ""))
            }
        }
        return found
    }
}
