// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-06-leaving-out.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 48dcb7636635daa9

import Checkpoint

_program("Chapters/Workshop/17-06-leaving-out.md", code: "f70ffa69bb99db74")
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 9)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 19)
/// What a network is made with.
struct Parts {
    var causal = true, residual = true, norm = true, places = false
}

final class Around: Module {
    let norm = LayerNorm(64)
    let parts: Parts

    init(_ parts: Parts) {
        self.parts = parts
        super.init()
    }

    func callAsFunction(_ x: Tensor, _ change: (Tensor) -> Tensor) -> Tensor {
        let y = parts.residual ? x + change(x) : change(x)
        return parts.norm ? norm(y) : y
    }
}

/// A reader's block, or, with a memory to look at, a writer's.
final class Block: Module {
    let look = MultiheadAttention(embedDim: 64, numHeads: 4, batchFirst: true)
    let read: MultiheadAttention?
    let think = Sequential(Linear(64, 128), ReLU(), Linear(128, 64))
    let around: [Around]

    init(_ parts: Parts, writes: Bool) {
        read = writes ? MultiheadAttention(embedDim: 64, numHeads: 4, batchFirst: true) : nil
        around = (0..<3).map { _ in Around(parts) }
        super.init()
    }

    func callAsFunction(_ x: Tensor, memory: Tensor?, mask: BoolTensor? = nil) -> Tensor {
        var y = around[0](x) { look($0, $0, $0, mask: mask).output }
        if let read, let memory { y = around[1](y) { read($0, memory, memory).output } }
        return around[2](y) { think($0) }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 64)
let nothingYet = 10

final class Network: Module {
    let digits = Embedding(11, 64)
    let readers, writers: [Block]
    let out = Linear(64, 10)
    let waves = PositionalEncoding.waves(5, 64)
    let parts: Parts

    init(_ parts: Parts) {
        self.parts = parts
        readers = (0..<2).map { _ in Block(parts, writes: false) }
        writers = (0..<2).map { _ in Block(parts, writes: true) }
        super.init()
    }

    func callAsFunction(_ features: Tensor, _ written: IntTensor) -> Tensor {
        var (seen, text) = (features.view(-1, 5, 64), digits(written))
        if parts.places { (seen, text) = (seen + waves, text + waves[0..<text.size(1)]) }
        let memory = readers.reduce(seen) { $1($0, memory: nil) }
        let mask = parts.causal ? Transformer.causalMask(written.size(1)) : nil
        return out(writers.reduce(text) { $1($0, memory: memory, mask: mask) })
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 95)
let mnist = try MNIST.load()
let test = try MNIST.test()

manualSeed(1)
let eyes = Sequential(
    Conv2d(1, 8, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(),
    Conv2d(8, 16, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(), Flatten(), Linear(784, 64))
let judge = Sequential(ReLU(), Linear(64, 10))
let learning = Adam(eyes.parameters + judge.parameters, lr: 3e-3)
for (xb, yb) in DataLoader(TensorDataset(mnist.train.images, mnist.train.labels), batchSize: 64, shuffle: true) {
    F.crossEntropy(judge(eyes(xb.view(-1, 1, 28, 28))), yb).backward()
    learning.step()
    learning.zeroGrad()
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 115)
func see(_ images: Tensor) -> Tensor {
    let parts = stride(from: 0, to: images.size(0), by: 500).map { images[$0..<$0 + 500].view(-1, 1, 28, 28) }
    return noGrad { cat(parts.map { eyes($0) }) }
}

let (seen, seenTest) = (see(mnist.train.images), see(test.images))
print(seen.shape, noGrad { (judge(seenTest).argmax(1) .== test.labels).float().mean() })
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 135)
let loader = DataLoader(
    TensorDataset(seen, mnist.train.labels), batchSize: 32 * 5, shuffle: true, dropLast: true)

func rows(_ labels: IntTensor, _ task: ([Int]) -> [Int]) -> [[Int]] {
    stride(from: 0, to: labels.count, by: 5).map { task(labels[$0..<$0 + 5].array) }
}

func write(_ network: Network, _ features: Tensor) -> [[Int]] {
    var written = [[Int]](repeating: [nothingYet], count: features.size(0) / 5)
    for _ in 0..<5 {
        let scores = noGrad { network(features, IntTensor(written)) }
        for (i, digit) in scores[0..., -1].argmax(-1).array.enumerated() { written[i].append(digit) }
    }
    return written.map { Array($0.dropFirst()) }
}

func trial(_ title: String, _ parts: Parts, _ task: @escaping ([Int]) -> [Int], steps: Int = 400, seed: UInt64 = 1) {
    manualSeed(seed)
    let network = Network(parts)
    let optimizer = Adam(network.parameters, lr: 3e-3, betas: (0.9, 0.98))
    let scheduler = LambdaLR(optimizer, LambdaLR.warmupCosine(warmup: 50, total: steps))
    var losses: [Double] = []
    while losses.count < steps {
        for (xb, yb) in loader.prefix(steps - losses.count) {
            let digits = rows(yb, task)
            let written = IntTensor(digits.map { [nothingYet] + $0.dropLast() })
            let loss = F.crossEntropy(network(xb, written).view(-1, 10), IntTensor(digits.flatMap { $0 }))
            loss.backward()
            optimizer.step()
            optimizer.zeroGrad()
            scheduler.step()
            losses.append(loss.item())
        }
    }
    let answers = write(network, seenTest[0..<2000])
    let right = zip(answers, rows(test.labels[0..<2000], task)).filter { $0 == $1 }.count
    let name = title.padding(toLength: 26, withPad: " ", startingAt: 0)
    print(name, String(format: "%6.3f %6.1f %%", losses.suffix(50).reduce(0, +) / 50, Double(right) / 4))
}

let ascending = { (digits: [Int]) in digits.sorted() }
trial("all of it", Parts(), ascending)
trial("without the residual", Parts(residual: false), ascending)
trial("without the norm", Parts(norm: false), ascending)
trial("with places", Parts(places: true), ascending)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 196)
let factorials = [1.0, 1, 2, 6, 24, 120]
let orders = (0..<100_000).map { row in
    var counts = [Int](repeating: 0, count: 10)
    for power in [1, 10, 100, 1000, 10_000] { counts[row / power % 10] += 1 }
    return log(120 / counts.reduce(1) { $0 * factorials[$1] })
}
let order = orders.reduce(0, +) / 100_000 / 5
print(String(format: "%.3f %.3f", log(10) - order, order))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 233)
trial("without the causal mask", Parts(causal: false, places: true), ascending)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/17-06-leaving-out.md", line: 249)
let asItStands = { (digits: [Int]) in digits }
trial("reading, without places", Parts(), asItStands)
trial("reading, with places", Parts(places: true), asItStands)
#sourceLocation()
_checkpoint(5)
