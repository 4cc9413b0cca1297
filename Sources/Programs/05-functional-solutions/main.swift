// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/05-functional.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 360304e25f3e5817

import Checkpoint

_program("Chapters/Solutions/05-functional.md", code: "ca146886f1354a87")
#sourceLocation(file: "Chapters/Solutions/05-functional.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

/// Trains for two epochs with `output` behind the scores; the loss and the accuracy on the validation images.
func train(_ output: (Tensor) -> Tensor) -> (loss: Tensor, accuracy: Tensor) {
    manualSeed(1)
    let weights = Tensor.randn(784, 10) / sqrt(784)
    let bias = Tensor.zeros(10)
    weights.requiresGrad = true
    bias.requiresGrad = true
    for i in 0..<2 * 782 {
        let start = i % 782 * 64
        let xb = xTrain[start..<start + 64]
        F.crossEntropy(output(xb • weights + bias), yTrain[start..<start + 64]).backward()
        noGrad {
            for parameter in [weights, bias] {
                parameter -= parameter.grad! * 0.5
                parameter.grad = nil
            }
        }
    }
    return noGrad {
        let result = output(xValid • weights + bias)
        return (F.crossEntropy(result, yValid), (result.argmax(1) .== yValid).float().mean())
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/05-functional.md", line: 76)
let scores = Tensor([[2, 1, 0], [0, 3, 1]])
print(F.logSoftmax(scores, 1))
print(F.logSoftmax(F.logSoftmax(scores, 1), 1))
let plain = train { $0 }
let doubled = train { F.logSoftmax($0, 1) }
print(plain, doubled)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/05-functional.md", line: 110)
for d: Float in [10, 50, 100, 200] {
    let x = Tensor([[0, -d]])
    print(F.softmax(x, -1).log(), F.logSoftmax(x, -1))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/05-functional.md", line: 132)
let far = Tensor([[0, -200]])
far.requiresGrad = true
F.softmax(far, -1).log()[0, 1].backward()
print(far.grad!)
far.grad = nil
F.logSoftmax(far, -1)[0, 1].backward()
print(far.grad!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/05-functional.md", line: 164)
func huberLoss(_ input: Tensor, _ target: Tensor, delta: Double = 1) -> Tensor {
    F.smoothL1Loss(input, target, beta: delta) * delta
}

manualSeed(1)
let input = Tensor.randn(3, 4)
let target = input + Tensor([0.1, 0.5, 2, 4])
print(huberLoss(Tensor([0.5, 3]), Tensor([0, 0]), delta: 2))
print(gradientError(at: [input, target]) { huberLoss($0[0], $0[1], delta: 2) } < 1e-3)
#sourceLocation()
_checkpoint(4)
