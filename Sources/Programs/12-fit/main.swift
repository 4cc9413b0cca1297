// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b522571e1dbb7ab3

import Checkpoint

#sourceLocation(file: "Chapters/12-fit.md", line: 171)
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
    epochs: 5, model, { F.crossEntropy($0, $1) }, optimizer, trainLoader, validLoader,
    afterBatch: { batchLosses.append($1) })
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/12-fit.md", line: 267)
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
print(noGrad { (model(mnist.valid.images).argmax(1) .== mnist.valid.labels).float().mean() })
#sourceLocation()
_checkpoint(2)
