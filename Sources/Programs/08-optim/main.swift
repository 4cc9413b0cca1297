// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7fc58d82621283d6

import Checkpoint

_program("Chapters/08-optim.md", code: "ff3e69c3e38a8b42")
#sourceLocation(file: "Chapters/08-optim.md", line: 29)
import Foundation
import Kindling

/// Gradient descent: the whole of it.
struct Descent {
    let parameters: [Parameter]
    let lr: Double

    func step() {
        noGrad {
            for w in parameters { w -= lr * w.grad! }
        }
    }

    func zeroGrad() {
        for w in parameters { w.grad = nil }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/08-optim.md", line: 65)
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
#sourceLocation(file: "Chapters/08-optim.md", line: 163)
manualSeed(1)
let second = Logistic()
let descent = Descent(parameters: second.parameters, lr: learningRate)
for _ in 0..<epochs {
    for i in 0..<batchCount {
        let (xb, yb) = batch(i)
        descent.zeroGrad()
        let loss = F.crossEntropy(second(xb), yb)
        loss.backward()
        descent.step()
    }
}
print(second.lin.weight.isEqual(to: model.lin.weight))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/08-optim.md", line: 219)
/// Its lowest point is at (0, 0).
func valley(_ w: Tensor) -> Tensor {
    (w[0] * w[0] + 20 * w[1] * w[1]) / 2
}

typealias Place = (x: Double, y: Double)

func path(_ makeOptimizer: ([Parameter]) -> Optimizer) -> [Place] {
    let w = Parameter(Tensor([-10, 1]))
    let optimizer = makeOptimizer([w])
    return (0...30).map { _ in
        let place = (w[0].item(), w[1].item())
        optimizer.zeroGrad()
        let loss = valley(w)
        loss.backward()
        optimizer.step()
        return place
    }
}

func show(_ path: [Place]) {
    for step in [0, 1, 2, 3, 10, 30] {
        print(step, String(format: "%8.3f %7.3f", path[step].x, path[step].y))
    }
}

let plain = path { SGD($0, lr: 0.09) }
show(plain)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/08-optim.md", line: 298)
/// Gradient descent with a memory.
struct Rolling {
    let w: Parameter
    let lr, momentum: Double
    var v: Tensor

    mutating func step() {
        noGrad {
            v = momentum * v + w.grad!
            w -= lr * v
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/08-optim.md", line: 316)
func velocities(_ gradient: (Int) -> Double) -> [String] {
    var v = 0.0
    return (0..<60).map { i in
        v = 0.9 * v + gradient(i)
        return String(format: "%.2f", v)
    }
}
let (same, turning) = (velocities { _ in 1 }, velocities { $0 % 2 == 0 ? 1 : -1 })
print(same[0], same[1], same[2], same[9], same[59])
print(turning[0], turning[1], turning[2], turning[9], turning[59])
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/08-optim.md", line: 354)
let w = Parameter(Tensor([-10, 1]))
var rolling = Rolling(w: w, lr: 0.09, momentum: 0.7, v: .zeros(2))
for _ in 0..<30 {
    w.grad = nil
    valley(w).backward()
    rolling.step()
}
print("yours  ", String(format: "%8.3f %7.3f", w[0].item(), w[1].item()))

let fast = path { SGD($0, lr: 0.09, momentum: 0.7) }
show(fast)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/08-optim.md", line: 409)
/// Adam's memory for one weight.
struct Adam1 {
    var m = 0.0, v = 0.0, t = 0.0

    /// How far the weight moves down for the gradient g.
    mutating func step(_ g: Double, lr: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999) -> Double {
        t += 1
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        let mean = m / (1 - pow(beta1, t))
        let square = v / (1 - pow(beta2, t))
        return lr * mean / (sqrt(square) + 1e-8)
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/08-optim.md", line: 438)
for g in [0.001, 100, -100] {
    var adam = Adam1()
    let step = adam.step(g)
    let uncorrected = 0.001 * adam.m / sqrt(adam.v)
    print(String(format: "g %8.3f   SGD %9.6f   Adam %9.6f   uncorrected %9.6f", g, 0.001 * g, step, uncorrected))
}
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/08-optim.md", line: 477)
let gradients = [3.0, -1, 0.5, 0.5, -2, 4]
let weight = Parameter(Tensor([1]))
let library = Adam([weight])
var (mine, adam) = (1.0, Adam1())
for g in gradients {
    mine -= adam.step(g)
    weight.grad = Tensor([Float(g)])
    library.step()
    print(String(format: "%.6f %.6f", mine, weight.item()))
}
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/08-optim.md", line: 574)
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
_checkpoint(8)
#sourceLocation(file: "Chapters/08-optim.md", line: 662)
func across(_ x: Double) -> Double { 600 + 50 * x }
func down(_ y: Double) -> Double { 150 - 75 * y }
func trace(_ path: [Place], _ colour: String) -> [String] {
    let points = path.map { String(format: "%.1f,%.1f", across($0.x), down($0.y)) }
    let dots = path.map { String(format: "<circle cx='%.1f' cy='%.1f' r='3' fill='\(colour)'/>", across($0.x), down($0.y)) }
    return ["<polyline points='\(points.joined(separator: " "))' fill='none' stroke='\(colour)' stroke-width='1.5'/>"] + dots
}

var svg = [
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 300' font-family='sans-serif' font-size='14'>",
    "<rect width='720' height='300' rx='6' fill='#ffffff'/>",
]
// A line of equal height is an ellipse.
for height in [0.5, 3, 8, 18, 35, 60] {
    let size = (2 * height).squareRoot()
    svg.append(String(
        format: "<ellipse cx='600' cy='150' rx='%.1f' ry='%.1f' fill='none' stroke='#cccccc'/>", 50 * size, 75 * size / 20.0.squareRoot()))
}
svg += trace(plain, "#d1601f") + trace(fast, "#1f6fb4") + [
    "<text x='20' y='30' fill='#d1601f'>plain steps</text>",
    "<text x='20' y='50' fill='#1f6fb4'>with momentum 0.7</text>",
    "</svg>", "",
]
try Figure.write(svg.joined(separator: "\n"), to: "08-valley.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/08-optim.md", line: 701)
let xTrainLine = Tensor((0...10).map { Float($0) }).view(-1, 1)
let yTrainLine = 2 * xTrainLine + 1

final class LinearRegression: Module {
    let linear: Linear

    init(_ inputSize: Int, _ outputSize: Int) {
        linear = Linear(inputSize, outputSize)
    }

    override func forward(_ x: Tensor) -> Tensor {
        linear(x)
    }
}

let (inputDim, outputDim) = (1, 1)
let line = LinearRegression(inputDim, outputDim)
noGrad {
    line.linear.weight.fill(-0.52364557)
    line.linear.bias!.fill(-0.05467653)
}
let criterion: (Tensor, Tensor) -> Tensor = { F.mseLoss($0, $1) }
let lineOptimizer = SGD(line.parameters, lr: 0.01)

for epoch in 0..<1000 {
    lineOptimizer.zeroGrad()
    let outputs = line(xTrainLine)
    let loss = criterion(outputs, yTrainLine)
    if epoch < 6 { print(epoch, String(format: "%.4f", loss.item())) }
    if epoch == 517 { print(epoch, String(format: "%.7f", loss.item())) }
    loss.backward()
    lineOptimizer.step()
}
print(noGrad { line(xTrainLine) }.view(-1))
#sourceLocation()
_checkpoint(9)
