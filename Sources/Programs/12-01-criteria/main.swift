// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/12-01-criteria.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2af545e967ed60dc

import Checkpoint

_program("Chapters/Workshop/12-01-criteria.md", code: "1c2d04cd667ad23b")
#sourceLocation(file: "Chapters/Workshop/12-01-criteria.md", line: 10)
import Foundation
import Kindling

let mnist = try MNIST.load()
let trainSet = TensorDataset(mnist.train.images, mnist.train.labels)
let validSet = TensorDataset(mnist.valid.images, mnist.valid.labels)

func getModel() -> (Linear, SGD) {
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

manualSeed(1)
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)
let (model, optimizer) = getModel()
fit(epochs: 5, model, F.crossEntropy, optimizer, trainLoader, validLoader)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/12-01-criteria.md", line: 142)
let outputs = Tensor([[2, -1, 0], [0, 1, 3]])
let shares = Tensor([[0.75, 0.25, 0], [0, 0.5, 0.5]])
let functions: [(Tensor, Tensor) -> Tensor] = [F.crossEntropy, F.binaryCrossEntropyWithLogits, F.mseLoss]
print(functions.map { $0(outputs, shares) })
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/12-01-criteria.md", line: 215)
struct Smoothed: Criterion {
    let amount: Double

    func callAsFunction(_ output: Tensor, _ target: IntTensor) -> Tensor {
        F.crossEntropy(output, target, labelSmoothing: amount)
    }
}

fit(epochs: 1, model, Smoothed(amount: 0.1), optimizer, trainLoader, validLoader)
print(String(format: "%.4f", validate(model, F.crossEntropy, validLoader)), accuracy(model, validLoader))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/12-01-criteria.md", line: 246)
let smoothed = Smoothed(amount: 0.1)
print(String(format: "%.4f", validate(model, smoothed, validLoader)))
let (someImages, someLabels) = validSet[0..<64]
let (before, count) = lossBatch(model, smoothed, someImages, someLabels, optimizer)
print(count, lossBatch(model, smoothed, someImages, someLabels).loss < before)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/12-01-criteria.md", line: 273)
final class Either: Module {
    let hidden = Linear(2, 8)
    let output = Linear(8, 2)

    override func forward(_ x: Tensor) -> Tensor { output(hidden(x).tanh()) }
}

let points = [(Tensor([0, 0]), 0), (Tensor([0, 1]), 1), (Tensor([1, 0]), 1), (Tensor([1, 1]), 0)]
let (fourTimes, atOnce) = getData(points, points, batchSize: 4)
manualSeed(1)
let either = Either()
let losses = fit(
    epochs: 100, either, F.crossEntropy, Adam(either.parameters, lr: 0.05), fourTimes, atOnce, quiet: true)
print(String(format: "%.4f %.4f", losses[0], losses[9]), losses[99] < 0.05, accuracy(either, atOnce))
#sourceLocation()
_checkpoint(5)
