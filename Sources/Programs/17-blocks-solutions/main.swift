// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/17-blocks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b087053e35b10199

import Checkpoint

_program("Chapters/Solutions/17-blocks.md", code: "6064e340f1fc7ba6")
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 6)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 27)
let keys = Tensor([[4, 2], [1, 3], [4, 4]])
let values = Tensor([[3], [4], [9]])
let weights = F.softmax(keys • Tensor([0, 0]), 0)
print(weights, weights • values, values.mean())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 49)
func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor) -> Tensor {
    let scores = q • k.transpose(-2, -1) / Double(q.size(-1)).squareRoot()
    return F.softmax(scores + mask, -1) • v
}

manualSeed(1)
let (k, v) = (Tensor.randn(3, 4), Tensor.randn(3, 2))
let causal = Tensor.zeros(3, 3).maskedFill(Transformer.causalMask(3), -.infinity)
for _ in 0..<3 {
    print(attention(Tensor.randn(3, 4), k, v, mask: causal)[0], v[0])
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 87)
let nothingYet = 10

final class Sorter: Module {
    let eyes = Sequential(
        Conv2d(1, 8, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(),
        Conv2d(8, 16, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(), Flatten(), Linear(784, 64))
    let digits = Embedding(11, 64)
    let transformer = Transformer(
        dModel: 64, nhead: 4, numEncoderLayers: 2, numDecoderLayers: 2, dimFeedforward: 128, dropout: 0, batchFirst: true)
    let out = Linear(64, 10)

    func callAsFunction(_ images: Tensor, _ written: IntTensor) -> Tensor {
        let seen = eyes(images.view(-1, 1, 28, 28)).view(-1, 5, 64)
        return out(transformer(seen, digits(written), targetMask: Transformer.causalMask(written.size(1))))
    }
}

let mnist = try MNIST.load()
let trainLoader = DataLoader(
    TensorDataset(mnist.train.images, mnist.train.labels), batchSize: 64 * 5, shuffle: true, dropLast: true)

/// What is to be written for each five digits, and what stands before each of its digits.
func answers(_ labels: IntTensor, _ task: ([Int]) -> [Int]) -> (target: IntTensor, written: IntTensor) {
    let rows = stride(from: 0, to: labels.count, by: 5).map { task(labels[$0..<$0 + 5].array) }
    return (IntTensor(rows.flatMap { $0 }), IntTensor(rows.map { [nothingYet] + $0.dropLast() }))
}

manualSeed(1)
let model = Sorter()
let optimizer = Adam(model.parameters, lr: 3e-3, betas: (0.9, 0.98))
let scheduler = LambdaLR(optimizer, LambdaLR.warmupCosine(warmup: 100, total: 156))
var losses: [Double] = []
for (xb, yb) in trainLoader {
    let (target, written) = answers(yb) { $0.sorted(by: >) }
    let loss = F.crossEntropy(model(xb, written).view(-1, 10), target)
    loss.backward()
    optimizer.step()
    optimizer.zeroGrad()
    scheduler.step()
    losses.append(loss.item())
}
print(losses.prefix(2).map { String(format: "%.4f", $0) })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 182)
print(String(format: "%.3f", losses.reduce(0, +) / Double(losses.count)))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Solutions/17-blocks.md", line: 206)
for (xb, yb) in trainLoader.prefix(1) {
    let (target, written) = answers(yb) { Array($0.sorted().prefix(3)) }
    let scores = noGrad { model(xb, written) }
    print(written.shape, scores.shape, target.shape)
}
#sourceLocation()
_checkpoint(5)
