import Foundation
import Kindling
import TestSupport
import Testing

/// Random numbers that are the same in every run, and the tensors that tests make of them.
struct TestRandom: RandomNumberGenerator {
    private var bits: SplitMix64

    init(_ seed: Int) { bits = SplitMix64(seed: UInt64(seed) &* 0xD134_2543_DE82_EF95 &+ 0x9E37_79B9_7F4A_7C15) }

    mutating func next() -> UInt64 { bits.next() }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
    mutating func float(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &self) }

    mutating func floats(_ count: Int, _ range: ClosedRange<Float> = -2...2) -> [Float] {
        (0..<count).map { _ in float(range) }
    }

    /// A shape of up to `maxDimensions` dimensions, now and then with a dimension of size 0.
    mutating func shape(_ maxDimensions: Int = 4, maxSize: Int = 4, minDimensions: Int = 0) -> [Int] {
        (0..<int(minDimensions...maxDimensions)).map { _ in chance(3) ? 0 : int(1...maxSize) }
    }

    /// A tensor of a given shape with random elements that is a view more often than not: transposed, cut out of a larger one,
    /// or both.
    mutating func tensor(_ shape: [Int], _ range: ClosedRange<Float> = -2...2) -> Tensor {
        arranged(shape) { $0.floats($1, range) }
    }

    /// A tensor of a given shape, somehow laid out, with elements from `fill`.
    mutating func arranged(_ shape: [Int], _ fill: (inout TestRandom, Int) -> [Float]) -> Tensor {
        let order = shape.indices.shuffled(using: &self)
        let isCut = chance(50)
        // What the view is taken from: the dimensions in another order, with margins.
        let margins = shape.indices.map { _ in isCut ? (int(0...2), int(0...2)) : (0, 0) }
        let outer = chance(60) ? order : Array(shape.indices)
        let baseShape = outer.map { shape[$0] + margins[$0].0 + margins[$0].1 }
        let base = Tensor(shape: baseShape, values: fill(&self, baseShape.reduce(1, *)))
        var result = base
        for (place, d) in outer.enumerated() where isCut {
            result = result.narrow(place, start: margins[d].0, length: shape[d])
        }
        return shape.isEmpty ? result : result.permute(shape.indices.map { d in outer.firstIndex(of: d)! })
    }

    /// A shape that broadcasts to `shape`: some dimensions are 1, some in front are missing.
    mutating func broadcastable(to shape: [Int]) -> [Int] {
        let kept = shape.suffix(int(0...shape.count))
        return kept.map { chance(35) ? 1 : $0 }
    }
}

/// All indices of a shape, in row-major order.
func indices(of shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { heads, size in heads.flatMap { head in (0..<size).map { head + [$0] } } }
}

/// The number of an index in row-major order.
func number(of index: [Int], in shape: [Int]) -> Int {
    zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
}

/// The index that has a number in row-major order.
func index(_ number: Int, in shape: [Int]) -> [Int] {
    var rest = number
    return Array(
        shape.reversed().map { size -> Int in
            defer { rest /= max(size, 1) }
            return rest % max(size, 1)
        }.reversed())
}

/// The index in an operand of an index in what it was broadcast to.
func broadcastIndex(_ index: [Int], to shape: [Int]) -> [Int] {
    zip(index.suffix(shape.count), shape).map { $1 == 1 ? 0 : $0 }
}

/// What broadcasting two shapes gives, or nil; written a second time.
func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
    let count = max(a.count, b.count)
    let paddedA = Array(repeating: 1, count: count - a.count) + a
    let paddedB = Array(repeating: 1, count: count - b.count) + b
    var result: [Int] = []
    for (x, y) in zip(paddedA, paddedB) {
        if x != y && x != 1 && y != 1 { return nil }
        result.append(x == 1 ? y : x)
    }
    return result
}

/// A model of a tensor that knows nothing of strides: for each index, the number of an element of the base.
struct Model {
    var shape: [Int]
    var place: ([Int]) -> Int

    init(base shape: [Int]) {
        self.shape = shape
        place = { number(of: $0, in: shape) }
    }

    var places: [Int] { indices(of: shape).map(place) }

    func viewed(as newShape: [Int]) -> Model {
        mapped(newShape) { [shape] in index(number(of: $0, in: newShape), in: shape) }
    }

    func permuted(_ order: [Int]) -> Model {
        mapped(order.map { shape[$0] }) { new in
            var old = new
            for (place, d) in order.enumerated() { old[d] = new[place] }
            return old
        }
    }

    func unsqueezed(_ d: Int) -> Model {
        var newShape = shape
        newShape.insert(1, at: d)
        return mapped(newShape) { new in
            var old = new
            old.remove(at: d)
            return old
        }
    }

    func squeezed(_ dimensions: Set<Int>) -> Model {
        let dropped = dimensions.filter { shape[$0] == 1 }
        let kept = shape.indices.filter { !dropped.contains($0) }
        return mapped(kept.map { shape[$0] }) { [shape] new in
            var old = [Int](repeating: 0, count: shape.count)
            for (place, d) in kept.enumerated() { old[d] = new[place] }
            return old
        }
    }

    func sliced(_ d: Int, _ range: Range<Int>) -> Model {
        var newShape = shape
        newShape[d] = range.count
        return mapped(newShape) { new in
            var old = new
            old[d] += range.lowerBound
            return old
        }
    }

    func selected(_ d: Int, _ i: Int) -> Model {
        var newShape = shape
        newShape.remove(at: d)
        return mapped(newShape) { new in
            var old = new
            old.insert(i, at: d)
            return old
        }
    }

    func expanded(_ newShape: [Int]) -> Model {
        mapped(newShape) { [shape] in broadcastIndex($0, to: shape) }
    }

    /// Whether strides can express this model read in row-major order as `newShape`: the steps along each dimension, found at the
    /// first elements, must lead to every other element as well.
    func canBeViewed(as newShape: [Int]) -> Bool {
        let places = places
        if places.isEmpty { return true }
        let strides = newShape.indices.map { d -> Int in
            if newShape[d] == 1 { return 0 }
            var second = [Int](repeating: 0, count: newShape.count)
            second[d] = 1
            return places[number(of: second, in: newShape)] - places[0]
        }
        return indices(of: newShape).enumerated().allSatisfy { i, index in
            places[i] == places[0] + zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    private func mapped(_ newShape: [Int], _ old: @escaping ([Int]) -> [Int]) -> Model {
        var result = self
        result.shape = newShape
        result.place = { [place] in place(old($0)) }
        return result
    }
}

/// A random shape with `count` elements.
func randomShape(count: Int, _ random: inout TestRandom) -> [Int] {
    if count == 0 { return [0] + (0..<random.int(0...2)).map { _ in random.int(0...3) } }
    var rest = count
    var shape: [Int] = []
    while rest > 1 && shape.count < 4 {
        let factor = (1...rest).filter { rest % $0 == 0 }.randomElement(using: &random)!
        shape.append(factor)
        rest /= factor
    }
    if rest > 1 { shape.append(rest) }
    if random.chance(30) { shape.insert(1, at: random.int(0...shape.count)) }
    return shape.shuffled(using: &random)
}

/// Whether the elements are the same to the last bit; every nan is the same.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}

/// The rule of the order of sums (Appendix A), as its words say it.
func sumByTheRule(_ elements: [Float]) -> Float {
    if elements.count > 4096 {
        return sumByTheRule(
            stride(from: 0, to: elements.count, by: 4096).map {
                sumByTheRule(Array(elements[$0..<min($0 + 4096, elements.count)]))
            })
    }
    var lanes = [Float](repeating: 0, count: 16)
    for (i, element) in elements.enumerated() { lanes[i % 16] += element }
    for distance in [8, 4, 2, 1] {
        for lane in 0..<distance { lanes[lane] += lanes[lane + distance] }
    }
    return lanes[0]
}

/// A failed comparison, with what is needed to repeat it.
func report(_ what: String, _ a: Any, _ b: Any, sourceLocation: SourceLocation = #_sourceLocation) {
    Issue.record("\(what): got \(a), expected \(b)", sourceLocation: sourceLocation)
}
