extension TeXParser {
    // MARK: Scripts

    /// Reads the scripts behind an atom, and where they are to go.
    mutating func scripts(on nucleus: MathAtom) throws(TeXError) -> MathAtom {
        var atom = nucleus
        var primes = 0
        var upper: MathElement?
        var lower: MathElement?
        reading: while true {
            let mark = skipSpaces()
            switch mark.kind {
            case .superscript:
                guard upper == nil else { throw Self.second("superscript", at: mark) }
                advance()
                upper = try argument(of: mark, style.script)
            case .subscript:
                guard lower == nil else { throw Self.second("subscript", at: mark) }
                advance()
                lower = try argument(of: mark, style.script)
            case .character("'"):
                guard upper == nil, primes == 0 || lower == nil else { throw Self.second("superscript", at: mark) }
                guard primes < Self.primes.count else {
                    throw TeXError(
                        "there are more than \(Self.primes.count) primes", at: mark.place,
                        remedy: "Write the number as a superscript: f^{(5)}.")
                }
                advance()
                primes += 1
            case .command("limits"), .command("nolimits"):
                guard atom.kind == .operator else { break reading }
                advance()
                atom.limits = mark.kind == .command("limits") ? .stacked : .beside
            default: break reading
            }
        }
        if primes > 0 {
            let prime = MathElement.operator(Self.primes[primes - 1])
            upper = upper.map { MathElement("mrow", [prime, $0]) } ?? prime
        }
        atom.element = scripted(atom, lower: lower, upper: upper)
        return atom
    }

    private static let primes = ["′", "″", "‴", "⁗"]

    private static func second(_ script: String, at token: TeXToken) -> TeXError {
        TeXError(
            "this is a second \(script) on the same thing", at: token.place,
            remedy: "Put braces around what each belongs to.")
    }

    private func scripted(_ atom: MathAtom, lower: MathElement?, upper: MathElement?) -> MathElement {
        let isStacked =
            switch atom.limits {
            case .beside: false
            case .movable: style.isDisplay
            case .stacked: true
            }
        var base = atom.element
        // Browsers move the limits of a sum by themselves unless there is room.
        if isStacked && !style.isDisplay && base.name == "mo" { base.attributes[.movablelimits] = "false" }
        // Browsers don't stretch an operator that carries scripts by itself.
        let isScripted = lower != nil || upper != nil
        if isScripted && base.attributes[.minsize] != nil { base = MathElement("mrow", [base]) }
        switch (lower, upper) {
        case (nil, nil): return base
        case (let lower?, nil): return MathElement(isStacked ? "munder" : "msub", [base, lower])
        case (nil, let upper?): return MathElement(isStacked ? "mover" : "msup", [base, upper])
        case (let lower?, let upper?):
            return MathElement(isStacked ? "munderover" : "msubsup", [base, lower, upper])
        }
    }

    // MARK: Delimiters

    /// Reads what stands between `\left` and `\right`.
    mutating func fenced(at start: TeXToken) throws(TeXError) -> MathAtom {
        var elements = MathElement.fences(try delimiter(of: start), form: "prefix")
        while true {
            let atoms = try part { parser throws(TeXError) in try parser.row() }
            elements += MathRow(atoms).elements
            let end = token
            switch end.kind {
            case .command("middle"):
                advance()
                elements += MathElement.fences(try delimiter(of: end), form: "infix")
            case .command("right"):
                advance()
                elements += MathElement.fences(try delimiter(of: end), form: "postfix")
                return atom(MathElement("mrow", elements), .inner, at: start)
            default: throw unclosed(start, "“\\right”")
            }
        }
    }

    /// A delimiter's size and kind, as the names of `\big` and its relatives say it.
    struct DelimiterSize {
        var em: Double
        var kind: MathAtom.Kind
    }

    static func size(_ name: String) -> DelimiterSize? {
        let sizes = ["big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3]
        let kinds: [Character: MathAtom.Kind] = ["l": .opening, "r": .closing, "m": .relation]
        if let em = sizes[name] { return DelimiterSize(em: em, kind: .ordinary) }
        guard let last = name.last, let kind = kinds[last], let em = sizes[String(name.dropLast())] else { return nil }
        return DelimiterSize(em: em, kind: kind)
    }

    mutating func sized(_ size: DelimiterSize, at start: TeXToken) throws(TeXError) -> MathAtom {
        let form =
            switch size.kind {
            case .opening: "prefix"
            case .closing: "postfix"
            default: "infix"
            }
        guard var element = MathElement.fences(try delimiter(of: start), form: form).first else {
            return atom(MathElement("mrow"), size.kind, at: start)
        }
        element.attributes[.minsize] = MathElement.length(size.em)
        element.attributes[.maxsize] = MathElement.length(size.em)
        return atom(element, size.kind, at: start)
    }

    /// Reads a delimiter; an empty text stands for none.
    private mutating func delimiter(of owner: TeXToken) throws(TeXError) -> String {
        let text =
            switch skipSpaces().kind {
            case .character(let character): TeXSymbol.delimiterCharacters[character]
            case .command(let name): TeXSymbol.delimiterCommands[name]
            default: String?.none
            }
        guard let text else {
            throw TeXError(
                "\(owner.words) needs a delimiter, and here is \(token.words)", at: token.place,
                remedy: "Write one of ( ) [ ] \\{ \\} | \\| / \\langle \\rangle \\lfloor \\rfloor \\lceil \\rceil, "
                    + "or a point for none.")
        }
        advance()
        return text
    }
}

extension MathElement {
    /// A delimiter that grows with what it encloses.
    static func fence(_ text: String, form: String) -> MathElement {
        .operator(text, [.form: form, .stretchy: "true", .symmetric: "true"])
    }

    /// The same; none if there is no text.
    static func fences(_ text: String, form: String) -> [MathElement] {
        text.isEmpty ? [] : [.fence(text, form: form)]
    }
}
