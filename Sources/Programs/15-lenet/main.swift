// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/15-lenet.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 39f89398f8ecfdc9

import Checkpoint

_program("Chapters/15-lenet.md", code: "0b07cb42fa389a86")
#sourceLocation(file: "Chapters/15-lenet.md", line: 14)
import Foundation
import Kindling

final class Net: Module {
    // Convolutions
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    // Fully connected layers
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    override func forward(_ x: Tensor) -> Tensor {
        // The largest of each window of 2 × 2
        var x = F.maxPool2d(F.relu(conv1(x)), [2, 2])
        x = F.maxPool2d(F.relu(conv2(x)), 2)
        // From maps to one row
        x = x.view(-1, flatFeatureCount(x))
        x = F.relu(fc1(x))
        x = F.relu(fc2(x))
        return fc3(x)
    }

    /// The product of all dimensions but the batch's.
    func flatFeatureCount(_ x: Tensor) -> Int {
        x.shape.dropFirst().reduce(1, *)
    }
}

manualSeed(1)
let net = Net()
print(net)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/15-lenet.md", line: 116)
/// The largest number of each window of `size` × `size` in a table.
func largestOfWindows(_ x: Tensor, _ size: Int) -> Tensor {
    let (rows, columns) = (x.size(0) - size + 1, x.size(1) - size + 1)
    return Tensor(shape: [rows, columns], values: (0..<rows * columns).map { place in
        let (i, j) = (place / columns, place % columns)
        return Float(x[i..<i + size, j..<j + size].max().item())
    })
}
print(largestOfWindows(Tensor([[1, 5, 2], [3, 4, 9], [8, 7, 6]]), 2))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/15-lenet.md", line: 159)
let board = Tensor([[[[1, 5, 2], [3, 4, 9], [8, 7, 6]]]])
board.requiresGrad = true
let largest = F.maxPool2d(board, 2, stride: 1)
print(largest)
largest.sum().backward()
print(board.grad!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/15-lenet.md", line: 200)
let thirteen = Tensor.arange(13 * 13).view(1, 1, 13, 13)
print(F.maxPool2d(thirteen, 2).shape, F.maxPool2d(thirteen, 2, ceilMode: true).shape)
print(F.maxPool2d(thirteen, 2)[0, 0, -1])
print(F.maxPool2d(thirteen, 2, ceilMode: true)[0, 0, -1])
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/15-lenet.md", line: 243)
manualSeed(1)
_ = Net()  // draws what the first one has drawn
let image = Tensor.randn(1, 1, 32, 32)

let steps: [(name: String, step: (Tensor) -> Tensor)] = [
    ("conv1", { net.conv1($0) }), ("pool1", { F.maxPool2d(F.relu($0), [2, 2]) }),
    ("conv2", { net.conv2($0) }), ("pool2", { F.maxPool2d(F.relu($0), 2) }),
    ("view", { $0.view(-1, net.flatFeatureCount($0)) }),
    ("fc1", { F.relu(net.fc1($0)) }), ("fc2", { F.relu(net.fc2($0)) }), ("fc3", { net.fc3($0) }),
]
var x = image
for (name, step) in steps {
    x = step(x)
    print(name, x.shape)
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/15-lenet.md", line: 292)
let shapes = [
    ("image", [1, 32]), ("conv1", [6, 30]), ("pool1", [6, 15]), ("conv2", [16, 13]), ("pool2", [16, 6]),
    ("view", [576]), ("fc1", [120]), ("fc2", [84]), ("fc3", [10]),
]
var drawing = """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 880 250' font-family='sans-serif' font-size='12'>
    <rect width='880' height='250' rx='6' fill='#ffffff'/>

    """
var left = 24
for (name, shape) in shapes {
    let isMap = shape.count == 2
    // A map is drawn 3 units a pixel, one card for each channel; a row as a bar.
    let (side, cards) = isMap ? (shape[1] * 3, shape[0]) : (12, 1)
    let height = isMap ? side : 8 + shape[0] / 4
    let top = 120 - height / 2
    for card in 0..<cards {
        let place = "x='\(left + card * 4)' y='\(top + card * 2)' width='\(side)' height='\(height)'"
        drawing += "<rect \(place) rx='2' fill='\(isMap ? "#b9c9d9" : "#e58a3c")' stroke='#ffffff'/>\n"
    }
    let text = isMap ? "\(shape[0]) × \(shape[1]) × \(shape[1])" : "\(shape[0])"
    drawing += "<text x='\(left)' y='20'>\(name)</text><text x='\(left)' y='240'>\(text)</text>\n"
    left += max(side + cards * 4, isMap ? 70 : 34) + 16
}
try Figure.write(drawing + "</svg>\n", to: "15-shapes.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/15-lenet.md", line: 326)
let parameters = Array(net.parameters)
print(parameters.count)
for (name, parameter) in net.namedParameters {
    print(name, parameter.shape, parameter.count)
}
print(parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/15-lenet.md", line: 420)
let output = net(image)
let target = Tensor.randn(10).view(1, -1)
print(output)
print(L1Loss()(output, target))
print(MSELoss()(output, target))
print(CrossEntropyLoss()(output, IntTensor([3])))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/15-lenet.md", line: 454)
let loss = MSELoss()(output, target)
print(loss.gradFn!.name)
for (i, next) in loss.gradFn!.nextFunctions[0]!.nextFunctions.enumerated() {
    print("Addmm's input \(i):", next!.name)
}
print(loss.graph)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/15-lenet.md", line: 525)
net.zeroGrad()
print("before backward:", net.conv1.bias!.grad as Any)
loss.backward()
print("after backward:", net.conv1.bias!.grad!)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/15-lenet.md", line: 549)
let optimizer = SGD(net.parameters, lr: 0.01)
optimizer.zeroGrad()
let before = MSELoss()(net(image), target)
before.backward()
optimizer.step()
print(before.item() > noGrad { MSELoss()(net(image), target) }.item())
print(before.detach(), noGrad { MSELoss()(net(image), target) })
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/15-lenet.md", line: 585)
manualSeed(2)
let (a, b) = (Linear(5, 7), Linear(7, 3))
let points = Tensor.randn(4, 5)
let joined = F.linear(points, b.weight • a.weight, b.weight • a.bias! + b.bias!)
print(b(a(points)).isClose(to: joined), b(F.relu(a(points))).isClose(to: joined))
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/15-lenet.md", line: 617)
let mnist = try MNIST.load()
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels),
    batchSize: 64)

manualSeed(1)
let model = Sequential(Lambda { F.pad($0.view(-1, 1, 28, 28), [2, 2, 2, 2]) }, Net())
var losses: [Double] = []
let criterion = CrossEntropyLoss()
fit(
    epochs: 1, model, criterion, Adam(model.parameters, lr: 1e-3), trainLoader, validLoader,
    afterBatch: { losses.append($1) })
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/15-lenet.md", line: 669)
print(losses.prefix(5).map { String(format: "%.4f", $0) }.joined(separator: " "))
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/15-lenet.md", line: 683)
let accuracy = noGrad { (model(mnist.valid.images).argmax(1) .== mnist.valid.labels).float().mean() }
print(String(format: "%.2f", accuracy.item()))
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/15-lenet.md", line: 711)
print([20, 50, 100].map { String(format: "%.6f", losses[$0 - 1]) }.joined(separator: " "))
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/15-lenet.md", line: 737)
/// What goes into LeNet's last `relu`: 84 numbers for each image.
func beforeLastRelu(_ net: Net, _ xb: Tensor) -> Tensor {
    var x = F.pad(xb.view(-1, 1, 28, 28), [2, 2, 2, 2])
    x = F.maxPool2d(F.relu(net.conv1(x)), 2)
    x = F.maxPool2d(F.relu(net.conv2(x)), 2)
    return net.fc2(F.relu(net.fc1(x.flatten(1))))
}

manualSeed(1)
let fresh = Net()
for (xb, _) in trainLoader {
    let numbers = noGrad { beforeLastRelu(fresh, xb) }
    print(numbers.count, numbers[9, 66].item() > 0)
    break
}
#sourceLocation()
_checkpoint(16)
