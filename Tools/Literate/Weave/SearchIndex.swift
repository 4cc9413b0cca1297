/// What the site's search looks in, as a script: a page that is opened as a file may fetch nothing else.
struct SearchIndex {
    /// What stands under a heading.
    struct Section: Sendable {
        /// Empty for what stands at a page's beginning.
        var anchor: String
        var heading: String
        /// The words in it, and whether they stand in its heading or are declared there.
        private(set) var words: [String: Bool] = [:]

        init(anchor: String, heading: String) {
            self.anchor = anchor
            self.heading = heading
        }

        mutating func add(_ text: String, isStrong: Bool = false) {
            for word in SearchIndex.words(of: text) { words[word] = (words[word] ?? false) || isStrong }
        }
    }

    private var pages: [(path: String, label: String)] = []
    private var sections: [(page: Int, anchor: String, heading: String)] = []
    private var words: [String: [(section: Int, isStrong: Bool)]] = [:]

    mutating func add(_ page: SitePage, _ found: [Section]) {
        pages.append((page.path, page.label))
        for section in found {
            for (word, isStrong) in section.words { words[word, default: []].append((sections.count, isStrong)) }
            sections.append((pages.count - 1, section.anchor, section.heading))
        }
    }

    // MARK: Words

    private static let common: Set = [
        "an", "and", "are", "as", "at", "be", "but", "by", "can", "does", "for", "from", "has", "have", "if", "in",
        "is",
        "it", "its", "no", "not", "of", "on", "or", "so", "that", "the", "their", "them", "then", "there", "they",
        "this",
        "to", "was", "what", "when", "which", "will", "with", "you", "your",
    ]

    /// The words of a text in small letters; of a name also its parts: `logSoftmax`, `log` and `softmax`.
    static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        for word in text.split(whereSeparator: { !$0.isOfWord }) {
            add(word, to: &words)
            let parts = parts(of: word)
            if parts.count > 1 { for part in parts { add(part, to: &words) } }
        }
        return words
    }

    private static func add(_ word: Substring, to words: inout Set<String>) {
        let small = word.lowercased()
        guard small.count > 1, small.count <= 40, !common.contains(small) else { return }
        // A page's numbers are so many that they would be most of the index.
        guard small.contains(where: \.isLetter) || small.count == 3 || small.count == 4 else { return }
        words.insert(small)
    }

    private static func parts(of word: Substring) -> [Substring] {
        guard word.utf8.dropFirst().contains(where: { $0 >= 0x80 || (0x41...0x5A).contains($0) }) else { return [word] }
        var parts: [Substring] = []
        var start = word.startIndex
        var before: Character?
        for index in word.indices {
            if let before, word[index].isUppercase, before.isLowercase || before.isNumber {
                parts.append(word[start..<index])
                start = index
            }
            before = word[index]
        }
        return parts + [word[start...]]
    }

    // MARK: The script

    var script: String {
        func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }
        let pages = pages.map { list([Self.quoted($0.path), Self.quoted($0.label)]) }
        let sections = sections.map { list(["\($0.page)", Self.quoted($0.anchor), Self.quoted($0.heading)]) }
        let lines = words.keys.sorted().map { word in
            var last = 0
            let places = (words[word] ?? []).map { place in
                defer { last = place.section }
                return String(place.section - last, radix: 36) + (place.isStrong ? "!" : "")
            }
            return "\(word)\t\(places.joined(separator: ","))"
        }
        return """
            window.kindlingSearch={pages:\(list(pages)),sections:\(list(sections)),words:\(Self.quoted(lines.joined(separator: "\n")))};

            """
    }

    /// A text as JavaScript reads it, also within a page.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "<", "\u{2028}", "\u{2029}", "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Character {
    fileprivate var isOfWord: Bool {
        guard let byte = asciiValue else { return isLetter || isNumber }
        return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
