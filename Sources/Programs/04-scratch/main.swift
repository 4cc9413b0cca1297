// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/04-scratch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4fb056d9d8c540aa

import Checkpoint

_program("Chapters/04-scratch.md", code: "f5578d86b9b23d89")
#sourceLocation(file: "Chapters/04-scratch.md", line: 33)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let n = xTrain.size(0)
print(xTrain.shape, yTrain.shape)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/04-scratch.md", line: 79)
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
#sourceLocation(file: "Chapters/04-scratch.md", line: 135)
func logSoftmax(_ x: Tensor) -> Tensor {
    x - x.exp().sum(-1).log().unsqueeze(-1)
}

func model(_ xb: Tensor) -> Tensor {
    logSoftmax(xb • weights + bias)
}
#sourceLocation()
#sourceLocation(file: "Chapters/04-scratch.md", line: 156)
let batchSize = 64
var xb = xTrain[0..<batchSize]
var predictions = model(xb)
print(predictions[0])
print(predictions.shape)
print(predictions.gradFn!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/04-scratch.md", line: 196)
func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}

var yb = yTrain[0..<batchSize]
print(nll(predictions, yb))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/04-scratch.md", line: 233)
func accuracy(_ output: Tensor, _ target: IntTensor) -> Tensor {
    (output.argmax(1) .== target).float().mean()
}

print(accuracy(predictions, yb))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/04-scratch.md", line: 264)
print((xTrain[0..<1000] .== 0).float().mean(), xTrain.pow(2).mean())
print((xTrain • weights.detach()).std())
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/04-scratch.md", line: 300)
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
_checkpoint(7)
#sourceLocation(file: "Chapters/04-scratch.md", line: 354)
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
_checkpoint(8)
#sourceLocation(file: "Chapters/04-scratch.md", line: 410)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)
noGrad {
    print(nll(model(xValid), yValid), accuracy(model(xValid), yValid))
}
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/04-scratch.md", line: 433)
let means = stride(from: 0, to: losses.count, by: 34).map { start in
    let part = losses[start..<min(start + 34, losses.count)]
    return part.reduce(0, +) / Double(part.count)
}
print(means.prefix(3).map { String(format: "%.4f", $0) }, String(format: "%.4f", means.last!))

let chart = LineChart(
    title: "Two epochs by hand", xLabel: "batches", yLabel: "loss",
    series: [.init("mean of 34 batches", means.enumerated().map { (x: Double($0 * 34 + 17), y: $1) })])
try Figure.write(chart.svg, to: "04-loss.svg", in: .book)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/04-scratch.md", line: 463)
let pictures = weights.detach().t().reshape(2, 5, 28, 28)
let sheet = pictures.permute(0, 2, 1, 3).reshape(2 * 28, 5 * 28)
// From -0.5 … 0.5 to 0 … 1: grey means that the pixel doesn't matter.
try Figure.write(PNG.grey((sheet + 0.5).clamp(min: 0, max: 1), scale: 3), to: "04-weights.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/04-scratch.md", line: 500)
/// The losses of the first batches, from the same weights as ever.
func firstLosses(_ batches: Int, zeroing: Bool) -> [Double] {
    (weights, bias) = initialParameters()
    return (0..<batches).map { i in
        let rows = i * batchSize..<(i + 1) * batchSize
        let loss = nll(model(xTrain[rows]), yTrain[rows])
        loss.backward()
        noGrad {
            weights -= weights.grad! * learningRate
            bias -= bias.grad! * learningRate
            if zeroing {
                weights.grad!.zero()
                bias.grad!.zero()
            }
        }
        return loss.item()
    }
}

for zeroing in [true, false] {
    let first = firstLosses(40, zeroing: zeroing)
    print([1, 2, 4, 6, 8, 15, 20, 40].map { String(format: "%.4f", first[$0 - 1]) })
}
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/04-scratch.md", line: 565)
(weights, bias) = initialParameters()
var loss = nll(model(xb), yb)
loss.backward()
#sourceLocation()
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/04-scratch.md", line: 571)
weights -= weights.grad! * learningRate
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/04-scratch.md", line: 596)
weights = weights - weights.grad! * learningRate
print(weights.gradFn!)
loss = nll(model(xb), yb)
loss.backward()
print(weights.grad == nil)
#sourceLocation()
_checkpoint(12)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/04-scratch.md", line: 624)
loss.backward()
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/04-scratch.md", line: 647)
(weights, bias) = initialParameters()
loss = nll(model(xb), yb)
loss.backward(retainGraph: true)
let once = bias.grad!.clone()
loss.backward()
print(bias.grad! / once)
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/04-scratch.md", line: 674)
func box(_ rows: String, _ columns: String, _ name: String, x: Int, width: Int, height: Int, fill: String) -> String {
    let (y, middle) = (150 - height / 2, x + width / 2)
    return """
        <rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" fill="\(fill)" stroke="#555"/>
        <text x="\(middle)" y="\(y - 8)" text-anchor="middle" fill="#888">\(columns)</text>
        <text x="\(x - 6)" y="155" text-anchor="end" fill="#888">\(rows)</text>
        <text x="\(middle)" y="\(y + height + 20)" text-anchor="middle" fill="#888">\(name)</text>

        """
}

func sign(_ text: String, x: Int) -> String {
    "<text x=\"\(x)\" y=\"157\" text-anchor=\"middle\" font-size=\"22\" fill=\"#888\">\(text)</text>\n"
}

let shapes =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 300\" font-family=\"sans-serif\" font-size=\"14\">\n"
    + box("64", "784", "a batch of images", x: 40, width: 220, height: 64, fill: "#d1e5f0") + sign("•", x: 290)
    + box("784", "10", "weights", x: 345, width: 34, height: 220, fill: "#fddbc7") + sign("+", x: 410)
    + box("", "10", "bias", x: 440, width: 34, height: 10, fill: "#f7e6b5") + sign("=", x: 508)
    + box("64", "10", "scores", x: 560, width: 34, height: 64, fill: "#92c5de") + "</svg>\n"
try Figure.write(shapes, to: "04-shapes.svg", in: .book)
#sourceLocation()
