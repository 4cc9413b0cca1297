import Foundation
import Testing

@testable import Literate

/// What is read from a flowchart's text.
@Suite struct FlowchartTests {
    // MARK: The book

    @Test func theBooksFlowchartsAreDrawn() throws {
        let tests = try #require(#filePath.range(of: "/Tests/"))
        let root = String(#filePath[..<tests.lowerBound])
        var pages = ["CONTRIBUTING.md"]
        let chapters = try #require(FileManager.default.enumerator(atPath: "\(root)/Chapters/."))
        for case let path as String in chapters where path.hasSuffix(".md") { pages.append("Chapters/\(path)") }
        var count = 0
        for page in pages {
            for text in Self.flowcharts(in: try String(contentsOfFile: "\(root)/\(page)", encoding: .utf8)) {
                let chart = try Flowchart(text)
                #expect(chart.edges.count == text.split(separator: "\n").filter { $0.contains("-->") }.count, "\(page)")
                try DrawnFlowchart(chart).check()
                count += 1
            }
        }
        #expect(count >= 3)
    }

    private static func flowcharts(in page: String) -> [String] {
        page.components(separatedBy: "```mermaid\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    // MARK: Nodes

    @Test(arguments: [
        ("[a]", Flowchart.Shape.rectangle), ("(a)", .rounded), ("([a])", .stadium), ("[(a)]", .cylinder),
        ("((a))", .circle), ("{{a}}", .hexagon), ("{a}", .rhombus), ("[[a]]", .subroutine),
    ])
    func shapes(text: String, shape: Flowchart.Shape) throws {
        #expect(try Flowchart("flowchart LR\nN\(text)").nodes == [.init(id: "N", label: ["a"], shape: shape)])
        let quoted = text.replacingOccurrences(of: "a", with: "\"a (b) [c] {d} | -- e\"")
        #expect(
            try Flowchart("flowchart LR\nN\(quoted)").nodes
                == [.init(id: "N", label: ["a (b) [c] {d} | -- e"], shape: shape)])
    }

    @Test(arguments: [
        ("A[\"folder<br/>with data\"]", ["folder", "with data"]),
        ("A[one<br>two <BR /> three]", ["one", "two", "three"]),
        ("A[\"say #quot;a#quot; #amp; #lt;b#gt; #35;1 &amp; &#233;\"]", ["say \"a\" & <b> #1 & é"]),
        ("A[\"a < b, c & d, # 1; 100 #\"]", ["a < b, c & d, # 1; 100 #"]),
        ("A[\"x < y<br/>\"]", ["x < y", ""]),
        ("A[ Ende gut ]", ["Ende gut"]),
        ("größe-2.b_c", ["größe-2.b_c"]),
    ])
    func labels(text: String, lines: [String]) throws {
        #expect(try Flowchart("flowchart LR\n\(text)").nodes.map(\.label) == [lines])
    }

    @Test func aNodeIsNamedAgain() throws {
        let chart = try Flowchart("flowchart TD\n A --> B[\"two\"]\n B --> C\n A[one]\n A[one] --> C")
        #expect(chart.nodes.map(\.id) == ["A", "B", "C"])
        #expect(chart.nodes.map(\.label) == [["one"], ["two"], ["C"]])
        #expect(chart.edges.map { [$0.source, $0.target] } == [[0, 1], [1, 2], [0, 2]])
    }

    // MARK: Edges

    @Test(arguments: [
        ("A --> B", Flowchart.Edge(source: 0, target: 1)),
        ("A-->B", .init(source: 0, target: 1)),
        ("A ---> B", .init(source: 0, target: 1, length: 2)),
        ("A --- B", .init(source: 0, target: 1, hasHead: false)),
        ("A---B", .init(source: 0, target: 1, hasHead: false)),
        ("A ----B", .init(source: 0, target: 1, hasHead: false, length: 2)),
        ("A -.-> B", .init(source: 0, target: 1, stroke: .dotted)),
        ("A-.-B", .init(source: 0, target: 1, stroke: .dotted, hasHead: false)),
        ("A -..-> B", .init(source: 0, target: 1, stroke: .dotted, length: 2)),
        ("A ==> B", .init(source: 0, target: 1, stroke: .thick)),
        ("A === B", .init(source: 0, target: 1, stroke: .thick, hasHead: false)),
        ("A <--> B", .init(source: 0, target: 1, hasTailHead: true)),
        ("A <-.-> B", .init(source: 0, target: 1, stroke: .dotted, hasTailHead: true)),
        ("A -->|yes| B", .init(source: 0, target: 1, label: ["yes"])),
        ("A --> |\"a | b<br/>c\"|B", .init(source: 0, target: 1, label: ["a | b", "c"])),
        ("A -- yes, a-b --> B", .init(source: 0, target: 1, label: ["yes, a-b"])),
        ("A -- yes --- B", .init(source: 0, target: 1, hasHead: false, label: ["yes"])),
        ("A -- \"a -- b\" ---> B", .init(source: 0, target: 1, length: 2, label: ["a -- b"])),
        ("A -. a.b. .-> B", .init(source: 0, target: 1, stroke: .dotted, label: ["a.b."])),
        ("A == yes ==> B", .init(source: 0, target: 1, stroke: .thick, label: ["yes"])),
    ])
    func links(text: String, edge: Flowchart.Edge) throws {
        let chart = try Flowchart("flowchart LR\n  \(text)")
        #expect(chart.nodes.map(\.id) == ["A", "B"])
        #expect(chart.edges == [edge])
    }

    @Test func chainsAndGroups() throws {
        let chart = try Flowchart("flowchart LR\n A & B --> C[c] -.->|x| D & E; F --> A ;\n")
        #expect(chart.nodes.map(\.id) == ["A", "B", "C", "D", "E", "F"])
        #expect(
            chart.edges == [
                .init(source: 0, target: 2), .init(source: 1, target: 2),
                .init(source: 2, target: 3, stroke: .dotted, label: ["x"]),
                .init(source: 2, target: 4, stroke: .dotted, label: ["x"]), .init(source: 5, target: 0),
            ])
    }

    @Test(arguments: [
        ("LR", Flowchart.Direction.leftToRight), ("RL", .rightToLeft), ("TB", .topToBottom), ("TD", .topToBottom),
        ("BT", .bottomToTop), ("", .topToBottom),
    ])
    func directions(text: String, direction: Flowchart.Direction) throws {
        let chart = try Flowchart("%% what it shows\n\nflowchart \(text)\r\n    %% the parts\n    A --> B\n\n")
        #expect(chart.direction == direction)
        let boxes = FlowchartLayout(chart).boxes.map(\.centre)
        let (one, other) = (boxes[0], boxes[1])
        switch direction {
        case .leftToRight: #expect(one.x < other.x && one.y == other.y)
        case .rightToLeft: #expect(one.x > other.x && one.y == other.y)
        case .topToBottom: #expect(one.y < other.y && one.x == other.x)
        case .bottomToTop: #expect(one.y > other.y && one.x == other.x)
        }
    }

    // MARK: Errors

    @Test(arguments: [
        ("", 0, "begin it with a direction"),
        ("\n%% nothing", 0, "begin it with a direction"),
        ("flowchart LR\n\n", 0, "write at least one node"),
        ("sequenceDiagram\nA->>B: hi", 0, "only flowcharts"),
        ("---\ntitle: A\n---", 0, "front matter"),
        ("%%{init: {}}%%\nflowchart LR", 0, "leave out this line"),
        ("\nflowchart XY\nA", 1, "write LR, RL, TB, TD or BT"),
        ("flowchart LR A --> B", 0, "a line of its own"),
        ("flowchart LR\nA\nsubgraph one\nA --> B\nend", 2, "subgraphs"),
        ("flowchart LR\nA --> end", 1, "name the node End"),
        ("flowchart LR\nend", 1, "name the node End"),
        ("flowchart LR\nA\nclassDef a fill:#f00", 2, "theme colours"),
        ("flowchart LR\nA\nstyle A fill:#f00", 2, "theme colours"),
        ("flowchart LR\nA:::b", 1, "leave out :::"),
        ("flowchart LR\nA[b]:::c", 1, "leave out :::"),
        ("flowchart LR\nclick A \"b\"", 1, "page's text"),
        ("flowchart LR\ndirection TB", 1, "first line"),
        ("flowchart LR\naccTitle: a", 1, "leave out this line"),
        ("flowchart LR\nA@{ shape: rect }", 1, "with brackets"),
        ("flowchart LR\nA(((b)))", 1, "use one of"),
        ("flowchart LR\nA>b]", 1, "use one of"),
        ("flowchart LR\nA[/b/]", 1, "use one of"),
        ("flowchart LR\nA --> B\nA -->", 2, "at the end of the line"),
        ("flowchart LR\nA --> & B", 1, "letters, digits"),
        ("flowchart LR\nA B", 1, "an arrow is expected at “B”"),
        ("flowchart LR\nA -> B", 1, "an arrow is expected at “-> B”"),
        ("flowchart LR\nA --> B %% why", 1, "line of its own"),
        ("flowchart LR\nA ~~~ B", 1, "leave out ~~~"),
        ("flowchart LR\nA --o B", 1, "circle or a cross"),
        ("flowchart LR\nA---xray", 1, "circle or a cross"),
        ("flowchart LR\nA x--x B", 1, "circle or a cross"),
        ("flowchart LR\nA <-- B", 1, "no closing --"),
        ("flowchart LR\nA <--- B", 1, "the other way round"),
        ("flowchart LR\nA -- b", 1, "no closing --"),
        ("flowchart LR\nA -- b -- C", 1, "has no end"),
        ("flowchart LR\nA -- b -->|c| D", 1, "two labels"),
        ("flowchart LR\nA -->|b C", 1, "no closing |"),
        ("flowchart LR\nA[b", 1, "no closing ]"),
        ("flowchart LR\nA[\"b]\n\"]", 1, "no closing quotation mark"),
        ("flowchart LR\nA[\"b\" c]", 1, "comes ]"),
        ("flowchart LR\nA[b (c)]", 1, "around the label"),
        ("flowchart LR\nA[]", 1, "empty"),
        ("flowchart LR\nA[\"<br/>\"]", 1, "empty"),
        ("flowchart LR\nA[\"<b>c</b>\"]", 1, "leave out <b>"),
        ("flowchart LR\nA[\"`**b**`\"]", 1, "Markdown"),
        ("flowchart LR\nA[fa:fa-car]", 1, "icons"),
        ("flowchart LR\nA[b\\nc]", 1, "write <br/>"),
        ("flowchart LR\nA[\"#hearts;\"]", 1, "#hearts; is not known"),
        ("flowchart LR\nA[\"#7;\"]", 1, "control character"),
        ("flowchart LR\nA[\"#xD800;\"]", 1, "#xD800; is not known"),
        ("flowchart LR\nA[b]\n\nA[c] --> D", 3, "in line 2 of the flowchart"),
        ("flowchart LR\nA[b]\nA(b)", 2, "in line 2 of the flowchart"),
        ("flowchart LR\nA --> A\nA --> A", 2, "join them to one"),
    ])
    func errors(text: String, line: Int, remedy: String) throws {
        let error = try #require(throws: FlowchartError.self) { try Flowchart(text) }
        #expect(error.line == line)
        #expect(error.message.contains(remedy), "\(error.message)")
    }

    // MARK: The drawing

    @Test func theSummary() throws {
        let chart = try Flowchart(
            "flowchart LR\nA[\"data<br/>set\"] --> B[transforms] -->|once| C\nD --- A\nA <--> C\nE")
        #expect(chart.summary == "data set → transforms → (once) C; D — data set ↔ C; E")
    }

    @Test func textIsEscaped() throws {
        let chart = try Flowchart("flowchart LR\nA[\"#lt;script#gt; & #quot;\"] -->|\"a < b\"| B")
        for svg in [chart.markup, chart.standalone] {
            let drawing = try DrawnSVG(svg)
            #expect(drawing.texts == ["<script> & \"", "B", "a < b"])
            #expect(drawing.title == "<script> & \" → (a < b) B")
            #expect(!svg.contains("<script"))
        }
    }

    @Test func severalDrawingsOnAPage() throws {
        let drawings = try ["A --> B", "A --> C"].map { try DrawnSVG(Flowchart("flowchart LR\n\($0)").markup) }
        #expect(Set(drawings.map(\.label)).count == 2)
        for drawing in drawings {
            #expect(drawing.ids == [drawing.label])
            #expect(drawing.role == "img")
            #expect(Set(drawing.elements).isDisjoint(with: ["marker", "defs", "style", "foreignObject", "script"]))
        }
        #expect(try Flowchart("flowchart LR\nA --> B").markup == Flowchart("flowchart LR\nA --> B").markup)
    }

    /// On a page the theme gives the colours; a file has its own.
    @Test func colours() throws {
        let chart = try Flowchart("flowchart LR\nA{a} == b ==> C[(c)]")
        let page = try DrawnSVG(chart.markup).colours
        #expect(!page.isEmpty && page.subtracting(["none"]).allSatisfy { $0.hasPrefix("var(--") })
        #expect(page.contains("var(--paper, #fff)") && page.contains("var(--ink, #222)"))
        let file = try DrawnSVG(chart.standalone).colours
        #expect(!file.isEmpty && file.subtracting(["none"]).allSatisfy { $0.hasPrefix("#") })
    }

    /// One triangle for each end that is an arrow.
    @Test(arguments: [("-->", 1), ("---", 0), ("<-->", 2), ("==>", 1), ("-.-", 0)])
    func arrowHeads(link: String, count: Int) throws {
        let svg = try Flowchart("flowchart LR\nA \(link) B").markup
        #expect(svg.components(separatedBy: "Z").count - 1 == count)
    }
}
