import CMark

/// What leads from a page to others, and what others can lead to in it.
struct MarkdownPage {
    struct Heading {
        var level: Int
        var words: String
        /// What stands behind `#` in a link to it.
        var anchor: String
        var line: Int
    }

    struct Link {
        var destination: String
        var words: String
        var line: Int
        /// Whether the page shows what it leads to.
        var isImage: Bool
        /// The index of the heading that it stands under.
        var heading: Int?
    }

    private(set) var headings: [Heading] = []
    private(set) var links: [Link] = []
    /// All that a link may name behind `#`: the headings, and the names that HTML gives to places.
    private(set) var anchors: Set<String> = []

    init(_ text: String) {
        var counts: [String: Int] = [:]
        MarkdownDocument.visit(text) { node, _ in
            let line = Int(cmark_node_get_start_line(node))
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HEADING:
                let words = MarkdownDocument.words(of: node)
                let anchor = Self.anchor(of: words)
                let repeats = counts[anchor, default: 0]
                counts[anchor] = repeats + 1
                add(
                    Heading(
                        level: Int(cmark_node_get_heading_level(node)), words: words,
                        anchor: repeats == 0 ? anchor : "\(anchor)-\(repeats)", line: line))
            case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
                add(
                    String(node: cmark_node_get_url(node)), MarkdownDocument.words(of: node), line: line,
                    isImage: cmark_node_get_type(node) == CMARK_NODE_IMAGE)
            case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
                for tag in HTMLTag.all(in: String(node: cmark_node_get_literal(node))) {
                    add(tag, line: line + tag.line)
                }
            default: break
            }
        }
    }

    /// The text of the page's first heading.
    var title: String? { headings.first?.words }

    /// GitHub's name for a heading: small letters, without punctuation but `-` and `_`, and `-` for each space.
    static func anchor(of words: String) -> String {
        var anchor = String.UnicodeScalarView()
        for scalar in words.lowercased().unicodeScalars {
            if scalar == " " {
                anchor.append("-")
            } else if scalar == "-" || scalar.isOfWords {
                anchor.append(scalar)
            }
        }
        return String(anchor)
    }

    private mutating func add(_ heading: Heading) {
        headings.append(heading)
        anchors.insert(heading.anchor)
    }

    private mutating func add(_ destination: String, _ words: String, line: Int, isImage: Bool) {
        links.append(
            Link(
                destination: destination, words: words, line: line, isImage: isImage,
                heading: headings.isEmpty ? nil : headings.count - 1))
    }

    private mutating func add(_ tag: HTMLTag, line: Int) {
        anchors.formUnion([tag.attributes["id"], tag.name == "a" ? tag.attributes["name"] : nil].compactMap(\.self))
        if tag.name == "a", let destination = tag.attributes["href"] {
            add(destination, "", line: line, isImage: false)
        }
        if tag.name == "img", let destination = tag.attributes["src"] {
            add(destination, "", line: line, isImage: true)
        }
    }
}

extension Unicode.Scalar {
    /// Whether GitHub counts it among a word's characters.
    fileprivate var isOfWords: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
            true
        default: false
        }
    }
}

/// A tag that begins an element of HTML, with what it says of it.
struct HTMLTag: Equatable {
    var name: String
    var attributes: [String: String]
    /// How many lines stand before it.
    var line: Int

    /// The tags in what cmark takes for HTML.
    static func all(in text: String) -> [HTMLTag] {
        var tags: [HTMLTag] = []
        var rest = Substring(text)
        var line = 0
        while let start = rest.firstIndex(of: "<") {
            line += rest[..<start].count(where: \.endsLine)
            rest = rest[start...]
            if rest.hasPrefix("<!--") {
                let comment = rest.firstRange(of: "-->").map { rest[..<$0.upperBound] } ?? rest
                line += comment.count(where: \.endsLine)
                rest = rest[comment.endIndex...]
            } else {
                rest.removeFirst()
                let body = rest
                if let tag = HTMLTag(from: &rest, line: line) { tags.append(tag) }
                line += body[..<rest.startIndex].count(where: \.endsLine)
            }
        }
        return tags
    }
}

extension HTMLTag {
    /// Nil where no name follows the `<`.
    fileprivate init?(from rest: inout Substring, line: Int) {
        guard rest.first?.isLetter == true else { return nil }
        name = Self.word(from: &rest).lowercased()
        attributes = [:]
        self.line = line
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            guard let next = rest.first, next != ">", next != "<" else { return }
            let attribute = Self.word(from: &rest).lowercased()
            // A character that no name has, such as a stray quote.
            if attribute.isEmpty { rest.removeFirst() }
            let value = rest.drop(while: \.isWhitespace)
            guard value.first == "=" else {
                if !attribute.isEmpty { attributes[attribute] = "" }
                continue
            }
            rest = value.dropFirst().drop(while: \.isWhitespace)
            attributes[attribute] = Self.value(from: &rest)
        }
    }

    private static func word(from rest: inout Substring) -> String {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ":" }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private static func value(from rest: inout Substring) -> String {
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            let value = rest.prefix { !$0.isWhitespace && $0 != ">" }
            rest = rest[value.endIndex...]
            return String(value)
        }
        rest.removeFirst()
        let value = rest.prefix { $0 != quote }
        rest = rest[value.endIndex...].dropFirst()
        return String(value)
    }
}

extension Character {
    /// Whether Markdown counts a line here. (`isNewline` counts form feeds, too.)
    fileprivate var endsLine: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}
