import Foundation
import Kindling

/// What a run has done: a loss, and how many samples went through the network.
struct Outcome {
    var loss: Double
    var samples: Int
}

/// A name and its settings, as in `cnn channels=64 images=8192`: the same words that the Python workers read.
struct Case {
    var name: String
    var settings: [String: Int] = [:]

    init(_ words: ArraySlice<Substring>) throws {
        name = words.first.map(String.init) ?? ""
        for word in words.dropFirst() {
            let parts = word.split(separator: "=")
            guard parts.count == 2, let value = Int(parts[1]) else {
                throw WorkerError("'\(word)' is no setting; write name=number")
            }
            settings[String(parts[0])] = value
        }
    }

    func value(_ name: String, _ standard: Int) -> Int { settings[name] ?? standard }
}

struct WorkerError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// The network of chapter 13, with more channels if you like.
final class CNN: Module {
    let conv1, conv2, conv3: Conv2d

    init(_ channels: Int) {
        conv1 = Conv2d(1, channels, kernelSize: 3, stride: 2, padding: 1)
        conv2 = Conv2d(channels, channels, kernelSize: 3, stride: 2, padding: 1)
        conv3 = Conv2d(channels, 10, kernelSize: 3, stride: 2, padding: 1)
        super.init()
    }

    override func forward(_ xb: Tensor) -> Tensor {
        var xb = xb.view(-1, 1, 28, 28)
        xb = F.relu(conv1(xb))
        xb = F.relu(conv2(xb))
        xb = F.relu(conv3(xb))
        xb = F.avgPool2d(xb, 4)
        return xb.view(-1, xb.size(1))
    }
}

/// The LeNet of chapter 15, with the margin around the digits.
final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    override func forward(_ x: Tensor) -> Tensor {
        var x = F.pad(x.view(-1, 1, 28, 28), [2, 2, 2, 2])
        x = F.maxPool2d(F.relu(conv1(x)), 2)
        x = F.maxPool2d(F.relu(conv2(x)), 2)
        x = x.flatten(1)
        x = F.relu(fc1(x))
        x = F.relu(fc2(x))
        return fc3(x)
    }
}

/// What is run, always from the same weights and with the same batches.
protocol Work: AnyObject {
    var model: Module { get }
    /// Whether a run is followed by a validation, and whether that belongs to it.
    var validation: Validation { get }
    /// Starts over. This isn't timed.
    func reset() throws
    /// What is timed.
    func run() -> Outcome
    func validationLoss() -> Double
    /// The loss of the 20th batch, which all libraries must agree on.
    func check() throws -> Outcome
}

/// `validate=0`, `validate=1`, `validate=2`.
enum Validation: Int { case none, timed, untimed }

/// Steps of a layer that learns to turn one random tensor into another: `encoder width=64 steps=100`.
final class LayerSteps: Work {
    private let work: Case
    private let x, target: Tensor
    private var layer: TransformerEncoderLayer
    private var optimizer: Optimizer
    var model: Module { layer }
    let validation = Validation.none

    init(_ work: Case) {
        self.work = work
        manualSeed(2)
        let shape = [work.value("batch", 32), work.value("places", 64), work.value("width", 64)]
        (x, target) = (.randn(shape), .randn(shape))
        (layer, optimizer) = Self.start(work)
    }

    private static func start(_ work: Case) -> (TransformerEncoderLayer, Optimizer) {
        manualSeed(1)
        let width = work.value("width", 64)
        let layer = TransformerEncoderLayer(
            dModel: width, nhead: work.value("heads", 8), dimFeedforward: 4 * width, dropout: 0, batchFirst: true)
        return (layer, SGD(layer.parameters, lr: 0.1))
    }

    func reset() { (layer, optimizer) = Self.start(work) }

    private func step() -> Double {
        let loss = F.mseLoss(layer(x), target)
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
        return loss.item()
    }

    func run() -> Outcome {
        let steps = work.value("steps", 100)
        let losses = (0..<steps).map { _ in step() }
        return Outcome(loss: losses.last ?? 0, samples: steps * x.size(0))
    }

    func validationLoss() -> Double { F.mseLoss(layer(x), target).item() }

    func check() -> Outcome {
        reset()
        return Outcome(loss: (0..<20).map { _ in step() }[19], samples: 20 * x.size(0))
    }
}

/// An epoch of training.
final class Training: Work {
    private let work: Case
    private let mnist: MNIST
    private let images: Tensor
    private let labels: IntTensor
    private let batch: Int
    private let trainLoader, validLoader: LabelledLoader
    private(set) var model: Module
    private var optimizer: Optimizer
    private let loss: LossFunction<IntTensor> = F.crossEntropy

    init(_ work: Case, _ mnist: MNIST) throws {
        self.work = work
        self.mnist = mnist
        batch = work.value("batch", 64)
        let count = work.value("images", mnist.train.count)
        images = mnist.train.images[0..<count]
        labels = mnist.train.labels[0..<count]
        (trainLoader, _) = getData(TensorDataset(images, labels), TensorDataset(images, labels), batchSize: batch)
        (_, validLoader) = getData(
            TensorDataset(images, labels), TensorDataset(mnist.valid.images, mnist.valid.labels), batchSize: 64)
        (model, optimizer) = try Self.start(work)
    }

    private static func start(_ work: Case) throws -> (Module, Optimizer) {
        manualSeed(1)
        switch work.name {
        case "logistic", "logistic-loader":
            let model = Linear(784, 10)
            return (model, SGD(model.parameters, lr: 0.5))
        case "cnn":
            let model = CNN(work.value("channels", 16))
            return (model, SGD(model.parameters, lr: 0.1, momentum: 0.9))
        case "lenet":
            let model = LeNet()
            return (model, Adam(model.parameters, lr: 1e-3))
        default:
            throw WorkerError(
                "'\(work.name)' is no work; there are logistic, logistic-loader, cnn, lenet, encoder and load")
        }
    }

    func reset() throws { (model, optimizer) = try Self.start(work) }

    func run() -> Outcome {
        model.train()
        var (last, samples) = (0.0, 0)
        if work.name == "logistic" {
            for start in stride(from: 0, to: images.size(0), by: batch) {
                let (xb, yb) = (images[start..<start + batch], labels[start..<start + batch])
                let loss = F.crossEntropy(model(xb), yb)
                loss.backward()
                optimizer.step()
                optimizer.zeroGrad()
                last = loss.item()
                samples += xb.size(0)
            }
        } else {
            for (xb, yb) in trainLoader {
                let (loss, count) = lossBatch(model, loss, xb, yb, optimizer)
                last = loss
                samples += count
            }
        }
        guard validation == .timed else { return Outcome(loss: last, samples: samples) }
        return Outcome(loss: validationLoss(), samples: samples + mnist.valid.count)
    }

    var validation: Validation {
        Validation(rawValue: work.value("validate", work.name == "cnn" || work.name == "lenet" ? 1 : 2)) ?? .none
    }

    func validationLoss() -> Double { validate(model, loss, validLoader) }

    /// In the data's own order.
    func check() throws -> Outcome {
        try reset()
        model.train()
        var last = 0.0
        for i in 0..<20 {
            let rows = i * 64..<i * 64 + 64
            last = lossBatch(model, loss, mnist.train.images[rows], mnist.train.labels[rows], optimizer).loss
        }
        return Outcome(loss: last, samples: 20 * 64)
    }
}
