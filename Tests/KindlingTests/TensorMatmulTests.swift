import Kindling
import Testing

@Suite("Tensor: products of matrices", .ownRandomNumbers) struct TensorMatmulTests {
    /// The product by definition: for each element one chain of fused multiply-adds from 0, in the order of k. Dimensions in
    /// front are broadcast; a row counts as a matrix.
    static func reference(_ a: Tensor, _ b: Tensor) -> (shape: [Int], values: [Float]) {
        let left = a.ndim == 1 ? [1] + a.shape : a.shape
        let right = b.ndim == 1 ? b.shape + [1] : b.shape
        let (m, k, n) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        let batch = broadcast(left.dropLast(2), right.dropLast(2))!
        let (x, y) = (a.array, b.array)
        var values: [Float] = []
        for index in indices(of: batch) {
            let i = number(of: broadcastIndex(index, to: left.dropLast(2)), in: left.dropLast(2)) * m * k
            let j = number(of: broadcastIndex(index, to: right.dropLast(2)), in: right.dropLast(2)) * k * n
            for row in 0..<m {
                for column in 0..<n {
                    var sum: Float = 0
                    for p in 0..<k { sum.addProduct(x[i + row * k + p], y[j + p * n + column]) }
                    values.append(sum)
                }
            }
        }
        return (batch + (a.ndim == 1 ? [] : [m]) + (b.ndim == 1 ? [] : [n]), values)
    }

    static func check(_ a: Tensor, _ b: Tensor, _ what: String) {
        let expected = reference(a, b)
        let results = [matmul(a, b), a.matmul(b), a • b]
        for result in results where result.shape != expected.shape || !sameBits(result.array, expected.values) {
            report("\(a.shape) strides \(a.strides) • \(b.shape) strides \(b.strides), \(what)", result, expected)
        }
    }

    @Test("all combinations of ranks, layouts and broadcast dimensions, to the last bit", arguments: 0..<4)
    func products(block: Int) {
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let most = random.chance(15) ? 40 : 6
            func size(_ random: inout TestRandom) -> Int { random.chance(4) ? 0 : random.int(1...most) }
            let (m, k, n) = (size(&random), size(&random), size(&random))
            let batch = (0..<random.int(0...2)).map { _ in random.chance(5) ? 0 : random.int(1...3) }
            let a = random.chance(15) ? [k] : random.broadcastable(to: batch) + [m, k]
            let b = random.chance(15) ? [k] : random.broadcastable(to: batch) + [k, n]
            Self.check(random.tensor(a), random.tensor(b), "seed \(seed)")
        }
    }

    @Test("every pair of ranks from 1 to 4")
    func ranks() {
        var random = TestRandom(7)
        for a in [[3], [2, 3], [4, 2, 3], [1, 4, 2, 3], [5, 1, 2, 3]] {
            for b in [[3], [3, 6], [4, 3, 6], [1, 4, 3, 6], [5, 1, 3, 6], [5, 4, 3, 6]] {
                Self.check(random.tensor(a), random.tensor(b), "ranks")
            }
        }
    }

    @Test("sizes 0")
    func zeros() {
        for a in [[0], [2, 0], [3, 2, 0], [2, 3, 2, 0], [0, 0], [0, 2, 0], [1, 2, 0]] {
            for b in [[0], [0, 4], [3, 0, 4], [1, 0, 4], [0, 0]] where broadcast(a.dropLast(2), b.dropLast(2)) != nil {
                Self.check(.zeros(a), .zeros(b), "size 0")
            }
        }
        Self.check(.zeros(0, 3), .zeros(3, 2), "no rows")
        Self.check(.zeros(2, 3), .zeros(3, 0), "no columns")
        Self.check(.zeros(0, 2, 3), .zeros(3, 4), "no matrices")
        Self.check(.zeros(0, 2, 3), .zeros(1, 3, 4), "no matrices")
    }

    @Test("transposed, expanded and cut-out matrices")
    func layouts() {
        var random = TestRandom(11)
        let x = random.tensor([20, 20])
        let y = random.tensor([20, 20])
        Self.check(x.T, y, "transposed")
        Self.check(x, y.T, "transposed")
        Self.check(x.T, y.T, "transposed")
        Self.check(x, x.T, "with itself")
        Self.check(x[0].expand(5, -1), y, "expanded")
        Self.check(x, y[0..., 3].unsqueeze(-1).expand(-1, 4), "expanded")
        Self.check(x[3..<9, 2..<13], y[5..<16, 1..<8], "cut out")
        Self.check(x[3], y, "row")
        Self.check(x, y[0..., 2], "column")
        Self.check(x[0..., 1], y[2], "column and row")
    }

    @Test("larger matrices, of sizes that no block fits")
    func large() {
        var random = TestRandom(12)
        Self.check(random.tensor([67, 129]), random.tensor([129, 83]), "large")
        Self.check(random.tensor([5, 1000]), random.tensor([1000, 17]), "deep")
        Self.check(random.tensor([300, 3]), random.tensor([3, 200]), "flat")
    }
}
