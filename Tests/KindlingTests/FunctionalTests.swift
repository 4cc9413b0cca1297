import Foundation
import Testing

@testable import Kindling

/// What torch.nn.functional gives, recorded by Fixtures/make_functional.py.
private struct FunctionalRecording: Decodable {
    struct Floats: Decodable {
        var shape: [Int]
        var values: Data

        var tensor: Tensor { Tensor(shape: shape, values: values.floats) }
    }

    struct Ints: Decodable {
        var shape: [Int]
        var values: [Int]

        var tensor: IntTensor { IntTensor(shape: shape, values: values) }
    }

    struct Case: Decodable {
        var op: String
        var inputs: [Floats?]
        var target: Ints?
        var weight, positive: Floats?
        var options: [String: String]
        var output, upstream: Floats
        var gradients: [Floats?]
        var graph: String?

        var reduction: LossReduction {
            switch options["reduction"] {
            case "none": .none
            case "sum": .sum
            default: .mean
            }
        }

        func number(_ name: String) -> Double { options[name].flatMap(Double.init) ?? 0 }
        func int(_ name: String, _ fallback: Int) -> Int { options[name].flatMap { Int($0) } ?? fallback }

        /// The same with Kindling.
        func run(_ x: [Tensor]) -> Tensor {
            let weight = weight?.tensor
            let target = target?.tensor ?? IntTensor(0)
            switch op {
            case "log_softmax": return F.logSoftmax(x[0], int("dim", 0))
            case "softmax": return F.softmax(x[0], int("dim", 0))
            case "nll_loss":
                return F.nllLoss(
                    x[0], target, weight: weight, ignoreIndex: int("ignore_index", -100), reduction: reduction)
            case "cross_entropy":
                return F.crossEntropy(
                    x[0], target, weight: weight, ignoreIndex: int("ignore_index", -100), reduction: reduction,
                    labelSmoothing: number("label_smoothing"))
            case "cross_entropy_probabilities":
                return F.crossEntropy(
                    x[0], x[1], weight: weight, reduction: reduction, labelSmoothing: number("label_smoothing"))
            case "mse_loss": return F.mseLoss(x[0], x[1], reduction: reduction)
            case "l1_loss": return F.l1Loss(x[0], x[1], reduction: reduction)
            case "smooth_l1_loss": return F.smoothL1Loss(x[0], x[1], reduction: reduction, beta: number("beta"))
            case "bce_with_logits":
                return F.binaryCrossEntropyWithLogits(
                    x[0], x[1], weight: weight, reduction: reduction, positiveWeight: positive?.tensor)
            case "relu": return F.relu(x[0])
            case "sigmoid": return F.sigmoid(x[0])
            case "tanh": return F.tanh(x[0])
            case "gelu": return F.gelu(x[0], approximate: options["approximate"] == "tanh" ? .tanh : .none)
            case "linear": return F.linear(x[0], x[1], x.count > 2 ? x[2] : nil)
            case "pad":
                let widths = (options["pad"] ?? "").split { !"-0123456789".contains($0) }.compactMap { Int($0) }
                let modes: [String: PadMode] = ["reflect": .reflect, "replicate": .replicate, "circular": .circular]
                return F.pad(x[0], widths, mode: modes[options["mode"] ?? ""] ?? .constant, value: number("value"))
            default: fatalError("no such case: \(op)")
            }
        }
    }

    struct OneHot: Decodable {
        var target: Ints
        var classes: Int
        var output: Ints
    }

    var torch: String
    var cases: [Case]
    var one_hot: [OneHot]
}

/// The largest difference, relative to numbers above 1; nan where only one side is nan or infinite, and for different shapes.
private func difference(_ a: Tensor, _ b: Tensor) -> Double {
    if a.shape != b.shape { return .nan }
    return zip(a.array, b.array).reduce(0) { worst, pair in
        let (a, b) = (Double(pair.0), Double(pair.1))
        if a == b || (a.isNaN && b.isNaN) { return worst }
        let error = abs(a - b) / Swift.max(1, abs(b))
        return error.isFinite ? Swift.max(worst, error) : .nan
    }
}

@Suite(.ownRandomNumbers) struct FunctionalTests {
    /// Float has 24 bits: half a unit of the last is 6e-8. Sums of a few dozen terms in another order, and exp and log by other polynomials,
    /// make that some 1e-6.
    static let tolerance = 2e-6

    @Test func agreesWithTorch() throws {
        let recording = try fixture("torch-functional", as: FunctionalRecording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        #expect(recording.cases.count > 200)
        for (number, test) in recording.cases.enumerated() {
            let label: Comment = "case \(number): \(test.op) \(test.inputs.map { $0?.shape ?? [] }) \(test.options)"
            let inputs = test.inputs.compactMap { $0?.tensor }
            for input in inputs { input.requiresGrad = true }
            let output = test.run(inputs)
            #expect(difference(output, test.output.tensor) <= Self.tolerance, label)
            if let graph = test.graph { #expect(output.graph == graph, label) }
            output.backward(gradient: test.upstream.tensor)
            for (input, gradient) in zip(inputs, test.gradients.compactMap { $0?.tensor }) {
                let own = try #require(input.grad, label)
                #expect(difference(own, gradient) <= Self.tolerance, label)
            }
        }
        for test in recording.one_hot {
            let result = F.oneHot(test.target.tensor, numClasses: test.classes < 0 ? nil : test.classes)
            #expect(result.isEqual(to: test.output.tensor))
        }
    }

    /// Finite differences with step 0.01: truncation of order step² and rounding of order 1e-7 / step, so errors stay below 1e-3.
    @Test(arguments: 0..<20)
    func gradientsAreTheDerivatives(_ seed: Int) {
        let generator = Generator(seed: UInt64(seed))
        func size() -> Int { generator.integer(in: 1..<6) }
        func randn(_ shape: [Int]) -> Tensor { Tensor.randn(shape, generator: generator) }
        let (n, c, d) = (size(), size(), size())
        let shape = [[n, c], [n, c, d], [c]][seed % 3]
        let samples = shape.count == 1 ? [] : [n] + shape.dropFirst(2)
        let x = randn(shape)
        // Differences away from 0 and from β = 0.5 by more than the step.
        let places = (0..<x.count).map { i in
            Float(generator.uniformDouble() * 0.3 + (i % 2 == 0 ? 0.1 : 0.6)) * (i % 3 == 0 ? -1 : 1)
        }
        let y = x + Tensor(shape: shape, values: places)
        let share = Tensor.rand(shape, generator: generator)
        let weight = Tensor.rand([c], generator: generator) + 0.5
        let target = IntTensor.randint(0..<c, samples, generator: generator)
        let reduction = [LossReduction.none, .mean, .sum][seed % 3]
        let dimension = seed % shape.count
        let spread = weight.view([-1] + [Int](repeating: 1, count: max(0, shape.count - 2)))
        let checks: [(String, [Tensor], ([Tensor]) -> Tensor)] = [
            ("logSoftmax", [x], { F.logSoftmax($0[0], dimension) }),
            ("softmax", [x], { F.softmax($0[0], dimension) }),
            ("nllLoss", [x], { F.nllLoss($0[0], target, weight: weight, reduction: reduction) }),
            (
                "crossEntropy", [x],
                { F.crossEntropy($0[0], target, weight: weight, reduction: reduction, labelSmoothing: 0.2) }
            ),
            (
                "crossEntropy", [x, share],
                { F.crossEntropy($0[0], $0[1], weight: weight, reduction: reduction, labelSmoothing: 0.1) }
            ),
            ("mseLoss", [x, y], { F.mseLoss($0[0], $0[1], reduction: reduction) }),
            ("l1Loss", [x, y], { F.l1Loss($0[0], $0[1], reduction: reduction) }),
            ("smoothL1Loss", [x, y], { F.smoothL1Loss($0[0], $0[1], reduction: reduction, beta: 0.5) }),
            (
                "bce", [x, share],
                {
                    F.binaryCrossEntropyWithLogits(
                        $0[0], $0[1], weight: spread, reduction: reduction, positiveWeight: spread * 2)
                }
            ),
            ("gelu", [x], { F.gelu($0[0]) }),
            ("gelu tanh", [x], { F.gelu($0[0], approximate: .tanh) }),
            ("linear", [x, randn([3, shape[shape.count - 1]]), randn([3])], { F.linear($0[0], $0[1], $0[2]) }),
            ("pad", [x], { F.pad($0[0], [2, 1], value: 2) }),
            ("replicate", [x], { F.pad($0[0], [2, 1], mode: .replicate) }),
            ("circular", [x], { F.pad($0[0], [1, 1], mode: .circular) }),
        ]
        for (name, inputs, function) in checks {
            let error = gradientError(at: inputs, of: function)
            #expect(error < 1e-3, "\(name), shape \(shape)")
        }
    }

    @Test func dropoutKeepsTheMean() {
        let generator = Generator(seed: 3)
        let x = Tensor.ones(50_000)
        x.requiresGrad = true
        let result = F.dropout(x, p: 0.3, generator: generator)
        let values = Set(result.array)
        #expect(values == [0, 1 / Float(0.7)])
        #expect(abs(result.mean().item() - 1) < 0.01)
        result.sum().backward()
        #expect(x.grad?.isEqual(to: result.detach()) == true)
    }

    @Test func dropoutAtTheEdges() {
        let x = Tensor([1, -2, 3])
        #expect(F.dropout(x, p: 0) === x)
        #expect(F.dropout(x, training: false) === x)
        #expect(F.dropout(x, p: 1).array.allSatisfy { $0 == 0 })
        #expect(F.dropout(Tensor.zeros(0, 3)).shape == [0, 3])
        let (a, b) = (Generator(seed: 1), Generator(seed: 1))
        #expect(F.dropout(x, generator: a).isEqual(to: F.dropout(x, generator: b)))
    }

    @Test func emptyBatches() {
        let none = Tensor.zeros(0, 4)
        #expect(F.crossEntropy(none, IntTensor([Int]())).item().isNaN)
        #expect(F.crossEntropy(none, IntTensor([Int]()), reduction: .sum).item() == 0)
        #expect(F.mseLoss(none, none).item().isNaN)
        #expect(F.logSoftmax(none, 1).shape == [0, 4])
        #expect(F.linear(none, Tensor.zeros(3, 4), Tensor.zeros(3)).shape == [0, 3])
        #expect(F.linear(Tensor.zeros(2, 0), Tensor.zeros(3, 0), Tensor.ones(3)).array == [1, 1, 1, 1, 1, 1])
        #expect(F.crossEntropy(Tensor.zeros(2, 4), IntTensor([-100, -100])).item().isNaN)
    }

    /// Views and copies give the same.
    @Test func stridesDoNotMatter() {
        let generator = Generator(seed: 8)
        let x = Tensor.randn(6, 4, generator: generator)
        let view = x.t().contiguous().t()
        let target = IntTensor([0, 3, 1, 2, 0, 1])
        #expect(!view.isContiguous)
        #expect(F.logSoftmax(view, 1).isEqual(to: F.logSoftmax(x, 1)))
        #expect(F.crossEntropy(view, target).isEqual(to: F.crossEntropy(x, target)))
        #expect(F.nllLoss(view, target).isEqual(to: F.nllLoss(x, target)))
        #expect(F.pad(view, [1, 1], mode: .reflect).isEqual(to: F.pad(x, [1, 1], mode: .reflect)))
        let weight = Tensor.randn(3, 4, generator: generator)
        #expect(F.linear(view, weight).isEqual(to: F.linear(x, weight)))
        #expect(F.linear(view, weight).isEqual(to: x • weight.t()))
    }

    static let mistakes: [(message: String, body: @Sendable () -> Void)] = [
        (
            "nllLoss: the target 3 is none of the 3 classes of the shape [2, 3]",
            { _ = F.nllLoss(.zeros(2, 3), IntTensor([0, 3])) }
        ),
        ("nllLoss: the target -1 is none of", { _ = F.nllLoss(.zeros(2, 3), IntTensor([0, -1])) }),
        (
            "crossEntropy: the input has the shape [2, 3], so the target must be [2], not [3]",
            { _ = F.crossEntropy(.zeros(2, 3), IntTensor([0, 1, 2])) }
        ),
        (
            "crossEntropy: a weight of shape [2] doesn't give each of the 3 classes one",
            { _ = F.crossEntropy(.zeros(2, 3), IntTensor([0, 1]), weight: .ones(2)) }
        ),
        (
            "crossEntropy: a labelSmoothing of 1.5 isn't between 0 and 1",
            { _ = F.crossEntropy(.zeros(2, 3), IntTensor([0, 1]), labelSmoothing: 1.5) }
        ),
        (
            "crossEntropy: a labelSmoothing of -0.5 isn't between 0 and 1",
            { _ = F.crossEntropy(.zeros(2, 3), Tensor.zeros(2, 3), labelSmoothing: -0.5) }
        ),
        (
            "crossEntropy: a weight of shape [2] doesn't give each of the 3 classes one",
            { _ = F.crossEntropy(.zeros(2, 3), Tensor.zeros(2, 3), weight: .ones(2)) }
        ),
        (
            "crossEntropy: the input's shape [2, 3] and the target's [2, 4] differ",
            { _ = F.crossEntropy(.zeros(2, 3), Tensor.zeros(2, 4)) }
        ),
        ("mseLoss: the input's shape [2, 1] and the target's [2] differ", { _ = F.mseLoss(.zeros(2, 1), .zeros(2)) }),
        ("l1Loss: the input's shape [2] and the target's [3] differ", { _ = F.l1Loss(.zeros(2), .zeros(3)) }),
        ("smoothL1Loss: beta is -1.0 and can't be negative", { _ = F.smoothL1Loss(.zeros(2), .zeros(2), beta: -1) }),
        (
            "binaryCrossEntropyWithLogits: a weight of shape [2, 3] doesn't fit the input's [3]",
            { _ = F.binaryCrossEntropyWithLogits(.zeros(3), .zeros(3), weight: .ones(2, 3)) }
        ),
        (
            "linear: an input of shape [2, 3] doesn't fit a weight of shape [4, 5]",
            { _ = F.linear(.zeros(2, 3), .zeros(4, 5)) }
        ),
        (
            "linear: a bias of shape [3] doesn't fit a weight of shape [4, 3]",
            { _ = F.linear(.zeros(2, 3), .zeros(4, 3), .zeros(3)) }
        ),
        ("dropout: the probability 1.5 isn't between 0 and 1", { _ = F.dropout(.zeros(2), p: 1.5) }),
        ("logSoftmax: the shape [2, 3] has no dimension 2", { _ = F.logSoftmax(.zeros(2, 3), 2) }),
        ("pad: a reflect border", { _ = F.pad(.zeros(2, 3), [3, 0], mode: .reflect) }),
        ("pad: [1] isn't a pair of widths", { _ = F.pad(.zeros(2, 3), [1]) }),
        ("pad: the widths [-2, -2] cut off more", { _ = F.pad(.zeros(2, 3), [-2, -2]) }),
        ("oneHot: 3 is none of 2 classes", { _ = F.oneHot(IntTensor([3]), numClasses: 2) }),
        ("oneHot: no classes are given", { _ = F.oneHot(IntTensor([Int]())) }),
    ]

    @Test(arguments: Self.mistakes.indices)
    func mistakesAreNamed(_ i: Int) async {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            Self.mistakes[i].body()
        }
        let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("Fatal error: \(Self.mistakes[i].message)"))
    }
}
