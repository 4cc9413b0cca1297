// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/05-functional.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 004e094c4d4c7b67

import Checkpoint

_program("Chapters/05-functional.md", code: "37d28e68962e189c")
#sourceLocation(file: "Chapters/05-functional.md", line: 17)
import Foundation
import Kindling

func logSoftmax(_ x: Tensor) -> Tensor {
    x - x.exp().sum(-1).log().unsqueeze(-1)
}

func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}

let sure = Tensor([[1000, 0, -1000]])
print(logSoftmax(sure))
print(sure.exp())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/05-functional.md", line: 60)
print(logSoftmax(Tensor([[88, 0]])))
print(logSoftmax(Tensor([[89, 0]])))
print(logSoftmax(Tensor([[-1000, -1001, -1002]])))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/05-functional.md", line: 101)
func logSoftmax(_ x: Tensor, _ d: Int) -> Tensor {
    let m = x.max(d, keepDim: true).values
    let shifted = x - m
    return shifted - shifted.exp().sum(d, keepDim: true).log()
}

print(logSoftmax(sure, -1))
print(logSoftmax(Tensor([[-1000, -1001, -1002]]), -1))
print(logSoftmax(Tensor([[2, 1, 0]]), -1), logSoftmax(Tensor([[2, 1, 0]])))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/05-functional.md", line: 143)
func nll(_ input: Tensor, _ target: IntTensor, weight: Tensor) -> Tensor {
    let picked = input[.arange(target.size(0)), target]
    let counts = weight[target]
    return -(picked * counts).sum() / counts.sum()
}

let logits = Tensor([[2, 1, 0], [0, 3, 1]])
let answers = IntTensor([0, 2])
let logProbabilities = logSoftmax(logits, -1)
print(logProbabilities)
print(nll(logProbabilities, answers), nll(logProbabilities, answers, weight: Tensor([1, 1, 1])))
print(nll(logProbabilities, answers, weight: Tensor([1, 1, 3])))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/05-functional.md", line: 219)
print(F.logSoftmax(logits, -1))
print(F.nllLoss(F.logSoftmax(logits, -1), answers), F.nllLoss(F.logSoftmax(logits, -1), answers, weight: Tensor([1, 1, 3])))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/05-functional.md", line: 237)
print(F.logSoftmax(logits, -1).isEqual(to: logSoftmax(logits, -1)), F.logSoftmax(sure, -1).isEqual(to: logSoftmax(sure, -1)))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/05-functional.md", line: 261)
logits.requiresGrad = true
print(nll(logSoftmax(logits, -1), answers).graph)
let loss = F.crossEntropy(logits, answers)
print(loss)
print(loss.graph)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/05-functional.md", line: 324)
loss.backward()
print(logits.grad!)
let right = Tensor([[1, 0, 0], [0, 0, 1]])
print((F.softmax(logits, -1) - right).detach() / 2)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/05-functional.md", line: 353)
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

func accuracy(_ output: Tensor, _ target: IntTensor) -> Tensor {
    (output.argmax(1) .== target).float().mean()
}

var (weights, bias) = initialParameters()
#sourceLocation()
#sourceLocation(file: "Chapters/05-functional.md", line: 400)
let (xb, yb) = (xTrain[n - 16..<n], yTrain[n - 16..<n])

for _ in 0..<2 {
    nll(logSoftmax(xb • weights + bias), yb).backward()
    noGrad {
        weights -= weights.grad! * learningRate
        bias -= bias.grad! * learningRate
        weights.grad!.zero()
        bias.grad!.zero()
    }
}
let scores = (xb • weights + bias).detach()
print(String(format: "%.6f", nll(logSoftmax(scores), yb).item()), accuracy(logSoftmax(scores), yb))
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/05-functional.md", line: 448)
func model(_ xb: Tensor) -> Tensor {
    xb • weights + bias
}

print(String(format: "%.6f", F.crossEntropy(model(xb), yb).item()), accuracy(model(xb), yb))
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/05-functional.md", line: 474)
print(nll(logSoftmax(scores), yb).item())
print(F.crossEntropy(scores, yb).item())
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/05-functional.md", line: 510)
func fit(_ model: (Tensor) -> Tensor) {
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
fit(model)
print(F.crossEntropy(model(xb), yb), accuracy(model(xb), yb))
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/05-functional.md", line: 570)
let certain = Tensor([[20, -20, -20, -20, -20, -20, -20, -20, -20, -20]])
let zero = IntTensor([0])
print(F.crossEntropy(certain, zero), F.crossEntropy(F.softmax(certain, -1), zero))
let e = exp(1.0)
print(String(format: "%.4f", -log(e / (e + 9))))
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/05-functional.md", line: 593)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

func train(_ model: (Tensor) -> Tensor) {
    (weights, bias) = initialParameters()
    fit(model)
    noGrad { print(F.crossEntropy(model(xValid), yValid), accuracy(model(xValid), yValid)) }
}

train { model($0) }
train { F.softmax(model($0), -1) }
#sourceLocation()
_checkpoint(14)
