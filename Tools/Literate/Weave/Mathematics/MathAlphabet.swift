/// An alphabet of letters for mathematics.
enum MathAlphabet: Sendable {
    case roman
    case bold
    case italic
    case boldItalic
    case script
    case fraktur
    case doubleStruck
    case sansSerif
    case typewriter

    /// Whether letters side by side make a word, and no product.
    var makesWords: Bool {
        switch self {
        case .roman, .italic, .sansSerif, .typewriter: true
        case .bold, .boldItalic, .script, .fraktur, .doubleStruck: false
        }
    }

    /// The character in this alphabet; nil if Unicode has none.
    func character(for character: Character) -> Character? {
        guard self != .roman else { return character }
        guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first else { return nil }
        if let exception = exceptions[scalar] { return Character(exception) }
        let start: UInt32?
        let first: UInt32
        switch scalar {
        case "A"..."Z": (start, first) = (latin, 0x41)
        case "a"..."z": (start, first) = (latin.map { $0 + 26 }, 0x61)
        case "0"..."9": (start, first) = (digits, 0x30)
        case "Α"..."Ω": (start, first) = (greek, 0x391)
        case "α"..."ω": (start, first) = (lowercaseGreek, 0x3B1)
        default: return nil
        }
        return start.flatMap { Unicode.Scalar($0 + scalar.value - first) }.map { Character($0) }
    }

    /// Where “A” is.
    private var latin: UInt32? {
        switch self {
        case .roman: nil
        case .bold: 0x1_D400
        case .italic: 0x1_D434
        case .boldItalic: 0x1_D468
        case .script: 0x1_D49C
        case .fraktur: 0x1_D504
        case .doubleStruck: 0x1_D538
        case .sansSerif: 0x1_D5A0
        case .typewriter: 0x1_D670
        }
    }

    /// Where “0” is. Bold slanted digits are upright in TeX.
    private var digits: UInt32? {
        switch self {
        case .bold, .boldItalic: 0x1_D7CE
        case .doubleStruck: 0x1_D7D8
        case .sansSerif: 0x1_D7E2
        case .typewriter: 0x1_D7F6
        case .roman, .italic, .script, .fraktur: nil
        }
    }

    /// Where “Α” is.
    private var greek: UInt32? {
        switch self {
        case .bold: 0x1_D6A8
        case .italic: 0x1_D6E2
        case .boldItalic: 0x1_D71C
        default: nil
        }
    }

    /// Where “α” is. TeX's bold alphabet has no small Greek letters.
    private var lowercaseGreek: UInt32? { self == .bold ? nil : greek.map { $0 + 26 } }

    /// Characters that are elsewhere in Unicode than their neighbours.
    private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
        switch self {
        case .bold: ["∇": "𝛁", "∂": "𝛛"]
        case .italic: ["h": "ℎ", "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛"]
        case .boldItalic: ["ϵ": "𝝐", "ϑ": "𝝑", "ϰ": "𝝒", "ϕ": "𝝓", "ϱ": "𝝔", "ϖ": "𝝕"]
        case .script:
            [
                "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ",
                "o": "ℴ",
            ]
        case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
        case .doubleStruck: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
        default: [:]
        }
    }
}
