import Kindling

extension ParityTable {
    static func reductions() -> ParityTable {
        var t = ParityTable("reductions")
        t.add("a.sum()", "Tensor.sum()") { [$0.a.sum()] }
        t.add("a.sum(0)", "Tensor.sum(_:keepDim:) Int...") { [$0.a.sum(0)] }
        t.add("a.sum(-1)", "Tensor.sum(_:keepDim:) Int...") { [$0.a.sum(-1)] }
        t.add("a.sum(0, -1)", "Tensor.sum(_:keepDim:) Int...") { [$0.a.sum(0, -1)] }
        t.add("a.sum(1, keepDim: true)", "Tensor.sum(_:keepDim:) Int...") { [$0.a.sum(1, keepDim: true)] }
        t.add("a.sum([0, 2], keepDim: true)", "Tensor.sum(_:keepDim:) [Int]") { [$0.a.sum([0, 2], keepDim: true)] }
        t.add("a.sum([])", "Tensor.sum(_:keepDim:) [Int]") { [$0.a.sum([])] }
        t.add("a.sum(0, keepDim: true) of a number") { [$0.a.sum(0, keepDim: true)] }
        t.add("a.mean()", "Tensor.mean()") { [$0.a.mean()] }
        t.add("a.mean(0)", "Tensor.mean(_:keepDim:) Int...") { [$0.a.mean(0)] }
        t.add("a.mean(-1)", "Tensor.mean(_:keepDim:) Int...") { [$0.a.mean(-1)] }
        t.add("a.mean(0, -1)", "Tensor.mean(_:keepDim:) Int...") { [$0.a.mean(0, -1)] }
        t.add("a.mean(1, keepDim: true)", "Tensor.mean(_:keepDim:) Int...") { [$0.a.mean(1, keepDim: true)] }
        t.add("a.mean([0, 2], keepDim: true)", "Tensor.mean(_:keepDim:) [Int]") { [$0.a.mean([0, 2], keepDim: true)] }
        t.add("a.mean([])", "Tensor.mean(_:keepDim:) [Int]") { [$0.a.mean([])] }
        t.add("a.mean(0, keepDim: true) of a number") { [$0.a.mean(0, keepDim: true)] }

        t.add("a.variance()", "Tensor.variance(_:correction:keepDim:) [Int]?") { [$0.a.variance()] }
        t.add("a.variance([0])", "Tensor.variance(_:correction:keepDim:) [Int]?") { [$0.a.variance([0])] }
        t.add("a.variance([-1], correction: 0)", "Tensor.variance(_:correction:keepDim:) [Int]?") {
            [$0.a.variance([-1], correction: 0)]
        }
        t.add("a.variance([0, 2], keepDim: true)", "Tensor.variance(_:correction:keepDim:) [Int]?") {
            [$0.a.variance([0, 2], keepDim: true)]
        }
        t.add("a.variance(nil, correction: 2, keepDim: true)", "Tensor.variance(_:correction:keepDim:) [Int]?") {
            [$0.a.variance(nil, correction: 2, keepDim: true)]
        }
        t.add("a.variance() of one number") { [$0.a.variance()] }
        t.add("a.variance([0], correction: 0) of a number") { [$0.a.variance([0], correction: 0)] }
        t.add("a.std()", "Tensor.std(_:correction:keepDim:) [Int]?") { [$0.a.std()] }
        t.add("a.std([0])", "Tensor.std(_:correction:keepDim:) [Int]?") { [$0.a.std([0])] }
        t.add("a.std([-1], correction: 0)", "Tensor.std(_:correction:keepDim:) [Int]?") {
            [$0.a.std([-1], correction: 0)]
        }
        t.add("a.std([0, 2], keepDim: true)", "Tensor.std(_:correction:keepDim:) [Int]?") {
            [$0.a.std([0, 2], keepDim: true)]
        }
        t.add("a.std(nil, correction: 2, keepDim: true)", "Tensor.std(_:correction:keepDim:) [Int]?") {
            [$0.a.std(nil, correction: 2, keepDim: true)]
        }
        t.add("a.std() of one number") { [$0.a.std()] }
        t.add("a.std([0], correction: 0) of a number") { [$0.a.std([0], correction: 0)] }

        t.tolerance = 0
        t.add("a.max()", "Tensor.max()") { [$0.a.max()] }
        t.add("a.min()", "Tensor.min()") { [$0.a.min()] }
        t.add("a.max(0)", "Tensor.max(_:keepDim:)") { values($0.a.max(0)) }
        t.add("a.max(-1)", "Tensor.max(_:keepDim:)") { values($0.a.max(-1)) }
        t.add("a.max(1, keepDim: true)", "Tensor.max(_:keepDim:)") { values($0.a.max(1, keepDim: true)) }
        t.add("a.min(0)", "Tensor.min(_:keepDim:)") { values($0.a.min(0)) }
        t.add("a.min(-1)", "Tensor.min(_:keepDim:)") { values($0.a.min(-1)) }
        t.add("a.min(1, keepDim: true)", "Tensor.min(_:keepDim:)") { values($0.a.min(1, keepDim: true)) }
        t.add("a.argmax()", "Tensor.argmax()") { [$0.a.argmax()] }
        t.add("a.argmax(0)", "Tensor.argmax(_:keepDim:)") { [$0.a.argmax(0)] }
        t.add("a.argmax(-1)", "Tensor.argmax(_:keepDim:)") { [$0.a.argmax(-1)] }
        t.add("a.argmax(1, keepDim: true)", "Tensor.argmax(_:keepDim:)") { [$0.a.argmax(1, keepDim: true)] }
        t.add("a.argmin(0)", "Tensor.argmin(_:keepDim:)") { [$0.a.argmin(0)] }
        t.add("a.argmin(-1)", "Tensor.argmin(_:keepDim:)") { [$0.a.argmin(-1)] }
        t.add("a.argmin(1, keepDim: true)", "Tensor.argmin(_:keepDim:)") { [$0.a.argmin(1, keepDim: true)] }
        return t
    }

    static func values(_ pair: (values: Tensor, indices: IntTensor)) -> [any ParityValue] {
        [pair.values, pair.indices]
    }

    static func matmul() -> ParityTable {
        var t = ParityTable("matmul")
        // A sum of up to 19 products, in another order than torch's: the rounding of the largest partial sum, not of the result.
        t.tolerance = 2e-6
        t.add("a • b", "•(_:_:)") { [$0.a • $0.b] }
        t.add("a • b, heads", "•(_:_:)") { [$0.a • $0.b] }
        t.add("a.matmul(b)", "Tensor.matmul(_:)") { [$0.a.matmul($0.b)] }
        t.add("matmul(a, b)", "matmul(_:_:)") { [Kindling.matmul($0.a, $0.b)] }
        return t
    }
}
