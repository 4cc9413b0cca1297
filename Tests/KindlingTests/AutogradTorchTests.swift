import Foundation
import Kindling
import Testing

@Suite("Autograd: recorded by torch", .ownRandomNumbers) struct AutogradTorchTests {
    /// The expressions of Fixtures/make_tensor.py, under the same names, of the inputs a, b and c.
    static let expressions: [String: @Sendable ([Tensor]) -> Tensor] = [
        "a + b": { $0[0] + $0[1] }, "a - b": { $0[0] - $0[1] }, "a * b": { $0[0] * $0[1] }, "a / b": { $0[0] / $0[1] },
        "a + 2": { $0[0] + 2 }, "2 + a": { 2 + $0[0] }, "a - 2": { $0[0] - 2 }, "2 - a": { 2 - $0[0] },
        "a * 2": { $0[0] * 2 }, "2 * a": { 2 * $0[0] }, "a / 2": { $0[0] / 2 }, "2 / a": { 2 / $0[0] },
        "-a": { -$0[0] }, "a.reciprocal()": { $0[0].reciprocal() },
        "a.exp()": { $0[0].exp() }, "a.log()": { $0[0].log() }, "a.log1p()": { $0[0].log1p() },
        "a.sqrt()": { $0[0].sqrt() }, "a.sin()": { $0[0].sin() }, "a.cos()": { $0[0].cos() },
        "a.tanh()": { $0[0].tanh() }, "a.sigmoid()": { $0[0].sigmoid() }, "a.relu()": { $0[0].relu() },
        "a.abs()": { $0[0].abs() }, "a.erf()": { $0[0].erf() },
        "a.pow(2)": { $0[0].pow(2) }, "a.pow(3)": { $0[0].pow(3) }, "a.pow(0)": { $0[0].pow(0) },
        "a.pow(1)": { $0[0].pow(1) }, "a.pow(-1)": { $0[0].pow(-1) }, "a.pow(0.5)": { $0[0].pow(0.5) },
        "a.pow(2.5)": { $0[0].pow(2.5) },
        "a.clamp(min: -0.5, max: 0.5)": { $0[0].clamp(min: -0.5, max: 0.5) },
        "a.clamp(min: 0)": { $0[0].clamp(min: 0) }, "a.clamp(max: 0)": { $0[0].clamp(max: 0) },
        "a.sum()": { $0[0].sum() }, "a.sum(1)": { $0[0].sum(1) },
        "a.sum(0, 2, keepDim: true)": { $0[0].sum(0, 2, keepDim: true) },
        "a.mean()": { $0[0].mean() }, "a.mean(-1, keepDim: true)": { $0[0].mean(-1, keepDim: true) },
        "a.variance()": { $0[0].variance() }, "a.variance([0], correction: 0)": { $0[0].variance([0], correction: 0) },
        "a.std([1], keepDim: true)": { $0[0].std([1], keepDim: true) }, "a.std()": { $0[0].std() },
        "a.max()": { $0[0].max() }, "a.min()": { $0[0].min() }, "a.relu().max()": { ($0[0] - 9).relu().max() },
        "a.max(1).values": { $0[0].max(1).values },
        "a.min(0, keepDim: true).values": { $0[0].min(0, keepDim: true).values },
        "a.view(2, 6)": { $0[0].view(2, 6) }, "a.reshape(2, 6)": { $0[0].reshape(2, 6) },
        "a.T.reshape(2, 6)": { $0[0].T.reshape(2, 6) }, "a.flatten()": { $0[0].flatten() },
        "a.flatten(1)": { $0[0].flatten(1) }, "a.T": { $0[0].T }, "a.t()": { $0[0].t() },
        "a.transpose(0, -1)": { $0[0].transpose(0, -1) }, "a.permute(2, 0, 1)": { $0[0].permute(2, 0, 1) },
        "a.unsqueeze(1)": { $0[0].unsqueeze(1) }, "a.squeeze()": { $0[0].squeeze() },
        "a.squeeze(1)": { $0[0].squeeze(1) },
        "a.expand(2, 3, 4)": { $0[0].expand(2, 3, 4) }, "a[1]": { $0[0][1] }, "a[1, 2]": { $0[0][1, 2] },
        "a[1..<3]": { $0[0][1..<3] }, "a[1..., ..<2]": { $0[0][1..., ..<2] }, "a[0..., 1]": { $0[0][0..., 1] },
        "a[0..., 1..<3]": { $0[0][0..., 1..<3] }, "a[0..<9, 1]": { $0[0][0..<9, 1] }, "a[0...]": { $0[0][0...] },
        "a[0..., 0...]": { $0[0][0..., 0...] },
        "a.narrow(1, start: 1, length: 2)": { $0[0].narrow(1, start: 1, length: 2) },
        "a.clone()": { $0[0].clone() }, "a.T.contiguous()": { $0[0].T.contiguous() },
        "a.contiguous() * 2": { $0[0].contiguous() * 2 },
        "a[rows]": { $0[0][IntTensor([2, 0, -1, 2])] },
        "a[rows, columns]": { $0[0][IntTensor([0, 1, 1, -1]), IntTensor([1, 0, 0, 1])] },
        "a[mask]": { $0[0][BoolTensor([[true, false, true], [false, false, true]])] },
        "a.gather(1, index)": { $0[0].gather(1, IntTensor([[1, 1], [0, 2], [2, 0]])) },
        "where(mask, a, b)": { .where(BoolTensor([true, false, true]), $0[0], $0[1]) },
        "a.maskedFill(mask, 0)": { $0[0].maskedFill(BoolTensor([true, false, true]), 0) },
        "cat([a, b], 1)": { cat([$0[0], $0[1]], 1) }, "stack([a, b, a])": { stack([$0[0], $0[1], $0[0]]) },
        "a • b": { $0[0] • $0[1] }, "a • b.t()": { $0[0] • $0[1].t() },
        "matrix • row": { $0[0] • $0[1] }, "row • matrix": { $0[0] • $0[1] }, "row • row": { $0[0] • $0[1] },
        "batch • matrix": { $0[0] • $0[1] }, "batch • batch": { $0[0] • $0[1] },
        "batch • broadcast batch": { $0[0] • $0[1] }, "batch • row": { $0[0] • $0[1] },
        "row • batch": { $0[0] • $0[1] },
        "a * a": { $0[0] * $0[0] },
        "diamond": {
            let e = $0[0].exp()
            return $0[0].exp() * $0[0].sin() + e
        },
        "layer": { ($0[0] • $0[1] + $0[2]).tanh().mean() },
        "log softmax": { $0[0] - $0[0].exp().sum(-1, keepDim: true).log().expand(-1, 5) },
        "cross-entropy": {
            -($0[0] - $0[0].exp().sum(-1).log().unsqueeze(-1))[.arange(3), IntTensor([0, 4, 2])].mean()
        },
        "standardised": { ($0[0] - $0[0].mean(0)) / $0[0].std([0]) },
        "logistic": {
            let right = ($0[0] • $0[1]).sigmoid().log() * 0.3
            let wrong = (1 - ($0[0] • $0[1]).sigmoid()).log() * 0.7
            return -(right + wrong).mean()
        },
        "squared views": { ($0[0][1...] - $0[0][..<4]).pow(2).sum() + $0[0].T[0].abs().max() },
        "in place": {
            let x = $0[0] * 2
            x += $0[1]
            x *= 3
            x -= $0[0]
            x /= $0[1]
            return x
        },
        "copied over": {
            let x = $0[0] * 2
            x.copy($0[1])
            return x * $0[0]
        },
    ]

    /// Where Kindling's graph is another on purpose.
    static let renamed = [
        // torch squeezes its own result in place, and numbers that operation by itself.
        "row • matrix": ("SqueezeBackward4", "SqueezeBackward1")
    ]

    @Test("results, gradients and graphs")
    func expressions() throws {
        let recording = try TorchRecording.load()
        #expect(recording.torch.hasPrefix("2.13"))
        #expect(Set(recording.expressions.map(\.name)) == Set(Self.expressions.keys))
        for case let expression in recording.expressions {
            guard let function = Self.expressions[expression.name] else { continue }
            let inputs = expression.inputs.map(\.tensor)
            for input in inputs { input.requiresGrad = true }
            let result = function(inputs)

            var graph = expression.graph
            if let (theirs, ours) = Self.renamed[expression.name] {
                graph = graph.replacingOccurrences(of: theirs, with: ours)
            }
            if result.graph != graph { report(expression.name, result.graph, graph) }

            // Both compute in Float, in other orders: some units of the last place, of numbers up to about 10.
            func compare(_ x: Tensor?, _ expected: TorchRecording.Values, _ what: String) {
                let close = x.map {
                    $0.shape == expected.shape
                        && $0.isClose(to: expected.tensor, relativeTolerance: 2e-6, absoluteTolerance: 2e-6)
                }
                if close != true { report("\(expression.name), \(what)", x?.array ?? [], expected.values.floats) }
            }
            compare(result, expression.result, "result")
            let weights = (0..<result.count).map { i -> Float in Float((i * 7 + 3) % 11) / 11 + 0.25 }
            result.backward(gradient: Tensor(shape: result.shape, values: weights))
            for (i, input) in inputs.enumerated() { compare(input.grad, expression.gradients[i], "gradient \(i)") }
        }
    }
}
