/// Moves the straight parts of long edges in line with the ends of the edges, where there is room.
struct FlowchartStraightening {
    private let layers: FlowchartLayers
    private let places: [Int]
    private(set) var breadths: [Double]

    init(_ layers: FlowchartLayers, _ breadths: [Double]) {
        self.layers = layers
        self.breadths = breadths
        var places = Array(repeating: 0, count: breadths.count)
        for rank in layers.ranks {
            for (place, vertex) in rank.enumerated() { places[vertex] = place }
        }
        self.places = places
    }

    /// Straightens an edge that meets its nodes at these breadths.
    mutating func straighten(_ chain: [Int], from first: Double, to last: Double) {
        var start = 1
        while start < chain.count - 1 {
            let breadth = breadths[chain[start]]
            var end = start + 1
            while end < chain.count - 1, abs(breadths[chain[end]] - breadth) < 0.01 { end += 1 }
            let before = start == 1 ? first : breadths[chain[start - 1]]
            let behind = end == chain.count - 1 ? last : breadths[chain[end]]
            // Where an edge is alone, it can come straight.
            let isAlone = layers.before[chain[end]].count <= layers.behind[chain[start - 1]].count
            let goals = isAlone ? [behind, before] : [before, behind]
            let (low, high) = room(for: chain[start..<end])
            if !goals.contains(where: { abs($0 - breadth) < 0.01 }),
                let goal = goals.first(where: { low <= $0 && $0 <= high })
            {
                for vertex in chain[start..<end] { breadths[vertex] = goal }
            }
            start = end
        }
    }

    /// How far these vertices can move together.
    private func room(for part: ArraySlice<Int>) -> (low: Double, high: Double) {
        var (low, high) = (-Double.infinity, Double.infinity)
        for vertex in part {
            let rank = layers.ranks[layers.vertices[vertex].rank]
            if places[vertex] > 0 {
                let neighbour = rank[places[vertex] - 1]
                low = max(low, breadths[neighbour] + layers.distance(neighbour, vertex))
            }
            if places[vertex] < rank.count - 1 {
                let neighbour = rank[places[vertex] + 1]
                high = min(high, breadths[neighbour] - layers.distance(vertex, neighbour))
            }
        }
        return (low, high)
    }
}
