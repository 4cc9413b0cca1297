extension TeXParser {
    /// The atom of a symbol in the current font.
    func atom(of symbol: TeXSymbol, at token: TeXToken) throws(TeXError) -> MathAtom {
        var atom = atom(try element(of: symbol, at: token), symbol.kind, at: token)
        atom.limits = symbol.limits
        atom.isFunction = symbol.form == .name
        return atom
    }

    private func element(of symbol: TeXSymbol, at token: TeXToken) throws(TeXError) -> MathElement {
        switch symbol.form {
        case .letter, .upright:
            return .identifier(try inFont(symbol, at: token), isUpright: symbol.form == .upright)
        case .name:
            if font?.alphabet == .boldItalic { throw missing(token) }
            return MathElement("mi", text: symbol.text)
        case .mark, .rigidMark:
            if font?.alphabet == .boldItalic { throw missing(token) }
            var attributes: [MathAttribute: String] = symbol.form == .rigidMark ? [.stretchy: "false"] : [:]
            switch symbol.kind {
            case .opening: attributes[.form] = "prefix"
            case .closing: attributes[.form] = "postfix"
            default: break
            }
            return .operator(symbol.text, attributes)
        }
    }

    private func inFont(_ symbol: TeXSymbol, at token: TeXToken) throws(TeXError) -> String {
        guard let font, let character = symbol.text.first else { return symbol.text }
        let isUpright = symbol.form == .upright
        // TeX's alphabets other than \boldsymbol leave letters and signs alone that are neither Latin nor Greek.
        if font.alphabet != .boldItalic && !character.isGreek { return symbol.text }
        if font.alphabet == .roman && isUpright { return symbol.text }
        let alphabet = font.alphabet == .boldItalic && isUpright ? .bold : font.alphabet
        guard alphabet != .roman, let mapped = alphabet.character(for: character) else { throw missing(token) }
        return String(mapped)
    }

    /// A Latin letter or a digit in the current font.
    func inFont(_ character: Character) throws(TeXError) -> Character {
        guard let font else { return character }
        guard let mapped = font.alphabet.character(for: character) else { throw missing(token) }
        return mapped
    }

    private func missing(_ token: TeXToken) -> TeXError {
        let command = font?.command ?? ""
        let hint = command == "boldsymbol" ? "" : " (\\boldsymbol has small Greek letters)"
        return TeXError(
            "the alphabet of \\\(command) doesn't have \(token.words)", at: token.place,
            remedy: "Take it out of \\\(command)\(hint).")
    }

    /// Reads what a function's name is made of, in braces.
    mutating func functionName(at start: TeXToken) throws(TeXError) -> MathAtom {
        var limits = MathAtom.Limits.beside
        if token.kind == .character("*") {
            limits = .movable
            advance()
        }
        try openBrace(of: start)
        var name = ""
        while token.kind != .closeBrace {
            switch token.kind {
            case .space: break
            case .character("~"), .command(" "): name += "\u{A0}"
            case .character(let character)
            where character.isLatinLetter || character.isDigit || character == "-":
                name.append(character)
            case .command(","), .command("thinspace"): name += "\u{2009}"
            case .end: throw unclosed(start, "“}”")
            default:
                throw TeXError(
                    "a function's name can't contain \(token.words)", at: token.place,
                    remedy: "Use letters, digits, - and the spaces ~ and \\, only.")
            }
            advance()
        }
        guard name.contains(where: { $0.isLatinLetter }) else {
            throw TeXError("a function's name has no letters", at: token.place, remedy: "Write its name in the braces.")
        }
        advance()
        var atom = atom(.identifier(name, isUpright: true), .operator, at: start)
        atom.limits = limits
        atom.isFunction = true
        return atom
    }

    /// Reads a relation and crosses it out.
    mutating func negation(at start: TeXToken) throws(TeXError) -> MathAtom {
        let symbol: TeXSymbol?
        switch skipSpaces().kind {
        case .character(let character): symbol = TeXSymbol.characters[character]
        case .command(let name): symbol = TeXSymbol.commands[name]
        default: symbol = nil
        }
        guard var symbol, let negation = TeXSymbol.negations[symbol.text] else {
            throw TeXError(
                "\\not can't cross out \(token.words)", at: token.place,
                remedy: "Only relations that Unicode has crossed out will do: =, <, >, \\in, \\subset and others.")
        }
        advance()
        symbol.text = negation
        return try atom(of: symbol, at: start)
    }
}

extension MathElement {
    /// A letter or a word.
    static func identifier(_ text: String, isUpright: Bool = false) -> MathElement {
        // Browsers slant single letters only.
        let isSlanted = text.unicodeScalars.count == 1 && text.first.map { $0.isSlantable } ?? false
        return MathElement("mi", isUpright && isSlanted ? [.mathvariant: "normal"] : [:], text: text)
    }
}

extension Character {
    var isGreek: Bool { ("Α"..."ϵ").contains(self) }

    /// Whether browsers slant it where it is a name by itself.
    fileprivate var isSlantable: Bool { isLatinLetter || isGreek || "ıȷ∇∂".contains(self) }
}

extension TeXError {
    /// The error for a character that isn't in the tables.
    init(unknown character: Character, at place: TeXPlace) {
        let name = TeXSymbol.commands.filter { $0.value.text == String(character) }.keys.min()
        let remedy = name.map { "Write \\\($0)." } ?? "Put it in \\text{…} if it is text."
        self.init("“\(character)” means nothing in mathematics", at: place, remedy: remedy)
    }

    /// The error for a command that isn't in the tables.
    init(unknown command: String, at place: TeXPlace) {
        self.init("there is no command \\\(command) here", at: place, remedy: Self.remedy(for: command))
    }

    private static func remedy(for command: String) -> String {
        switch command {
        case "over", "atop": "Write \\frac{…}{…}."
        case "choose": "Write \\binom{…}{…}."
        case "bm", "pmb": "Write \\boldsymbol{…}."
        case "argmax", "argmin": "Write \\operatorname*{arg\\,\(command.dropFirst(3))}."
        case "def", "newcommand", "renewcommand", "let", "DeclareMathOperator":
            "Write it out: there are no macros here."
        case "tag", "label", "ref", "eqref", "notag", "nonumber": "Formulas have no numbers here; say it in the text."
        case "color", "textcolor": "Say it in the text: not every reader sees colours."
        case "mbox", "hbox": "Write \\text{…}."
        case "(", ")", "[", "]": "Take it out: the fence says that this is mathematics."
        default:
            "Look at the spelling. A function's name is written \\operatorname{…}; "
                + "new symbols go into TeXSymbolTables.swift."
        }
    }
}
