// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6db2cf59f5c04400

import Checkpoint

_program("Chapters/13-cnn.md", code: "83b89bf55bfc0cd5")
#sourceLocation(file: "Chapters/13-cnn.md", line: 14)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)
let digit = xTrain[0].view(28, 28)
print(digit[12..<16, 10..<16])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/13-cnn.md", line: 81)
/// Slides a kernel over an image.
func slide(_ kernel: Tensor, over image: Tensor) -> Tensor {
    let (k, x) = (kernel.array, image.array)
    let (height, width) = (image.size(0) - 2, image.size(1) - 2)
    var y = [Float](repeating: 0, count: height * width)
    for i in 0..<height {
        for j in 0..<width {
            for a in 0..<3 {
                for b in 0..<3 {
                    y[i * width + j] += k[a * 3 + b] * x[(i + a) * image.size(1) + (j + b)]
                }
            }
        }
    }
    return Tensor(shape: [height, width], values: y)
}

let upright = Tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
let edges = slide(upright, over: digit)
print(edges.shape)
print(edges[12..<14, 8..<14])
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/13-cnn.md", line: 123)
let lying = upright.t()
let sheet = cat([
    digit[1..<27, 1..<27],
    slide(upright, over: digit) / 8 + 0.5,
    slide(lying, over: digit) / 8 + 0.5,
], 1)
try Figure.write(PNG.grey(sheet.clamp(min: 0, max: 1), scale: 4), to: "13-edges.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/13-cnn.md", line: 167)
for (size, stride, padding) in [(28, 1, 0), (28, 1, 1), (28, 2, 1), (14, 2, 1), (7, 2, 1)] {
    let x = Tensor.zeros(1, 1, size, size)
    let y = F.conv2d(x, Tensor.zeros(1, 1, 3, 3), stride: Size2D(stride), padding: .zeros(Size2D(padding)))
    print(size, "to", y.size(-1))
}
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/13-cnn.md", line: 208)
/// The definition: seven loops.
func convolve(_ x: Tensor, _ w: Tensor, _ bias: Tensor, stride: Int, padding: Int) -> Tensor {
    let size = (x.size(2) + 2 * padding - w.size(2)) / stride + 1
    let (pixels, weights, biases) = (x.array, w.array, bias.array)
    var y: [Float] = []
    for n in 0..<x.size(0) {
        for o in 0..<w.size(0) {
            for i in 0..<size {
                for j in 0..<size {
                    var sum = biases[o]
                    for c in 0..<w.size(1) {
                        for a in 0..<w.size(2) {
                            for b in 0..<w.size(3) {
                                let (row, column) = (i * stride + a - padding, j * stride + b - padding)
                                let isInside = 0..<x.size(2) ~= row && 0..<x.size(3) ~= column
                                let pixel = isInside ? pixels[((n * x.size(1) + c) * x.size(2) + row) * x.size(3) + column] : 0
                                let weight = weights[((o * w.size(1) + c) * w.size(2) + a) * w.size(3) + b]
                                sum.addProduct(weight, pixel)
                            }
                        }
                    }
                    y.append(sum)
                }
            }
        }
    }
    return Tensor(shape: [x.size(0), w.size(0), size, size], values: y)
}
#sourceLocation()
#sourceLocation(file: "Chapters/13-cnn.md", line: 243)
let small = Tensor.arange(9).view(1, 1, 3, 3)
let pair = cat([small, small * 10], 1)
let kernels = Tensor.zeros(2, 2, 2, 2)
kernels[0, 0] = Tensor.ones(2, 2)
kernels[1] = Tensor([[[0, 0], [0, 1]], [[-1, 0], [0, 0]]])
print(convolve(pair, kernels, Tensor([0.5, 0]), stride: 1, padding: 0))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/13-cnn.md", line: 277)
manualSeed(5)
let (some, their, those) = (Tensor.randn(3, 16, 14, 14), Tensor.randn(16, 16, 3, 3), Tensor.randn(16))
let slow = convolve(some, their, those, stride: 2, padding: 1)
let fast = F.conv2d(some, their, those, stride: 2, padding: 1)
print(slow.shape, slow.array.map(\.bitPattern) == fast.array.map(\.bitPattern))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/13-cnn.md", line: 354)
manualSeed(1)
let layer = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
print(layer)
print(layer.weight.shape, layer.bias!.shape)
print(layer.weight[0, 0].detach())
print(layer.bias!.detach()[0..<4])
print(layer(xTrain[0..<64].view(-1, 1, 28, 28)).shape)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/13-cnn.md", line: 394)
/// The mean of each window of `size` × `size`, side by side.
func averagePool(_ x: Tensor, _ size: Int) -> Tensor {
    let (rows, columns) = (x.size(2) / size, x.size(3) / size)
    return x.view(x.size(0), x.size(1), rows, size, columns, size).mean(3, 5)
}

let board = Tensor.arange(36).view(1, 1, 6, 6)
print(averagePool(board, 3))
print(averagePool(board, 3).isEqual(to: F.avgPool2d(board, 3)))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/13-cnn.md", line: 471)
manualSeed(1)
let model = MnistCNN()
let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
print(model)
print(model.parameters.map(\.count), model.parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/13-cnn.md", line: 514)
let (trainLoader, validLoader) = getData(TensorDataset(xTrain, yTrain), TensorDataset(xValid, yValid), batchSize: 64)
var losses: [Double] = []
for (xb, yb) in trainLoader {
    losses.append(lossBatch(model, { F.crossEntropy($0, $1) }, xb, yb, optimizer).loss)
    if losses.count == 201 { break }
}
for row in 0..<4 {
    print(losses[row * 5..<row * 5 + 5].map { String(format: "%.6f", $0) }.joined(separator: " "))
}
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/13-cnn.md", line: 553)
print(String(format: "batch 101: %.6f, batch 201: %.6f", losses[100], losses[200]))
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/13-cnn.md", line: 570)
manualSeed(1)
let trained = MnistCNN()
let trainer = SGD(trained.parameters, lr: 0.1, momentum: 0.9)
fit(epochs: 5, trained, { F.crossEntropy($0, $1) }, trainer, trainLoader, validLoader)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/13-cnn.md", line: 648)
let nudged = MnistCNN()
manualSeed(1)
let original = MnistCNN()
try nudged.loadStateDict(original.stateDict)
noGrad {
    let weight = nudged.conv1.weight[0, 0, 0]
    weight[0] = Tensor(Double(Float(weight[0].item()).nextUp))
}
let optimizers = [original, nudged].map { SGD($0.parameters, lr: 0.1, momentum: 0.9) }
for (i, (xb, yb)) in trainLoader.enumerated() {
    let losses = zip([original, nudged], optimizers).map {
        lossBatch($0, { F.crossEntropy($0, $1) }, xb, yb, $1).loss
    }
    if [0, 100, 200, 300, 350, 400, 600, 781].contains(i) {
        let distance = zip(original.parameters, nudged.parameters).map { ($0.detach() - $1.detach()).abs().max().item() }.max()!
        print(String(format: "batch %3d: losses %.4f and %.4f, weights %.0e apart", i + 1, losses[0], losses[1], distance))
    }
}
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/13-cnn.md", line: 708)
/// The network without its last relu.
final class BareCNN: Module {
    let parts = MnistCNN()

    override func forward(_ xb: Tensor) -> Tensor {
        var xb = xb.view(-1, 1, 28, 28)
        xb = F.relu(parts.conv1(xb))
        xb = F.relu(parts.conv2(xb))
        xb = F.avgPool2d(parts.conv3(xb), 4)
        return xb.view(-1, xb.size(1))
    }
}

manualSeed(1)
let bare = BareCNN()
let bareOptimizer = SGD(bare.parameters, lr: 0.1, momentum: 0.9)
for (i, (xb, yb)) in trainLoader.enumerated() {
    lossBatch(bare, { F.crossEntropy($0, $1) }, xb, yb, bareOptimizer)
    if i == 200 { break }
}
for network in [model, bare] {
    print(String(format: "validation loss: %.4f", validate(network, { F.crossEntropy($0, $1) }, validLoader)))
}
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/13-cnn.md", line: 763)
/// The share of the validation images that `model` reads right.
func readRight(by model: Module) -> Double {
    model.eval()
    return noGrad { (model(xValid).argmax(1) .== yValid).float().mean().item() }
}

manualSeed(1)
let trainedBare = BareCNN()
let bareAgain = SGD(trainedBare.parameters, lr: 0.1, momentum: 0.9)
fit(epochs: 5, trainedBare, { F.crossEntropy($0, $1) }, bareAgain, trainLoader, validLoader)
print(String(format: "read right: %.4f with the last relu, %.4f without", readRight(by: trained), readRight(by: trainedBare)))
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/13-cnn.md", line: 839)
let image = xTrain[0..<1].view(1, 1, 28, 28)
let (kernelsNow, maps1, maps2, maps3) = noGrad {
    let maps1 = F.relu(trained.conv1(image))
    let maps2 = F.relu(trained.conv2(maps1))
    return (trained.conv1.weight.detach().squeeze(1), maps1[0], maps2[0], F.relu(trained.conv3(maps2))[0])
}

/// Pictures `(C, H, W)` in a row, each enlarged to 42 × 42 pixels, with gaps of 3.
func strip(_ maps: Tensor) -> Tensor {
    let size = maps.size(1)
    let pictures = maps.array
    let (low, high) = (maps.min().item(), maps.max().item())
    return Tensor(shape: [45, 16 * 45], values: (0..<45 * 16 * 45).map { place in
        let (y, x, map) = (place / (16 * 45), place % 45, place % (16 * 45) / 45)
        if map >= maps.size(0) || y >= 42 || x >= 42 { return 0.25 }
        let value = pictures[(map * size + y * size / 42) * size + x * size / 42]
        return Float((Double(value) - low) / (high - low))
    })
}
try Figure.write(PNG.grey(cat([strip(kernelsNow), strip(maps1), strip(maps2), strip(maps3)], 0)), to: "13-maps.png", in: .book)
print(maps3.mean(1, 2))
#sourceLocation()
_checkpoint(15)
