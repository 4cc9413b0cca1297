import Foundation
import Testing

@testable import Literate

/// What holds for the drawing of every flowchart, tried on random ones.
@Suite struct FlowchartLayoutTests {
    private static let seeds: Range<UInt64> = 0..<40

    @Test(arguments: seeds)
    func withoutCycles(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2..<30, using: &generator)
        let chart = try Flowchart(Self.randomText(nodes: count, edges: count * 3 / 2, isCyclic: false, &generator))
        let drawn = DrawnFlowchart(chart)
        try drawn.check()
        // Without cycles all arrows lead on.
        for (edge, route) in zip(chart.edges, drawn.layout.routes) {
            let depths = route.steps.map { chart.direction.isHorizontal ? $0.end.x : $0.end.y }
            let isSorted = zip(depths, depths.dropFirst()).allSatisfy {
                chart.direction.isReversed ? $0 > $1 : $0 < $1
            }
            #expect(isSorted, "\(edge)")
        }
    }

    @Test(arguments: seeds)
    func withCycles(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1..<25, using: &generator)
        let text = Self.randomText(nodes: count, edges: count * 2, isCyclic: true, &generator)
        try DrawnFlowchart(Flowchart(text)).check()
    }

    @Test func manyNodes() throws {
        var generator = SeededGenerator(seed: 7)
        for isCyclic in [false, true] {
            let text = Self.randomText(nodes: 200, edges: 300, isCyclic: isCyclic, &generator)
            let start = Self.threadSeconds
            let chart = try Flowchart(text)
            let markup = chart.markup
            #expect(Self.threadSeconds - start < 1)
            #expect(!markup.isEmpty)
            try DrawnFlowchart(chart).check()
        }
    }

    /// A path of so many nodes that nothing may call itself for each.
    @Test func aLongChain() throws {
        let names = (0..<3000).map { "n\($0)" }
        let chart = try Flowchart("flowchart LR\n" + names.joined(separator: " --> "))
        let boxes = FlowchartLayout(chart).boxes
        #expect(Set(boxes.map(\.centre.y)).count == 1)
        #expect(zip(boxes, boxes.dropFirst()).allSatisfy { $0.centre.x < $1.centre.x })
    }

    /// A straight line is straight, whatever stands beside it.
    @Test func longEdgesAreStraight() throws {
        let chart = try Flowchart("flowchart LR\nA --> B --> C --> D\nA --> D")
        let route = FlowchartLayout(chart).routes[3]
        #expect(route.steps.filter { if case .curve = $0 { true } else { false } }.count <= 2)
    }

    /// What can be drawn without crossings.
    @Test(arguments: [
        "A --> X & Y\nB --> Y & Z\nC --> Z & W",
        "A --> D\nB --> E\nC --> F\nA --> F2\nF2 --> D2",
        "R --> A & B & C\nA --> A1 & A2\nB --> B1 & B2\nC --> C1 & C2",
        "A --> Z\nB --> Y\nC --> X\nX --> 1\nY --> 2\nZ --> 3",
    ])
    func noCrossings(text: String) throws {
        let drawn = DrawnFlowchart(try Flowchart("flowchart TB\n\(text)"))
        try drawn.check()
        for (index, one) in drawn.lines.enumerated() {
            for other in drawn.lines[(index + 1)...] {
                let crossing = one.first { segment in other.contains { segment.crosses($0) } }
                #expect(crossing == nil)
            }
        }
    }

    private static var threadSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func randomText(
        nodes: Int, edges: Int, isCyclic: Bool, _ generator: inout SeededGenerator
    ) -> String {
        let shapes = ["[%]", "(%)", "([%])", "[(%)]", "((%))", "{{%}}", "{%}", "[[%]]"]
        let words = ["data", "model", "loss", "a", "many samples, one batch", "xb", "W", "<br/>", "optimizer"]
        var lines = ["flowchart \(generator.pick(["LR", "RL", "TB", "BT"]))"]
        for node in 0..<nodes {
            let label =
                "#\(33 + node % 90); "
                + (0..<Int.random(in: 0..<4, using: &generator))
                .map { _ in generator.pick(words) }.joined(separator: " ")
            lines.append("n\(node)" + generator.pick(shapes).replacingOccurrences(of: "%", with: "\"\(label)\""))
        }
        var loops: Set<Int> = []
        let hasLabels = generator.chance(0.5)
        for _ in 0..<edges {
            var (source, target) = (
                Int.random(in: 0..<nodes, using: &generator), Int.random(in: 0..<nodes, using: &generator)
            )
            if !isCyclic { (source, target) = (min(source, target), max(source, target)) }
            if source == target, !isCyclic || !loops.insert(source).inserted { continue }
            var link = generator.pick(["-->", "---", "-.->", "==>", "<-->", "--->"])
            if hasLabels, generator.chance(0.4) {
                link += "|\"\(generator.pick(["yes", "no<br/>more", "a longer one"]))\"|"
            }
            lines.append("n\(source) \(link) n\(target)")
        }
        return lines.joined(separator: "\n")
    }
}
