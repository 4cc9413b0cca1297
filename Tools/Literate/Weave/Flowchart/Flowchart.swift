/// A mermaid `flowchart`, read from its text.
///
///     flowchart LR
///         A["data set"] --> B{{"fetch"}}
///         B -->|batches| C([model])
struct Flowchart {
    /// Where the arrows lead.
    enum Direction: String {
        case leftToRight = "LR"
        case rightToLeft = "RL"
        case topToBottom = "TB"
        case bottomToTop = "BT"

        var isHorizontal: Bool { self == .leftToRight || self == .rightToLeft }
        /// Whether the first rank is at the right or at the bottom.
        var isReversed: Bool { self == .rightToLeft || self == .bottomToTop }
    }

    enum Shape: CaseIterable {
        case rectangle
        case rounded
        case stadium
        case cylinder
        case circle
        case hexagon
        case rhombus
        case subroutine
    }

    struct Node: Equatable {
        var id: String
        /// The lines of its label.
        var label: [String]
        var shape = Shape.rectangle
    }

    enum Stroke {
        case solid
        case dotted
        case thick
    }

    struct Edge: Equatable {
        /// Indices into `nodes`.
        var source: Int
        var target: Int
        var stroke = Stroke.solid
        var hasHead = true
        /// Whether an arrow head stands at the source, too.
        var hasTailHead = false
        /// How many ranks the target lies behind the source, at least.
        var length = 1
        /// The lines of its label; empty without one.
        var label: [String] = []
    }

    /// The text it was read from.
    let source: String
    let direction: Direction
    /// In the order of their first mention.
    let nodes: [Node]
    let edges: [Edge]

    /// Reads what stands between the fences of a `mermaid` block.
    init(_ mermaid: String) throws(FlowchartError) {
        let parser = try FlowchartParser(mermaid)
        source = mermaid
        direction = parser.direction
        nodes = parser.nodes
        edges = parser.edges
    }
}

/// Why a flowchart can't be drawn, and what to do about it.
struct FlowchartError: Error, Equatable {
    var message: String
    /// Counted from 0 in the text.
    var line: Int
}
