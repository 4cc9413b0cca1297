import Foundation
import Testing

@testable import Literate

/// A flowchart with its layout, to be checked.
struct DrawnFlowchart {
    struct Segment {
        var start: FlowchartLayout.Point
        var end: FlowchartLayout.Point

        /// Whether it meets the inside of a box.
        func meets(_ box: FlowchartLayout.Box) -> Bool {
            // Most are far away.
            let (width, height) = (box.width / 2, box.height / 2)
            if max(start.x, end.x) <= box.centre.x - width || min(start.x, end.x) >= box.centre.x + width {
                return false
            }
            if max(start.y, end.y) <= box.centre.y - height || min(start.y, end.y) >= box.centre.y + height {
                return false
            }
            // The part of the segment between the sides of the box, then between its upper and lower edge.
            var (first, last) = (0.0, 1.0)
            for (from, way, middle, half) in [
                (start.x, end.x - start.x, box.centre.x, width),
                (start.y, end.y - start.y, box.centre.y, height),
            ] {
                if abs(way) < 1e-9 {
                    if abs(from - middle) >= half { return false }
                } else {
                    let ends = [(middle - half - from) / way, (middle + half - from) / way].sorted()
                    (first, last) = (max(first, ends[0]), min(last, ends[1]))
                }
            }
            return first < last
        }

        func crosses(_ other: Segment) -> Bool {
            func side(_ point: FlowchartLayout.Point, of line: Segment) -> Double {
                (line.end.x - line.start.x) * (point.y - line.start.y)
                    - (line.end.y - line.start.y) * (point.x - line.start.x)
            }
            return side(start, of: other) * side(end, of: other) < -1e-9
                && side(other.start, of: self) * side(other.end, of: self) < -1e-9
        }
    }

    let chart: Flowchart
    let layout: FlowchartLayout
    /// The edges in short straight pieces.
    let lines: [[Segment]]

    init(_ chart: Flowchart) {
        self.chart = chart
        layout = FlowchartLayout(chart)
        lines = layout.routes.map { Self.segments(of: $0.steps) }
    }

    private static func segments(of steps: [FlowchartLayout.Step]) -> [Segment] {
        var result: [Segment] = []
        var place = steps[0].end
        func go(to point: FlowchartLayout.Point) {
            result.append(Segment(start: place, end: point))
            place = point
        }
        for step in steps {
            switch step {
            case .move(let end): place = end
            case .line(let end): go(to: end)
            case .curve(let one, let other, let end):
                let start = place
                for part in 1...16 {
                    let t = Double(part) / 16
                    let s = 1 - t
                    let weighted = zip([s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t], [start, one, other, end])
                    go(
                        to: .init(
                            x: weighted.reduce(0) { $0 + $1.0 * $1.1.x }, y: weighted.reduce(0) { $0 + $1.0 * $1.1.y }))
                }
            }
        }
        return result
    }

    func check() throws {
        checkBoxes()
        checkLabelsOfNodes()
        checkEdges()
        try checkSVG()
    }

    /// Nodes and labels of edges keep away from each other.
    private func checkBoxes() {
        let boxes = layout.boxes + layout.routes.compactMap(\.label)
        #expect(layout.routes.map { $0.label != nil } == chart.edges.map { !$0.label.isEmpty })
        for (index, one) in boxes.enumerated() {
            for other in boxes[(index + 1)...] {
                let aside = abs(one.centre.x - other.centre.x) - (one.width + other.width) / 2
                let above = abs(one.centre.y - other.centre.y) - (one.height + other.height) / 2
                #expect(max(aside, above) > 6)
            }
        }
    }

    /// All corners of the lines lie inside of the outline.
    private func checkLabelsOfNodes() {
        for (node, outline) in zip(chart.nodes, layout.outlines) {
            for (index, line) in node.label.enumerated() {
                let half = FlowchartLabel.width(of: line) * FlowchartLayout.fontSize / 2
                let middle = (Double(index) - Double(node.label.count - 1) / 2) * FlowchartLayout.lineHeight
                for edge in [-0.5, 0.5] {
                    let y = outline.labelOffset + middle + edge * FlowchartLayout.fontSize
                    #expect(abs(y) < outline.reachUp(at: half) && half + 2 < outline.reachAside(at: y), "\(node)")
                    #expect(node.shape != .cylinder || y > FlowchartBox.rim - outline.height / 2, "\(node)")
                }
            }
        }
    }

    private func checkEdges() {
        for (index, edge) in chart.edges.enumerated() {
            let line = lines[index]
            for (node, box) in layout.boxes.enumerated() where node != edge.source && node != edge.target {
                #expect(!line.contains { $0.meets(box) }, "\(edge) runs through \(chart.nodes[node].id)")
            }
            for (other, route) in layout.routes.enumerated() {
                guard let label = route.label else { continue }
                var inner = label
                // Its own line ends at its label.
                if other == index {
                    inner.width -= 0.1
                    inner.height -= 0.1
                }
                #expect(!line.contains { $0.meets(inner) }, "\(edge) runs through a label")
            }
            for segment in line {
                #expect(depth(of: segment.end, in: edge.source) < 0.1 && depth(of: segment.end, in: edge.target) < 0.1)
            }
            #expect(line.first.map { abs(depth(of: $0.start, in: edge.source)) < 0.1 } == true)
            #expect(line.last.map { abs(depth(of: $0.end, in: edge.target)) < 0.1 } == true)
            // There is room for a head.
            let steps = layout.routes[index].steps
            for way in [steps, FlowchartLayout.reversed(steps)] {
                let end = way.suffix(2).map(\.end)
                #expect(hypot(end[0].x - end[1].x, end[0].y - end[1].y) >= FlowchartLayout.straightEnd - 0.1)
            }
        }
    }

    /// How far a place lies inside of a node's outline, along the way that edges take; negative outside.
    private func depth(of point: FlowchartLayout.Point, in node: Int) -> Double {
        let (box, outline) = (layout.boxes[node], layout.outlines[node])
        let (x, y) = (point.x - box.centre.x, point.y - box.centre.y)
        if abs(x) > box.width / 2 { return box.width / 2 - abs(x) }
        if abs(y) > box.height / 2 { return box.height / 2 - abs(y) }
        return min(outline.reachUp(at: x) - abs(y), outline.reachAside(at: y) - abs(x))
    }

    private func checkSVG() throws {
        let drawing = try DrawnSVG(chart.markup)
        #expect(drawing.texts.count == (chart.nodes.map(\.label) + chart.edges.map(\.label)).joined().count)
        let size = drawing.size
        #expect(size.width >= layout.width && size.height >= layout.height)
        #expect(drawing.points.count >= 2 * chart.edges.count + chart.nodes.count)
        for point in drawing.points {
            #expect(point.x > 1 && point.y > 1 && point.x < size.width - 1 && point.y < size.height - 1)
        }
    }
}
