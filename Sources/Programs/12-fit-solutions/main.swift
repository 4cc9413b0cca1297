// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9a9366ecf84bd493

import Checkpoint

_program("Chapters/Solutions/12-fit.md", code: "edf0c165040a34f8")
#sourceLocation(file: "Chapters/Solutions/12-fit.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let trainSet = TensorDataset(mnist.train.images, mnist.train.labels)
let validSet = TensorDataset(mnist.valid.images, mnist.valid.labels)
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/12-fit.md", line: 54)
manualSeed(1)
let model = Linear(784, 10)
let optimizer = SGD(model.parameters, lr: 0.5)
let scheduler = OneCycleLR(optimizer, maxLR: 0.5, totalSteps: 3 * trainLoader.count, momentum: nil)
fit(
    epochs: 3, model, F.crossEntropy, optimizer, trainLoader, validLoader,
    afterBatch: { batch, _ in
        if batch + 1 < 3 * trainLoader.count { scheduler.step() }
    })
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/12-fit.md", line: 84)
let weight = Tensor.ones(10)
weight[4] = Tensor(2)

func accuracies(_ lossFunction: LossFunction<IntTensor>) -> [Double] {
    manualSeed(1)
    let model = Linear(784, 10)
    fit(epochs: 1, model, lossFunction, SGD(model.parameters, lr: 0.1), trainLoader, validLoader)
    let answers = noGrad { model(mnist.valid.images).argmax(1) }
    return [4, 9].map { digit in
        let isDigit = mnist.valid.labels .== digit
        return Double(((answers .== digit) .& isDigit).sum().item()) / Double(isDigit.sum().item())
    }
}

let plain = accuracies(F.crossEntropy)
let weighted = accuracies { F.crossEntropy($0, $1, weight: weight) }
print(plain.map { String(format: "%.3f", $0) }, weighted.map { String(format: "%.3f", $0) })
#sourceLocation()
_checkpoint(2)
