/// Where everything of a flowchart stands.
///
/// The nodes stand in ranks, so that the arrows lead from one rank to a later one where they can. Edges bend between the
/// ranks only, and lead straight through them in places of their own: so they meet no node but their ends.
struct FlowchartLayout {
    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    struct Box {
        var centre: Point
        var width: Double
        var height: Double
    }

    enum Step: Equatable {
        /// Goes on elsewhere, behind a label.
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
    }

    struct Route {
        /// From the source to the target.
        var steps: [Step]
        /// Where its label stands.
        var label: Box?
    }

    /// For each node its outline.
    let outlines: [FlowchartBox]
    private(set) var boxes: [Box] = []
    /// For each edge its way.
    private(set) var routes: [Route] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    static let fontSize = 14.0
    static let lineHeight = 18.0
    static let labelFontSize = 12.5
    static let labelLineHeight = 16.0
    /// How much of the end of an edge is straight, for its arrow head.
    static let straightEnd = 12.0

    private static let margin = 6.0
    /// How far a loop reaches from its node.
    private static let loop = 26.0
    /// How far arrows on one side of a node are from each other, where there is room.
    private static let portDistance = 16.0

    private let chart: Flowchart
    private let layers: FlowchartLayers
    private var breadths: [Double] = []
    /// For both sides of each node and each edge there, how far from its middle the edge ends.
    private var ports: [[Int: Double]] = []
    /// The depths at which each rank begins and ends.
    private var bands: [(start: Double, end: Double)] = []
    private var totalDepth = 0.0

    init(_ chart: Flowchart) {
        self.chart = chart
        let outlines = chart.nodes.map { FlowchartBox($0.shape, label: Self.size(of: $0.label)) }
        self.outlines = outlines
        var layers = FlowchartLayers(chart) { Self.room(for: $0, in: chart, outlines: outlines) }
        FlowchartOrder.order(&layers)
        self.layers = layers
        breadths = FlowchartBreadths.breadths(of: layers)
        straighten()
        ports = findPorts()
        straighten()
        findBands()
        boxes = chart.nodes.indices.map { node in
            Box(
                centre: point(breadths[node], middle(ofRank: layers.vertices[node].rank)),
                width: outlines[node].width, height: outlines[node].height)
        }
        findRoutes()
        moveToOrigin()
    }

    // MARK: Sizes

    private static func size(of label: [String]) -> (width: Double, height: Double) {
        // Other fonts than the one of the table are a little wider.
        let width = label.map { FlowchartLabel.width(of: $0) }.max() ?? 0
        return (width * fontSize * 1.05, Double(label.count) * lineHeight)
    }

    private static func sizeOfEdgeLabel(_ label: [String]) -> (width: Double, height: Double) {
        let width = label.map { FlowchartLabel.width(of: $0) }.max() ?? 0
        return (width * labelFontSize * 1.1 + 10, Double(label.count) * labelLineHeight + 4)
    }

    private static func room(
        for content: FlowchartLayers.Content, in chart: Flowchart, outlines: [FlowchartBox]
    ) -> (low: Double, high: Double, depth: Double) {
        func room(_ size: (width: Double, height: Double)) -> (half: Double, depth: Double) {
            chart.direction.isHorizontal ? (size.height / 2, size.width) : (size.width / 2, size.height)
        }
        switch content {
        case .bend:
            return (0, 0, 0)
        case .label(let edge):
            let (half, depth) = room(sizeOfEdgeLabel(chart.edges[edge].label))
            return (half, half, depth)
        case .node(let node):
            var (half, depth) = room((outlines[node].width, outlines[node].height))
            var high = half
            if let edge = chart.edges.first(where: { $0.source == node && $0.target == node }) {
                high += loop
                if !edge.label.isEmpty {
                    let label = room(sizeOfEdgeLabel(edge.label))
                    high += 2 * label.half
                    depth = max(depth, label.depth)
                }
            }
            return (half, high, depth)
        }
    }

    private mutating func findBands() {
        bands = layers.ranks.map { rank in (0, rank.map { layers.vertices[$0].depth }.max() ?? 0) }
        let hasLabels = chart.edges.contains { !$0.label.isEmpty }
        for rank in bands.indices.dropFirst() {
            var widest = 0.0
            for vertex in layers.ranks[rank] {
                for neighbour in layers.before[vertex] {
                    widest = max(widest, abs(breadths[vertex] - breadths[neighbour]))
                }
            }
            // The further an edge goes aside, the more room it has, so that it doesn't lie flat.
            let bend = max(hasLabels ? 12 : 20, min(widest / 6, 80))
            let start = bands[rank - 1].end + bend + 2 * Self.straightEnd
            bands[rank] = (start, start + bands[rank].end)
        }
        totalDepth = bands.last?.end ?? 0
    }

    private func middle(ofRank rank: Int) -> Double { (bands[rank].start + bands[rank].end) / 2 }

    private func point(_ breadth: Double, _ depth: Double) -> Point {
        let depth = chart.direction.isReversed ? totalDepth - depth : depth
        return chart.direction.isHorizontal ? Point(x: depth, y: breadth) : Point(x: breadth, y: depth)
    }

    // MARK: Ends of edges

    private enum Side: Int {
        case before
        case behind
    }

    private func port(_ edge: Int, at node: Int, _ side: Side) -> Double {
        ports.isEmpty ? 0 : ports[2 * node + side.rawValue][edge] ?? 0
    }

    private mutating func straighten() {
        var straightening = FlowchartStraightening(layers, breadths)
        for (edge, chain) in layers.chains.enumerated() {
            guard let first = chain.first, let last = chain.last else { continue }
            straightening.straighten(
                chain, from: breadths[first] + port(edge, at: first, .behind),
                to: breadths[last] + port(edge, at: last, .before))
        }
        breadths = straightening.breadths
    }

    private func findPorts() -> [[Int: Double]] {
        var ends = Array(repeating: [(edge: Int, neighbour: Int)](), count: 2 * chart.nodes.count)
        for (edge, chain) in layers.chains.enumerated() where !chain.isEmpty {
            let last = chain.count - 1
            ends[2 * chain[0] + Side.behind.rawValue].append((edge, chain[1]))
            ends[2 * chain[last] + Side.before.rawValue].append((edge, chain[last - 1]))
        }
        return ends.enumerated().map { side, ends in
            let node = side / 2
            let sorted = ends.sorted { (breadths[$0.neighbour], $0.edge) < (breadths[$1.neighbour], $1.edge) }
            let areAlike = Set(sorted.map { look(of: $0.edge, at: node) }).count == 1
            let offsets = offsets(
                of: sorted.map { breadths[$0.neighbour] - breadths[node] }, areAlike: areAlike, on: outlines[node])
            return Dictionary(uniqueKeysWithValues: zip(sorted.map(\.edge), offsets))
        }
    }

    private struct Look: Hashable {
        var stroke: Flowchart.Stroke
        var hasHead: Bool
    }

    private func look(of edge: Int, at node: Int) -> Look {
        let edge = chart.edges[edge]
        return Look(stroke: edge.stroke, hasHead: edge.target == node ? edge.hasHead : edge.hasTailHead)
    }

    /// How far from the middle of a side edges end that lead to these places.
    ///
    /// At a tip they meet, if they are alike there and come from different places.
    private func offsets(of places: [Double], areAlike: Bool, on outline: FlowchartBox) -> [Double] {
        guard places.count > 1 else { return places.map { _ in 0 } }
        let straight = chart.direction.isHorizontal ? outline.straightSide : outline.straightTop
        let isPointed = straight < Self.portDistance / 2
        let hasTwins = zip(places, places.dropFirst()).contains { $1 - $0 < 1 }
        if isPointed, areAlike, !hasTwins { return places.map { _ in 0 } }
        let half = chart.direction.isHorizontal ? outline.height / 2 : outline.width / 2
        let room = isPointed ? half * 0.6 : straight
        // An edge that leads straight on stays straight, and the others stand beside it.
        let ahead = places.indices.filter { abs(places[$0]) < 1 }
        let middle = ahead.count == 1 ? Double(ahead[0]) : Double(places.count - 1) / 2
        let most = max(middle, Double(places.count - 1) - middle)
        let distance = min(Self.portDistance, room / most)
        return places.indices.map { (Double($0) - middle) * distance }
    }

    /// The depth at which an edge meets a node.
    private func end(at node: Int, _ side: Side, offset: Double) -> Double {
        let outline = outlines[node]
        let reach = chart.direction.isHorizontal ? outline.reachAside(at: offset) : outline.reachUp(at: offset)
        let middle = middle(ofRank: layers.vertices[node].rank)
        return side == .before ? middle - reach : middle + reach
    }

    // MARK: Routes

    private mutating func findRoutes() {
        routes = chart.edges.indices.map { edge in
            let chain = layers.chains[edge]
            return chain.isEmpty ? loop(edge) : route(edge, along: chain)
        }
    }

    private func route(_ edge: Int, along chain: [Int]) -> Route {
        let (first, last) = (chain[0], chain[chain.count - 1])
        let firstOffset = port(edge, at: first, .behind)
        let lastOffset = port(edge, at: last, .before)
        var label: Box?
        var breadth = breadths[first] + firstOffset
        var steps = [Step.move(point(breadth, end(at: first, .behind, offset: firstOffset)))]
        for vertex in chain.dropFirst() {
            let rank = layers.vertices[vertex].rank
            let next = vertex == last ? breadths[last] + lastOffset : breadths[vertex]
            let (start, end) = (bands[rank - 1].end + Self.straightEnd, bands[rank].start - Self.straightEnd)
            if abs(next - breadth) > 0.05 {
                let middle = (start + end) / 2
                steps.append(.line(point(breadth, start)))
                steps.append(.curve(point(breadth, middle), point(next, middle), point(next, end)))
            }
            breadth = next
            switch layers.vertices[vertex].content {
            case .node:
                steps.append(.line(point(breadth, self.end(at: last, .before, offset: lastOffset))))
            case .bend:
                steps.append(.line(point(breadth, bands[rank].end)))
            case .label:
                let size = Self.sizeOfEdgeLabel(chart.edges[edge].label)
                let half = (chart.direction.isHorizontal ? size.width : size.height) / 2
                let middle = middle(ofRank: rank)
                label = Box(centre: point(breadth, middle), width: size.width, height: size.height)
                steps.append(.line(point(breadth, middle - half)))
                steps.append(.move(point(breadth, middle + half)))
            }
        }
        return Route(steps: layers.isBackward[edge] ? Self.reversed(steps) : steps, label: label)
    }

    private func loop(_ edge: Int) -> Route {
        let node = chart.edges[edge].source
        let outline = outlines[node]
        let isHorizontal = chart.direction.isHorizontal
        let depth = middle(ofRank: layers.vertices[node].rank)
        let half = min(10, (isHorizontal ? outline.width : outline.height) / 4)
        let reach = isHorizontal ? outline.reachUp(at: half) : outline.reachAside(at: half)
        let face = breadths[node] + reach
        let side = breadths[node] + (isHorizontal ? outline.height : outline.width) / 2
        let (bend, turn) = (side + Self.straightEnd, side + Self.loop)
        var label: Box?
        if !chart.edges[edge].label.isEmpty {
            let size = Self.sizeOfEdgeLabel(chart.edges[edge].label)
            let middle = side + Self.loop + (isHorizontal ? size.height : size.width) / 2
            label = Box(centre: point(middle, depth), width: size.width, height: size.height)
        }
        return Route(
            steps: [
                .move(point(face, depth - half)), .line(point(bend, depth - half)),
                .curve(point(turn, depth - half), point(turn, depth + half), point(bend, depth + half)),
                .line(point(face, depth + half)),
            ], label: label)
    }

    /// The same way, from its end to its start.
    static func reversed(_ steps: [Step]) -> [Step] {
        guard let last = steps.last else { return [] }
        var result = [Step.move(last.end)]
        for (previous, step) in zip(steps, steps.dropFirst()).reversed() {
            switch step {
            case .move: result.append(.move(previous.end))
            case .line: result.append(.line(previous.end))
            case .curve(let one, let other, _): result.append(.curve(other, one, previous.end))
            }
        }
        return result
    }

    // MARK: The whole

    private mutating func moveToOrigin() {
        var points: [Point] = []
        for box in boxes + routes.compactMap(\.label) {
            points.append(Point(x: box.centre.x - box.width / 2, y: box.centre.y - box.height / 2))
            points.append(Point(x: box.centre.x + box.width / 2, y: box.centre.y + box.height / 2))
        }
        points += routes.flatMap(\.steps).flatMap(\.points)
        let left = (points.map(\.x).min() ?? 0) - Self.margin
        let top = (points.map(\.y).min() ?? 0) - Self.margin
        func moved(_ point: Point) -> Point { Point(x: point.x - left, y: point.y - top) }
        for index in boxes.indices { boxes[index].centre = moved(boxes[index].centre) }
        for index in routes.indices {
            routes[index].steps = routes[index].steps.map { $0.mapPoints(moved) }
            if let label = routes[index].label { routes[index].label?.centre = moved(label.centre) }
        }
        width = (points.map(\.x).max() ?? 0) - left + Self.margin
        height = (points.map(\.y).max() ?? 0) - top + Self.margin
    }
}

extension FlowchartLayout.Step {
    /// Where it leads to.
    var end: FlowchartLayout.Point {
        switch self {
        case .move(let end), .line(let end), .curve(_, _, let end): end
        }
    }

    var points: [FlowchartLayout.Point] {
        switch self {
        case .move(let end), .line(let end): [end]
        case .curve(let one, let other, let end): [one, other, end]
        }
    }

    func mapPoints(_ transform: (FlowchartLayout.Point) -> FlowchartLayout.Point) -> Self {
        switch self {
        case .move(let end): .move(transform(end))
        case .line(let end): .line(transform(end))
        case .curve(let one, let other, let end): .curve(transform(one), transform(other), transform(end))
        }
    }
}
