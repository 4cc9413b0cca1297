// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/11-validation.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 08daf0aa751c59c5

import Checkpoint

_program("Chapters/11-validation.md", code: "ea8bacb0429bb168")
#sourceLocation(file: "Chapters/11-validation.md", line: 15)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

func loss(_ model: Module, _ x: Tensor, _ y: IntTensor) -> Double {
    noGrad { F.crossEntropy(model(x), y).item() }
}

let few = TensorDataset(xTrain[0..<500], yTrain[0..<500])
let (parrot, parrotOptimizer) = getModel()
var (seen, unseen): ([Double], [Double]) = ([], [])
for epoch in 1...60 {
    for (xb, yb) in DataLoader(few, batchSize: 64) {
        F.crossEntropy(parrot(xb), yb).backward()
        parrotOptimizer.step()
        parrotOptimizer.zeroGrad()
    }
    seen.append(loss(parrot, xTrain[0..<500], yTrain[0..<500]))
    unseen.append(loss(parrot, xValid, yValid))
    if [1, 5, 20, 60].contains(epoch) {
        print("epoch \(epoch):", String(format: "%.4f seen, %.4f unseen", seen.last!, unseen.last!))
    }
}
try Figure.write(
    LineChart(
        title: "500 images, again and again", xLabel: "epochs", yLabel: "loss",
        series: [.init("training images", seen), .init("validation images", unseen)]
    ).svg, to: "11-overfitting.svg", in: .book)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/11-validation.md", line: 113)
func dropout(_ x: Tensor, p: Double) -> Tensor {
    let kept: [Float] = (0..<x.count).map { _ in Generator.default.uniformDouble() < 1 - p ? 1 : 0 }
    return x * Tensor(kept).reshape(x.shape) / (1 - p)
}

manualSeed(3)
print(dropout(Tensor.ones(6), p: 0.25))
manualSeed(3)
print(F.dropout(Tensor.ones(6), p: 0.25))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/11-validation.md", line: 145)
let (half, halfOptimizer) = getModel()
for _ in 1...60 {
    for (xb, yb) in DataLoader(few, batchSize: 64) {
        F.crossEntropy(half(F.dropout(xb, p: 0.5)), yb).backward()
        halfOptimizer.step()
        halfOptimizer.zeroGrad()
    }
}
print("after 60:", String(format: "%.4f seen, %.4f unseen", loss(half, xTrain[0..<500], yTrain[0..<500]), loss(half, xValid, yValid)))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/11-validation.md", line: 203)
let layer = Dropout(p: 0.25)
print(layer)
let holes = layer(Tensor.ones(10_000))
print(Set(holes.array).sorted())
print((holes.mean() - 1).abs().item() < 0.02)
layer.eval()
print(layer(Tensor.ones(5)))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/11-validation.md", line: 262)
let trainLoader = DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64)
let validLoader = DataLoader(TensorDataset(xValid, yValid), batchSize: 64 * 2)

let (model, optimizer) = getModel()
for epoch in 1...5 {
    model.train()
    for (xb, yb) in trainLoader {
        F.crossEntropy(model(xb), yb).backward()
        optimizer.step()
        optimizer.zeroGrad()
    }

    model.eval()
    let sum = noGrad {
        validLoader.reduce(0) { sum, batch in sum + F.crossEntropy(model(batch.0), batch.1).item() }
    }
    print(String(format: "epoch: %d, loss: %.4f", epoch, sum / Double(validLoader.count)))
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/11-validation.md", line: 314)
let shuffledLoader = DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64, shuffle: true)
let (shuffled, shuffledOptimizer) = getModel()
for epoch in 0..<5 {
    shuffled.train()
    for (xb, yb) in shuffledLoader {
        F.crossEntropy(shuffled(xb), yb).backward()
        shuffledOptimizer.step()
        shuffledOptimizer.zeroGrad()
    }

    shuffled.eval()
    let sum = noGrad {
        validLoader.reduce(Tensor(0)) { sum, batch in sum + F.crossEntropy(shuffled(batch.0), batch.1) }
    }
    print(epoch, sum / Double(validLoader.count))
}
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/11-validation.md", line: 368)
let (sumOfMeans, weightedSum) = noGrad {
    validLoader.reduce((0.0, 0.0)) { sums, batch in
        let loss = F.crossEntropy(model(batch.0), batch.1).item()
        return (sums.0 + loss, sums.1 + loss * Double(batch.1.count))
    }
}
print(String(format: "mean of means %.6f", sumOfMeans / Double(validLoader.count)))
print(String(format: "weighted      %.6f", weightedSum / 10_000))
print(String(format: "all at once   %.6f", loss(model, xValid, yValid)))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/11-validation.md", line: 407)
func normalized(_ x: Tensor) -> (xHat: Tensor, deviation: Tensor) {
    let deviation = (x.variance([0], correction: 0) + 1e-5).sqrt()
    return ((x - x.mean(0)) / deviation, deviation)
}

let batch = Tensor([[1, 10], [2, 35], [3, 20], [7, 55]])
print(normalized(batch).xHat)
print(BatchNorm1d(2)(batch).detach())
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/11-validation.md", line: 468)
func inputGradient(_ gradient: Tensor, _ xHat: Tensor, _ deviation: Tensor) -> Tensor {
    let throughMean = gradient.mean(0)
    let throughVariance = xHat * (gradient * xHat).mean(0)
    return (gradient - throughMean - throughVariance) / deviation
}

let arriving = Tensor([[1, 0], [0, 2], [-1, 1], [0.5, 0]])
let (xHat, deviation) = normalized(batch)
let byHand = inputGradient(arriving, xHat, deviation)
print(byHand)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/11-validation.md", line: 503)
batch.requiresGrad = true
(normalized(batch).xHat * arriving).sum().backward()
print((batch.grad! - byHand).abs().max().item() < 1e-6)

batch.grad = nil
(BatchNorm1d(2)(batch) * arriving).sum().backward()
print((batch.grad! - byHand).abs().max().item() < 1e-6)
print(byHand.sum(0).abs().max().item() < 1e-6, (byHand * xHat).sum(0).abs().max().item() < 1e-4)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/11-validation.md", line: 570)
let norm = BatchNorm2d(1)
print(norm)
let pictures = Tensor.arange(1, 9).view(2, 1, 2, 2)
print(norm(pictures).detach().view(2, 4))
print(norm.runningMean!, norm.runningVar!)
norm.eval()
print(norm(pictures).detach().view(2, 4))
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/11-validation.md", line: 606)
print(BatchNorm2d(1)(Tensor.arange(1, 5).view(1, 1, 2, 2)).detach().view(4))
#sourceLocation()
_checkpoint(12)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/11-validation.md", line: 618)
_ = BatchNorm1d(2)(Tensor.ones(1, 2))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/11-validation.md", line: 635)
final class Net: Module {
    let hidden = Linear(784, 128)
    let norm = BatchNorm1d(128)
    let dropout = Dropout()
    let output = Linear(128, 10)

    override func forward(_ x: Tensor) -> Tensor {
        output(dropout(norm(hidden(x)).relu()))
    }
}

manualSeed(1)
let net = Net()
let netOptimizer = SGD(net.parameters, lr: 0.1)
net.train()
for (xb, yb) in trainLoader {
    F.crossEntropy(net(xb), yb).backward()
    netOptimizer.step()
    netOptimizer.zeroGrad()
}
net.eval()
print(String(format: "eval:      %.4f", loss(net, xValid, yValid)))
net.train()
print(String(format: "forgotten: %.4f", loss(net, xValid, yValid)))
#sourceLocation()
_checkpoint(13)
