/// What stands between two nodes: `-->`, `---`, `-.->`, `==>`, with or without a label.
struct FlowchartLink {
    private(set) var stroke = Flowchart.Stroke.solid
    private(set) var hasHead = false
    private(set) var hasTailHead = false
    private(set) var length = 1
    private(set) var label: [String] = []

    init(_ cursor: inout FlowchartCursor) throws(FlowchartError) {
        try Self.refuse(cursor)
        let start = cursor
        hasTailHead = cursor.take("<")
        if cursor.starts(with: "-.") {
            stroke = .dotted
            _ = cursor.take("-")
        } else if cursor.starts(with: "==") {
            stroke = .thick
        } else if !cursor.starts(with: "--") {
            throw start.error("an arrow is expected at “\(start.rest)”, such as --> or -.-> or ==>")
        }
        if try !readEnd(&cursor) {
            cursor.skipBlanks()
            label = try cursor.label(before: stroke == .dotted ? ".-" : stroke == .thick ? "==" : "--")
            guard try readEnd(&cursor) else {
                throw start.error("this arrow has no end; write its label between two parts, such as -- label -->")
            }
        }
        if hasTailHead, !hasHead {
            throw start.error("an arrow that leads back can't be drawn; write the nodes the other way round, with -->")
        }
        cursor.skipBlanks()
        if cursor.take("|") {
            guard label.isEmpty else { throw start.error("this arrow has two labels; write one") }
            label = try cursor.label(until: "|")
        }
    }

    private static func refuse(_ cursor: FlowchartCursor) throws(FlowchartError) {
        if cursor.starts(with: "~~~") {
            throw cursor.error("invisible edges can't be drawn; leave out ~~~")
        }
        if cursor.starts(with: "%%") {
            throw cursor.error("a comment needs a line of its own; write it above")
        }
        for end in ["x--", "o--", "x==", "o==", "x-.", "o-."] where cursor.starts(with: end) {
            throw cursor.error(roundEnds)
        }
    }

    private static let roundEnds =
        "an edge can't end with a circle or a cross; use an arrow, and a blank before a name that begins with o or x"

    /// Goes over the second part of an arrow, if it stands here, or over the first part that a label follows.
    private mutating func readEnd(_ cursor: inout FlowchartCursor) throws(FlowchartError) -> Bool {
        let isComplete: Bool
        switch stroke {
        case .solid, .thick:
            let strokes = cursor.count(stroke == .solid ? "-" : "=")
            hasHead = cursor.take(">")
            length = hasHead ? strokes - 1 : strokes - 2
            isComplete = length >= 1
        case .dotted:
            length = cursor.count(".")
            isComplete = cursor.take("-")
            hasHead = isComplete && cursor.take(">")
        }
        if !hasHead, let next = cursor.next, next == "o" || next == "x" { throw cursor.error(Self.roundEnds) }
        return isComplete
    }
}
