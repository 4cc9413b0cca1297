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

/// An epoch of training, always from the same weights and with the same batches.
final class Training {
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
            throw WorkerError("'\(work.name)' is no work; there are logistic, logistic-loader, cnn, lenet and load")
        }
    }

    /// Starts over. This isn't timed.
    func reset() throws { (model, optimizer) = try Self.start(work) }

    /// The epoch: what is timed.
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

    /// Whether a run is followed by a validation, and whether that belongs to it: `validate=0`, `validate=1`, `validate=2`.
    enum Validation: Int { case none, timed, untimed }

    var validation: Validation {
        Validation(rawValue: work.value("validate", work.name == "cnn" || work.name == "lenet" ? 1 : 2)) ?? .none
    }

    func validationLoss() -> Double { validate(model, loss, validLoader) }

    /// The loss of the 20th batch in the data's own order, which all libraries must agree on.
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
