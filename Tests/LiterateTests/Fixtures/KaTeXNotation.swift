@testable import Literate

/// What KaTeX makes of expressions, as `make_katex.js` has recorded it.
struct KaTeXRecording: Decodable {
    struct Answer: Decodable {
        var display: String
        /// Nil for what needs a displayed formula.
        var inline: String?
        var gaps: String
    }

    /// KaTeX's version.
    var katex: String
    /// By the TeX.
    var answers: [String: Answer]
}

/// Brings MathML into the notation of `make_katex.js`, which says what matters there.
enum KaTeXNotation {
    private struct Style {
        var isDisplay: Bool
        var level: Int

        /// The style of scripts.
        var script: Style { Style(isDisplay: false, level: level + 1) }
    }

    /// The tree in a `math` element.
    static func tree(of math: MarkupNode) -> String {
        one(parts(of: math, Style(isDisplay: math.attributes["display"] == "block", level: 0)))
    }

    private static func one(_ parts: [String]) -> String {
        let joined = joined(parts)
        return joined.count == 1 ? joined[0] : "(row\(joined.map { " " + $0 }.joined()))"
    }

    /// The parts with one space where several stand side by side.
    private static func joined(_ parts: [String]) -> [String] {
        parts.reduce(into: []) { joined, part in
            if let width = space(part), let last = joined.last.flatMap(space) {
                joined[joined.count - 1] = "s\(em(last + width))"
            } else {
                joined.append(part)
            }
        }
    }

    private static func space(_ part: String) -> Double? {
        part.first == "s" ? Double(part.dropFirst()) : nil
    }

    private static func parts(of node: MarkupNode, _ style: Style) -> [String] {
        func all(_ style: Style) -> [String] { node.children.flatMap { parts(of: $0, style) } }
        func part(_ index: Int, _ style: Style) -> String { one(parts(of: node.children[index], style)) }
        switch node.name {
        case "math", "semantics", "mrow": return all(style)
        case "annotation": return []
        case "mstyle": return all(changed(style, by: node))
        case "mi", "mn", "mo", "mtext": return leaf(node)
        case "mspace": return node.attributes["class"] == "gap" ? [] : ["s\(em(width(of: node)))"]
        case "mpadded": return ["(\(node.attributes["width"] == "0" ? "nowidth" : "smash") \(one(all(style))))"]
        case "mphantom", "msqrt": return ["(\(node.name) \(one(all(style))))"]
        case "mroot":
            return ["(mroot \(part(0, style)) \(part(1, Style(isDisplay: false, level: style.level + 2))))"]
        case "mfrac":
            let inner = Style(isDisplay: false, level: style.isDisplay ? style.level : style.level + 1)
            let name = node.attributes["linethickness"] == nil ? "mfrac" : "binomial"
            return ["(\(name):\(style.isDisplay ? "D" : "T")\(style.level) \(part(0, inner)) \(part(1, inner)))"]
        case "msub", "msup", "msubsup", "munder", "mover", "munderover":
            var base = parts(of: node.children[0], style)
            var before: [String] = []
            if base.allSatisfy({ $0.hasPrefix("n") }) {
                before = Array(base.dropLast())
                base = Array(base.suffix(1))
            }
            let isAccent = node.attributes["accent"] != nil || node.attributes["accentunder"] != nil
            let scripts = node.children.indices.dropFirst().map { part($0, isAccent ? style : style.script) }
            return before + ["(\(node.name) \(([one(base)] + scripts).joined(separator: " ")))"]
        case "mtable":
            let inner = changed(Style(isDisplay: false, level: style.level), by: node)
            let rows = node.children.map { row in
                let cells = row.children.map { cell in one(cell.children.flatMap { parts(of: $0, inner) }) }
                return "(\(cells.joined(separator: " ")))"
            }
            let alignment = node.attributes["columnalign", default: ""].split(separator: " ").map { $0.prefix(1) }
            return ["(table \(alignment.joined()) \(rows.joined(separator: " ")))"]
        default: return ["an element that isn't known: \(node.name)"]
        }
    }

    private static func changed(_ style: Style, by node: MarkupNode) -> Style {
        Style(
            isDisplay: node.attributes["displaystyle"].map { $0 == "true" } ?? style.isDisplay,
            level: node.attributes["scriptlevel"].flatMap { Int($0) } ?? style.level)
    }

    private static let kinds = ["mi": "i", "mn": "n", "mo": "o", "mtext": "t"]
    private static let marks: Set<Character> = [
        "/", "|", "‖", ".", "∀", "∃", "∄", "¬", "∠", "△", "□", "■", "\\", "⋮", "✓", "%", "$", "&", "#", "_",
    ]
    private static let primes: [Character: String] = ["″": "′′", "‴": "′′′", "⁗": "′′′′"]

    private static func leaf(_ node: MarkupNode) -> [String] {
        var kind = kinds[node.name, default: "?"]
        if node.attributes["stretchy"] == "true" {
            kind = "S\(node.attributes["maxsize"].flatMap { Double($0.dropLast(2)) }.map(em) ?? "")"
        }
        let isSlanted = node.name == "mi" && node.attributes["mathvariant"] == nil && node.text.count == 1
        return node.text.flatMap { primes[$0] ?? String($0) }.filter { $0 != "\u{2061}" }.map { character in
            var shown = character
            if isSlanted { shown = MathAlphabet.italic.character(for: character) ?? character }
            if character.isWhitespace && node.name != "mo" { shown = "␣" }
            let isMark = kind == "i" && marks.contains(character) || character == "."
            return "\(node.name == "mtext" ? "t" : isMark ? "o" : kind)\(shown)"
        }
    }

    // MARK: Gaps

    private enum Piece {
        case mark
        case space(Double)
    }

    /// The spaces in the outermost row of a `math` element.
    static func gaps(of math: MarkupNode) -> String {
        var words: [String] = []
        var width = 0.0
        for piece in pieces(of: math) {
            guard case .mark = piece else {
                if case .space(let more) = piece { width += more }
                continue
            }
            if em(width) != "0" { words.append(em(width)) }
            if words.last != "•" { words.append("•") }
            width = 0
        }
        if em(width) != "0" { words.append(em(width)) }
        return words.joined(separator: " ")
    }

    private static func pieces(of node: MarkupNode) -> [Piece] {
        switch node.name {
        case "annotation": return []
        case "math", "semantics", "mrow", "mstyle", "mphantom": return node.children.flatMap(pieces)
        case "mspace": return [.space(width(of: node))]
        case "mo":
            let sides = ["lspace", "rspace"].map { node.attributes[$0].flatMap(length) ?? .nan }
            return [.space(sides[0])] + (node.text == "\u{2061}" ? [] : [.mark]) + [.space(sides[1])]
        case "msub", "msup", "msubsup", "munder", "mover", "munderover":
            if core(of: node).name == "mo" { return pieces(of: core(of: node)) }
            return node.name.hasPrefix("msu") ? pieces(of: node.children[0]) + [.mark] : [.mark]
        default: return [.mark]
        }
    }

    /// The operator whose space goes around the whole, if there is one.
    private static func core(of node: MarkupNode) -> MarkupNode {
        switch node.name {
        case "msub", "msup", "msubsup", "munder", "mover", "munderover": core(of: node.children[0])
        case "mrow" where node.children.count == 1: core(of: node.children[0])
        default: node
        }
    }

    // MARK: Lengths

    private static func width(of space: MarkupNode) -> Double {
        let margin = space.attributes["style"].map { String($0.trimmingPrefix("margin-left:")) }
        return (space.attributes["width"] ?? margin).flatMap(length) ?? .nan
    }

    private static func length(_ text: String) -> Double? {
        text == "0" ? 0 : text.hasSuffix("em") ? Double(text.dropLast(2)) : nil
    }

    /// A number with at most two decimals, as JavaScript shows it.
    private static func em(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        let hundredths = Int((number * 100).rounded())
        if hundredths.isMultiple(of: 100) { return "\(hundredths / 100)" }
        return "\(Double(hundredths) / 100)"
    }
}
