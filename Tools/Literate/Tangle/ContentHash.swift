import Checkpoint

/// A hash that changes with the code but not with the line numbers of its chapter.
enum ContentHash {
    /// The hash of the lines that are no directives.
    static func of(_ code: some StringProtocol) -> String {
        var hash = _Hash()
        for line in withoutDirectives(code) { hash.combine(line: line.utf8) }
        return hash.text
    }

    /// The lines that don't tie the code to its chapter.
    static func withoutDirectives(_ code: some StringProtocol) -> [Substring] {
        code.textLines.filter { !isDirective($0) }
    }

    static func isDirective(_ line: Substring) -> Bool {
        line.hasPrefix("#sourceLocation(") || line.hasPrefix("#line ")
    }
}
