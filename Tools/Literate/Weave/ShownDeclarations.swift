/// The functions and types that a page has shown so far, for what is other in them when they are shown again.
struct ShownDeclarations {
    struct Change {
        var name: String
        var edits: [Edit]
    }

    private var last: [String: [Substring]] = [:]

    /// The declarations in a piece of code that stood on the page before, with other lines; they are remembered.
    mutating func changes(in code: String, _ language: CodeLanguage) -> [Change] {
        guard language == .swift || language == .python else { return [] }
        var changes: [Change] = []
        for (name, lines) in Self.declarations(in: code, language) {
            let key = "\(language.rawValue) \(name)"
            if let old = last[key], old != lines {
                let edits = LineDifference.edits(from: old, to: lines)
                let kept = edits.count { $0.mark == Edit.kept && $0.line.contains { !$0.isWhitespace } }
                // Of two that have little in common, a list of all lines of both says nothing.
                if kept * 5 >= max(old.count, lines.count) * 2 { changes.append(Change(name: name, edits: edits)) }
            }
            last[key] = lines
        }
        return changes
    }

    private static let swiftWords: Set = ["func", "class", "struct", "enum", "actor", "protocol"]
    private static let pythonWords: Set = ["def", "class"]

    /// What begins at the margin and ends where the next thing does.
    private static func declarations(
        in code: String, _ language: CodeLanguage
    ) -> [(name: String, lines: [Substring])] {
        var found: [(name: String, lines: [Substring])] = []
        var open: (name: String, lines: [Substring])?
        func close() {
            guard var done = open else { return }
            while done.lines.last?.contains(where: { !$0.isWhitespace }) == false { done.lines.removeLast() }
            if done.lines.count > 1 { found.append(done) }
            open = nil
        }
        for line in code.textLines {
            let isAtMargin = line.first.map { !$0.isWhitespace } ?? false
            if isAtMargin, let name = name(declaredIn: line, language) {
                close()
                open = (name, [line])
            } else if isAtMargin, language == .swift, line.hasPrefix("}") {
                open?.lines.append(line)
                close()
            } else if isAtMargin, language == .python {
                close()
            } else {
                open?.lines.append(line)
            }
        }
        close()
        return found
    }

    private static func name(declaredIn line: Substring, _ language: CodeLanguage) -> String? {
        let words = language == .swift ? swiftWords : pythonWords
        var parts = line.split(separator: " ")[...]
        while let word = parts.popFirst() {
            if words.contains(String(word)),
                let name = parts.first?.prefix(while: { $0.isLetter || $0.isNumber || $0 == "_" }),
                !name.isEmpty
            {
                return String(name)
            }
            guard word.hasPrefix("@") || ["final", "public", "private", "extension"].contains(word) else { return nil }
        }
        return nil
    }
}
