/// Reads the statements of a flowchart, one line after the other.
struct FlowchartParser {
    private(set) var direction = Flowchart.Direction.topToBottom
    private(set) var nodes: [Flowchart.Node] = []
    private(set) var edges: [Flowchart.Edge] = []

    private var indices: [String: Int] = [:]
    /// For each node the line that says its label.
    private var definitions: [Int?] = []
    private var loops: Set<Int> = []

    init(_ text: String) throws(FlowchartError) {
        var hasHeader = false
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var cursor = FlowchartCursor(line, number: number)
            cursor.skipBlanks()
            if cursor.starts(with: "%%{") {
                throw cursor.error("settings can't be made in a flowchart; leave out this line")
            }
            if cursor.isAtEnd || cursor.starts(with: "%%") { continue }
            if hasHeader {
                try readStatements(&cursor)
            } else {
                try readHeader(&cursor)
                hasHeader = true
            }
        }
        if nodes.isEmpty {
            throw FlowchartError(
                message: hasHeader
                    ? "the flowchart is empty; write at least one node, such as A[\"data set\"]"
                    : "the flowchart has no first line; begin it with a direction, such as flowchart LR",
                line: 0)
        }
    }

    // MARK: Statements

    private mutating func readHeader(_ cursor: inout FlowchartCursor) throws(FlowchartError) {
        if cursor.starts(with: "---") {
            throw cursor.error("a flowchart has no front matter here; write a title into the page's text")
        }
        let kind = cursor.word()
        guard kind == "flowchart" || kind == "graph" else {
            throw cursor.error("only flowcharts can be drawn; begin with a direction, such as flowchart LR")
        }
        cursor.skipBlanks()
        let name = cursor.word()
        if name == "TD" || name.isEmpty {
            direction = .topToBottom
        } else if let known = Flowchart.Direction(rawValue: name) {
            direction = known
        } else {
            throw cursor.error("there is no direction \(name); write LR, RL, TB, TD or BT")
        }
        cursor.skipBlanks()
        guard cursor.isAtEnd || cursor.take(";") else {
            throw cursor.error("after the direction the line ends; write \(cursor.rest) into a line of its own")
        }
        try readStatements(&cursor)
    }

    private mutating func readStatements(_ cursor: inout FlowchartCursor) throws(FlowchartError) {
        while true {
            cursor.skipBlanks()
            if cursor.isAtEnd { return }
            if cursor.take(";") { continue }
            try refuseKeyword(cursor)
            var sources = try readGroup(&cursor)
            cursor.skipBlanks()
            while !cursor.isAtEnd, !cursor.take(";") {
                let link = try FlowchartLink(&cursor)
                cursor.skipBlanks()
                let targets = try readGroup(&cursor)
                try connect(sources, targets, link, at: cursor)
                sources = targets
                cursor.skipBlanks()
            }
        }
    }

    private func refuseKeyword(_ cursor: FlowchartCursor) throws(FlowchartError) {
        var ahead = cursor
        let keyword = ahead.word()
        switch keyword {
        case "subgraph":
            throw cursor.error(
                "subgraphs can't be drawn; leave out this line and its end, and say in the labels what belongs together"
            )
        case "end":
            throw cursor.error("end is a word of mermaid's; leave out this line, or name the node End")
        case "style", "classDef", "class", "linkStyle":
            throw cursor.error("the site's theme colours all flowcharts alike; leave out this line (\(keyword))")
        case "click", "href":
            throw cursor.error("nodes can't be links; write the link into the page's text")
        case "direction":
            throw cursor.error("the direction stands in the first line only; write it there")
        case "accTitle", "accDescr":
            throw cursor.error("the description is made from the nodes and the edges; leave out this line")
        default:
            return
        }
    }

    /// Nodes joined by `&`.
    private mutating func readGroup(_ cursor: inout FlowchartCursor) throws(FlowchartError) -> [Int] {
        var group = [try readNode(&cursor)]
        while true {
            cursor.skipBlanks()
            guard cursor.take("&") else { return group }
            cursor.skipBlanks()
            group.append(try readNode(&cursor))
        }
    }

    private mutating func connect(
        _ sources: [Int], _ targets: [Int], _ link: FlowchartLink, at cursor: FlowchartCursor
    ) throws(FlowchartError) {
        for source in sources {
            for target in targets {
                if source == target, !loops.insert(source).inserted {
                    throw cursor.error(
                        "\(nodes[source].id) has two edges to itself; join them to one, with both labels")
                }
                edges.append(
                    Flowchart.Edge(
                        source: source, target: target, stroke: link.stroke, hasHead: link.hasHead,
                        hasTailHead: link.hasTailHead, length: link.length, label: link.label))
            }
        }
    }

    // MARK: Nodes

    private static let brackets: [(open: String, close: String, shape: Flowchart.Shape?)] = [
        // What begins with another one's sign comes before it.
        ("(((", ")))", nil),
        ("([", "])", .stadium),
        ("((", "))", .circle),
        ("(", ")", .rounded),
        ("[[", "]]", .subroutine),
        ("[(", ")]", .cylinder),
        ("[/", "/]", nil),
        ("[\\", "\\]", nil),
        ("[", "]", .rectangle),
        ("{{", "}}", .hexagon),
        ("{", "}", .rhombus),
        (">", "]", nil),
    ]

    private mutating func readNode(_ cursor: inout FlowchartCursor) throws(FlowchartError) -> Int {
        let id = cursor.word()
        guard !id.isEmpty else {
            throw cursor.error(
                cursor.isAtEnd
                    ? "a node is missing at the end of the line; write its name"
                    : "a node's name is expected at “\(cursor.rest)”; it is made of letters, digits, _ and -")
        }
        if id == "end" { throw cursor.error("end is a word of mermaid's; name the node End") }
        let index = indices[id] ?? nodes.count
        if index == nodes.count {
            indices[id] = index
            nodes.append(Flowchart.Node(id: id, label: [id]))
            definitions.append(nil)
        }
        if cursor.starts(with: ":::") {
            throw cursor.error("the site's theme colours all flowcharts alike; leave out :::")
        }
        if cursor.starts(with: "@") {
            throw cursor.error("shapes are written with brackets; write \(id)[\"…\"] instead of \(id)@{…}")
        }
        guard let (open, close, shape) = Self.brackets.first(where: { cursor.starts(with: $0.open) }) else {
            return index
        }
        guard let shape else {
            throw cursor.error(
                "the shape \(open)…\(close) can't be drawn; use one of [..] (..) ([..]) [(..)] ((..)) {{..}} {..} [[..]]"
            )
        }
        _ = cursor.take(open)
        let node = Flowchart.Node(id: id, label: try cursor.label(until: close), shape: shape)
        if let line = definitions[index], nodes[index] != node {
            throw cursor.error(
                "\(id) has another label or shape in line \(line + 1) of the flowchart;"
                    + " write it once, and only \(id) elsewhere")
        }
        if cursor.starts(with: ":::") {
            throw cursor.error("the site's theme colours all flowcharts alike; leave out :::")
        }
        definitions[index] = definitions[index] ?? cursor.number
        nodes[index] = node
        return index
    }
}
