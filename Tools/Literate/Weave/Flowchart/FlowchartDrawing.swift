extension Flowchart {
    /// The drawing for a page: its colours and its font are the theme's.
    var markup: String { FlowchartDrawing(self, .page).svg }

    /// The drawing as a file, dark on a light background.
    var standalone: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + FlowchartDrawing(self, .file).svg + "\n" }

    /// What the drawing shows, in words: `data set → transforms → model`.
    var summary: String {
        func name(_ node: Int) -> String { nodes[node].label.joined(separator: " ") }
        func arrow(_ edge: Edge) -> String {
            let arrow = edge.hasTailHead ? "↔" : edge.hasHead ? "→" : "—"
            return edge.label.isEmpty ? arrow : "\(arrow) (\(edge.label.joined(separator: " ")))"
        }
        var ways: [String] = []
        var last: Int?
        for edge in edges {
            if last == edge.source, !ways.isEmpty {
                ways[ways.count - 1] += " \(arrow(edge)) \(name(edge.target))"
            } else {
                ways.append("\(name(edge.source)) \(arrow(edge)) \(name(edge.target))")
            }
            last = edge.target
        }
        let connected = Set(edges.flatMap { [$0.source, $0.target] })
        ways += nodes.indices.filter { !connected.contains($0) }.map(name)
        return ways.joined(separator: "; ")
    }
}

/// Draws a flowchart as SVG.
private struct FlowchartDrawing {
    struct Palette {
        var line: String
        var paper: String
        var ink: String
        var softInk: String
        var font: String
        var background: String?

        static let page = Palette(
            line: "var(--edge, var(--line, #888))", paper: "var(--paper, #fff)", ink: "var(--ink, #222)",
            softInk: "var(--soft, var(--ink-soft, #555))",
            font: "var(--sans, Inter, Helvetica, Arial, sans-serif)")
        static let file = Palette(
            line: "#888", paper: "#fff", ink: "#222", softInk: "#555", font: "Inter, Helvetica, Arial, sans-serif",
            background: "#fff")
    }

    private typealias Point = FlowchartLayout.Point
    private typealias Step = FlowchartLayout.Step

    private let chart: Flowchart
    private let layout: FlowchartLayout
    private let palette: Palette

    init(_ chart: Flowchart, _ palette: Palette) {
        self.chart = chart
        layout = FlowchartLayout(chart)
        self.palette = palette
    }

    var svg: String {
        var fingerprint = Fingerprint()
        fingerprint.combine("flowchart", chart.source)
        let id = "flowchart-\(fingerprint.text)"
        let (width, height) = (number(layout.width.rounded(.up)), number(layout.height.rounded(.up)))
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flowchart\" viewBox=\"0 0 \(width) \(height)\""
                + " width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-labelledby=\"\(id)\""
                + " font-family=\"\(HTML.escaped(palette.font))\" font-size=\"\(number(FlowchartLayout.fontSize))\""
                + " text-anchor=\"middle\">",
            "<title id=\"\(id)\">\(HTML.escaped(chart.summary))</title>",
        ]
        if let background = palette.background {
            lines.append("<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(background)\"/>")
        }
        lines.append("<g fill=\"none\" stroke=\"\(palette.softInk)\" stroke-width=\"1.5\">")
        lines += chart.edges.indices.map(edge)
        lines.append("</g>")
        let heads = chart.edges.indices.flatMap(heads)
        if !heads.isEmpty { lines.append("<path d=\"\(heads.joined(separator: " "))\" fill=\"\(palette.softInk)\"/>") }
        lines.append("<g fill=\"\(palette.paper)\" stroke=\"\(palette.line)\" stroke-width=\"1.25\">")
        lines += chart.nodes.indices.map(outline)
        lines.append("</g>")
        lines.append("<g fill=\"\(palette.ink)\">")
        lines += chart.nodes.indices.map { node in
            var centre = layout.boxes[node].centre
            centre.y += layout.outlines[node].labelOffset
            return text(chart.nodes[node].label, at: centre, FlowchartLayout.fontSize, FlowchartLayout.lineHeight)
        }
        lines.append("</g>")
        let labels = zip(chart.edges, layout.routes).compactMap { edge, route in
            route.label.map {
                text(edge.label, at: $0.centre, FlowchartLayout.labelFontSize, FlowchartLayout.labelLineHeight)
            }
        }
        if !labels.isEmpty {
            lines.append(
                "<g fill=\"\(palette.ink)\" font-size=\"\(number(FlowchartLayout.labelFontSize))\">")
            lines += labels + ["</g>"]
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n")
    }

    // MARK: Edges

    private static let headLength = 9.0

    private func edge(_ index: Int) -> String {
        let edge = chart.edges[index]
        var steps = layout.routes[index].steps
        // The line ends inside of the head, not at its tip.
        if edge.hasHead { steps = Self.shortened(steps) }
        if edge.hasTailHead { steps = FlowchartLayout.reversed(Self.shortened(FlowchartLayout.reversed(steps))) }
        let stroke =
            switch edge.stroke {
            case .solid: ""
            case .dotted: " stroke-dasharray=\"4 4\""
            case .thick: " stroke-width=\"3\""
            }
        return "<path d=\"\(path(steps))\"\(stroke)/>"
    }

    private static func shortened(_ steps: [Step]) -> [Step] {
        guard steps.count > 1, let end = steps.last?.end else { return steps }
        let start = steps[steps.count - 2].end
        let inside = headLength - 2
        let way = distance(start, end)
        let share = way > inside ? (way - inside) / way : 0
        let point = Point(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
        return steps.dropLast() + [.line(point)]
    }

    private static func distance(_ one: Point, _ other: Point) -> Double {
        let (x, y) = (other.x - one.x, other.y - one.y)
        return (x * x + y * y).squareRoot()
    }

    /// The triangles of an edge's arrow heads.
    private func heads(_ index: Int) -> [String] {
        let edge = chart.edges[index]
        let steps = layout.routes[index].steps
        let ends = (edge.hasHead ? [steps] : []) + (edge.hasTailHead ? [FlowchartLayout.reversed(steps)] : [])
        return ends.map { head($0, halfWidth: edge.stroke == .thick ? 5 : 4) }
    }

    private func head(_ steps: [Step], halfWidth: Double) -> String {
        guard steps.count > 1, let tip = steps.last?.end else { return "" }
        let start = steps[steps.count - 2].end
        let way = Self.distance(start, tip)
        let (x, y) = ((tip.x - start.x) / way, (tip.y - start.y) / way)
        let base = Point(x: tip.x - x * Self.headLength, y: tip.y - y * Self.headLength)
        let (aside, up) = (-y * halfWidth, x * halfWidth)
        return path([
            .move(tip), .line(Point(x: base.x + aside, y: base.y + up)),
            .line(Point(x: base.x - aside, y: base.y - up)),
        ]) + "Z"
    }

    // MARK: Nodes

    private func outline(_ index: Int) -> String {
        let outline = layout.outlines[index]
        let box = layout.boxes[index]
        let (left, right) = (box.centre.x - box.width / 2, box.centre.x + box.width / 2)
        let (top, bottom) = (box.centre.y - box.height / 2, box.centre.y + box.height / 2)
        let (x, y) = (box.centre.x, box.centre.y)
        let rectangle =
            "<rect x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(box.width))\""
            + " height=\"\(number(box.height))\" rx=\"\(number(outline.radius))\"/>"
        switch outline.shape {
        case .rectangle, .rounded, .stadium:
            return rectangle
        case .circle:
            return "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(outline.radius))\"/>"
        case .subroutine:
            let bars = [left + FlowchartBox.bar, right - FlowchartBox.bar].map {
                "M\(number($0)) \(number(top))V\(number(bottom))"
            }
            return rectangle + "<path d=\"\(bars.joined())\"/>"
        case .hexagon:
            return polygon([
                (left, y), (left + outline.tip, top), (right - outline.tip, top), (right, y),
                (right - outline.tip, bottom), (left + outline.tip, bottom),
            ])
        case .rhombus:
            return polygon([(left, y), (x, top), (right, y), (x, bottom)])
        case .cylinder:
            let arc = "a\(number(box.width / 2)) \(number(FlowchartBox.rim / 2)) 0 0"
            let (rim, base) = (number(top + FlowchartBox.rim / 2), number(bottom - FlowchartBox.rim / 2))
            let width = number(box.width)
            return "<path d=\"M\(number(left)) \(rim)\(arc) 1 \(width) 0V\(base)\(arc) 1 -\(width) 0Z"
                + "M\(number(left)) \(rim)\(arc) 0 \(width) 0\"/>"
        }
    }

    private func polygon(_ corners: [(Double, Double)]) -> String {
        let points = corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
        return "<polygon points=\"\(points)\" stroke-linejoin=\"round\"/>"
    }

    // MARK: Text and numbers

    private func text(_ label: [String], at centre: Point, _ fontSize: Double, _ lineHeight: Double) -> String {
        let spans = label.enumerated().map { index, line in
            let middle = centre.y + (Double(index) - Double(label.count - 1) / 2) * lineHeight
            // Capitals are about 0.72 of the size high; half of that is below the middle.
            let baseline = middle + 0.36 * fontSize
            return "<tspan x=\"\(number(centre.x))\" y=\"\(number(baseline))\">\(HTML.escaped(line))</tspan>"
        }
        return "<text>\(spans.joined())</text>"
    }

    private func path(_ steps: [Step]) -> String {
        steps.map { step in
            let points = step.points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " ")
            switch step {
            case .move: return "M\(points)"
            case .line: return "L\(points)"
            case .curve: return "C\(points)"
            }
        }.joined()
    }

    /// With one digit behind the point.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
