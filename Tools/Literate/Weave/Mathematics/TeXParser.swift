/// Reads an expression of TeX.
///
/// It knows the style of each part as TeX does, so it says itself where scripts go; only the sizes are the browser's.
struct TeXParser {
    /// How deep parts may be nested. Half a megabyte of stack, which is what some threads have, must be enough.
    static let deepestNesting = 20

    private let tokens: [TeXToken]
    private var index = 0
    private var depth = 0
    /// Whether “]” ends the row.
    private var endsAtBracket = false
    var style: MathStyle
    /// The alphabet that letters are taken from, with the command that said so.
    var font: (alphabet: MathAlphabet, command: String)?

    init(_ tex: String, style: MathStyle) throws(TeXError) {
        tokens = try TeXLexer(tex).tokens.flatMap(\.expanded)
        self.style = style
    }

    /// Reads it all.
    mutating func expression() throws(TeXError) -> [MathElement] {
        let atoms = try row()
        switch token.kind {
        case .end: break
        case .command("\\"), .separator:
            throw TeXError(
                "\(token.words) stands outside of a table", at: token.place,
                remedy: "Put the lines between \\begin{aligned} and \\end{aligned}.")
        case .dollar:
            throw TeXError(
                "“$” has no place in mathematics", at: token.place,
                remedy: "Take it out, or write \\$ for the character.")
        default:
            throw TeXError(
                "\(token.words) has nothing to close", at: token.place,
                remedy: "Take it out, or put in what it should close.")
        }
        guard !atoms.isEmpty else {
            throw TeXError("there is no formula", at: token.place, remedy: "Write one, or take the whole place out.")
        }
        return MathRow(atoms).elements
    }

    // MARK: Tokens

    var token: TeXToken { tokens[index] }

    /// The next token that isn't a space.
    mutating func skipSpaces() -> TeXToken {
        while token.kind == .space { index += 1 }
        return token
    }

    /// Goes on to the next token. The end stays.
    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    /// The token behind this one and the spaces after it.
    private var following: TeXToken { tokens[(index + 1)...].first { $0.kind != .space } ?? tokens[tokens.count - 1] }

    /// Takes an opening brace.
    mutating func openBrace(of owner: TeXToken) throws(TeXError) {
        guard skipSpaces().kind == .openBrace else {
            throw TeXError(
                "\(owner.words) needs “{”, and here is \(token.words)", at: token.place,
                remedy: "Put braces around what belongs to \(owner.words).")
        }
        advance()
    }

    /// Takes the closing brace of what was opened.
    mutating func closeBrace(of opened: TeXToken) throws(TeXError) {
        guard token.kind == .closeBrace else { throw unclosed(opened, "“}”") }
        advance()
    }

    /// The error that something isn't closed where the token stands.
    func unclosed(_ opened: TeXToken, _ closing: String) -> TeXError {
        TeXError(
            "\(closing) was expected for \(opened.words) in \(opened.place), and here is \(token.words)",
            at: token.place, remedy: "Put in \(closing).")
    }

    // MARK: Rows

    /// Reads atoms up to what can't be one, which is left for the caller.
    mutating func row() throws(TeXError) -> [MathAtom] {
        let outer = style
        defer { style = outer }
        return try nested { parser throws(TeXError) in
            var atoms: [MathAtom] = []
            while !parser.endsRow(parser.skipSpaces().kind) { atoms.append(try parser.atom()) }
            return atoms
        }
    }

    /// Reads an inner part, where a bracket means nothing.
    mutating func part<Result>(
        _ style: MathStyle? = nil, endsAtBracket: Bool = false,
        _ read: (inout TeXParser) throws(TeXError) -> Result
    ) throws(TeXError) -> Result {
        let outer = (self.style, font, self.endsAtBracket)
        defer { (self.style, font, self.endsAtBracket) = outer }
        self.style = style ?? self.style
        self.endsAtBracket = endsAtBracket
        return try read(&self)
    }

    private func endsRow(_ kind: TeXToken.Kind) -> Bool {
        switch kind {
        case .closeBrace, .separator, .dollar, .end: true
        case .command(let name): ["\\", "right", "middle", "end", "hline"].contains(name)
        case .character("]"): endsAtBracket
        default: false
        }
    }

    private mutating func atom() throws(TeXError) -> MathAtom {
        switch token.kind {
        case .superscript, .subscript, .character("'"):
            throw TeXError(
                "\(token.words) has nothing to stand on", at: token.place,
                remedy: "Put {} before it, or what it belongs to.")
        default: break
        }
        let nucleus = try nucleus(isArgument: false)
        return nucleus.kind == nil ? nucleus : try scripts(on: nucleus)
    }

    // MARK: Arguments

    /// Reads what belongs to a command: a group, or one thing.
    mutating func argument(of owner: TeXToken, _ style: MathStyle? = nil) throws(TeXError) -> MathElement {
        .row(MathRow(try argumentAtoms(of: owner, style)).elements)
    }

    /// The same, not put in a row yet.
    mutating func argumentAtoms(of owner: TeXToken, _ style: MathStyle? = nil) throws(TeXError) -> [MathAtom] {
        let start = skipSpaces()
        if start.kind == .openBrace {
            return try group(style)
        }
        let missing = TeXError(
            "\(owner.words) needs something to belong to it, and here is \(start.words)", at: start.place,
            remedy: "Put what belongs to \(owner.words) in braces behind it.")
        switch start.kind {
        case .superscript, .subscript, .character("'"): throw missing
        case let kind where endsRow(kind): throw missing
        default: break
        }
        let atom = try nested { parser throws(TeXError) in
            try parser.part(style) { parser throws(TeXError) in try parser.nucleus(isArgument: true) }
        }
        guard atom.kind != nil else { throw missing }
        return [atom]
    }

    /// Reads what stands in brackets, if anything does.
    mutating func option(of owner: TeXToken, _ style: MathStyle) throws(TeXError) -> MathElement? {
        guard skipSpaces().kind == .character("[") else { return nil }
        let opened = token
        advance()
        let atoms = try part(style, endsAtBracket: true) { parser throws(TeXError) in try parser.row() }
        guard token.kind == .character("]") else { throw unclosed(opened, "“]”") }
        advance()
        return .row(MathRow(atoms).elements)
    }

    /// Reads a group in braces.
    private mutating func group(_ style: MathStyle? = nil) throws(TeXError) -> [MathAtom] {
        let opened = token
        advance()
        let atoms = try part(style) { parser throws(TeXError) in try parser.row() }
        try closeBrace(of: opened)
        return atoms
    }

    /// Reads something inside of something.
    mutating func nested<Result>(
        _ read: (inout TeXParser) throws(TeXError) -> Result
    ) throws(TeXError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepestNesting else {
            throw TeXError(
                "this is nested more than \(Self.deepestNesting) deep", at: token.place,
                remedy: "Give a part of it a name, and show that part by itself.")
        }
        return try read(&self)
    }

    // MARK: Nuclei

    /// Reads one thing without its scripts.
    ///
    /// - Parameter isArgument: whether a number is one digit, as it is without braces.
    private mutating func nucleus(isArgument: Bool) throws(TeXError) -> MathAtom {
        let start = token
        switch start.kind {
        case .openBrace:
            return atom(.row(MathRow(try group()).elements), .ordinary, at: start)
        case .command(let name):
            advance()
            return try command(name, at: start)
        case .character(let character) where character.isLatinLetter:
            return try letters(character, isArgument: isArgument)
        case .character(let character) where character.isDigit || (character == "." && following.isDigit):
            return try number(isArgument: isArgument)
        case .character("~"):
            advance()
            return atom(MathElement("mtext", text: "\u{A0}"), nil, at: start)
        case .character(let character):
            guard let symbol = TeXSymbol.characters[character] else {
                throw TeXError(unknown: character, at: start.place)
            }
            advance()
            return try atom(of: symbol, at: start)
        case .space, .closeBrace, .superscript, .subscript, .separator, .dollar, .end:
            throw TeXError(
                "something to show was expected, and here is \(start.words)", at: start.place,
                remedy: "Put it in before \(start.words).")
        }
    }

    func atom(_ element: MathElement, _ kind: MathAtom.Kind?, at token: TeXToken) -> MathAtom {
        MathAtom(element: element, kind: kind, style: style, place: token.place)
    }

    private mutating func letters(_ first: Character, isArgument: Bool) throws(TeXError) -> MathAtom {
        let start = token
        var word = String(try inFont(first))
        guard let font, font.alphabet.makesWords, !isArgument else {
            advance()
            return atom(.identifier(word, isUpright: font?.alphabet == .roman), .ordinary, at: start)
        }
        // A script belongs to the last letter alone.
        while case .character(let next) = following.kind, next.isLatinLetter {
            let resume = index
            advance()
            _ = skipSpaces()
            if following.isScript {
                index = resume
                break
            }
            word.append(try inFont(next))
        }
        advance()
        return atom(.identifier(word, isUpright: font.alphabet == .roman), .ordinary, at: start)
    }

    private mutating func number(isArgument: Bool) throws(TeXError) -> MathAtom {
        let start = token
        var number = ""
        while case .character(let next) = skipSpaces().kind, next.isDigit || (next == "." && following.isDigit) {
            number.append(next == "." ? "." : try inFont(next))
            advance()
            if isArgument { break }
        }
        return atom(MathElement("mn", text: number), .ordinary, at: start)
    }
}

extension TeXToken {
    fileprivate var isDigit: Bool { if case .character(let character) = kind { character.isDigit } else { false } }

    fileprivate var isScript: Bool { [.superscript, .subscript, .character("'")].contains(kind) }

    /// The token, or what it is short for.
    fileprivate var expanded: [TeXToken] {
        let arrow: String
        switch kind {
        case .command("iff"): arrow = "Longleftrightarrow"
        case .command("implies"): arrow = "Longrightarrow"
        case .command("impliedby"): arrow = "Longleftarrow"
        default: return [self]
        }
        return [.command(";"), .command(arrow), .command(";")].map { TeXToken(kind: $0, place: place) }
    }
}
