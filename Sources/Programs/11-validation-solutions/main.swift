// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/11-validation.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c5950d1624b5e611

import Checkpoint

_program("Chapters/Solutions/11-validation.md", code: "04db9144e0bc23f5")
#sourceLocation(file: "Chapters/Solutions/11-validation.md", line: 8)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

func validationLosses(_ count: Int) -> [Double] {
    manualSeed(1)
    let model = Linear(784, 10)
    let optimizer = SGD(model.parameters, lr: 0.5)
    let loader = DataLoader(TensorDataset(xTrain[0..<count], yTrain[0..<count]), batchSize: 64)
    return (0..<60).map { _ in
        for (xb, yb) in loader {
            F.crossEntropy(model(xb), yb).backward()
            optimizer.step()
            optimizer.zeroGrad()
        }
        return noGrad { F.crossEntropy(model(xValid), yValid).item() }
    }
}

for count in [500, 5000] {
    let losses = validationLosses(count)
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    print(count, "images:", String(format: "%.4f after epoch %d, %.4f at the end", losses[best], best + 1, losses[59]))
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/11-validation.md", line: 84)
func accuracy(shuffle: Bool) -> Double {
    manualSeed(1)
    let model = Linear(784, 10)
    let optimizer = SGD(model.parameters, lr: 0.5)
    let labels = yTrain.array
    let order = IntTensor(labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) })
    let sorted = TensorDataset(xTrain[order], yTrain.gather(order.array))
    for (xb, yb) in DataLoader(sorted, batchSize: 64, shuffle: shuffle) {
        F.crossEntropy(model(xb), yb).backward()
        optimizer.step()
        optimizer.zeroGrad()
    }
    return noGrad { (model(xValid).argmax(1) .== yValid).float().mean().item() }
}

print(String(format: "sorted %.3f, shuffled %.3f", accuracy(shuffle: false), accuracy(shuffle: true)))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/11-validation.md", line: 130)
manualSeed(5)
let (x, scale, shift) = (Tensor.randn(3, 2, 2, 2), Tensor.rand(2) + 0.5, Tensor.randn(2))
print(gradientError(at: [x, scale, shift]) {
    F.batchNorm($0[0], runningMean: nil, runningVariance: nil, weight: $0[1], bias: $0[2], training: true)
} < 2e-3)
let (mean, variance) = (Tensor.randn(2), Tensor.rand(2) + 0.5)
print(gradientError(at: [x, scale, shift]) {
    F.batchNorm($0[0], runningMean: mean, runningVariance: variance, weight: $0[1], bias: $0[2])
} < 1e-3)
#sourceLocation()
_checkpoint(3)
