extension TeXParser {
    /// Reads words in braces.
    mutating func text(_ name: String, of start: TeXToken) throws(TeXError) -> [MathElement] {
        let alphabet = Self.textAlphabets[name]
        try openBrace(of: start)
        return try nested { parser throws(TeXError) in
            try parser.part { parser throws(TeXError) in
                parser.font = alphabet.map { ($0, name) }
                return try parser.words(in: start)
            }
        }
    }

    private static let textAlphabets: [String: MathAlphabet] = [
        "textbf": .bold, "textit": .italic, "textsf": .sansSerif, "texttt": .typewriter,
    ]

    /// Reads up to the closing brace, and takes it.
    private mutating func words(in opened: TeXToken) throws(TeXError) -> [MathElement] {
        var elements: [MathElement] = []
        var words = ""
        func finish() {
            if !words.isEmpty { elements.append(MathElement("mtext", text: words.withTeXsLigatures)) }
            words = ""
        }
        while token.kind != .closeBrace {
            let start = token
            switch start.kind {
            case .character("~"), .space: words += "\u{A0}"
            case .character(let character): words.append(try textCharacter(character))
            case .openBrace:
                finish()
                advance()
                elements += try nested { parser throws(TeXError) in try parser.words(in: start) }
                continue
            case .dollar:
                finish()
                elements += try mathematics()
            case .command(let name):
                if let character = Self.textCommands[name] {
                    words.append(character)
                } else if Self.textAlphabets[name] != nil || ["text", "textrm"].contains(name) {
                    finish()
                    advance()
                    elements += try text(name, of: start)
                    continue
                } else {
                    throw TeXError(
                        "\(start.words) has no place in text", at: start.place,
                        remedy: "Put mathematics between $ signs, or outside of \(opened.words).")
                }
            case .end: throw unclosed(opened, "“}”")
            case .closeBrace, .superscript, .subscript, .separator:
                throw TeXError(
                    "\(start.words) has no place in text", at: start.place,
                    remedy: "Write a backslash before the character, or put mathematics between $ signs.")
            }
            advance()
        }
        advance()
        finish()
        return elements
    }

    private static let textCommands: [String: Character] = [
        "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", " ": "\u{A0}", ",": "\u{2009}",
        "ldots": "…", "dots": "…", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    ]

    private func textCharacter(_ character: Character) throws(TeXError) -> Character {
        guard font != nil, character.isLetter || character.isNumber else { return character }
        return try inFont(character)
    }

    /// Reads mathematics between two dollar signs, up to the second.
    private mutating func mathematics() throws(TeXError) -> [MathElement] {
        let opened = token
        advance()
        let inner = MathStyle(isDisplay: false, scriptLevel: style.scriptLevel)
        let atoms = try part(inner) { parser throws(TeXError) in
            parser.font = nil
            return try parser.row()
        }
        guard token.kind == .dollar else { throw unclosed(opened, "“$”") }
        let elements = MathRow(atoms).elements
        return style.isDisplay ? [MathElement("mstyle", inner.attributes, elements)] : elements
    }
}

extension String {
    /// The text with the dashes and the quotation marks that TeX makes of several characters.
    fileprivate var withTeXsLigatures: String {
        var text = ""
        var rest = self[...]
        let ligatures = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’")]
        while let first = rest.first {
            let ligature = ligatures.first { rest.hasPrefix($0.0) }
            text += ligature?.1 ?? String(first)
            rest = rest.dropFirst(ligature?.0.count ?? 1)
        }
        return text
    }
}
