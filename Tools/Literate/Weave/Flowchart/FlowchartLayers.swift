/// The nodes of a flowchart in ranks, with places between them that long edges and labels pass through.
///
/// Breadth goes along a rank, depth from one rank to the next.
struct FlowchartLayers {
    enum Content: Equatable {
        case node(Int)
        case label(edge: Int)
        case bend
    }

    struct Vertex {
        var content: Content
        var rank: Int
        /// How far it reaches to smaller and to larger breadths.
        var low = 0.0
        var high = 0.0
        /// How much of the depth it needs.
        var depth = 0.0

        var isBend: Bool { content == .bend }
        var isNode: Bool { if case .node = content { true } else { false } }
    }

    /// First the nodes, with the same indices.
    private(set) var vertices: [Vertex]
    /// For each vertex its neighbours in the rank before.
    private(set) var before: [[Int]]
    /// For each vertex its neighbours in the rank behind.
    private(set) var behind: [[Int]]
    /// For each edge the vertices it leads through, from the smaller to the larger rank; empty for a loop.
    private(set) var chains: [[Int]] = []
    /// For each edge whether it leads from the larger to the smaller rank.
    let isBackward: [Bool]
    /// The vertices of each rank, by breadth.
    var ranks: [[Int]] = []

    /// How far the middles of two neighbours in a rank are from each other, at least.
    func distance(_ low: Int, _ high: Int) -> Double {
        let bends = (vertices[low].isBend ? 1 : 0) + (vertices[high].isBend ? 1 : 0)
        return vertices[low].high + [24, 18, 14][bends] + vertices[high].low
    }

    /// - Parameter size: how much of the breadth (to both sides of its middle) and of the depth a vertex needs.
    init(_ chart: Flowchart, size: (Content) -> (low: Double, high: Double, depth: Double)) {
        isBackward = Self.backwardEdges(of: chart)
        let arcs = Self.arcs(of: chart, isBackward: isBackward)
        let nodeRanks = Self.ranks(count: chart.nodes.count, arcs: arcs)
        vertices = chart.nodes.indices.map { Vertex(content: .node($0), rank: nodeRanks[$0]) }
        before = Array(repeating: [], count: vertices.count)
        behind = before
        let used = Self.usedRanks(nodeRanks, arcs: arcs)
        for index in vertices.indices { vertices[index].rank = used[vertices[index].rank] ?? 0 }
        for (edge, arc) in arcs.enumerated() {
            chains.append(arc.map { chain(along: $0, edge: edge, labelRank: used[$0.middle(nodeRanks)]) } ?? [])
        }
        for index in vertices.indices {
            (vertices[index].low, vertices[index].high, vertices[index].depth) = size(vertices[index].content)
        }
        ranks = Array(repeating: [], count: (vertices.map(\.rank).max() ?? 0) + 1)
        for (index, vertex) in vertices.enumerated() { ranks[vertex.rank].append(index) }
    }

    private mutating func chain(along arc: Arc, edge: Int, labelRank: Int?) -> [Int] {
        var chain = [arc.start]
        for rank in vertices[arc.start].rank + 1..<max(vertices[arc.end].rank, vertices[arc.start].rank + 1) {
            let content = arc.hasLabel && rank == labelRank ? Content.label(edge: edge) : .bend
            chain.append(vertices.count)
            vertices.append(Vertex(content: content, rank: rank))
            before.append([])
            behind.append([])
        }
        chain.append(arc.end)
        for (one, next) in zip(chain, chain.dropFirst()) {
            behind[one].append(next)
            before[next].append(one)
        }
        return chain
    }

    // MARK: Ranks

    /// An edge in the direction of the ranks.
    private struct Arc {
        var start: Int
        var end: Int
        var length: Int
        var hasLabel: Bool

        /// The rank for its label.
        func middle(_ ranks: [Int]) -> Int {
            let middle = (ranks[start] + ranks[end]) / 2
            // With labels, nodes stand in even ranks only.
            return middle.isMultiple(of: 2) ? middle - 1 : middle
        }
    }

    /// The edges that close a cycle when one follows all from the nodes in their order.
    private static func backwardEdges(of chart: Flowchart) -> [Bool] {
        var leaving = Array(repeating: [Int](), count: chart.nodes.count)
        for (index, edge) in chart.edges.enumerated() where edge.source != edge.target {
            leaving[edge.source].append(index)
        }
        var isBackward = Array(repeating: false, count: chart.edges.count)
        var isSeen = Array(repeating: false, count: chart.nodes.count)
        var isOnPath = isSeen
        for start in chart.nodes.indices where !isSeen[start] {
            var path = [(node: start, next: 0)]
            isSeen[start] = true
            isOnPath[start] = true
            while let (node, next) = path.last {
                guard next < leaving[node].count else {
                    isOnPath[node] = false
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let edge = leaving[node][next]
                let target = chart.edges[edge].target
                if isOnPath[target] {
                    isBackward[edge] = true
                } else if !isSeen[target] {
                    isSeen[target] = true
                    isOnPath[target] = true
                    path.append((target, 0))
                }
            }
        }
        return isBackward
    }

    private static func arcs(of chart: Flowchart, isBackward: [Bool]) -> [Arc?] {
        // A label needs a rank of its own, in the middle of its edge.
        let unit = chart.edges.contains { !$0.label.isEmpty } ? 2 : 1
        return chart.edges.enumerated().map { index, edge in
            guard edge.source != edge.target else { return nil }
            let (start, end) = isBackward[index] ? (edge.target, edge.source) : (edge.source, edge.target)
            return Arc(start: start, end: end, length: edge.length * unit, hasLabel: !edge.label.isEmpty)
        }
    }

    /// The ranks by the longest way from a first node, with nodes moved to where their edges are short.
    private static func ranks(count: Int, arcs: [Arc?]) -> [Int] {
        var leaving = Array(repeating: [Arc](), count: count)
        var entering = leaving
        for case .some(let arc) in arcs {
            leaving[arc.start].append(arc)
            entering[arc.end].append(arc)
        }
        var ranks = Array(repeating: 0, count: count)
        var open = entering.map(\.count)
        var order = (0..<count).filter { open[$0] == 0 }
        var place = 0
        while place < order.count {
            for arc in leaving[order[place]] {
                ranks[arc.end] = max(ranks[arc.end], ranks[arc.start] + arc.length)
                open[arc.end] -= 1
                if open[arc.end] == 0 { order.append(arc.end) }
            }
            place += 1
        }
        var hasMoved = true
        while hasMoved {
            hasMoved = false
            for node in order.reversed() where entering[node].count != leaving[node].count {
                let earliest = entering[node].map { ranks[$0.start] + $0.length }.max()
                let latest = leaving[node].map { ranks[$0.end] - $0.length }.min()
                let better = entering[node].count > leaving[node].count ? earliest : latest
                if let better, better != ranks[node] {
                    ranks[node] = better
                    hasMoved = true
                }
            }
        }
        return ranks
    }

    /// For each rank with a node or a label its number when the others are left out.
    private static func usedRanks(_ ranks: [Int], arcs: [Arc?]) -> [Int: Int] {
        var used = Set(ranks)
        for case .some(let arc) in arcs where arc.hasLabel { used.insert(arc.middle(ranks)) }
        return Dictionary(uniqueKeysWithValues: used.sorted().enumerated().map { ($1, $0) })
    }
}
