/// The functions and types that a page has shown so far, for what is other in them when they are shown again.
struct ShownDeclarations {
    struct Change {
        var name: String
        var edits: [Edit]
        /// The page that showed it last, if that is another one.
        var origin: SitePage?
    }

    fileprivate struct Shown {
        var lines: [Substring]
        var origin: SitePage?
    }

    /// What all lessons show, read once.
    struct Lessons: Sendable {
        /// Of each declaration the lessons that show it, in their order, with what they show last.
        private var shown: [String: [(lesson: Int, shown: Shown)]] = [:]
        private var numbers: [String: Int] = [:]
        private var fingerprints: [Int] = [0]

        init(_ map: SiteMap) {
            for (number, lesson) in map.pages.lazy.filter({ $0.kind == .lesson }).enumerated() {
                numbers[lesson.path] = number
                var hasher = Hasher()
                hasher.combine(fingerprints[number])
                for block in lesson.chapter?.blocks ?? [] where block.kind.isProgram || block.kind == .python {
                    hasher.combine(block.kind)
                    hasher.combine(block.body)
                    let language: CodeLanguage = block.kind == .python ? .python : .swift
                    for (name, lines) in ShownDeclarations.declarations(in: block.body, language) {
                        let key = ShownDeclarations.key(name, language)
                        shown[key, default: []].append((number, Shown(lines: lines, origin: lesson)))
                    }
                }
                fingerprints.append(hasher.finalize())
            }
        }

        /// Changes with whatever the lessons before a page show; 0 for other pages.
        func fingerprint(before page: SitePage) -> Int { numbers[page.path].map { fingerprints[$0] } ?? 0 }

        fileprivate func last(_ key: String, before page: SitePage?) -> Shown? {
            guard let number = page.flatMap({ numbers[$0.path] }) else { return nil }
            return shown[key]?.last { $0.lesson < number }?.shown
        }
    }

    /// What this page has shown so far.
    private var last: [String: Shown] = [:]
    private let lessons: Lessons?
    private let page: SitePage?

    init() { (lessons, page) = (nil, nil) }

    /// What the lessons before a page have shown.
    init(before page: SitePage, in lessons: Lessons) { (self.lessons, self.page) = (lessons, page) }

    private static func key(_ name: String, _ language: CodeLanguage) -> String { "\(language.rawValue) \(name)" }

    /// The declarations in a piece of code that stood on the page before, with other lines; they are remembered.
    mutating func changes(in code: String, _ language: CodeLanguage) -> [Change] {
        guard language == .swift || language == .python else { return [] }
        var changes: [Change] = []
        for (name, lines) in Self.declarations(in: code, language) {
            let key = Self.key(name, language)
            if let shown = last[key] ?? lessons?.last(key, before: page), shown.lines != lines {
                let old = shown.lines
                let edits = LineDifference.edits(from: old, to: lines)
                let kept = edits.count { $0.mark == Edit.kept && $0.line.contains { !$0.isWhitespace } }
                // Of two that have little in common, a list of all lines of both says nothing.
                if kept * 5 >= max(old.count, lines.count) * 2 {
                    changes.append(Change(name: name, edits: edits, origin: shown.origin))
                }
            }
            last[key] = Shown(lines: lines)
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
