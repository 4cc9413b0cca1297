// Trains every network of the book for its first twenty batches, and prints a hash of what has come of each.
//
//     training-bits              with the instruction set and the threads that the environment names
//     training-bits 1 2 5        with these numbers of threads, one after the other
//     training-bits --list       the instruction sets that this machine has
//     training-bits --threads    how many threads it may compute with, and how many run after a large product
//
// `make test` runs it with every instruction set that the machine has, built with and without optimization, and compares all of it with
// Tests/KindlingTests/Fixtures/training-bits.txt. When a chapter's network changes:
//
//     swift run -c release training-bits 1 | tail -n +2 > Tests/KindlingTests/Fixtures/training-bits.txt

import Foundation
import Kindling
import KindlingEngine

/// FNV-1a, 64 bits, over the bits of numbers.
struct BitHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ word: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) {
            state = (state ^ UInt64((word >> shift) & 0xff)) &* 0x100_0000_01b3
        }
    }

    mutating func add(_ values: Tensor) {
        for value in values.array { add(value.bitPattern) }
    }

    var hex: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

if CommandLine.arguments.contains("--threads") {
    _ = Tensor.ones(1024, 1024) • Tensor.ones(1024, 1024)
    let running = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    print(kd_threads(), running ?? Int(kd_threads()))
    exit(0)
}

if CommandLine.arguments.contains("--list") {
    for isa in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].map({ Int32($0) }) where kd_isa_available(isa) == 1 {
        print(String(cString: kd_isa_name(isa)))
    }
    exit(0)
}

let batchCount = 20
let batchSize = 64
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let trainSet = TensorDataset(xTrain, yTrain)

/// The first batches, in order.
func batches() -> [(Tensor, IntTensor)] {
    (0..<batchCount).map { i in
        let rows = i * batchSize..<(i + 1) * batchSize
        return (xTrain[rows], yTrain[rows])
    }
}

/// Trains on the first batches of a loader; adds each loss to the hash, and everything that the model has in the end.
func train(
    _ hash: inout BitHash, _ model: Module, _ optimizer: Optimizer, _ loader: some Sequence<(Tensor, IntTensor)>
) {
    model.train()
    for (xb, yb) in loader.prefix(batchCount) {
        let loss = F.crossEntropy(model(xb), yb)
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
        hash.add(loss.detach())
    }
    for (_, values) in model.stateDict { hash.add(values) }
}

/// The same without an optimizer, as in the chapters before there is one.
func trainByHand(_ hash: inout BitHash, _ parameters: [Tensor], _ loss: (Tensor, IntTensor) -> Tensor) {
    for (xb, yb) in batches() {
        let loss = loss(xb, yb)
        loss.backward()
        noGrad {
            for parameter in parameters {
                parameter -= parameter.grad! * 0.5
                parameter.grad = nil
            }
        }
        hash.add(loss.detach())
    }
    for parameter in parameters { hash.add(parameter.detach()) }
}

func shuffled(_ set: TensorDataset<(Tensor, IntTensor)>) -> LabelledLoader {
    DataLoader(set, batchSize: batchSize, shuffle: true)
}

/// The weights and the bias of chapters 04 to 06.
func initialParameters() -> (weights: Tensor, bias: Tensor) {
    let weights = Tensor.randn(784, 10) / sqrt(784)
    let bias = Tensor.zeros(10)
    weights.requiresGrad = true
    bias.requiresGrad = true
    return (weights, bias)
}

func logSoftmax(_ x: Tensor) -> Tensor {
    x - x.exp().sum(-1).log().unsqueeze(-1)
}

func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}

/// Chapter 06's model.
final class MnistLogistic: Module {
    let weights = Parameter(Tensor.randn(784, 10) / sqrt(784))
    let bias = Parameter(Tensor.zeros(10))

    override func forward(_ xb: Tensor) -> Tensor { xb • weights + bias }
}

/// Chapter 11's network with batch normalization and dropout.
final class NormalizedNet: Module {
    let hidden = Linear(784, 128)
    let norm = BatchNorm1d(128)
    let dropout = Dropout()
    let output = Linear(128, 10)

    override func forward(_ x: Tensor) -> Tensor { output(dropout(norm(hidden(x)).relu())) }
}

/// Chapter 14's network, which is chapter 13's as a list.
func pipeline() -> Sequential {
    Sequential(
        Lambda { $0.view(-1, 1, 28, 28) },
        Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1), ReLU(),
        Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1), ReLU(),
        Conv2d(16, 10, kernelSize: 3, stride: 2, padding: 1), ReLU(),
        AvgPool2d(4), Lambda { $0.view($0.size(0), -1) })
}

/// Chapter 15's network.
final class LeNet: Module {
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

/// Chapter 16's pairs of digits: whether the left one is larger.
let pairs: TensorDataset<(Tensor, IntTensor)> = {
    let (labels, half) = (yTrain.array, yTrain.count / 2)
    return TensorDataset(
        cat([xTrain[0..<half], xTrain[half..<2 * half]], 1),
        IntTensor((0..<half).map { labels[$0] > labels[half + $0] ? 1 : 0 }))
}()

typealias Training = (inout BitHash) -> Void

func logistic(_ makeOptimizer: @escaping ([Parameter]) -> Optimizer) -> Training {
    { hash in
        let model = Linear(784, 10)
        train(&hash, model, makeOptimizer(model.parameters), batches())
    }
}

func shuffledTraining(
    _ makeModel: @escaping () -> Module, _ set: TensorDataset<(Tensor, IntTensor)> = trainSet,
    _ makeOptimizer: @escaping ([Parameter]) -> Optimizer
) -> Training {
    { hash in
        let model = makeModel()
        train(&hash, model, makeOptimizer(model.parameters), shuffled(set))
    }
}

let trainings: [(name: String, train: Training)] = [
    (
        "04 by hand",
        { hash in
            let (weights, bias) = initialParameters()
            trainByHand(&hash, [weights, bias]) { nll(logSoftmax($0 • weights + bias), $1) }
        }
    ),
    (
        "05 F.crossEntropy",
        { hash in
            let (weights, bias) = initialParameters()
            trainByHand(&hash, [weights, bias]) { F.crossEntropy($0 • weights + bias, $1) }
        }
    ),
    (
        "06 Module",
        { hash in
            let model = MnistLogistic()
            trainByHand(&hash, model.parameters) { F.crossEntropy(model($0), $1) }
        }
    ),
    (
        "07 Linear",
        { hash in
            let model = Linear(784, 10)
            trainByHand(&hash, model.parameters) { F.crossEntropy(model($0), $1) }
        }
    ),
    ("08 SGD", logistic { SGD($0, lr: 0.5) }),
    ("08 momentum", logistic { SGD($0, lr: 0.02, momentum: 0.9) }),
    ("08 Nesterov", logistic { SGD($0, lr: 0.02, momentum: 0.9, nesterov: true) }),
    ("08 weight decay", logistic { SGD($0, lr: 0.1, weightDecay: 0.01) }),
    ("08 RMSprop", logistic { RMSprop($0, lr: 0.001) }),
    ("08 Adam", logistic { Adam($0) }),
    ("08 AdamW", logistic { AdamW($0) }),
    (
        "10 DataLoader",
        { hash in
            let model = Linear(784, 10)
            let loader: LabelledLoader = DataLoader(trainSet, batchSize: batchSize)
            train(&hash, model, SGD(model.parameters, lr: 0.5), loader)
        }
    ),
    ("11 batch normalization and dropout", shuffledTraining(NormalizedNet.init) { SGD($0, lr: 0.1) }),
    ("12 shuffled", shuffledTraining({ Linear(784, 10) }) { SGD($0, lr: 0.5) }),
    ("13 convolutions", shuffledTraining(MnistCNN.init) { SGD($0, lr: 0.1, momentum: 0.9) }),
    ("14 Sequential", shuffledTraining(pipeline) { SGD($0, lr: 0.1, momentum: 0.9) }),
    ("15 LeNet, SGD", shuffledTraining(LeNet.init) { SGD($0, lr: 0.01) }),
    ("15 LeNet, Adam", shuffledTraining(LeNet.init) { Adam($0, lr: 1e-3) }),
    ("16 pairs, one layer", shuffledTraining({ Linear(1568, 2) }, pairs) { SGD($0, lr: 0.02, momentum: 0.9) }),
    (
        "16 pairs, two layers",
        shuffledTraining({ Sequential(Linear(1568, 64), ReLU(), Linear(64, 2)) }, pairs) {
            SGD($0, lr: 0.02, momentum: 0.9)
        }
    ),
]

let wanted = CommandLine.arguments.dropFirst().map { argument -> Int32 in
    guard let threads = Int32(argument), threads > 0 else {
        fatalError("training-bits: \(argument) is no number of threads")
    }
    return threads
}
for threads in wanted.isEmpty ? [kd_threads()] : wanted {
    kd_set_threads(threads)
    print("== \(String(cString: kd_isa_name(kd_isa()))), threads: \(kd_threads())")
    for (name, train) in trainings {
        manualSeed(1)
        var hash = BitHash()
        train(&hash)
        print(hash.hex, name)
    }
}
