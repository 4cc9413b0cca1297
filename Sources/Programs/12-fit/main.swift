// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 61e6e36604f6ed01

import Checkpoint

_program("Chapters/12-fit.md", code: "d4015439eea20e52")
#sourceLocation(file: "Chapters/12-fit.md", line: 211)
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
var batchLosses: [Double] = []

let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)
let (model, optimizer) = getModel()
let validationLosses = fit(
    epochs: 5, model, F.crossEntropy, optimizer, trainLoader, validLoader,
    afterBatch: { batchLosses.append($1) })
print(accuracy(model, validLoader))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/12-fit.md", line: 327)
let means = stride(from: 0, to: batchLosses.count, by: 46).map { start in
    let end = min(start + 46, batchLosses.count)
    return (x: Double(start + end) / 2 / 782, y: batchLosses[start..<end].reduce(0, +) / Double(end - start))
}
try Figure.write(
    LineChart(
        title: "Five epochs", xLabel: "epochs", yLabel: "loss",
        series: [
            .init("training, mean of 46 batches", means),
            .init("validation", validationLosses.enumerated().map { (x: Double($0 + 1), y: $1) }),
        ]
    ).svg, to: "12-losses.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/12-fit.md", line: 354)
final class Curve: Module {
    let hidden = Linear(1, 32)
    let output = Linear(32, 1)

    override func forward(_ x: Tensor) -> Tensor { output(hidden(x).tanh()) }
}

manualSeed(1)
let x = Tensor.rand(400, 1) * 6 - 3
let parts = randomSplit(TensorDataset(x, x.sin()), [320, 80])
let (trainPoints, validPoints) = getData(parts[0], parts[1], batchSize: 32)
let curve = Curve()
fit(
    epochs: 60, curve, F.mseLoss, Adam(curve.parameters, lr: 0.01), trainPoints, validPoints, quiet: true,
    afterEpoch: { epoch, losses in
        if epoch % 20 == 0 { print(epoch, String(format: "%.5f %.5f", losses.training, losses.validation)) }
    })
print(noGrad { curve(Tensor([[-1], [0], [1]])) }, Tensor([-1, 0, 1]).sin())
#sourceLocation()
_checkpoint(2)
