// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/15-lenet.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bb414287ba38286c

import Checkpoint

_program("Chapters/Solutions/15-lenet.md", code: "82d4d430743aa55f")
#sourceLocation(file: "Chapters/Solutions/15-lenet.md", line: 6)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/15-lenet.md", line: 25)
let original = Sequential(
    Conv2d(1, 6, kernelSize: 5), Tanh(), AvgPool2d(2),
    Conv2d(6, 16, kernelSize: 5), Tanh(), AvgPool2d(2),
    Flatten(), Linear(400, 120), Tanh(), Linear(120, 84), Tanh(), Linear(84, 10))
print(original(Tensor.zeros(1, 1, 32, 32)).shape)
print(original[0..<6](Tensor.zeros(1, 1, 32, 32)).shape)
print(original.parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/15-lenet.md", line: 57)
let layer = Conv2d(3, 8, kernelSize: [3, 5], stride: [2, 1], padding: [1, 2])
print(layer(Tensor.zeros(1, 3, 20, 30)).shape, layer.parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/15-lenet.md", line: 73)
let mnist = try MNIST.load()
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels),
    batchSize: 64)

manualSeed(1)
let plain = Sequential(
    Lambda { F.pad($0.view(-1, 1, 28, 28), [2, 2, 2, 2]) },
    Conv2d(1, 6, kernelSize: 3), MaxPool2d(2), Conv2d(6, 16, kernelSize: 3), MaxPool2d(2), Flatten(),
    Linear(576, 120), Linear(120, 84), Linear(84, 10))
fit(epochs: 1, plain, { F.crossEntropy($0, $1) }, Adam(plain.parameters, lr: 1e-3), trainLoader, validLoader)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/15-lenet.md", line: 126)
manualSeed(1)
let flat = Sequential(
    Lambda { F.pad($0.view(-1, 1, 28, 28), [2, 2, 2, 2]) },
    Conv2d(1, 6, kernelSize: 3), AvgPool2d(2), Conv2d(6, 16, kernelSize: 3), AvgPool2d(2), Flatten(),
    Linear(576, 120), Linear(120, 84), Linear(84, 10))
fit(epochs: 1, flat, { F.crossEntropy($0, $1) }, Adam(flat.parameters, lr: 1e-3), trainLoader, validLoader)
#sourceLocation()
_checkpoint(4)
