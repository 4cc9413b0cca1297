// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/14-sequential.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5236c539f6da3926

import Checkpoint

_program("Chapters/Solutions/14-sequential.md", code: "1b0bd24456bf4e77")
#sourceLocation(file: "Chapters/Solutions/14-sequential.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let image = mnist.train.images[0..<1].view(1, 1, 28, 28)

/// The convolutions of chapter 14, and what comes after them.
func network(_ end: Module...) -> Sequential {
    let model = Sequential(
        Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1), ReLU(),
        Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1), ReLU(),
        Conv2d(16, 10, kernelSize: 3, stride: 2, padding: 1))
    for module in end { model.append(module) }
    return model
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/14-sequential.md", line: 49)
manualSeed(1)
let model = network(ReLU(), AvgPool2d(4), Flatten())
manualSeed(1)
let adaptive = network(ReLU(), AdaptiveAvgPool2d(1), Flatten())
let (scores, others) = noGrad { (model(image), adaptive(image)) }
print(scores.isEqual(to: others), scores.isClose(to: others))
print(adaptive(Tensor.zeros(1, 1, 40, 40)).shape)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/14-sequential.md", line: 79)
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels),
    batchSize: 64)
manualSeed(1)
let open = Sequential(Lambda { $0.view(-1, 1, 28, 28) }, network(AvgPool2d(4), Flatten()))
fit(
    epochs: 2, open, { F.crossEntropy($0, $1) }, SGD(open.parameters, lr: 0.1, momentum: 0.9), trainLoader, validLoader)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/14-sequential.md", line: 130)
print(noGrad { open(mnist.train.images[0..<1]) })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/14-sequential.md", line: 147)
manualSeed(1)
let inner = network(ReLU(), AvgPool2d(4), Flatten())[0..<4]
print(inner)
let maps = noGrad { inner(image) }
print(maps.shape, String(format: "%.4f", maps.max().item()))
#sourceLocation()
_checkpoint(4)
