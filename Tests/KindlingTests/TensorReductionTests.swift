import Foundation
import Kindling
import Testing

@Suite("Tensor: reductions", .ownRandomNumbers) struct TensorReductionTests {
    /// For each element of the result, the elements that are reduced to it, in the order of their indices; and the result's shape.
    static func groups(_ x: Tensor, _ dimensions: [Int], keepDim: Bool) -> (shape: [Int], elements: [[Float]]) {
        let reduced = Set(dimensions.map { $0 < 0 ? $0 + x.ndim : $0 })
        let kept = x.shape.enumerated().map { reduced.contains($0) ? 1 : $1 }
        var elements = [[Float]](repeating: [], count: kept.reduce(1, *))
        for (index, value) in zip(indices(of: x.shape), x.array) {
            elements[number(of: index.enumerated().map { reduced.contains($0) ? 0 : $1 }, in: kept)].append(value)
        }
        let shape = keepDim ? kept : x.shape.indices.filter { !reduced.contains($0) }.map { x.shape[$0] }
        return (shape, elements)
    }

    /// A random view, and random dimensions of it (at least one).
    static func scene(_ seed: Int) -> (x: Tensor, dimensions: [Int], keepDim: Bool) {
        var random = TestRandom(seed)
        // Now and then long enough for blocks of 4096.
        let isLong = random.chance(3)
        let shape =
            isLong
            ? [random.int(1...3), random.int(4090...9000)].shuffled(using: &random)
            : random.shape(4, maxSize: random.chance(20) ? 40 : 5, minDimensions: 1)
        if shape.reduce(1, *) > 20_000 { return scene(seed + 1_000_000) }
        let x = random.tensor(shape)
        let all = Array(shape.indices).shuffled(using: &random)
        let dimensions = all.prefix(random.int(1...all.count)).map { random.chance(50) ? $0 - shape.count : $0 }
        return (x, dimensions, random.chance(50))
    }

    @Test("sums and means follow the rule to the last bit", arguments: 0..<4)
    func sums(block: Int) {
        for seed in block * 60..<(block + 1) * 60 {
            let (x, dimensions, keepDim) = Self.scene(seed)
            let (shape, groups) = Self.groups(x, dimensions, keepDim: keepDim)
            let what = "\(x.shape) strides \(x.strides) over \(dimensions), seed \(seed)"

            let sums = groups.map(sumByTheRule)
            let sum = x.sum(dimensions, keepDim: keepDim)
            if sum.shape != shape || !sameBits(sum.array, sums) { report("sum \(what)", sum, sums) }
            let mean = x.mean(dimensions, keepDim: keepDim)
            let means = zip(sums, groups).map { $0 / Float($1.count) }
            if mean.shape != shape || !sameBits(mean.array, means) { report("mean \(what)", mean, means) }

            let all = sumByTheRule(x.array)
            #expect(sameBits(x.sum().array, [all]) && x.sum().shape == [])
            #expect(sameBits(x.mean().array, [all / Float(x.count)]) && x.mean().shape == [])
            if dimensions.count == 1 {
                #expect(sameBits(x.sum(dimensions[0], keepDim: keepDim).array, sums))
                #expect(sameBits(x.mean(dimensions[0], keepDim: keepDim).array, means))
            } else if dimensions.count == 2 {
                #expect(sameBits(x.sum(dimensions[0], dimensions[1], keepDim: keepDim).array, sums))
            }

            for correction in [0, 1] {
                let variance = x.variance(dimensions, correction: correction, keepDim: keepDim)
                let expected = zip(groups, means).map { group, mean in
                    sumByTheRule(group.map { ($0 - mean) * ($0 - mean) }) / Float(max(0, group.count - correction))
                }
                if variance.shape != shape || !sameBits(variance.array, expected) {
                    report("variance \(what)", variance, expected)
                }
                let std = x.std(dimensions, correction: correction, keepDim: keepDim)
                if std.shape != shape || !sameBits(std.array, expected.map { $0.squareRoot() }) {
                    report("std \(what)", std, expected)
                }
            }
            let whole = x.variance()
            let center = all / Float(x.count)
            let expected = sumByTheRule(x.array.map { ($0 - center) * ($0 - center) })
            #expect(whole.shape == [] && sameBits(whole.array, [expected / Float(max(0, x.count - 1))]))
        }
    }

    @Test("without dimensions, or with an empty list of them, everything is reduced, as in torch")
    func noDimensions() {
        let x = Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(x.sum(keepDim: true).shape == [1, 1] && x.sum(keepDim: true).array == [21])
        #expect(x.mean(keepDim: true).shape == [1, 1] && x.mean(keepDim: true).array == [3.5])
        #expect(x.sum([]).shape == [] && x.sum([]).array == [21])
        #expect(x.mean([]).array == [3.5])
        #expect(x.variance([]).array == [3.5])
        #expect(x.variance(keepDim: true).shape == [1, 1])
        #expect(x.std([], keepDim: true).shape == [1, 1])
        #expect(Tensor(4).sum().item() == 4 && Tensor(4).mean().item() == 4)
        x.requiresGrad = true
        x.sum([]).backward()
        #expect(x.grad?.array == [1, 1, 1, 1, 1, 1])
        x.mean(keepDim: true).backward(gradient: Tensor([[6]]))
        #expect(x.grad?.array == [2, 2, 2, 2, 2, 2])
    }

    @Test("long sums: one, two and three levels of blocks")
    func longSums() {
        for count in [4095, 4096, 4097, 8192, 8193, 20_000, 4096 * 300 + 7, 4096 * 4097 + 5] {
            var random = TestRandom(count)
            // Elements of different sizes, so that the order shows.
            let values = (0..<count).map { _ in
                Float(Int32(truncatingIfNeeded: random.next())) * (random.next() & 7 == 0 ? 1e-3 : 1e-9)
            }
            let expected = sumByTheRule(values)
            let x = Tensor(shape: [count], values: values)
            #expect(sameBits(x.sum().array, [expected]))
            if count < 100_000 {
                #expect(sameBits(x.unsqueeze(-1).sum(0).array, [expected]))
                // As a column of a table: other strides, the same order.
                let table = stack([x, x * 2], 1)
                #expect(sameBits(table.sum(0).array, [expected, sumByTheRule(values.map { $0 * 2 })]))
                #expect(sameBits(table[0..., 0].sum().array, [expected]))
                #expect(sameBits(table.T.sum(1).array[..<1].map { $0 }, [expected]))
            }
            if count == 8193 {
                // Summed from left to right it would be another number.
                #expect(values.reduce(0, +) != expected)
            }
        }
    }

    @Test("extremes: the first of equal ones, and a nan wins", arguments: 0..<4)
    func extremes(block: Int) {
        func best(_ group: [Float], _ isBetter: (Float, Float) -> Bool) -> Int {
            if let nan = group.firstIndex(where: \.isNaN) { return nan }
            return group.indices.dropFirst().reduce(0) { isBetter(group[$1], group[$0]) ? $1 : $0 }
        }
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let shape = random.shape(4, maxSize: random.chance(20) ? 50 : 5, minDimensions: 1)
            if shape.reduce(1, *) > 4000 { continue }
            let d = random.int(0...shape.count - 1)
            if shape[d] == 0 { continue }
            let kind = random.int(0...2)
            let x = random.arranged(shape) { random, n in
                (0..<n).map { _ in
                    kind == 0 && random.chance(5) ? .nan : kind < 2 ? Float(random.int(-3...3)) : random.float(-1...1)
                }
            }
            let keepDim = random.chance(50)
            let given = random.chance(50) ? d : d - shape.count
            let (expectedShape, groups) = Self.groups(x, [d], keepDim: keepDim)
            let largest = groups.map { best($0, >) }
            let smallest = groups.map { best($0, <) }
            let what = "\(shape) strides \(x.strides) over \(d), seed \(seed)"
            let max = x.max(given, keepDim: keepDim)
            let min = x.min(given, keepDim: keepDim)
            if max.indices.array != largest || max.values.shape != expectedShape || max.indices.shape != expectedShape {
                report("max \(what)", max.indices.array, largest)
            }
            if min.indices.array != smallest || min.values.shape != expectedShape || min.indices.shape != expectedShape
            {
                report("min \(what)", min.indices.array, smallest)
            }
            #expect(sameBits(max.values.array, zip(groups, largest).map { $0[$1] }))
            #expect(sameBits(min.values.array, zip(groups, smallest).map { $0[$1] }))
            #expect(x.argmax(given, keepDim: keepDim).array == largest)
            #expect(x.argmin(given, keepDim: keepDim).array == smallest)
            #expect(x.argmax(given, keepDim: keepDim).shape == expectedShape)
            if x.count > 0 {
                let all = x.array
                #expect(x.argmax().item() == best(all, >) && x.argmax().shape == [])
                #expect(sameBits(x.max().array, [all[best(all, >)]]) && x.max().shape == [])
                #expect(sameBits(x.min().array, [all[best(all, <)]]))
            }
        }
        #expect(Tensor([[-.infinity, -.infinity]]).max(1).indices.array == [0])
        #expect(Tensor.zeros(0, 3).max(1).values.shape == [0])
        #expect(Tensor.zeros(0, 3).argmax(1).shape == [0])
    }

    @Test("reductions of nothing")
    func empty() {
        #expect(Tensor.zeros(0).sum().array == [0])
        #expect(Tensor.zeros(2, 0).sum(1).array == [0, 0])
        #expect(Tensor.zeros(2, 0).mean(1).array.allSatisfy { $0.isNaN })
        #expect(Tensor.zeros(0).mean().item().isNaN)
        #expect(Tensor([3]).variance().item().isNaN)
        #expect(Tensor([3]).variance(correction: 0).item() == 0)
        #expect(Tensor.zeros(2, 0).variance([0]).shape == [0])
    }

    @Test("sums of whole numbers and truth values")
    func others() {
        let ints = IntTensor([[3, -1], [7, 0]])
        #expect(ints.sum().item() == 9 && ints.max().item() == 7 && ints.min().item() == -1)
        #expect(IntTensor([Int]()).sum().item() == 0)
        let bools = BoolTensor([[true, false], [true, true]])
        #expect(bools.sum().item() == 3 && bools.any() && !bools.all())
        #expect(bools[0..<0].all() && !bools[0..<0].any())
        #expect(bools.float().array == [1, 0, 1, 1] && bools.int().array == [1, 0, 1, 1])
    }
}
