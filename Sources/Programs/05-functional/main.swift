// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/05-functional.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d1e9636cd7c4adb4

import Checkpoint

#sourceLocation(file: "Chapters/05-functional.md", line: 13)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let n = xTrain.size(0)
let (batchSize, learningRate, epochs) = (64, 0.5, 2)

func initialParameters() -> (weights: Tensor, bias: Tensor) {
    manualSeed(1)
    let weights = Tensor.randn(784, 10) / sqrt(784)
    let bias = Tensor.zeros(10)
    weights.requiresGrad = true
    bias.requiresGrad = true
    return (weights, bias)
}

func logSoftmax(_ x: Tensor) -> Tensor {
    x - x.exp().sum(-1).log().unsqueeze(-1)
}

func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}

func accuracy(_ output: Tensor, _ target: IntTensor) -> Tensor {
    (output.argmax(1) .== target).float().mean()
}

var (weights, bias) = initialParameters()
#sourceLocation()
#sourceLocation(file: "Chapters/05-functional.md", line: 83)
let xb = xTrain[n - 16..<n]
let yb = yTrain[n - 16..<n]

for _ in 0..<epochs {
    nll(logSoftmax(xb • weights + bias), yb).backward()
    noGrad {
        weights -= weights.grad! * learningRate
        bias -= bias.grad! * learningRate
        weights.grad!.zero()
        bias.grad!.zero()
    }
}
let scores = (xb • weights + bias).detach()
print(String(format: "%.6f", nll(logSoftmax(scores), yb).item()), accuracy(scores, yb))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/05-functional.md", line: 127)
let sure = Tensor([[1000, 0, -1000]])
print(logSoftmax(sure))
print(sure.exp())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/05-functional.md", line: 146)
print(logSoftmax(Tensor([[88, 0]])))
print(logSoftmax(Tensor([[89, 0]])))
print(logSoftmax(Tensor([[-1000, -1001, -1002]])))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/05-functional.md", line: 321)
print(F.logSoftmax(sure, -1))
print(F.logSoftmax(Tensor([[-1000, -1001, -1002]]), -1))
print(F.softmax(Tensor([[-1000, -1001, -1002], [2, 1, 0]]), -1))
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/05-functional.md", line: 480)
_ = F.nllLoss(F.logSoftmax(scores, -1), yb + 5)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/05-functional.md", line: 581)
let logits = Tensor([[2, 1, 0], [0, 3, 1]])
logits.requiresGrad = true
let answers = IntTensor([0, 2])
let loss = F.crossEntropy(logits, answers)
print(loss)
print(loss.graph)
loss.backward()
print(logits.grad!)
print((F.softmax(logits, 1) - F.oneHot(answers, numClasses: 3).float()).detach() / 2)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/05-functional.md", line: 633)
func model(_ xb: Tensor) -> Tensor {
    xb • weights + bias
}

print(String(format: "%.6f", F.crossEntropy(model(xb), yb).item()), accuracy(model(xb), yb))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/05-functional.md", line: 654)
print(nll(logSoftmax(scores), yb).item())
print(F.crossEntropy(scores, yb).item())
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/05-functional.md", line: 684)
func fit() {
    for _ in 0..<epochs {
        for i in 0..<(n - 1) / batchSize + 1 {
            let xb = xTrain[i * batchSize..<(i + 1) * batchSize]
            let yb = yTrain[i * batchSize..<(i + 1) * batchSize]
            F.crossEntropy(model(xb), yb).backward()
            noGrad {
                weights -= weights.grad! * learningRate
                bias -= bias.grad! * learningRate
                weights.grad!.zero()
                bias.grad!.zero()
            }
        }
    }
}

(weights, bias) = initialParameters()
fit()
print(F.crossEntropy(model(xb), yb), accuracy(model(xb), yb))
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/05-functional.md", line: 752)
let three = Tensor([[2, 1, 0], [0, 3, 1], [1, 1, 1]])
let marks = IntTensor([0, 2, -100])
print(F.crossEntropy(three, marks, reduction: .none))
print(F.crossEntropy(three, marks, reduction: .sum), F.crossEntropy(three, marks))
print(F.crossEntropy(three, marks, weight: Tensor([1, 1, 3])))
print(F.crossEntropy(three, marks, labelSmoothing: 0.1))
print(F.crossEntropy(three, Tensor([[1, 0, 0], [0, 0.5, 0.5], [0.2, 0.2, 0.6]]), reduction: .none))
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/05-functional.md", line: 929)
let differences = Tensor.linspace(-3, 3, 121)
let nothing = Tensor.zeros(like: differences)
/// A curve, cut off where it gets above `top`.
func curve(_ name: String, _ values: Tensor, top: Double) -> LineChart.Series {
    .init(name, zip(differences.array, values.array).map { (x: Double($0), y: Double($1) > top ? .nan : Double($1)) })
}
let losses = LineChart(
    title: "Three ways to count an error", xLabel: "difference", yLabel: "loss",
    series: [
        curve("mseLoss", F.mseLoss(differences, nothing, reduction: .none), top: 4),
        curve("l1Loss", F.l1Loss(differences, nothing, reduction: .none), top: 4),
        curve("smoothL1Loss", F.smoothL1Loss(differences, nothing, reduction: .none), top: 4),
    ])
try Figure.write(losses.svg, to: "05-losses.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/05-functional.md", line: 948)
let data = Tensor([1, 2, 3, 4, 100])
for guess in [3.0, 22.0] {
    let guesses = Tensor.full([5], guess)
    print(F.mseLoss(guesses, data), F.l1Loss(guesses, data), F.smoothL1Loss(guesses, data))
}
#sourceLocation()
_checkpoint(10)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/05-functional.md", line: 970)
_ = F.mseLoss(Tensor.zeros(5, 1), data)
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/05-functional.md", line: 989)
let questions = Tensor([1000, -1000, 0, 2])
let facts = Tensor([0, 1, 1, 1])
print(F.binaryCrossEntropyWithLogits(questions, facts, reduction: .none))
print(F.binaryCrossEntropyWithLogits(questions, facts, positiveWeight: Tensor(3)))
print(-(facts * questions.sigmoid().log() + (1 - facts) * (1 - questions.sigmoid()).log()))
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/05-functional.md", line: 1093)
let activations = LineChart(
    title: "Four ways to bend a number", xLabel: "x", yLabel: "",
    series: [
        curve("relu", F.relu(differences), top: 2), curve("gelu", F.gelu(differences), top: 2),
        curve("sigmoid", F.sigmoid(differences), top: 2), curve("tanh", F.tanh(differences), top: 2),
    ])
try Figure.write(activations.svg, to: "05-activations.svg", in: .book)

let places = Tensor([-2, -1, 0, 1, 2])
print(F.relu(places))
print(F.gelu(places))
print(F.gelu(places, approximate: .tanh))
print(F.sigmoid(places))
print(F.tanh(places))
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/05-functional.md", line: 1183)
let weight = Tensor([[1, 0, 2], [0, 1, 1]])
weight.requiresGrad = true
let shift = Tensor([10, 20])
let out = F.linear(Tensor([[1, 2, 3]]), weight, shift)
print(out)
print(out.graph)
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/05-functional.md", line: 1238)
manualSeed(1)
print(F.dropout(Tensor.ones(10), p: 0.2))
print(F.dropout(Tensor.ones(10), p: 0.2, training: false))
print(F.dropout(Tensor.ones(100_000), p: 0.2).mean())
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/05-functional.md", line: 1430)
let tile = Tensor([[[1, 2, 3], [4, 5, 6]]])
print(F.pad(tile, [1, 2]))
print(F.pad(tile, [1, 1, 1, 0], mode: .replicate))
print(F.pad(tile, [2, 1], mode: .reflect))
print(F.pad(tile, [2, 1], mode: .circular))
print(F.oneHot(IntTensor([2, 0, 1])))
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/05-functional.md", line: 1468)
manualSeed(5)
let a = Tensor.randn(4, 5)
let b = a + Tensor.rand(4, 5) * 0.3 + Tensor([0.1, 0.6, 0.1, 0.6, 0.1])
let yes = Tensor.rand(4, 5)
let classes = IntTensor([0, 3, -100, 4])
let counts = Tensor.rand(5) + 0.5
let checks: [(String, [Tensor], ([Tensor]) -> Tensor)] = [
    ("logSoftmax", [a], { F.logSoftmax($0[0], 1) }),
    ("softmax", [a], { F.softmax($0[0], 0) }),
    ("nllLoss", [a], { F.nllLoss($0[0], classes, weight: counts) }),
    ("crossEntropy", [a], { F.crossEntropy($0[0], classes, weight: counts, labelSmoothing: 0.2) }),
    ("crossEntropy, probabilities", [a], { F.crossEntropy($0[0], yes, reduction: .none) }),
    ("mseLoss", [a, b], { F.mseLoss($0[0], $0[1]) }),
    ("l1Loss", [a, b], { F.l1Loss($0[0], $0[1]) }),
    ("smoothL1Loss", [a, b], { F.smoothL1Loss($0[0], $0[1], reduction: .sum, beta: 0.5) }),
    ("binaryCrossEntropyWithLogits", [a, yes], { F.binaryCrossEntropyWithLogits($0[0], $0[1], positiveWeight: counts) }),
    ("gelu", [a], { F.gelu($0[0]) }),
    ("gelu by tanh", [a], { F.gelu($0[0], approximate: .tanh) }),
    ("linear", [a, Tensor.randn(3, 5), Tensor.randn(3)], { F.linear($0[0], $0[1], $0[2]) }),
    ("pad", [a], { F.pad($0[0], [2, -1, 0, 1], value: 3) }),
    ("pad, reflect", [a], { F.pad($0[0], [2, 1], mode: .reflect) }),
]
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(16)
