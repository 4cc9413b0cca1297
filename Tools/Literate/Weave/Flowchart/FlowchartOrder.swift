/// Orders the vertices of each rank so that few edges cross.
struct FlowchartOrder {
    private var layers: FlowchartLayers
    /// The place of each vertex in its rank.
    private var places: [Int]

    static func order(_ layers: inout FlowchartLayers) {
        var order = FlowchartOrder(layers)
        order.improve()
        layers.ranks = order.layers.ranks
    }

    private init(_ layers: FlowchartLayers) {
        self.layers = layers
        places = Array(repeating: 0, count: layers.vertices.count)
        self.layers.ranks = Self.start(layers)
        for rank in self.layers.ranks.indices { number(rank) }
    }

    private mutating func improve() {
        var best = layers.ranks
        var fewest = crossings
        var failures = 0
        var round = 0
        while fewest > 0, failures < 6 {
            sweep(isDown: round.isMultiple(of: 2), isLate: round % 4 >= 2)
            let now = crossings
            failures += 1
            if now < fewest {
                (best, fewest) = (layers.ranks, now)
                failures = 0
            }
            round += 1
        }
        layers.ranks = best
        for rank in layers.ranks.indices { number(rank) }
        if fewest > 0 { exchange() }
    }

    private mutating func number(_ rank: Int) {
        for (place, vertex) in layers.ranks[rank].enumerated() { places[vertex] = place }
    }

    /// The order in which one comes to the vertices along the edges.
    private static func start(_ layers: FlowchartLayers) -> [[Int]] {
        var ranks = layers.ranks.map { _ in [Int]() }
        var isSeen = Array(repeating: false, count: layers.vertices.count)
        for first in layers.ranks.joined() {
            var open = [first]
            while let vertex = open.popLast() {
                if isSeen[vertex] { continue }
                isSeen[vertex] = true
                ranks[layers.vertices[vertex].rank].append(vertex)
                open += layers.behind[vertex].reversed()
            }
        }
        return ranks
    }

    // MARK: Sweeps

    /// Orders one rank after the other by the mean places of the neighbours.
    private mutating func sweep(isDown: Bool, isLate: Bool) {
        let numbers = Array(layers.ranks.indices)
        for rank in isDown ? numbers.dropFirst() : numbers.reversed().dropFirst() {
            let neighbours = isDown ? layers.before : layers.behind
            let old = layers.ranks[rank]
            var moving: [(vertex: Int, mean: Double, tie: Int)] = []
            for (place, vertex) in old.enumerated() where !neighbours[vertex].isEmpty {
                let sum = neighbours[vertex].reduce(0) { $0 + places[$1] }
                let mean = Double(sum) / Double(neighbours[vertex].count)
                moving.append((vertex, mean, isLate ? -place : place))
            }
            moving.sort { ($0.mean, $0.tie) < ($1.mean, $1.tie) }
            // What has no neighbours keeps its place.
            var next = moving.makeIterator()
            layers.ranks[rank] = old.map { neighbours[$0].isEmpty ? $0 : next.next()?.vertex ?? $0 }
            number(rank)
        }
    }

    /// Exchanges neighbours for as long as edges cross less.
    private mutating func exchange() {
        for _ in 0..<10 {
            var hasChanged = false
            for rank in layers.ranks.indices {
                for place in layers.ranks[rank].indices.dropLast() {
                    let (one, other) = (layers.ranks[rank][place], layers.ranks[rank][place + 1])
                    let gain =
                        gain(layers.before[one], layers.before[other]) + gain(layers.behind[one], layers.behind[other])
                    guard gain > 0 else { continue }
                    layers.ranks[rank].swapAt(place, place + 1)
                    (places[one], places[other]) = (place + 1, place)
                    hasChanged = true
                }
            }
            if !hasChanged { return }
        }
    }

    /// How many crossings fewer there are when two vertices with these neighbours change places.
    private func gain(_ one: [Int], _ other: [Int]) -> Int {
        var gain = 0
        for first in one {
            for second in other { gain += (places[first] - places[second]).signum() }
        }
        return gain
    }

    // MARK: Crossings

    private var crossings: Int {
        layers.ranks.indices.dropLast().reduce(0) { $0 + crossings(behind: $1) }
    }

    /// How many edges cross between a rank and the next.
    private func crossings(behind rank: Int) -> Int {
        // A tree of sums over the places of the next rank: of the edges so far, how many end at a larger place?
        var sums = Array(repeating: 0, count: layers.ranks[rank + 1].count + 1)
        var count = 0
        var result = 0
        for vertex in layers.ranks[rank] {
            let ends = layers.behind[vertex].map { places[$0] }
            for end in ends {
                var place = end + 1
                result += count
                while place > 0 {
                    result -= sums[place]
                    place &= place - 1
                }
            }
            for end in ends {
                var place = end + 1
                while place < sums.count {
                    sums[place] += 1
                    place += place & -place
                }
            }
            count += ends.count
        }
        return result
    }
}
