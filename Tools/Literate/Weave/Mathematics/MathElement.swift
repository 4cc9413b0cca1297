/// An element of MathML.
struct MathElement: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case text(String)
        case children([MathElement])
    }

    var name: String
    var attributes: [MathAttribute: String] = [:]
    var content: Content

    init(_ name: String, _ attributes: [MathAttribute: String] = [:], text: String) {
        self.name = name
        self.attributes = attributes
        content = .text(text)
    }

    init(_ name: String, _ attributes: [MathAttribute: String], _ children: [MathElement] = []) {
        self.name = name
        self.attributes = attributes
        content = .children(children)
    }

    init(_ name: String, _ children: [MathElement] = []) {
        self.init(name, [:], children)
    }

    /// An operator without space around it.
    static func `operator`(_ text: String, _ attributes: [MathAttribute: String] = [:]) -> MathElement {
        MathElement("mo", attributes.merging([.lspace: "0", .rspace: "0"]) { own, _ in own }, text: text)
    }

    /// The elements as one: alone, or in a row.
    static func row(_ elements: [MathElement]) -> MathElement {
        elements.count == 1 ? elements[0] : MathElement("mrow", elements)
    }

    /// Empty space, in em. Browsers ignore a negative width but not a negative margin.
    static func space(_ width: Double, _ attributes: [MathAttribute: String] = [:]) -> MathElement {
        let size: [MathAttribute: String] =
            width < 0 ? [.style: "margin-left:\(length(width))"] : [.width: length(width)]
        return MathElement("mspace", attributes.merging(size) { own, _ in own })
    }

    /// A length as MathML writes it, from one in em.
    static func length(_ em: Double) -> String {
        let tenThousandths = Int((em.magnitude * 10_000).rounded())
        guard tenThousandths > 0 else { return "0" }
        let digits = String(10_000 + tenThousandths % 10_000).dropFirst()
        let fraction = digits.reversed().drop { $0 == "0" }.reversed()
        let sign = em < 0 ? "-" : ""
        return "\(sign)\(tenThousandths / 10_000)\(fraction.isEmpty ? "" : ".")\(String(fraction))em"
    }

    var children: [MathElement] {
        if case .children(let children) = content { children } else { [] }
    }

    /// The element as markup that is right in HTML and in XML.
    var markup: String {
        var markup = ""
        write(to: &markup)
        return markup
    }

    private func write(to markup: inout String) {
        markup += "<\(name)"
        for (attribute, value) in attributes.sorted(by: { $0.key < $1.key }) {
            markup += " \(attribute.rawValue)=\"\(value.escapedForAttribute)\""
        }
        markup += ">"
        switch content {
        case .text(let text): markup += text.escapedForMarkup
        case .children(let children): for child in children { child.write(to: &markup) }
        }
        markup += "</\(name)>"
    }
}

/// The attributes in the order in which they are written.
enum MathAttribute: String, CaseIterable, Comparable, Sendable {
    case xmlns, alttext, encoding
    case `class`
    case display, displaystyle, scriptlevel, mathvariant, accent, accentunder, form, stretchy, symmetric
    case movablelimits, minsize, maxsize, lspace, rspace, linethickness, columnalign, width, height, depth, style

    static func < (one: MathAttribute, other: MathAttribute) -> Bool { one.order < other.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension MathElement {
    /// Widens the space on its left, if it begins with an operator that stands there.
    mutating func addSpaceOnLeft(_ em: Double) -> Bool { addSpace(em, .lspace, alone: false) }

    /// Widens the space on its right, if it ends with an operator that stands there.
    mutating func addSpaceOnRight(_ em: Double) -> Bool { addSpace(em, .rspace, alone: false) }

    /// - Parameter alone: whether the operator must be all of the element but its scripts, around which browsers put
    ///   its space then.
    private mutating func addSpace(_ em: Double, _ side: MathAttribute, alone: Bool) -> Bool {
        if name == "mo" {
            attributes[side] = Self.length(em)
            return true
        }
        guard case .children(var children) = content, !children.isEmpty else { return false }
        let isRow = name == "mrow"
        switch name {
        case "msub", "msup", "msubsup", "munder", "mover", "munderover": break
        // Some browsers would put the space of an operator alone in a row both into the row and around it.
        case "mrow" where !alone && children.count > 1: break
        default: return false
        }
        let index = isRow && side == .rspace ? children.endIndex - 1 : children.startIndex
        guard children[index].addSpace(em, side, alone: !isRow) else { return false }
        content = .children(children)
        return true
    }
}

extension String {
    /// A line's end inside of an attribute would become a space, and a comment of TeX would then go on.
    fileprivate var escapedForAttribute: String {
        escapedForMarkup.replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
    }
}
