import Foundation
import Kindling
import Testing

/// Losses of torch's trainings, recorded by Fixtures/make_training.py.
private struct Recording: Decodable {
    struct Logistic: Decodable {
        var seed: UInt64
        /// After each epoch.
        var validation: [Double]
    }

    // Their names are the recording's.
    /// The losses of the first batches of one training, from the same weights, over the same batches.
    struct Run: Decodable {
        var seed: UInt64
        /// With Floats, as a chapter's PyTorch column.
        var one_thread: [Double]
        var two_threads: [Double]
        var without_onednn: [Double]
        /// With Doubles: the nearest to what there would be without rounding.
        var double: [Double]
    }

    enum CodingKeys: String, CodingKey {
        case torch, logistic, cnn
        case lenetSGD = "lenet sgd"
        case lenetAdam = "lenet adam"
        case lenetAdamW = "lenet adamw"
    }

    var torch: String
    var logistic: [Logistic]
    var cnn, lenetSGD, lenetAdam, lenetAdamW: [Run]
}

/// Chapter 15's network, with the margin around MNIST's images.
private final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    override func forward(_ x: Tensor) -> Tensor {
        var x = F.pad(x.view(-1, 1, 28, 28), [2, 2, 2, 2])
        x = F.maxPool2d(F.relu(conv1(x)), [2, 2])
        x = F.maxPool2d(F.relu(conv2(x)), 2)
        return fc3(F.relu(fc2(F.relu(fc1(x.flatten(1))))))
    }
}

@Suite("Training parity", .ownRandomNumbers) struct TrainingParityTests {
    let mnist: MNIST
    private let recording: Recording

    init() throws {
        mnist = try MNIST.load()
        recording = try fixture("torch-training", as: Recording.self)
        #expect(recording.torch.hasPrefix("2.13"))
    }

    var trainSet: TensorDataset<(Tensor, IntTensor)> { TensorDataset(mnist.train.images, mnist.train.labels) }
    var validSet: TensorDataset<(Tensor, IntTensor)> { TensorDataset(mnist.valid.images, mnist.valid.labels) }

    func firstLosses(
        _ count: Int, seed: UInt64, _ makeModel: () -> Module, _ makeOptimizer: ([Parameter]) -> Optimizer
    ) -> [Double] {
        manualSeed(seed)
        let model = makeModel()
        let optimizer = makeOptimizer(model.parameters)
        let (loader, _) = getData(trainSet, validSet, batchSize: 64)
        return loader.prefix(count).map { xb, yb in
            lossBatch(model, { F.crossEntropy($0, $1) }, xb, yb, optimizer).loss
        }
    }

    func distance(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    @Test("logistic regression: the validation losses of five shuffled epochs are torch's, for five seeds")
    func logisticRegression() {
        #expect(recording.logistic.count == 5)
        for recorded in recording.logistic {
            manualSeed(recorded.seed)
            let (train, valid) = getData(trainSet, validSet, batchSize: 64)
            let model = Linear(784, 10)
            let losses = fit(
                epochs: 5, model, { F.crossEntropy($0, $1) }, SGD(model.parameters, lr: 0.5), train, valid)
            #expect(
                distance(losses, recorded.validation) < 1e-5, "seed \(recorded.seed): \(losses), \(recorded.validation)"
            )
        }
    }

    @Test("the convolutional network's first fifty batches are torch's, for five seeds")
    func convolutions() {
        expectTorchs(recording.cnn, MnistCNN.init) { SGD($0, lr: 0.1, momentum: 0.9) }
    }

    @Test("so are LeNet's with SGD")
    func lenetSGD() {
        expectTorchs(recording.lenetSGD, LeNet.init) { SGD($0, lr: 0.01) }
    }

    private func expectTorchs(
        _ runs: [Recording.Run], _ makeModel: () -> Module, _ makeOptimizer: ([Parameter]) -> Optimizer
    ) {
        #expect(runs.count == 5)
        for run in runs {
            let losses = firstLosses(run.double.count, seed: run.seed, makeModel, makeOptimizer)
            #expect(losses.count == 50)
            #expect(distance(losses, run.one_thread) < 1e-5, "seed \(run.seed)")
            #expect(distance(losses, run.double) < 1e-6, "seed \(run.seed)")
        }
    }

    @Test("with Adam, LeNet stays with torch in Doubles, where torch in Floats doesn't always")
    func lenetAdam() {
        expectDoubles(recording.lenetAdam) { Adam($0, lr: 1e-3) }
    }

    @Test("and with AdamW")
    func lenetAdamW() {
        expectDoubles(recording.lenetAdamW) { AdamW($0, lr: 1e-3) }
    }

    /// Adam's first steps have the size of the learning rate whatever the gradient's. Where rounding decides the sign of a gradient,
    /// or the side of 0 on which a number enters a `relu`, torch in Floats parts from torch in Doubles (chapter 15).
    private func expectDoubles(_ runs: [Recording.Run], _ makeOptimizer: ([Parameter]) -> Optimizer) {
        #expect(runs.count == 5)
        var withTorch = 0
        for run in runs {
            let losses = firstLosses(run.double.count, seed: run.seed, LeNet.init, makeOptimizer)
            #expect(losses.count == 50)
            let ours = distance(losses, run.double)
            #expect(ours < 1e-5, "seed \(run.seed)")
            // As near as torch is to itself.
            for torchs in [run.one_thread, run.two_threads, run.without_onednn] {
                #expect(ours < distance(torchs, run.double) + 1e-6, "seed \(run.seed)")
            }
            if distance(run.one_thread, run.double) < 1e-5 {
                withTorch += 1
                #expect(distance(losses, run.one_thread) < 1e-5, "seed \(run.seed)")
            }
        }
        #expect(withTorch >= 4)
    }
}
