import Kindling
import Testing

/// The operations of workshop page 02-06; ParityOperations compares them with torch's.
@Suite("More operations") struct TensorOperationTests {
    static func gradient(_ x: Tensor, _ body: (Tensor) -> Tensor) -> [Float] {
        let leaf = x.detach().clone()
        leaf.requiresGrad = true
        body(leaf).sum().backward()
        return leaf.grad!.array
    }

    /// pytorch#7645: a nan wins, and has the gradient to itself.
    @Test("a nan that wins takes the gradient")
    func nanExtremes() {
        let one = Tensor([1, .nan, 3])
        let two = Tensor([.nan, 1, .nan])
        for body: (Tensor) -> Tensor in [{ $0.max() }, { $0.min() }] {
            #expect(Self.gradient(one, body) == [0, 1, 0])
            #expect(Self.gradient(two, body) == [0.5, 0, 0.5])
        }
        for body: (Tensor) -> Tensor in [{ $0.max(0).values }, { $0.min(0).values }] {
            #expect(Self.gradient(one, body) == [0, 1, 0])
            #expect(Self.gradient(two, body) == [1, 0, 0])
        }
        #expect(one.argmax().item() == 1 && one.argmax(0).item() == 1 && one.argmin(0).item() == 1)
    }

    @Test("ties share the gradient of maximum and minimum")
    func ties() {
        let b = Tensor([1, 5, 2])
        #expect(Self.gradient(Tensor([1, 2, 3])) { maximum($0, b) } == [0.5, 0, 1])
        #expect(Self.gradient(Tensor([1, 2, 3])) { maximum(b, $0) } == [0.5, 0, 1])
        #expect(Self.gradient(Tensor([1, 2, 3])) { minimum($0, b) } == [0.5, 1, 0])
        let x = Tensor([2, -1])
        #expect(Self.gradient(x) { maximum($0, $0) } == [1, 1])
        #expect(maximum(Tensor([.nan, 1]), Tensor([1, .nan])).isNaN().all())
    }

    @Test("a norm that is 0 has the gradient 0")
    func zeroNorms() {
        for p in [0.5, 1, 1.5, 2, 3, .infinity, -.infinity, -1] {
            #expect(Self.gradient(Tensor([0, 0])) { $0.norm(p) } == [0, 0], "p = \(p)")
        }
        #expect(Self.gradient(Tensor([[3, 4], [0, 0]])) { $0.norm(2, 1) } == [0.6, 0.8, 0, 0])
        #expect(Tensor.zeros(0).norm().item() == 0 && Tensor.zeros(2, 0).norm(1, 1).array == [0, 0])
        #expect(Tensor.zeros(0, 2).norm(.infinity, 1).shape == [0])
    }

    @Test("logsumexp neither overflows nor vanishes")
    func logsumexp() {
        #expect(Tensor([1000, 1000]).logsumexp(0).isClose(to: Tensor(1000.6931)))
        #expect(Tensor([-1000, -1000]).logsumexp().isClose(to: Tensor(-999.3069)))
        let low = Tensor([[-.infinity, -.infinity], [-.infinity, 1]])
        #expect(low.logsumexp(1).array == [-.infinity, 1])
        #expect(low.logsumexp(0, keepDim: true).shape == [1, 2])
        #expect(Tensor([.infinity, -.infinity]).logsumexp(0).item() == .infinity)
        #expect(Tensor.zeros(2, 0).logsumexp(1).array == [-.infinity, -.infinity])
        #expect(Self.gradient(Tensor([-.infinity, 1])) { $0.logsumexp(0) } == [0, 1])
    }

    @Test("flip copies, whatever the layout")
    func flip() {
        let x = Tensor([[1, 2, 3]])
        let same = x.flip(0)
        same.fill(9)
        #expect(x.array == [1, 2, 3])
        #expect(x.flip().array == [1, 2, 3] && !x.flip().sharesStorage(with: x))
        let table = Tensor.arange(24).view(2, 3, 4)[0..., .every(2)].permute(2, 0, 1)
        #expect(table.flip(0, 2).flip(2).flip(0).array == table.array)
        #expect(table.flip(1)[0..., 0].array == table[0..., 1].array)
        #expect(table.flip(1).isContiguous)
        #expect(BoolTensor([true, false, false]).flip(0).array == [false, false, true])
    }

    @Test("nodes have torch's names")
    func names() {
        let x = Tensor([[1, 2], [3, 4]])
        x.requiresGrad = true
        for (result, name) in [
            (maximum(x, x), "MaximumBackward0"), (minimum(x, x), "MinimumBackward0"), (x.sign(), "SignBackward0"),
            (x.norm(), "LinalgVectorNormBackward0"),
            (x.logsumexp(1), "LogsumexpBackward0"), (x.flip(0), "FlipBackward0"), (x[.every(2)], "SliceBackward0"),
            (x[x.detach() .> 1], "IndexBackward0"),
            (x.variance(-1), "VarBackward0"), (x.std(0, 1), "StdBackward0"),
        ] { #expect(result.gradFn?.name == name) }
        let y = x * 1
        y[y .> 1] = 0
        #expect(
            y.gradFn?.name == "IndexPutBackward0" && y.gradFn?.nextFunctions.map { $0?.name } == ["MulBackward0", nil])
    }

    @Test("gradients against finite differences")
    func gradients() {
        let a = Tensor([[0.5, -1, 2], [1.5, 0.25, -0.75]])
        let b = Tensor([1, -0.5, 1.5])
        #expect(gradientError(at: [a, b]) { maximum($0[0], $0[1]) * minimum($0[1], $0[0] * 2) } < 2e-3)
        for p in [0.5, 1, 1.5, 2, 2.5, 3, .infinity, -.infinity, -1] {
            #expect(gradientError(at: [a]) { $0[0].norm(p) } < 2e-3, "p = \(p)")
            #expect(gradientError(at: [a]) { $0[0].T.norm(p, 0, keepDim: true).pow(2) } < 2e-3, "p = \(p)")
        }
        #expect(gradientError(at: [a]) { $0[0].logsumexp(-1).pow(2) } < 2e-3)
        #expect(gradientError(at: [a]) { $0[0].T.logsumexp(0, 1, keepDim: true) } < 2e-3)
        #expect(gradientError(at: [a]) { $0[0].flip(0, 1) * $0[0].sign() * $0[0] } < 2e-3)
        #expect(gradientError(at: [a]) { $0[0].variance(-1) * $0[0].std(1) } < 2e-3)
    }
}
