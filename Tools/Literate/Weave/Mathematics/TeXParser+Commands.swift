extension TeXParser {
    /// Reads what belongs to a command, whose name has been read.
    mutating func command(_ name: String, at start: TeXToken) throws(TeXError) -> MathAtom {
        if let symbol = TeXSymbol.commands[name] { return try atom(of: symbol, at: start) }
        if let width = TeXSymbol.spaces[name] { return atom(.space(width), nil, at: start) }
        if let accent = TeXSymbol.accents[name] { return try accented(accent, at: start) }
        if let arrow = TeXSymbol.longArrows[name] { return try longArrow(arrow, at: start) }
        if let alphabet = Self.alphabets[name] { return try inAlphabet(alphabet, name, at: start) }
        if let style = Self.styles[name] { return change(to: style, at: start) }
        if let atom = try fraction(name, at: start) { return atom }
        if let atom = try spacing(name, at: start) { return atom }
        if let atom = try stack(name, at: start) { return atom }
        switch name {
        case "sqrt": return try root(at: start)
        case "left": return try fenced(at: start)
        case "begin": return try environment(at: start)
        case "substack":
            try openBrace(of: start)
            return try table(.substack, of: start)
        case "operatorname": return try functionName(at: start)
        case "not": return try negation(at: start)
        case "text", "textrm", "textbf", "textit", "textsf", "texttt":
            return atom(.row(try text(name, of: start)), .ordinary, at: start)
        case "bmod": return atom(.operator("mod"), .relation, at: start)
        case "pmod", "mod": return try modulus(inParentheses: name == "pmod", at: start)
        case "limits", "nolimits":
            throw TeXError(
                "\(start.words) must stand directly behind an operator like \\sum or \\max", at: start.place,
                remedy: "Put it there, or take it out.")
        default:
            if let size = Self.size(name) { return try sized(size, at: start) }
            throw TeXError(unknown: name, at: start.place)
        }
    }

    private static let alphabets: [String: MathAlphabet] = [
        "mathrm": .roman, "mathbf": .bold, "mathit": .italic, "mathcal": .script, "mathscr": .script,
        "mathfrak": .fraktur, "mathbb": .doubleStruck, "mathsf": .sansSerif, "mathtt": .typewriter,
        "boldsymbol": .boldItalic,
    ]

    private static let styles: [String: MathStyle] = [
        "displaystyle": MathStyle(isDisplay: true), "textstyle": MathStyle(isDisplay: false),
        "scriptstyle": MathStyle(isDisplay: false, scriptLevel: 1),
        "scriptscriptstyle": MathStyle(isDisplay: false, scriptLevel: 2),
    ]

    private mutating func change(to style: MathStyle, at start: TeXToken) -> MathAtom {
        self.style = style
        var change = atom(MathElement("mrow"), nil, at: start)
        change.changesStyle = true
        return change
    }

    private mutating func inAlphabet(
        _ alphabet: MathAlphabet, _ name: String, at start: TeXToken
    ) throws(TeXError) -> MathAtom {
        let element = try part { parser throws(TeXError) in
            parser.font = (alphabet, name)
            return try parser.argument(of: start)
        }
        return atom(element, .ordinary, at: start)
    }

    // MARK: Fractions and roots

    private mutating func fraction(_ name: String, at start: TeXToken) throws(TeXError) -> MathAtom? {
        let isBinomial = name.hasSuffix("binom")
        let inner: MathStyle
        switch name {
        case "frac", "binom": inner = style
        case "dfrac", "dbinom", "cfrac": inner = MathStyle(isDisplay: true)
        case "tfrac", "tbinom": inner = MathStyle(isDisplay: false)
        default: return nil
        }
        let parts = [
            try argument(of: start, inner.fraction), try argument(of: start, inner.fraction),
        ]
        // TeX's space beside fractions keeps the lines of two from touching.
        let attributes: [MathAttribute: String] = isBinomial ? [.linethickness: "0"] : [.style: "padding:0 0.12em"]
        var element = MathElement("mfrac", attributes, parts)
        if isBinomial {
            element = MathElement("mrow", [.fence("(", form: "prefix"), element, .fence(")", form: "postfix")])
        }
        if inner != style { element = MathElement("mstyle", inner.attributes, [element]) }
        return atom(element, .ordinary, at: start)
    }

    private mutating func root(at start: TeXToken) throws(TeXError) -> MathAtom {
        let degree = try option(of: start, MathStyle(isDisplay: false, scriptLevel: 2))
        let radicand = try argument(of: start)
        let element = degree.map { MathElement("mroot", [radicand, $0]) } ?? MathElement("msqrt", [radicand])
        return atom(element, .ordinary, at: start)
    }

    // MARK: Above and below

    private mutating func accented(_ accent: TeXAccent, at start: TeXToken) throws(TeXError) -> MathAtom {
        let base = try argument(of: start)
        var mark = MathElement.operator(accent.text, [.stretchy: accent.stretches ? "true" : "false"])
        if accent.size != 1 { mark.attributes[.style] = "font-size:\(MathElement.length(accent.size))" }
        // A line below would touch the letters if it were called an accent. A brace is far enough away by itself.
        let attributes: [MathAttribute: String] =
            accent.isBelow ? accent.takesLabel ? [.accentunder: "true"] : [:] : [.accent: "true"]
        let element = MathElement(accent.isBelow ? "munder" : "mover", attributes, [base, mark])
        var atom = atom(element, .ordinary, at: start)
        if accent.takesLabel { atom.limits = .stacked }
        return atom
    }

    private mutating func longArrow(_ arrow: String, at start: TeXToken) throws(TeXError) -> MathAtom {
        let below = try option(of: start, style.script)
        let above = try argument(of: start, style.script)
        let labels = [below, above].compactMap(\.self).map { label in
            MathElement("mrow", [.style: "padding:0 0.5em"], [label])
        }
        let element = MathElement(
            below == nil ? "mover" : "munderover", [.operator(arrow, [.stretchy: "true"])] + labels)
        return atom(element, .relation, at: start)
    }

    private mutating func stack(_ name: String, at start: TeXToken) throws(TeXError) -> MathAtom? {
        guard ["overset", "underset", "stackrel"].contains(name) else { return nil }
        let mark = try argument(of: start, style.script)
        let atoms = try argumentAtoms(of: start)
        let base = atoms.count == 1 ? atoms[0].element : .row(MathRow(atoms).elements)
        let kind = name == "stackrel" ? .relation : atoms.count == 1 ? atoms[0].kind : .ordinary
        return atom(MathElement(name == "underset" ? "munder" : "mover", [base, mark]), kind, at: start)
    }

    // MARK: Space

    private mutating func spacing(_ name: String, at start: TeXToken) throws(TeXError) -> MathAtom? {
        switch name {
        case " ": return atom(MathElement("mtext", text: "\u{A0}"), nil, at: start)
        case "colon":
            let colon = [.space(2 / 18), MathElement.operator(":"), .space(6 / 18)]
            return atom(MathElement("mrow", colon), .ordinary, at: start)
        case "hspace":
            try openBrace(of: start)
            let width = try length(of: start)
            guard token.kind == .closeBrace else { throw unclosed(start, "“}”") }
            advance()
            return atom(.space(width), nil, at: start)
        case "phantom", "hphantom", "vphantom":
            let phantom = MathElement("mphantom", [try argument(of: start)])
            let element =
                switch name {
                case "hphantom": MathElement("mpadded", [.height: "0", .depth: "0"], [phantom])
                case "vphantom": MathElement("mpadded", [.width: "0"], [phantom])
                default: phantom
                }
            return atom(element, .ordinary, at: start)
        case "smash":
            let element = MathElement("mpadded", [.height: "0", .depth: "0"], [try argument(of: start)])
            return atom(element, .ordinary, at: start)
        default: return nil
        }
    }

    /// Reads a length up to a brace or a bracket; returns it in em.
    mutating func length(of owner: TeXToken) throws(TeXError) -> Double {
        let start = skipSpaces()
        var written = ""
        while case .character(let character) = skipSpaces().kind, character != "]" {
            written.append(character)
            advance()
        }
        // In TeX's fonts at 10 points, an em is 10 points and an ex 0.431 em.
        let units = ["em": 1, "ex": 0.431, "pt": 0.1, "mu": 1 / 18.0]
        guard let unit = units[String(written.suffix(2))], let number = Double(written.dropLast(2)),
            written.allSatisfy({ $0.isLatinLetter || $0.isDigit || "-.".contains($0) }), number.magnitude < 100
        else {
            throw TeXError(
                "\(owner.words) needs a length, and here is “\(written)”", at: start.place,
                remedy: "Write a number below 100 with a unit: em, ex, pt, or mu.")
        }
        return number * unit
    }

    private mutating func modulus(inParentheses: Bool, at start: TeXToken) throws(TeXError) -> MathAtom {
        let gap = style.isDisplay ? 1 : inParentheses ? 8 / 18.0 : 12 / 18.0
        let name = MathElement("mi", text: "mod")
        let elements: [MathElement]
        if inParentheses {
            elements = [
                .space(gap), .operator("(", [.form: "prefix", .stretchy: "false"]), name, .space(6 / 18),
                try argument(of: start), .operator(")", [.form: "postfix", .stretchy: "false"]),
            ]
        } else {
            elements = [.space(gap), name, .space(3 / 18), .space(3 / 18)]
        }
        return atom(MathElement("mrow", elements), .ordinary, at: start)
    }
}
