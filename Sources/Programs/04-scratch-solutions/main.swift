// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/04-scratch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: aa199cacbc26e962

import Checkpoint

_program("Chapters/Solutions/04-scratch.md", code: "55a025cfdb58daf1")
#sourceLocation(file: "Chapters/Solutions/04-scratch.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

struct Network {
    let weights: Tensor
    let bias = Tensor.zeros(10)

    init(_ weights: Tensor) {
        self.weights = weights
        weights.requiresGrad = true
        bias.requiresGrad = true
    }

    func callAsFunction(_ xb: Tensor) -> Tensor {
        let x = xb • weights + bias
        return x - x.exp().sum(-1).log().unsqueeze(-1)
    }

    /// One epoch of steps against the gradient; the losses of all batches.
    func train(learningRate: Double) -> [Double] {
        (0..<782).map { i in
            let (xb, yb) = (xTrain[i * 64..<(i + 1) * 64], yTrain[i * 64..<(i + 1) * 64])
            let loss = nll(self(xb), yb)
            loss.backward()
            noGrad {
                for parameter in [weights, bias] {
                    parameter -= parameter.grad! * learningRate
                    parameter.grad!.zero()
                }
            }
            return loss.item()
        }
    }

    /// The share of validation images that it gets right.
    func accuracy() -> Tensor {
        noGrad { (self(xValid).argmax(1) .== yValid).float().mean() }
    }
}

func nll(_ input: Tensor, _ target: IntTensor) -> Tensor {
    -input[.arange(target.size(0)), target].mean()
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/04-scratch.md", line: 103)
let zeros = Network(Tensor.zeros(784, 10))
print(nll(zeros(xTrain[0..<64]), yTrain[0..<64]).item())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/04-scratch.md", line: 121)
_ = zeros.train(learningRate: 0.5)
print(zeros.accuracy())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/04-scratch.md", line: 139)
for learningRate in [0.005, 0.05, 0.5, 5] {
    manualSeed(1)
    let network = Network(Tensor.randn(784, 10) / sqrt(784))
    let losses = network.train(learningRate: learningRate)
    let last = losses.suffix(100).reduce(0, +) / 100
    print(learningRate, String(format: "last losses %.3f, accuracy %.3f", last, network.accuracy().item()))
}
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/04-scratch.md", line: 169)
manualSeed(1)
let network = Network(Tensor.randn(784, 10) / sqrt(784))
_ = network.train(learningRate: 0.5)
let output = noGrad { network(xValid[0..<1000]) }
let chances = output[.arange(1000), yValid[0..<1000]]
let worst = chances.min(0).indices.item()
print("image \(worst): labelled \(yValid[worst].item()), taken for \(output[worst].argmax().item())")
print(String(format: "the probability of the right answer: %.1e", exp(chances[worst].item())))
print(asciiArt(xValid[worst].view(28, 28)))
#sourceLocation()
_checkpoint(4)
