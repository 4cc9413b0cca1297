// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7b807fc1112a87d8

import Checkpoint

_program("Chapters/Solutions/13-cnn.md", code: "32796975f8022c23")
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let trainSet = TensorDataset(mnist.train.images, mnist.train.labels)
let validSet = TensorDataset(mnist.valid.images, mnist.valid.labels)
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 36)
let digit = mnist.train.images[0].view(1, 1, 28, 28)
let blur = Tensor.full([1, 1, 3, 3], 1.0 / 9)
let sharpen = Tensor([[[[0, -1, 0], [-1, 5, -1], [0, -1, 0]]]])
print(blur.sum().item(), sharpen.sum().item())

let pictures = [digit, F.conv2d(digit, blur, padding: 1), F.conv2d(digit, sharpen, padding: 1)]
let sheet = cat(pictures.map { $0.view(28, 28) }, 1)
try Figure.write(PNG.grey(sheet.clamp(min: 0, max: 1), scale: 4), to: "13-solutions-blur.png", in: .book)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 65)
/// A network behind a fixed shuffling of the pixels.
final class Shuffled: Module {
    let order: IntTensor
    let network: Module

    init(_ network: Module, order: IntTensor) {
        (self.network, self.order) = (network, order)
        super.init()
    }

    override func forward(_ x: Tensor) -> Tensor {
        network(x.t()[order].t().contiguous())
    }
}

manualSeed(7)
let order = IntTensor.randperm(784)
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)

/// Trains `network` for an epoch, behind the shuffling or without it; the validation loss.
func loss(after network: Module, shuffled: Bool, lr: Double, momentum: Double) -> String {
    let model = shuffled ? Shuffled(network, order: order) : network
    let optimizer = SGD(model.parameters, lr: lr, momentum: momentum)
    for (xb, yb) in trainLoader {
        lossBatch(model, { F.crossEntropy($0, $1) }, xb, yb, optimizer)
    }
    return String(format: "%.4f", validate(model, { F.crossEntropy($0, $1) }, validLoader))
}

func linearLoss(shuffled: Bool) -> String {
    manualSeed(2)
    return loss(after: Linear(784, 10), shuffled: shuffled, lr: 0.5, momentum: 0)
}

func convolutionLoss(shuffled: Bool) -> String {
    manualSeed(2)
    return loss(after: MnistCNN(), shuffled: shuffled, lr: 0.1, momentum: 0.9)
}

print("linear, as they are:", linearLoss(shuffled: false))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 162)
print("convolutions, as they are:", convolutionLoss(shuffled: false))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 180)
print("linear, shuffled:", linearLoss(shuffled: true))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 192)
print("convolutions, shuffled:", convolutionLoss(shuffled: true))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Solutions/13-cnn.md", line: 216)
/// The windows of 3 × 3 as rows: `(N · 26 · 26, C · 9)` from `(N, C, 28, 28)`.
func im2col(_ x: Tensor) -> Tensor {
    let (count, channels, size) = (x.size(0), x.size(1), x.size(2) - 2)
    let taps = (0..<9).map { tap in
        x[0..<count, 0..<channels, (tap / 3)..<(tap / 3 + size), (tap % 3)..<(tap % 3 + size)]
    }
    // (N, C, 9, 26, 26) to (N, 26, 26, C, 9): a window's numbers in the order of the weight's.
    return stack(taps, 2).permute(0, 3, 4, 1, 2).reshape(count * size * size, channels * 9)
}

manualSeed(8)
let (x, w) = (Tensor.randn(2, 3, 28, 28), Tensor.randn(5, 3, 3, 3))
let product = im2col(x) • w.view(5, 27).t()
let asImages = product.view(2, 26, 26, 5).permute(0, 3, 1, 2)
print(asImages.shape, asImages.isEqual(to: F.conv2d(x, w)))
#sourceLocation()
_checkpoint(6)
