// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/16-summary.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1d034716f5c2c58b

import Checkpoint

_program("Chapters/16-summary.md", code: "876de596b270c3bf")
#sourceLocation(file: "Chapters/16-summary.md", line: 62)
import Foundation
import Kindling

/// Images in pairs, side by side, and whether the left digit is larger (1) or not (0).
func pairs(_ split: MNIST.Split) -> TensorDataset<(Tensor, IntTensor)> {
    let (images, labels) = (split.images, split.labels.array)
    let half = labels.count / 2
    return TensorDataset(
        cat([images[0..<half], images[half..<2 * half]], 1),
        IntTensor((0..<half).map { labels[$0] > labels[half + $0] ? 1 : 0 }))
}

let mnist = try MNIST.load()
let (trainSet, validSet) = (pairs(mnist.train), pairs(mnist.valid))
let (x, answers) = validSet[0..<validSet.count]
print(trainSet.count, x.shape, answers.float().mean())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/16-summary.md", line: 118)
let lossFunction: LossFunction<IntTensor> = F.crossEntropy
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)

func train(_ model: Module) {
    let untrained = validate(model, lossFunction, validLoader)
    print(String(format: "untrained: %.2f", untrained))
    fit(epochs: 3, model, lossFunction, SGD(model.parameters, lr: 0.02, momentum: 0.9), trainLoader, validLoader)
    print("accuracy:", noGrad { (model(x).argmax(1) .== answers).float().mean() })
}

manualSeed(1)
train(Linear(1568, 2))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/16-summary.md", line: 169)
manualSeed(1)
train(Sequential(Linear(1568, 64), ReLU(), Linear(64, 2)))
#sourceLocation()
_checkpoint(3)
