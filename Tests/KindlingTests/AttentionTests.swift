import Foundation
import Testing

@testable import Kindling

/// Tables, layer normalization, attention: what ParityTests don't compare with torch.
@Suite("Attention", .ownRandomNumbers) struct AttentionTests {
    // MARK: Tables

    @Test("a row that is looked up twice gets both gradients; a padding's gets none, and starts as zeros")
    func tables() {
        let table = Embedding(4, 3, paddingIndex: -3)
        #expect(table.paddingIndex == 1 && table.weight[1].array == [0, 0, 0])
        let found = table(IntTensor([[2, 1], [2, 3]]))
        #expect(found.shape == [2, 2, 3])
        #expect(found[0, 0].isEqual(to: table.weight[2]) && found[1, 1].isEqual(to: table.weight[3]))
        found.sum().backward()
        #expect(table.weight.grad?.array == [0, 0, 0, 0, 0, 0, 2, 2, 2, 1, 1, 1])
        let before = table.weight.array
        table.resetParameters()
        #expect(table.weight[1].array == [0, 0, 0] && table.weight.array != before)
        // A padding's row may have been given other numbers: only its gradient is special.
        noGrad { table.weight[1].fill(5) }
        #expect(table(IntTensor([1])).array == [5, 5, 5])
    }

    @Test("tables and lists of numbers may be empty")
    func emptyTables() {
        let table = Embedding(3, 2)
        #expect(table(IntTensor(shape: [0, 4], values: [])).shape == [0, 4, 2])
        #expect(Embedding(0, 2)(IntTensor(shape: [0], values: [])).shape == [0, 2])
        let thin = Embedding(3, 0)(IntTensor([2, 0]))
        #expect(thin.shape == [2, 0])
        thin.sum().backward()
        let rows = table(IntTensor(shape: [0], values: []))
        rows.sum().backward()
        #expect(table.weight.grad?.array == [0, 0, 0, 0, 0, 0])
    }

    @Test("a table's rows are copies")
    func copies() {
        let weight = Tensor([[1, 2], [3, 4]])
        let found = F.embedding(IntTensor([1]), weight)
        found.fill(9)
        #expect(weight.array == [1, 2, 3, 4])
        // How the table lies in memory makes no difference.
        #expect(F.embedding(IntTensor([1, 0]), weight.T).array == [2, 4, 1, 3])
    }

    // MARK: Layer normalization

    @Test("each sample has mean 0 and variance 1 by itself, training or not, wherever it lies in memory")
    func normalizes() {
        var random = TestRandom(3)
        let x = random.tensor([5, 3, 24], -3...7)
        let norm = LayerNorm(24, elementwiseAffine: false)
        let y = norm(x)
        for row in y.view(15, 24).array.chunks(of: 24) {
            let mean = row.reduce(0) { $0 + Double($1) } / 24
            let variance = row.reduce(0) { $0 + Double($1) * Double($1) } / 24
            #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-4)
        }
        #expect(sameBits(norm.eval()(x).array, y.array) && sameBits(norm(x.contiguous()).array, y.array))
        #expect(sameBits(norm(x[1..<2]).array, y[1..<2].array))
        // Two dimensions are normalized together, as one is that holds both.
        let two = LayerNorm([3, 24], elementwiseAffine: false)(x)
        #expect(two.isNear(F.layerNorm(x.reshape(5, 72), [72]).view(5, 3, 24)))
    }

    @Test("equal numbers become the shift, and give no gradient that isn't finite")
    func equalNumbers() {
        let norm = LayerNorm(4)
        noGrad {
            norm.weight?.fill(3)
            norm.bias?.fill(0.5)
        }
        let x = Tensor.full([2, 4], 7)
        x.requiresGrad = true
        let y = norm(x)
        #expect(y.array == [Float](repeating: 0.5, count: 8))
        (y * Tensor([1, 2, 3, 4])).sum().backward()
        #expect(x.grad?.array.allSatisfy(\.isFinite) == true && norm.weight?.grad?.array == [0, 0, 0, 0])
        #expect(norm.bias?.grad?.array == [2, 4, 6, 8])
    }

    // MARK: The function

    /// Queries, keys and values: `(2, 3, 4)`, `(2, 5, 4)`, `(2, 5, 6)`.
    static func inputs() -> (Tensor, Tensor, Tensor) {
        (.randn(2, 3, 4), .randn(2, 5, 4), .randn(2, 5, 6))
    }

    @Test("true and -∞ block alike, and what is blocked makes no difference")
    func blocking() {
        let (q, k, v) = Self.inputs()
        let blocked = BoolTensor([
            [true, false, true, false, false], [false, false, true, false, true], [false, true, true, true, false],
        ])
        let output = F.scaledDotProductAttention(q, k, v, mask: blocked)
        let added = Tensor.zeros(3, 5).maskedFill(blocked, -.infinity)
        #expect(output.isNear(F.scaledDotProductAttention(q, k, v, mask: added)))
        // Nobody looks at the third key.
        let (otherKeys, otherValues) = (k.clone(), v.clone())
        noGrad {
            otherKeys[0..., 2].fill(100)
            otherValues[0..., 2].fill(-7)
        }
        #expect(sameBits(F.scaledDotProductAttention(q, otherKeys, otherValues, mask: blocked).array, output.array))
        // A mask that blocks nothing is none.
        let none = BoolTensor(shape: [3, 5], values: [Bool](repeating: false, count: 15))
        #expect(
            F.scaledDotProductAttention(q, k, v, mask: none)
                .isNear(F.scaledDotProductAttention(q, k, v)))
    }

    @Test("causal attention is that with the mask above the diagonal")
    func causal() {
        let (q, k, v) = (Tensor.randn(2, 4, 3), Tensor.randn(2, 4, 3), Tensor.randn(2, 4, 3))
        let output = F.scaledDotProductAttention(q, k, v, isCausal: true)
        #expect(
            sameBits(output.array, F.scaledDotProductAttention(q, k, v, mask: Transformer.causalMask(4)).array))
        // The first query finds the first value, and what comes later changes nothing.
        #expect(output[0..., 0].isNear(v[0..., 0]))
        let early = F.scaledDotProductAttention(q[0..., ..<2], k[0..., ..<2], v[0..., ..<2], isCausal: true)
        #expect(early.isNear(output[0..., ..<2]))
        #expect(Transformer.causalMask(0).shape == [0, 0])
        #expect(Transformer.causalMask(3).array == [false, true, true, false, false, true, false, false, false])
    }

    /// (torch's function gives zeros likewise, its layer nan.)
    @Test("a query that may look at nothing finds zeros, and nothing becomes nan on the way back")
    func nothing() {
        let (q, k, v) = Self.inputs()
        let blocked = BoolTensor([
            [false, true, false, false, false], [true, true, true, true, true], [true, true, true, true, false],
        ])
        let added = Tensor.zeros(3, 5).maskedFill(blocked, -.infinity)
        added.requiresGrad = true
        for mask in [blocked, added] as [any AttentionMask] {
            for x in [q, k, v] {
                x.grad = nil
                x.requiresGrad = true
            }
            let output = F.scaledDotProductAttention(q, k, v, mask: mask)
            #expect(output[0..., 1].array == [Float](repeating: 0, count: 12))
            output.pow(2).sum().backward()
            for x in [q, k, v] { #expect(x.grad?.array.allSatisfy(\.isFinite) == true) }
            #expect(q.grad?[0..., 1].array == [Float](repeating: 0, count: 8))
        }
        #expect(added.grad?.array.allSatisfy(\.isFinite) == true)
        #expect(added.grad?[1].array == [0, 0, 0, 0, 0])
    }

    @Test("dropout replaces weights and scales the others; the mean stays")
    func dropout() {
        manualSeed(3)
        let (q, k) = (Tensor.zeros(400, 4), Tensor.zeros(50, 4))
        // All weights are 1 / 50, and all values 1: what comes out is the share that is kept, times 1 / (1 - p).
        let output = F.scaledDotProductAttention(q, k, .ones(50, 1), dropout: 0.4)
        #expect(abs(output.mean().item() - 1) < 0.02)
        let counts = output.array.map { $0 * 50 * 0.6 }
        #expect(counts.allSatisfy { abs($0 - $0.rounded()) < 1e-3 } && Set(counts.map { $0.rounded() }).count > 5)
        #expect(F.scaledDotProductAttention(q, k, .ones(50, 1), dropout: 1).array.allSatisfy { $0 == 0 })
    }

    // MARK: Several heads

    @Test("weights are shares, one head's or the mean of all; masks block for the head of the sample that they name")
    func heads() {
        let attention = MultiheadAttention(embedDim: 6, numHeads: 3, batchFirst: true)
        let (x, y) = (Tensor.randn(2, 4, 6), Tensor.randn(2, 5, 6))
        let (output, each) = attention(x, y, y, averageWeights: false)
        #expect(output.shape == [2, 4, 6] && each.shape == [2, 3, 4, 5])
        #expect(each.sum(-1).isNear(.ones(2, 3, 4)))
        let (again, mean) = attention(x, y, y)
        #expect(sameBits(again.array, output.array) && mean.isNear(each.mean(1)))

        var blocked = [Bool](repeating: false, count: 6 * 4 * 5)
        // The second head of the second sample: the first query must not look at the last key.
        blocked[((1 * 3 + 1) * 4 + 0) * 5 + 4] = true
        let (_, masked) = attention(
            x, y, y, mask: BoolTensor(shape: [6, 4, 5], values: blocked), averageWeights: false)
        #expect(masked[1, 1, 0, 4].item() == 0 && masked.array.count { $0 == 0 } == 1)

        let padding = BoolTensor([[false, false, false, false, false], [false, false, false, true, true]])
        let (_, padded) = attention(x, y, y, keyPaddingMask: padding, averageWeights: false)
        #expect(padded[0].array.allSatisfy { $0 > 0 } && padded[1, 0..., 0..., 3...].array.allSatisfy { $0 == 0 })
    }

    @Test("the batch's place changes nothing but the place, nor does one sample alone, nor the order in memory")
    func batches() {
        let first = MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: true, generator: Generator(seed: 5))
        let second = MultiheadAttention(embedDim: 4, numHeads: 2, generator: Generator(seed: 5))
        let (x, y) = (Tensor.randn(3, 2, 4), Tensor.randn(3, 5, 4))
        let (a, wa) = first(x, y, y)
        let (b, wb) = second(x.transpose(0, 1), y.transpose(0, 1), y.transpose(0, 1))
        #expect(sameBits(b.transpose(0, 1).array, a.array) && sameBits(wa.array, wb.array))
        for layer in [first, second] {
            let (alone, weights) = layer(x[1], y[1], y[1], averageWeights: false)
            #expect(alone.shape == [2, 4] && weights.shape == [2, 2, 5])
            #expect(alone.isNear(a[1]) && weights.mean(0).isNear(wa[1]))
        }
        #expect(sameBits(first(x.transpose(0, 1).contiguous().transpose(0, 1), y, y).output.array, a.array))
    }

    @Test("in evaluation nothing is dropped, while training each weight with probability p")
    func mode() {
        let attention = MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 0.5)
        let x = Tensor.randn(20, 3, 4)
        manualSeed(4)
        let (_, dropped) = attention(x, x, x, averageWeights: false)
        #expect(abs(Double(dropped.array.count { $0 == 0 }) / Double(dropped.count) - 0.5) < 0.05)
        attention.eval()
        let (output, weights) = attention(x, x, x, averageWeights: false)
        #expect(weights.array.allSatisfy { $0 > 0 } && sameBits(attention(x, x, x).output.array, output.array))
    }

    @Test("a sample of padding alone gives the last layer's bias, and no nan on the way back")
    func paddingAlone() {
        let attention = MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: true)
        noGrad { attention.outProj.bias?.copy(Tensor([1, 2, 3, 4])) }
        let x = Tensor.randn(2, 3, 4)
        x.requiresGrad = true
        let padding = BoolTensor([[false, false, true], [true, true, true]])
        for mask in [nil, Transformer.causalMask(3)] {
            let (output, weights) = attention(x, x, x, mask: mask, keyPaddingMask: padding)
            #expect(output[1].array == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
            #expect(weights[1].array == [Float](repeating: 0, count: 9))
            (output.pow(2).sum() + weights.sum()).backward()
            #expect(([x] + attention.parameters).allSatisfy { $0.grad?.array.allSatisfy(\.isFinite) == true })
        }
    }

    // MARK: Gradients

    /// As AutogradGradientTests.
    static let tolerance = 2e-3

    static func small(_ shape: Int..., seed: UInt64 = 1) -> Tensor {
        .randn(shape, generator: Generator(seed: seed)) / 2
    }

    @Test("gradients of attention, with every kind of mask")
    func functionGradients() {
        let inputs = [Self.small(2, 3, 4), Self.small(2, 5, 4, seed: 2), Self.small(2, 5, 3, seed: 3)]
        let blocked = BoolTensor([
            [true, false, true, false, false], [true, true, true, true, true], [false, true, true, true, true],
        ])
        let eachSample = BoolTensor([[false, true, false, false, true], [true, false, false, false, false]])
            .unsqueeze(1)
        let masks: [(String, (any AttentionMask)?)] = [
            ("none", nil), ("bool", blocked), ("of each sample", eachSample), ("numbers", Self.small(3, 5, seed: 4)),
            ("-∞", Tensor.zeros(3, 5).maskedFill(blocked, -.infinity)),
        ]
        for (name, mask) in masks {
            let error = gradientError(at: inputs) { F.scaledDotProductAttention($0[0], $0[1], $0[2], mask: mask) }
            #expect(error < Self.tolerance, "\(name)")
        }
        #expect(
            gradientError(at: inputs + [Self.small(3, 5, seed: 4)]) {
                F.scaledDotProductAttention($0[0], $0[1], $0[2], mask: $0[3], scale: 0.7)
            } < Self.tolerance)
        #expect(
            gradientError(at: inputs + [Self.small(2, 1, 5, seed: 4)]) {
                F.scaledDotProductAttention($0[0], $0[1], $0[2], mask: $0[3])
            } < Self.tolerance)
        #expect(
            gradientError(at: inputs) { F.scaledDotProductAttention($0[0], $0[1], $0[2], isCausal: true) }
                < Self.tolerance)
    }

    @Test("gradients of layer normalization, with regard to all three")
    func normGradients() {
        for shape in [[4], [2, 3], [17]] {
            let x = Self.small(2, 3, shape.reduce(1, *)).view([2, 3] + shape)
            let (weight, bias) = (Tensor.randn(shape), Tensor.randn(shape))
            #expect(gradientError(at: [x]) { F.layerNorm($0[0], shape) } < Self.tolerance)
            #expect(gradientError(at: [x, weight]) { F.layerNorm($0[0], shape, weight: $0[1]) } < Self.tolerance)
            #expect(gradientError(at: [x, bias]) { F.layerNorm($0[0], shape, bias: $0[1]) } < Self.tolerance)
            #expect(
                gradientError(at: [x, weight, bias]) {
                    F.layerNorm($0[0], shape, weight: $0[1], bias: $0[2], epsilon: 0.1)
                } < Self.tolerance)
            let norm = LayerNorm(shape)
            noGrad {
                norm.weight?.copy(weight)
                norm.bias?.copy(bias)
            }
            #expect(gradientError(of: norm, at: x) < Self.tolerance)
        }
    }

    @Test("gradients of a table, through what is made of its rows")
    func tableGradients() {
        let (table, weight) = (Self.small(4, 3), Self.small(3, 2, seed: 2))
        let indices = IntTensor([[2, 0], [2, 3]])
        #expect(
            gradientError(at: [table, weight]) { (F.embedding(indices, $0[0]) • $0[1]).pow(2) } < Self.tolerance)
        #expect(gradientError(at: [table]) { F.embedding(indices, $0[0].T.contiguous().T).pow(2) } < Self.tolerance)
    }

    /// Something of one input that gradientError(of:at:) can check.
    final class OfItself: Module {
        let attention: MultiheadAttention
        let mask, padding: (any AttentionMask)?

        init(_ attention: MultiheadAttention, _ mask: (any AttentionMask)?, _ padding: (any AttentionMask)?) {
            (self.attention, self.mask, self.padding) = (attention, mask, padding)
            super.init()
        }

        override func forward(_ x: Tensor) -> Tensor {
            let (output, weights) = attention(x, x, x, mask: mask, keyPaddingMask: padding)
            return cat([output.reshape(-1), weights.reshape(-1)])
        }
    }

    @Test("gradients of several heads, with regard to the input and all parameters")
    func headGradients() {
        let padding = BoolTensor([[false, false, false], [false, true, true]])
        let everything = BoolTensor([[true, true, true], [false, false, true]])
        for batchFirst in [false, true] {
            let attention = MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: batchFirst)
            let x = batchFirst ? Self.small(2, 3, 4) : Self.small(3, 2, 4)
            for (mask, padding) in [
                (nil, nil), (Transformer.causalMask(3), padding), (Self.small(4, 3, 3, seed: 3), everything),
                (nil, Self.small(2, 3, seed: 4)),
            ] as [((any AttentionMask)?, (any AttentionMask)?)] {
                #expect(gradientError(of: OfItself(attention, mask, padding), at: x) < Self.tolerance)
            }
        }
    }

    @Test("nobody who looks, nothing to look at, no samples")
    func empty() {
        let attention = F.scaledDotProductAttention(.ones(2, 3, 4), .zeros(2, 0, 4), .zeros(2, 0, 5))
        #expect(attention.shape == [2, 3, 5] && attention.array == [Float](repeating: 0, count: 30))
        #expect(F.scaledDotProductAttention(.zeros(2, 0, 4), .zeros(2, 3, 4), .zeros(2, 3, 5)).shape == [2, 0, 5])
        let heads = MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: true)
        for (n, l, s) in [(0, 3, 3), (2, 0, 3), (2, 3, 0), (0, 0, 0)] {
            let query = Tensor.ones(n, l, 4)
            query.requiresGrad = true
            let mask = BoolTensor(shape: [l, s], values: [Bool](repeating: false, count: l * s))
            let (output, weights) = heads(query, .ones(n, s, 4), .ones(n, s, 4), mask: mask)
            #expect(output.shape == [n, l, 4] && weights.shape == [n, l, s])
            // With nothing to look at, only the last layer's bias is left.
            #expect(output.isEqual(to: Tensor.zeros(n, l, 4) + heads.outProj.bias!) || s > 0)
            output.sum().backward()
            #expect(query.grad!.shape == [n, l, 4] && query.grad!.array.allSatisfy { $0.isFinite })
        }
    }

    // MARK: Mistakes

    private struct OtherMask: AttentionMask {
        let shape = [3, 3]
    }

    static func q() -> Tensor { .zeros(2, 3, 4) }

    static func heads(batchFirst: Bool = true) -> MultiheadAttention {
        MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: batchFirst)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("embedding: a table has two dimensions", "[3]") { _ = F.embedding(IntTensor([0]), .zeros(3)) },
        .init("embedding: ", "no row 3", "[3, 2]") { _ = F.embedding(IntTensor([0, 3]), .zeros(3, 2)) },
        .init("embedding: ", "no row -1", "[3, 2]") { _ = F.embedding(IntTensor([[0], [-1]]), .zeros(3, 2)) },
        .init("embedding: ", "padding's row 3", "3 rows") {
            _ = F.embedding(IntTensor([0]), .zeros(3, 2), paddingIndex: 3)
        },
        .init("embedding: ", "padding's row -4", "3 rows") {
            _ = F.embedding(IntTensor([0]), .zeros(3, 2), paddingIndex: -4)
        },
        .init("Embedding: -1 rows of 4 numbers") { _ = Embedding(-1, 4) },
        .init("Embedding: 3 rows of -2 numbers") { _ = Embedding(3, -2) },
        .init("Embedding: ", "padding's row 5", "5 rows") { _ = Embedding(5, 4, paddingIndex: 5) },
        .init("embedding: ", "no row 7", "[5, 4]") { _ = Embedding(5, 4)(IntTensor([7])) },
        .init("LayerNorm: []") { _ = LayerNorm([]) },
        .init("LayerNorm: [3, -1]") { _ = LayerNorm([3, -1]) },
        .init("layerNorm: ", "[2, 3]", "[4]") { _ = F.layerNorm(.zeros(2, 3), [4]) },
        .init("layerNorm: ", "[4]", "[3, 4]") { _ = F.layerNorm(.zeros(4), [3, 4]) },
        .init("layerNorm: ", "[2, 3]") { _ = F.layerNorm(.zeros(2, 3), []) },
        .init("layerNorm: ", "[3]", "[4]") { _ = F.layerNorm(.zeros(2, 3), [3], weight: .ones(4)) },
        .init("layerNorm: ", "[3]", "[2, 3]") { _ = F.layerNorm(.zeros(2, 3), [3], bias: .ones(2, 3)) },
        .init("scaledDotProductAttention: ", "isCausal", "mask") {
            _ = F.scaledDotProductAttention(q(), q(), q(), mask: Transformer.causalMask(3), isCausal: true)
        },
        .init("scaledDotProductAttention: ", "[4]", "[2, 3, 4]", "(…, L, E)") {
            _ = F.scaledDotProductAttention(.zeros(4), q(), q())
        },
        .init("scaledDotProductAttention: ", "[4]", "[2, 3, 4]", "(…, L, E)") {
            _ = F.scaledDotProductAttention(.zeros(4), q(), q(), isCausal: true)
        },
        .init("scaledDotProductAttention: ", "[2, 3, 5]", "[2, 3, 4]") {
            _ = F.scaledDotProductAttention(.zeros(2, 3, 5), q(), q())
        },
        .init("scaledDotProductAttention: ", "[2, 6, 4]", "[2, 3, 4]") {
            _ = F.scaledDotProductAttention(q(), .zeros(2, 6, 4), q())
        },
        .init("scaledDotProductAttention: ", "OtherMask") {
            _ = F.scaledDotProductAttention(q(), q(), q(), mask: OtherMask())
        },
        .init("dropout: the probability 1.5") { _ = F.scaledDotProductAttention(q(), q(), q(), dropout: 1.5) },
        .init("[3, 4]", "[2, 3, 3]") {
            _ = F.scaledDotProductAttention(
                q(), q(), q(), mask: BoolTensor(shape: [3, 4], values: [Bool](repeating: false, count: 12)))
        },
        .init("[5, 3, 3]", "[2, 3, 3]") { _ = F.scaledDotProductAttention(q(), q(), q(), mask: Tensor.zeros(5, 3, 3)) },
        .init("MultiheadAttention: 5 numbers", "2 heads") { _ = MultiheadAttention(embedDim: 5, numHeads: 2) },
        .init("MultiheadAttention: 0 numbers", "2 heads") { _ = MultiheadAttention(embedDim: 0, numHeads: 2) },
        .init("MultiheadAttention: 4 numbers", "0 heads") { _ = MultiheadAttention(embedDim: 4, numHeads: 0) },
        .init("MultiheadAttention: 4 numbers", "-2 heads") { _ = MultiheadAttention(embedDim: 4, numHeads: -2) },
        .init("MultiheadAttention: dropout is a probability", "1.1") {
            _ = MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 1.1)
        },
        .init("MultiheadAttention: dropout is a probability", "nan") {
            _ = MultiheadAttention(embedDim: 4, numHeads: 2, dropout: .nan)
        },
        .init("MultiheadAttention: ", "[4]", "a width of 4") { _ = heads()(.zeros(4), .zeros(4), .zeros(4)) },
        .init("MultiheadAttention: ", "[1, 2, 3, 4]") {
            _ = heads()(.zeros(1, 2, 3, 4), .zeros(1, 2, 3, 4), .zeros(1, 2, 3, 4))
        },
        .init("MultiheadAttention: ", "[2, 3, 6]", "a width of 4") { _ = heads()(.zeros(2, 3, 6), q(), q()) },
        .init("MultiheadAttention: ", "[2, 3, 6]", "a width of 4") {
            _ = heads()(q(), .zeros(2, 3, 6), .zeros(2, 3, 6))
        },
        .init("MultiheadAttention: ", "[2, 5, 4]", "[2, 3, 4]") { _ = heads()(q(), .zeros(2, 5, 4), q()) },
        .init("MultiheadAttention: ", "[3, 4]", "[2, 3, 4]") { _ = heads()(.zeros(3, 4), q(), q()) },
        .init("MultiheadAttention: ", "[3, 5, 4]") { _ = heads()(q(), .zeros(3, 5, 4), .zeros(3, 5, 4)) },
        // The same shapes fit where the batch is the second dimension, and the other way round.
        .init("MultiheadAttention: ", "[2, 5, 4]") {
            _ = heads(batchFirst: false)(q(), .zeros(2, 5, 4), .zeros(2, 5, 4))
        },
        .init("MultiheadAttention: a mask of shape [2, 3]", "[3, 3]", "[4, 3, 3]") {
            _ = heads()(q(), q(), q(), mask: Tensor.zeros(2, 3))
        },
        .init("MultiheadAttention: a mask of shape [2, 3, 3]", "[3, 3]", "[4, 3, 3]") {
            _ = heads()(q(), q(), q(), mask: Tensor.zeros(2, 3, 3))
        },
        .init("MultiheadAttention: a keyPaddingMask of shape [3, 2]", "[2, 3]") {
            _ = heads()(q(), q(), q(), keyPaddingMask: Tensor.zeros(3, 2))
        },
        .init("MultiheadAttention: a keyPaddingMask of shape [3]", "[2, 3]") {
            _ = heads()(q(), q(), q(), keyPaddingMask: BoolTensor([true, false, true]))
        },
        .init("MultiheadAttention: a keyPaddingMask of shape [1, 1, 3]", "[1, 3]") {
            _ = heads()(.zeros(3, 4), .zeros(3, 4), .zeros(3, 4), keyPaddingMask: Tensor.zeros(1, 3))
        },
        .init("PositionalEncoding: ", "[2, 3, 4]", "[10, 6]") { _ = PositionalEncoding(dModel: 6, maxLength: 10)(q()) },
        .init("PositionalEncoding: ", "[11, 1, 6]", "[10, 6]") {
            _ = PositionalEncoding(dModel: 6, maxLength: 10)(.zeros(11, 1, 6))
        },
        .init("PositionalEncoding: ", "[1, 11, 6]", "[10, 6]") {
            _ = PositionalEncoding(dModel: 6, maxLength: 10, batchFirst: true)(.zeros(1, 11, 6))
        },
        .init("PositionalEncoding: ", "[6]", "[10, 6]") { _ = PositionalEncoding(dModel: 6, maxLength: 10)(.zeros(6)) },
        .init("PositionalEncoding: ", "7 columns") { _ = PositionalEncoding(dModel: 7) },
        .init("PositionalEncoding: ", "-1 places") { _ = PositionalEncoding.waves(-1, 6) },
        .init("PositionalEncoding: ", "-2 columns") { _ = PositionalEncoding.waves(3, -2) },
        .init("Dropout: p is a probability", "2.0") { _ = PositionalEncoding(dModel: 6, dropout: 2) },
        .init("causalMask: ", "-1 places") { _ = Transformer.causalMask(-1) },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            AttentionTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<$0 + size] }
    }
}

extension Tensor {
    /// Whether each element is that of the other, but for rounding.
    func isNear(_ other: Tensor) -> Bool {
        shape == other.shape && isClose(to: other, relativeTolerance: 1e-5, absoluteTolerance: 1e-6)
    }
}
