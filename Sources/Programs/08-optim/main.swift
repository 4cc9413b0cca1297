// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: da0bb4c1837720c4

import Checkpoint

#sourceLocation(file: "Chapters/08-optim.md", line: 518)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (n, batchSize, learningRate, epochs) = (xTrain.size(0), 64, 0.5, 2)

final class Logistic: Module {
    let lin = Linear(784, 10)

    override func forward(_ xb: Tensor) -> Tensor {
        lin(xb)
    }
}

func getModel() -> (Logistic, SGD) {
    manualSeed(1)
    let model = Logistic()
    return (model, SGD(model.parameters, lr: learningRate))
}

func batch(_ i: Int) -> (Tensor, IntTensor) {
    (xTrain[i * batchSize..<(i + 1) * batchSize], yTrain[i * batchSize..<(i + 1) * batchSize])
}

let (model, optimizer) = getModel()
let batchCount = (n - 1) / batchSize + 1
var (xb, yb) = batch(batchCount - 1)
print(F.crossEntropy(model(xb), yb).detach())

for _ in 0..<epochs {
    for i in 0..<batchCount {
        (xb, yb) = batch(i)
        let loss = F.crossEntropy(model(xb), yb)

        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
    }
}
print(F.crossEntropy(model(xb), yb).detach())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/08-optim.md", line: 783)
func validationLoss(after makeOptimizer: ([Parameter]) -> Optimizer) -> (losses: [Double], loss: Double) {
    manualSeed(1)
    let model = Logistic()
    let optimizer = makeOptimizer(model.parameters)
    var losses: [Double] = []
    for i in 0..<batchCount {
        let (xb, yb) = batch(i)
        let loss = F.crossEntropy(model(xb), yb)
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
        losses.append(loss.item())
    }
    return (losses, noGrad { F.crossEntropy(model(mnist.valid.images), mnist.valid.labels).item() })
}

let candidates: [(String, ([Parameter]) -> Optimizer)] = [
    ("SGD", { SGD($0, lr: 0.1) }),
    ("momentum", { SGD($0, lr: 0.02, momentum: 0.9) }),
    ("Nesterov", { SGD($0, lr: 0.02, momentum: 0.9, nesterov: true) }),
    ("weight decay", { SGD($0, lr: 0.1, weightDecay: 0.01) }),
    ("RMSprop", { RMSprop($0, lr: 0.001) }),
    ("Adam", { Adam($0) }),
    ("AdamW", { AdamW($0) }),
]
var curves: [LineChart.Series] = []
for (name, makeOptimizer) in candidates {
    let (losses, loss) = validationLoss(after: makeOptimizer)
    print(String(format: "%.4f", loss), name)
    if ["SGD", "momentum", "Adam"].contains(name) {
        let means = stride(from: 0, to: 782, by: 34).map { losses[$0..<$0 + 34].reduce(0, +) / 34 }
        curves.append(.init(name, means.enumerated().map { (x: Double($0 * 34 + 17), y: $1) }))
    }
}
try Figure.write(
    LineChart(title: "One epoch with three optimizers", xLabel: "batches", yLabel: "loss", series: curves).svg,
    to: "08-optimizers.svg", in: .book)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/08-optim.md", line: 1012)
func rates(_ makeScheduler: (Optimizer) -> LRScheduler) -> [String] {
    let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
    let scheduler = makeScheduler(optimizer)
    return (0..<10).map { i in
        if i > 0 { scheduler.step() }
        return String(format: "%.4f", scheduler.lastLRs[0])
    }
}

print(rates { StepLR($0, stepSize: 4, gamma: 0.5) })
print(rates { CosineAnnealingLR($0, maxSteps: 9) })
print(rates { OneCycleLR($0, maxLR: 0.1, totalSteps: 10) })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/08-optim.md", line: 1096)
/// The errors that the two losses leave at (w, b): both are 0 where they come out right.
func residuals(_ w: Double, _ b: Double) -> (Double, Double) {
    func loss(_ w: Double, _ b: Double) -> Double {
        (0...10).reduce(0) { $0 + pow((w - 2) * Double($1) + b - 1, 2) } / 11
    }
    let dw = (0...10).reduce(0.0) { $0 + 2 * ((w - 2) * Double($1) + b - 1) * Double($1) } / 11
    let db = (0...10).reduce(0.0) { $0 + 2 * ((w - 2) * Double($1) + b - 1) } / 11
    return (loss(w, b) - 250.6361846923828, loss(w - 0.01 * dw, b - 0.01 * db) - 20.5625)
}

for start in [(-1.0, 0.0), (-1, 20), (5, 2), (5, 0)] {
    var (w, b) = start
    for _ in 0..<50 {
        let (r, s) = residuals(w, b)
        let h = 1e-6
        let (rw, sw) = residuals(w + h, b)
        let (rb, sb) = residuals(w, b + h)
        let (a, c, d, e) = ((rw - r) / h, (rb - r) / h, (sw - s) / h, (sb - s) / h)
        let determinant = a * e - c * d
        w -= (e * r - c * s) / determinant
        b -= (a * s - d * r) / determinant
    }
    print(String(format: "weight %8.4f, bias %8.4f", w, b))
}
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/08-optim.md", line: 1154)
final class LinearRegression: Module {
    let linear = Linear(1, 1)

    override func forward(_ x: Tensor) -> Tensor {
        linear(x)
    }
}

let line = LinearRegression()
noGrad {
    line.linear.weight.fill(-0.52364557)
    line.linear.bias!.fill(-0.05467653)
}
let x = Tensor.arange(11).view(-1, 1)
let y = 2 * x + 1
let lineOptimizer = SGD(line.parameters, lr: 0.01)

for epoch in 0..<1000 {
    lineOptimizer.zeroGrad()
    let loss = F.mseLoss(line(x), y)
    if epoch < 6 { print(epoch, String(format: "%.4f", loss.item())) }
    if epoch == 517 { print(epoch, String(format: "%.7f", loss.item())) }
    loss.backward()
    lineOptimizer.step()
}
print(noGrad { line(x) }.view(-1))
#sourceLocation()
_checkpoint(5)
