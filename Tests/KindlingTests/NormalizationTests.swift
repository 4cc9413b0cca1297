import Foundation
import Kindling
import Testing

@Suite("Batch normalization", .ownRandomNumbers) struct BatchNormTests {
    static func layer(_ recorded: OptimRecording.Normalization) -> BatchNorm {
        let o = recorded.options
        let momentum = recorded.isCumulative ? nil : o.momentum ?? 0.1
        let (epsilon, affine, tracks, bias) = (
            o.epsilon ?? 1e-5, o.affine ?? true, o.trackRunningStats ?? true, o.bias ?? true
        )
        return recorded.kind == "BatchNorm1d"
            ? BatchNorm1d(
                recorded.channels, epsilon: epsilon, momentum: momentum, affine: affine, trackRunningStats: tracks,
                bias: bias)
            : BatchNorm2d(
                recorded.channels, epsilon: epsilon, momentum: momentum, affine: affine, trackRunningStats: tracks,
                bias: bias)
    }

    static func difference(_ ours: Tensor?, _ theirs: OptimRecording.Values) -> Float {
        guard let ours, ours.shape == theirs.shape else { return .infinity }
        return zip(ours.array, theirs.values.floats).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    }

    /// The tolerance is 2e-5, relative to values above 1. Means and variances of up to 90 numbers up to 10 are off by some 1e-6 of
    /// themselves, and a normalized value, up to 3, by as much divided by the deviation, which is at least 0.1 here. Gradients of x are
    /// differences of larger numbers.
    @Test("three batches while training and one in evaluation: outputs, gradients and running means are torch's")
    func torch() throws {
        let recordings = try OptimRecording.load().normalization
        #expect(recordings.count == 12)
        for recorded in recordings {
            let layer = Self.layer(recorded)
            noGrad { for (p, w) in zip(layer.parameters, recorded.weights) { p.copy(w.tensor) } }
            #expect(layer.parameters.count == recorded.weights.count)
            for (i, run) in recorded.runs.enumerated() {
                layer.train(i < 3)
                layer.zeroGrad()
                let x = run.x.tensor
                x.requiresGrad = true
                let y = layer(x)
                y.backward(
                    gradient: Tensor(shape: y.shape, values: (0..<y.count).map { Float(($0 * 7 + 3) % 11) / 11 + 0.25 })
                )
                #expect(y.gradFn?.name == run.node)
                let gradients = [x.grad] + layer.parameters.map(\.grad)
                #expect(gradients.count == run.gradients.count)
                let state = layer.stateDict
                var errors = [Self.difference(y, run.y)] + zip(gradients, run.gradients).map { Self.difference($0, $1) }
                errors += run.state.map { Self.difference(state[$0], $1) }
                if !errors.allSatisfy({ $0 < 2e-5 }) { report("\(recorded.text), run \(i)", errors, "0") }
                #expect(state["num_batches_tracked"]?.array == run.state["num_batches_tracked"]?.values.floats)
            }
        }
    }

    @Test("printed, and named in the state, as torch does")
    func names() throws {
        for recorded in try OptimRecording.load().normalization {
            let layer = Self.layer(recorded)
            #expect("\(layer)" == recorded.text)
            #expect(layer.stateDict.keys.map { $0 } == recorded.names)
            #expect(layer.parameters.count + layer.buffers.count == recorded.names.count)
        }
    }

    /// The values of a channel have a deviation of about 1.2, so the outputs, joined with weights up to 1.25, have third derivatives
    /// of order 1, and up to 100 where the few values lie close together. The central difference with the step 0.01 is off by
    /// h² / 6 of that; the rounding of sums of up to 60 values adds 1e-4.
    @Test("gradients are those of finite differences, while training and in evaluation", arguments: 0..<12)
    func gradients(seed: Int) {
        var random = TestRandom(seed)
        let channels = random.int(1...3)
        let shape = [random.int(4...5), channels] + [[], [3], [2, 2]][seed % 3]
        let x = Tensor(shape: shape, values: random.floats(shape.reduce(1, *)))
        let weight = Tensor(random.floats(channels, 0.5...1.5))
        let bias = Tensor(random.floats(channels))
        let mean = Tensor(random.floats(channels))
        let variance = Tensor(random.floats(channels, 0.5...2))
        let training = gradientError(at: [x, weight, bias]) {
            F.batchNorm($0[0], runningMean: nil, runningVariance: nil, weight: $0[1], bias: $0[2], training: true)
        }
        let evaluation = gradientError(at: [x, weight, bias]) {
            F.batchNorm($0[0], runningMean: mean, runningVariance: variance, weight: $0[1], bias: $0[2])
        }
        #expect(training < 3e-3 && evaluation < 3e-3)
        // The check would notice: with the gradient of evaluation while training, that of x would be off.
        let rows = x.transpose(0, 1).reshape(channels, -1)
        let frozen = (rows.mean(1), rows.variance([1], correction: 0))
        var calls = 0
        let wrong = gradientError(at: [x]) {
            calls += 1
            return calls == 1
                ? F.batchNorm($0[0], runningMean: frozen.0, runningVariance: frozen.1)
                : F.batchNorm($0[0], runningMean: nil, runningVariance: nil, training: true)
        }
        #expect(wrong > 0.05)
    }

    @Test(
        "while training, each channel has mean 0 and variance 1, and an image's answer depends on the others; in evaluation it doesn't"
    )
    func meaning() {
        var random = TestRandom(5)
        let x = Tensor(shape: [8, 3, 4, 4], values: random.floats(8 * 48, 1...9))
        let layer = BatchNorm2d(3)
        let y = layer(x).detach()
        let channels = y.transpose(0, 1).reshape(3, -1)
        #expect(channels.mean(1).array.allSatisfy { abs($0) < 1e-5 })
        #expect(channels.variance([1], correction: 0).array.allSatisfy { abs($0 - 1) < 1e-4 })
        #expect(!sameBits(layer(x[0..<4]).array, y[0..<4].array))
        layer.eval()
        #expect(sameBits(layer(x[0..<4]).array, layer(x)[0..<4].array))
        #expect(layer(x[0..<0]).shape == [0, 3, 4, 4])
        #expect(layer(x[0..<1]).shape == [1, 3, 4, 4])
    }

    @Test("the running means move in every forward while training, without gradients too, and not in evaluation")
    func runningMeans() {
        let layer = BatchNorm1d(2)
        let x = Tensor([[1, 2], [3, 6]])
        layer.eval()
        _ = layer(x)
        #expect(
            layer.runningMean?.array == [0, 0] && layer.runningVar?.array == [1, 1]
                && layer.numBatchesTracked?.item() == 0)
        layer.train()
        noGrad { _ = layer(x) }
        // Variances 2 and 8, divided by n - 1.
        let (mean, variance) = (layer.runningMean?.array ?? [], layer.runningVar?.array ?? [])
        #expect(
            zip(mean, [0.2, 0.4]).allSatisfy { abs($0 - $1) < 1e-7 }
                && zip(variance, [1.1, 1.7]).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(layer.numBatchesTracked?.item() == 1)
        #expect(layer.runningMean?.requiresGrad == false && layer.parameters.count == 2)
    }

    @Test("a saved state answers as the layer that it was taken from")
    func state() throws {
        var random = TestRandom(6)
        let x = Tensor(shape: [5, 3], values: random.floats(15))
        let (trained, fresh) = (BatchNorm1d(3), BatchNorm1d(3))
        _ = trained(x)
        trained.eval()
        fresh.eval()
        #expect(!sameBits(trained(x).array, fresh(x).array))
        try fresh.loadStateDict(trained.stateDict.clone())
        #expect(sameBits(trained(x).array, fresh(x).array))
    }

    @Test("the result doesn't depend on how the input is laid out")
    func layouts() {
        var random = TestRandom(7)
        let x = random.tensor([4, 3, 5])
        let view = x.permute(2, 0, 1).contiguous().permute(1, 2, 0)
        #expect(sameBits(BatchNorm1d(3)(view).array, BatchNorm1d(3)(x.contiguous()).array))
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("BatchNorm1d: ", "[4, 3, 2, 2]", "3 channels") { _ = BatchNorm1d(3)(.ones(4, 3, 2, 2)) },
        .init("BatchNorm2d: ", "[4, 3]", "3 channels") { _ = BatchNorm2d(3)(.ones(4, 3)) },
        .init("BatchNorm2d: ", "[2, 3, 4, 4]", "5 channels") { _ = BatchNorm2d(5)(.ones(2, 3, 4, 4)) },
        .init("BatchNorm2d: there must be at least one channel", "0") { _ = BatchNorm2d(0) },
        .init("batchNorm: ", "more than one value", "[1, 3]") { _ = BatchNorm1d(3)(.ones(1, 3)) },
        .init("batchNorm: ", "[7]") {
            _ = F.batchNorm(.ones(7), runningMean: nil, runningVariance: nil, training: true)
        },
        .init("batchNorm: ", "[2, 3]", "[4]") {
            _ = F.batchNorm(.ones(2, 3), runningMean: .ones(3), runningVariance: .ones(3), weight: .ones(4))
        },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            BatchNormTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}

@Suite("Dropout", .ownRandomNumbers) struct DropoutTests {
    @Test("evaluation and p = 0 change nothing and draw nothing")
    func identity() {
        manualSeed(7)
        let next = Tensor.rand(3).array
        manualSeed(7)
        let x = Tensor([1, -2, 3])
        let layer = Dropout(p: 0.5)
        layer.eval()
        #expect(layer(x).array == x.array)
        #expect(Dropout(p: 0)(x).array == x.array)
        #expect(Tensor.rand(3).array == next)
        layer.train()
        _ = layer(x)
        #expect(Tensor.rand(3).array != next)
    }

    @Test("p = 1 drops everything, and its gradient")
    func everything() {
        let x = Parameter(Tensor([1, -2, 3]))
        let y = Dropout(p: 1)(x)
        y.sum().backward()
        #expect(y.array.allSatisfy { $0 == 0 } && x.grad?.array == [0, 0, 0])
    }

    /// The share of 40,000 elements that are dropped has the standard deviation √(p (1 - p) / 40,000), at most 0.0025; 4 of them are
    /// 0.01. The seed is fixed, so the test always ends the same way.
    @Test("drops the share p, scales the others by 1 / (1 - p), and keeps the mean", arguments: [0.1, 0.25, 0.5, 0.9])
    func share(p: Double) {
        manualSeed(11)
        let y = Dropout(p: p)(Tensor.ones(200, 200)).array
        #expect(Set(y) == [0, 1 / Float(1 - p)])
        let dropped = Double(y.count { $0 == 0 }) / 40_000
        #expect(abs(dropped - p) < 0.01)
        let mean = y.reduce(0.0) { $0 + Double($1) } / 40_000
        #expect(abs(mean - 1) < 0.01 / (1 - p))
    }

    @Test("each element is dropped by itself, anew in every call, and equal seeds drop the same")
    func seeds() {
        let (layer, x) = (Dropout(), Tensor.ones(2, 500))
        func masks(_ seed: UInt64) -> [[Float]] {
            manualSeed(seed)
            return (0..<2).map { _ in layer(x).array }
        }
        let first = masks(3)
        #expect(masks(3) == first)
        #expect(first[0] != first[1] && masks(4)[0] != first[0])
        // Rows and neighbours agree in about half of the places.
        let rows = zip(first[0][..<500], first[0][500...]).count { $0 == $1 }
        let neighbours = zip(first[0], first[0].dropFirst()).count { $0 == $1 }
        #expect(abs(rows - 250) < 50 && abs(neighbours - 500) < 70)
    }

    @Test("the gradient goes through the same mask")
    func gradient() {
        manualSeed(5)
        let x = Parameter(.full([1_000], 2))
        let y = Dropout(p: 0.25)(x)
        y.backward(gradient: .full([1_000], 3))
        #expect(Set(y.array).count == 2)
        #expect(zip(y.array, x.grad?.array ?? []).allSatisfy { abs($0 / 2 - $1 / 3) < 1e-6 } && x.grad?.count == 1_000)
    }

    final class Net: Module {
        let dropout = Dropout(p: 0.5)
        override func forward(_ x: Tensor) -> Tensor { dropout(x) }
    }

    @Test("a model's mode is its layers'; printed as torch does")
    func mode() {
        let (net, x) = (Net(), Tensor.ones(100))
        #expect(net(x).array.contains(0))
        net.eval()
        #expect(!net(x).array.contains(0))
        net.train()
        #expect(net(x).array.contains(0))
        #expect("\(net)" == "Net(\n  (dropout): Dropout(p=0.5, inplace=False)\n)")
        #expect(net.parameters.isEmpty && net.stateDict.keys.isEmpty)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("Dropout: p is a probability", "1.5") { _ = Dropout(p: 1.5) },
        .init("Dropout: p is a probability", "-0.1") { _ = Dropout(p: -0.1) },
        .init("Dropout: p is a probability", "nan") { _ = Dropout(p: .nan) },
        .init("dropout: the probability 2.0") { _ = F.dropout(.ones(2), p: 2) },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            DropoutTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}
