/// What a command or a character shows that takes no arguments.
struct TeXSymbol: Hashable, Sendable {
    enum Form: Sendable {
        /// A letter that stands for something, slanted if browsers slant it.
        case letter
        /// The same, but upright.
        case upright
        case mark
        /// A mark that browsers would stretch, and that is to keep its size.
        case rigidMark
        /// The name of a function.
        case name
    }

    var text: String
    var kind: MathAtom.Kind
    var form: Form
    var limits = MathAtom.Limits.beside
}

extension TeXSymbol {
    /// What each command without arguments shows.
    static let commands: [String: TeXSymbol] = {
        var symbols: [String: TeXSymbol] = [:]
        func add(
            _ names: [String: String], _ kind: MathAtom.Kind, _ form: Form, limits: MathAtom.Limits = .beside
        ) {
            for (name, text) in names {
                symbols[name] = TeXSymbol(text: text, kind: kind, form: form, limits: limits)
            }
        }
        add(slantedGreek, .ordinary, .letter)
        add(uprightGreek.merging(uprightLetters) { one, _ in one }, .ordinary, .upright)
        add(ordinaryMarks, .ordinary, .mark)
        add(["|": "‖", "vert": "|", "Vert": "‖"], .ordinary, .rigidMark)
        add(binaries, .binary, .mark)
        add(relations, .relation, .mark)
        add(arrows, .relation, .rigidMark)
        add(openings, .opening, .rigidMark)
        add(closings, .closing, .rigidMark)
        add(dots, .inner, .mark)
        add(largeOperators, .operator, .mark, limits: .movable)
        add(integrals, .operator, .mark)
        for name in functions { add([name: name], .operator, .name) }
        for name in functionsWithLimits { add([name: name], .operator, .name, limits: .movable) }
        add(["liminf": "lim\u{2009}inf", "limsup": "lim\u{2009}sup"], .operator, .name, limits: .movable)
        return symbols
    }()

    /// What each character shows, but letters and digits.
    static let characters: [Character: TeXSymbol] = {
        var symbols: [Character: TeXSymbol] = [:]
        func add(_ characters: String, _ kind: MathAtom.Kind, _ form: Form) {
            for character in characters {
                symbols[character] = TeXSymbol(text: String(character), kind: kind, form: form)
            }
        }
        add("/.", .ordinary, .mark)
        add("|", .ordinary, .rigidMark)
        add("+", .binary, .mark)
        add("=<>:", .relation, .mark)
        add("([", .opening, .rigidMark)
        add(")]", .closing, .rigidMark)
        add("!?", .closing, .mark)
        add(",;", .punctuation, .mark)
        symbols["-"] = TeXSymbol(text: "−", kind: .binary, form: .mark)
        symbols["*"] = TeXSymbol(text: "∗", kind: .binary, form: .mark)
        return symbols
    }()

    /// What each command shows that can stand behind `\left`, `\right`, `\middle`, or `\big`.
    static let delimiterCommands: [String: String] =
        openings
        .merging(closings) { one, _ in one }
        .merging(arrows.filter { $0.key.lowercased().hasSuffix("downarrow") || $0.key.lowercased() == "uparrow" }) {
            one, _ in one
        }
        .merging(["|": "‖", "vert": "|", "Vert": "‖", "backslash": "\\"]) { one, _ in one }

    /// The same for characters; the point stands for nothing.
    static let delimiterCharacters: [Character: String] = [
        "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩", ".": "",
    ]

    /// What crossing a relation makes of it.
    static let negations: [String: String] = [
        "=": "≠", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "∈": "∉", "∋": "∌", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉",
        "≡": "≢", "∼": "≁", "≃": "≄", "≅": "≇", "≈": "≉", "∣": "∤", "∥": "∦", "≺": "⊀", "≻": "⊁", "⊢": "⊬", "⊨": "⊭",
        "←": "↚", "→": "↛", "↔": "↮", "⇐": "⇍", "⇒": "⇏", "⇔": "⇎", "∃": "∄",
    ]

    /// The marks that stand above or below something, by command.
    static let accents: [String: TeXAccent] = [
        "hat": TeXAccent(text: "ˆ"), "check": TeXAccent(text: "ˇ"), "tilde": TeXAccent(text: "˜"),
        "acute": TeXAccent(text: "´"), "grave": TeXAccent(text: "`"), "dot": TeXAccent(text: "˙"),
        "ddot": TeXAccent(text: "¨"), "breve": TeXAccent(text: "˘"), "bar": TeXAccent(text: "¯"),
        "vec": TeXAccent(text: "→", size: 0.6), "mathring": TeXAccent(text: "˚"),
        "widehat": TeXAccent(text: "ˆ", stretches: true), "widetilde": TeXAccent(text: "˜", stretches: true),
        "overline": TeXAccent(text: "‾", stretches: true),
        "overrightarrow": TeXAccent(text: "→", stretches: true),
        "overleftarrow": TeXAccent(text: "←", stretches: true),
        "overleftrightarrow": TeXAccent(text: "↔", stretches: true),
        "underline": TeXAccent(text: "‾", stretches: true, isBelow: true),
        "overbrace": TeXAccent(text: "⏞", stretches: true, takesLabel: true),
        "underbrace": TeXAccent(text: "⏟", stretches: true, isBelow: true, takesLabel: true),
    ]

    /// The arrows that grow with what stands on them.
    static let longArrows: [String: String] = ["xrightarrow": "→", "xleftarrow": "←"]

    /// The widths of spaces in em.
    static let spaces: [String: Double] = [
        ",": 3 / 18, "thinspace": 3 / 18, ":": 4 / 18, ">": 4 / 18, "medspace": 4 / 18, ";": 5 / 18,
        "thickspace": 5 / 18, "!": -3 / 18, "negthinspace": -3 / 18, "negmedspace": -4 / 18, "negthickspace": -5 / 18,
        "enspace": 0.5, "quad": 1, "qquad": 2,
    ]
}

/// A mark above or below something.
struct TeXAccent: Hashable, Sendable {
    var text: String
    /// How large it is compared with the formula.
    var size = 1.0
    /// Whether it becomes as wide as what it belongs to.
    var stretches = false
    var isBelow = false
    /// Whether a script becomes its label.
    var takesLabel = false
}
