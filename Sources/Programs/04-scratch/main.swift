// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/04-scratch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f9cc8bcf23299865

import Checkpoint

#sourceLocation(file: "Chapters/04-scratch.md", line: 22)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let n = xTrain.size(0)
print(xTrain.shape, yTrain.shape)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/04-scratch.md", line: 60)
func initialParameters() -> (weights: Tensor, bias: Tensor) {
    manualSeed(1)
    let weights = Tensor.randn(784, 10) / sqrt(784)
    let bias = Tensor.zeros(10)
    weights.requiresGrad = true
    bias.requiresGrad = true
    return (weights, bias)
}

var (weights, bias) = initialParameters()
print(weights.detach().std())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/04-scratch.md", line: 111)
func logSoftmax(_ x: Tensor) -> Tensor {
    x - x.exp().sum(-1).log().unsqueeze(-1)
}

func model(_ xb: Tensor) -> Tensor {
    logSoftmax(xb • weights + bias)
}
#sourceLocation()
#sourceLocation(file: "Chapters/04-scratch.md", line: 131)
let batchSize = 64
var xb = xTrain[0..<batchSize]
var predictions = model(xb)
print(predictions[0].detach())
print(predictions.shape)
print(predictions.gradFn!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/04-scratch.md", line: 166)
func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}

var yb = yTrain[0..<batchSize]
print(nll(predictions, yb))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/04-scratch.md", line: 199)
func accuracy(_ output: Tensor, _ target: IntTensor) -> Tensor {
    (output.argmax(1) .== target).float().mean()
}

print(accuracy(predictions, yb))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/04-scratch.md", line: 228)
let learningRate = 0.5
let epochs = 2

for _ in 0..<epochs {
    var loss = Tensor(0)
    for i in 0..<(n - 1) / batchSize + 1 {
        xb = xTrain[i * batchSize..<(i + 1) * batchSize]
        yb = yTrain[i * batchSize..<(i + 1) * batchSize]
        loss = nll(model(xb), yb)
    }

    loss.backward()
    noGrad {
        weights -= weights.grad! * learningRate
        bias -= bias.grad! * learningRate
        weights.grad!.zero()
        bias.grad!.zero()
    }
}
print(String(format: "loss %.6f, accuracy %.4f", nll(model(xb), yb).item(), accuracy(model(xb), yb).item()))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/04-scratch.md", line: 279)
(weights, bias) = initialParameters()
var losses: [Double] = []

for _ in 0..<epochs {
    for i in 0..<(n - 1) / batchSize + 1 {
        xb = xTrain[i * batchSize..<(i + 1) * batchSize]
        yb = yTrain[i * batchSize..<(i + 1) * batchSize]
        let loss = nll(model(xb), yb)

        loss.backward()
        noGrad {
            weights -= weights.grad! * learningRate
            bias -= bias.grad! * learningRate
            weights.grad!.zero()
            bias.grad!.zero()
        }
        losses.append(loss.item())
    }
}
print("\(losses.count) steps")
print(nll(model(xb), yb).detach(), accuracy(model(xb), yb))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/04-scratch.md", line: 333)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)
noGrad {
    print(nll(model(xValid), yValid), accuracy(model(xValid), yValid))
}
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/04-scratch.md", line: 355)
let means = stride(from: 0, to: losses.count, by: 34).map { start in
    losses[start..<start + 34].reduce(0, +) / 34
}
print(means.prefix(3).map { String(format: "%.4f", $0) }, String(format: "%.4f", means.last!))

let chart = LineChart(
    title: "Two epochs by hand", xLabel: "batches", yLabel: "loss",
    series: [.init("mean of 34 batches", means.enumerated().map { (x: Double($0 * 34 + 17), y: $1) })])
try Figure.write(chart.svg, to: "04-loss.svg", in: .book)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/04-scratch.md", line: 382)
let pictures = weights.detach().t().reshape(2, 5, 28, 28)
let sheet = pictures.permute(0, 2, 1, 3).reshape(2 * 28, 5 * 28)
// From -0.5 … 0.5 to 0 … 1: grey means that the pixel doesn't matter.
try Figure.write(PNG.grey((sheet + 0.5).clamp(min: 0, max: 1), scale: 3), to: "04-weights.png", in: .book)
#sourceLocation()
