/// Finds the breadths of the vertices, whose order in the ranks is settled, by the method of Brandes and Köpf: long edges
/// are straight, and the others short.
struct FlowchartBreadths {
    private let layers: FlowchartLayers
    private let places: [Int]
    /// Pairs of neighbours whose edge crosses the straight part of a long one.
    private var conflicts: Set<Int> = []

    /// For each vertex the breadth of its middle.
    static func breadths(of layers: FlowchartLayers) -> [Double] {
        FlowchartBreadths(layers).balanced()
    }

    private init(_ layers: FlowchartLayers) {
        self.layers = layers
        var places = Array(repeating: 0, count: layers.vertices.count)
        for rank in layers.ranks {
            for (place, vertex) in rank.enumerated() { places[vertex] = place }
        }
        self.places = places
        findConflicts()
    }

    // MARK: Conflicts

    private func pair(_ upper: Int, _ lower: Int) -> Int { upper * places.count + lower }

    /// The vertex before this one, if both are parts of a long edge.
    private func bend(before vertex: Int) -> Int? {
        guard !layers.vertices[vertex].isNode, let upper = layers.before[vertex].first, !layers.vertices[upper].isNode
        else { return nil }
        return upper
    }

    private mutating func findConflicts() {
        for (upper, lower) in zip(layers.ranks, layers.ranks.dropFirst()) {
            var first = 0
            var start = 0
            for (place, vertex) in lower.enumerated() {
                let bend = bend(before: vertex)
                guard bend != nil || place == lower.count - 1 else { continue }
                let last = bend.map { places[$0] } ?? upper.count
                for crossing in lower[start...place] where self.bend(before: crossing) == nil {
                    for neighbour in layers.before[crossing]
                    where places[neighbour] < first || places[neighbour] > last {
                        conflicts.insert(pair(neighbour, crossing))
                    }
                }
                start = place + 1
                first = last
            }
        }
    }

    // MARK: Four layouts and their mean

    private func balanced() -> [Double] {
        var layouts: [[Double]] = []
        for isDown in [true, false] {
            for isMirrored in [false, true] {
                layouts.append(compacted(isDown: isDown, isMirrored: isMirrored))
            }
        }
        let bounds = layouts.map { layout in
            let all = layers.vertices.indices
            return (
                low: all.map { layout[$0] - layers.vertices[$0].low }.min() ?? 0,
                high: all.map { layout[$0] + layers.vertices[$0].high }.max() ?? 0
            )
        }
        let narrowest = bounds.min { $0.high - $0.low < $1.high - $1.low } ?? (0, 0)
        for index in layouts.indices {
            let isMirrored = !index.isMultiple(of: 2)
            let shift = isMirrored ? narrowest.high - bounds[index].high : narrowest.low - bounds[index].low
            for vertex in layouts[index].indices { layouts[index][vertex] += shift }
        }
        return layers.vertices.indices.map { vertex in
            let sorted = layouts.map { $0[vertex] }.sorted()
            return (sorted[1] + sorted[2]) / 2
        }
    }

    /// The breadths when vertices stand in line with a middle neighbour, and all lies at small breadths, or at large ones
    /// if mirrored.
    private func compacted(isDown: Bool, isMirrored: Bool) -> [Double] {
        let ranks = isMirrored ? layers.ranks.map { Array($0.reversed()) } : layers.ranks
        let roots = roots(in: isDown ? ranks : ranks.reversed(), isDown: isDown, isMirrored: isMirrored)
        // What stands in line moves as one.
        var behind = Array(repeating: [(line: Int, distance: Double)](), count: roots.count)
        var before = behind
        for rank in ranks {
            for (one, other) in zip(rank, rank.dropFirst()) {
                let distance = isMirrored ? layers.distance(other, one) : layers.distance(one, other)
                behind[roots[one]].append((roots[other], distance))
                before[roots[other]].append((roots[one], distance))
            }
        }
        var open = before.map(\.count)
        var order = roots.indices.filter { roots[$0] == $0 && open[$0] == 0 }
        var result = Array(repeating: 0.0, count: roots.count)
        var place = 0
        while place < order.count {
            let line = order[place]
            for (next, distance) in behind[line] {
                result[next] = max(result[next], result[line] + distance)
                open[next] -= 1
                if open[next] == 0 { order.append(next) }
            }
            place += 1
        }
        for line in order.reversed() {
            guard let room = behind[line].map({ result[$0.line] - $0.distance }).min() else { continue }
            result[line] = max(result[line], room)
        }
        return roots.map { isMirrored ? -result[$0] : result[$0] }
    }

    /// For each vertex the first one of its line.
    private func roots(in ranks: [[Int]], isDown: Bool, isMirrored: Bool) -> [Int] {
        var roots = Array(layers.vertices.indices)
        let sign = isMirrored ? -1 : 1
        for rank in ranks.dropFirst() {
            var last = Int.min
            for vertex in rank {
                let neighbours = (isDown ? layers.before : layers.behind)[vertex].sorted {
                    sign * places[$0] < sign * places[$1]
                }
                guard !neighbours.isEmpty else { continue }
                for middle in Set([(neighbours.count - 1) / 2, neighbours.count / 2]).sorted() {
                    let neighbour = neighbours[middle]
                    let pair = isDown ? pair(neighbour, vertex) : pair(vertex, neighbour)
                    guard last < sign * places[neighbour], !conflicts.contains(pair) else { continue }
                    roots[vertex] = roots[neighbour]
                    last = sign * places[neighbour]
                    break
                }
            }
        }
        return roots
    }
}
