// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a6a0cf942911b258

import Checkpoint

#sourceLocation(file: "Chapters/13-cnn.md", line: 10)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)
let digit = xTrain[0].view(28, 28)
print(digit[12..<16, 10..<16])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/13-cnn.md", line: 64)
/// Squares of a grid, as SVG: `fill` gives each its colour, by row and column.
func grid(_ rows: Int, _ columns: Int, x: Int, y: Int, _ fill: (Int, Int) -> String) -> String {
    (0..<rows * columns).map { place in
        let (row, column) = (place / columns, place % columns)
        return "<rect x='\(x + column * 26)' y='\(y + row * 26)' width='24' height='24' rx='3' fill='\(fill(row, column))'/>\n"
    }.joined()
}

/// A padded 6 × 6 image with a kernel on it, and the output, whose square (0, step) it makes.
func drawing(step: Int, x: Int) -> String {
    grid(8, 8, x: x, y: 44) { row, column in
        let isCovered = row < 3 && step * 2 <= column && column < step * 2 + 3
        let isPadding = row == 0 || row == 7 || column == 0 || column == 7
        return isCovered ? (isPadding ? "#f3c9a5" : "#e58a3c") : (isPadding ? "#eeeeee" : "#b9c9d9")
    } + grid(3, 3, x: x + 230, y: 109) { row, column in
        row == 0 && column == step ? "#e58a3c" : row == 0 && column < step ? "#f3c9a5" : "#d5dfe8"
    }
}
let drawn = """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 700 270' font-family='sans-serif' font-size='13'>
    <rect width='700' height='270' rx='6' fill='#ffffff'/>
    <text x='24' y='28'>first position</text><text x='374' y='28'>second position, stride 2</text>
    \(drawing(step: 0, x: 24))\(drawing(step: 1, x: 374))</svg>

    """
try Figure.write(drawn, to: "13-sliding.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/13-cnn.md", line: 99)
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
#sourceLocation(file: "Chapters/13-cnn.md", line: 140)
let lying = upright.t()
let sheet = cat([
    digit[1..<27, 1..<27],
    slide(upright, over: digit) / 8 + 0.5,
    slide(lying, over: digit) / 8 + 0.5,
], 1)
try Figure.write(PNG.grey(sheet.clamp(min: 0, max: 1), scale: 4), to: "13-edges.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/13-cnn.md", line: 281)
for (size, stride, padding) in [(28, 1, 0), (28, 1, 1), (28, 2, 1), (14, 2, 1), (7, 2, 1)] {
    let x = Tensor.zeros(1, 1, size, size)
    let y = F.conv2d(x, Tensor.zeros(1, 1, 3, 3), stride: Size2D(stride), padding: .zeros(Size2D(padding)))
    print(size, "to", y.size(-1))
}
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/13-cnn.md", line: 569)
let small = Tensor.arange(9).view(1, 1, 3, 3)
let pair = cat([small, small * 10], 1)
let kernels = Tensor.zeros(2, 2, 2, 2)
kernels[0, 0] = Tensor.ones(2, 2)
kernels[1] = Tensor([[[0, 0], [0, 1]], [[-1, 0], [0, 0]]])
print(F.conv2d(pair, kernels, Tensor([0.5, 0])))
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/13-cnn.md", line: 599)
_ = F.conv2d(Tensor.zeros(64, 3, 28, 28), Tensor.zeros(16, 1, 3, 3))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/13-cnn.md", line: 686)
manualSeed(4)
let checked = [Tensor.randn(2, 4, 7, 6), Tensor.randn(6, 2, 3, 2), Tensor.randn(6)]
let error = gradientError(at: checked) {
    F.conv2d($0[0], $0[1], $0[2], stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2)
}
print(error < 1e-3)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/13-cnn.md", line: 1924)
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

manualSeed(5)
let (some, their, those) = (Tensor.randn(3, 16, 14, 14), Tensor.randn(16, 16, 3, 3), Tensor.randn(16))
let slow = convolve(some, their, those, stride: 2, padding: 1)
let fast = F.conv2d(some, their, those, stride: 2, padding: 1)
print(slow.shape, slow.array.map(\.bitPattern) == fast.array.map(\.bitPattern))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2055)
manualSeed(1)
let layer = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
print(layer)
print(layer.weight.shape, layer.bias!.shape)
print(layer.weight[0, 0].detach())
print(layer.bias!.detach()[0..<4])
print(layer(xTrain[0..<64].view(-1, 1, 28, 28)).shape)
print(Conv2d(16, 32, kernelSize: [3, 5], padding: .same, groups: 4, bias: false))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2556)
let board = Tensor.arange(36).view(1, 1, 6, 6)
print(F.avgPool2d(board, 3))
print(F.adaptiveAvgPool2d(board, 2).isEqual(to: F.avgPool2d(board, 3)))
print(F.adaptiveAvgPool2d(board, [1, 4]))
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2606)
manualSeed(1)
let model = MnistCNN()
let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
print(model)
print(model.parameters.map(\.count), model.parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2648)
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
_checkpoint(10)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2687)
print(String(format: "batch 101: %.6f, batch 201: %.6f", losses[100], losses[200]))
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2703)
manualSeed(1)
let trained = MnistCNN()
fit(
    epochs: 5, trained, { F.crossEntropy($0, $1) }, SGD(trained.parameters, lr: 0.1, momentum: 0.9), trainLoader,
    validLoader)
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2769)
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
_checkpoint(13)
#sourceLocation(file: "Chapters/13-cnn.md", line: 2818)
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
_checkpoint(14)
