/// A smallest piece of TeX.
struct TeXToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A command's name without the backslash.
        case command(String)
        case character(Character)
        /// Any run of spaces and line ends.
        case space
        case openBrace
        case closeBrace
        case superscript
        case `subscript`
        /// What stands between the cells of a table.
        case separator
        /// What begins and ends mathematics inside of text.
        case dollar
        case end
    }

    var kind: Kind
    var place: TeXPlace

    /// The token as an error shows it.
    var words: String {
        switch kind {
        case .command(let name): "“\\\(name)”"
        case .character(let character): "“\(character)”"
        case .space: "a space"
        case .openBrace: "“{”"
        case .closeBrace: "“}”"
        case .superscript: "“^”"
        case .subscript: "“_”"
        case .separator: "“&”"
        case .dollar: "“$”"
        case .end: "the end"
        }
    }
}

/// Cuts TeX into tokens; leaves comments out.
struct TeXLexer {
    /// All tokens, with one for the end.
    private(set) var tokens: [TeXToken] = []
    private var rest: Substring
    private var place = TeXPlace()

    init(_ tex: String) throws(TeXError) {
        rest = tex[...]
        while let first = rest.first {
            let start = place
            try check(first)
            if let kind = try next(first) { tokens.append(TeXToken(kind: kind, place: start)) }
        }
        tokens.append(TeXToken(kind: .end, place: place))
    }

    private mutating func next(_ first: Character) throws(TeXError) -> TeXToken.Kind? {
        if first.isWhitespace {
            skipSpace()
            return .space
        }
        if first == "\\" { return .command(try command()) }
        advance()
        switch first {
        case "%":
            while let character = rest.first, !character.isNewline { advance() }
            skipSpace()
            return nil
        case "{": return .openBrace
        case "}": return .closeBrace
        case "^": return .superscript
        case "_": return .subscript
        case "&": return .separator
        case "$": return .dollar
        case "#":
            throw TeXError(
                "“#” stands for an argument, and there are no macros here", at: before,
                remedy: "Write \\# for the character.")
        default: return .character(first)
        }
    }

    /// Reads a backslash with its name, and the space behind a name of letters.
    private mutating func command() throws(TeXError) -> String {
        advance()
        guard let first = rest.first else {
            throw TeXError(
                "a command's name was expected behind the backslash, and this is the end", at: place,
                remedy: "Write the name, or \\backslash for the character.")
        }
        try check(first)
        if first.isWhitespace {
            skipSpace()
            return " "
        }
        guard first.isLatinLetter else {
            advance()
            return String(first)
        }
        let name = String(rest.prefix(while: \.isLatinLetter))
        for _ in name { advance() }
        skipSpace()
        return name
    }

    private mutating func skipSpace() {
        while let character = rest.first, character.isWhitespace { advance() }
    }

    private mutating func advance() {
        if rest.removeFirst().isNewline {
            place.line += 1
            place.column = 1
        } else {
            place.column += 1
        }
    }

    /// The place of the character that was read last, which isn't a line's end.
    private var before: TeXPlace { TeXPlace(line: place.line, column: place.column - 1) }

    /// XML can't contain every character, not even escaped.
    private func check(_ character: Character) throws(TeXError) {
        for scalar in character.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0xFFFD, 0x1_0000...: continue
            default:
                throw TeXError(
                    "there is a character that no page may contain (U+\(String(scalar.value, radix: 16)))", at: place,
                    remedy: "Delete it.")
            }
        }
    }
}

extension Character {
    /// Whether it is one of the 52 that command names are made of.
    var isLatinLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

    var isDigit: Bool { ("0"..."9").contains(self) }
}
