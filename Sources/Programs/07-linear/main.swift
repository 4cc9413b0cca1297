// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/07-linear.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dcc09e8e9a2b24ba

import Checkpoint

_program("Chapters/07-linear.md", code: "052ed9fc56bc7b60")
#sourceLocation(file: "Chapters/07-linear.md", line: 21)
import Foundation
import Kindling

final class MnistLogistic: Module {
    let lin = Linear(784, 10)

    override func forward(_ xb: Tensor) -> Tensor {
        lin(xb)
    }
}

manualSeed(1)
let model = MnistLogistic()
print(model)
for (name, parameter) in model.namedParameters {
    print(name, parameter.shape)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/07-linear.md", line: 146)
manualSeed(1)
let layer = Linear(3, 2)
print(layer)
print(layer.weight)
print(layer.bias!)
print(layer(Tensor.ones(5, 7, 3)).shape)
print(layer(Tensor.ones(4, 3)).graph)
print(Linear(3, 2, bias: false).parameters.count)
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/07-linear.md", line: 198)
_ = layer(Tensor.ones(5, 4))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/07-linear.md", line: 225)
print(model.lin.weight.max(), model.lin.weight.std(), model.lin.bias!)
print(1 / sqrt(784), 1 / sqrt(3 * 784))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/07-linear.md", line: 251)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
manualSeed(1)
let weights = Tensor.randn(784, 10) / sqrt(784)
let square = (xTrain * xTrain).mean().item()
print(String(format: "%.4f %.4f", square, sqrt(square)))
print((xTrain • weights).std(), model(xTrain).detach().std())
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/07-linear.md", line: 296)
let n = xTrain.size(0)
let (batchSize, learningRate, epochs) = (64, 0.5, 2)
var (xb, yb) = (xTrain, yTrain)

func fit(_ model: Module) {
    for _ in 0..<epochs {
        for i in 0..<(n - 1) / batchSize + 1 {
            xb = xTrain[i * batchSize..<(i + 1) * batchSize]
            yb = yTrain[i * batchSize..<(i + 1) * batchSize]
            F.crossEntropy(model(xb), yb).backward()
            noGrad {
                for parameter in model.parameters {
                    parameter -= parameter.grad! * learningRate
                }
            }
            model.zeroGrad()
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/07-linear.md", line: 337)
fit(model)
print(F.crossEntropy(model(xb), yb))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/07-linear.md", line: 354)
let same = MnistLogistic()
try same.loadStateDict(["lin.weight": weights.t(), "lin.bias": Tensor.zeros(10)])
fit(same)
print(F.crossEntropy(same(xb), yb))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/07-linear.md", line: 375)
final class Before: Module {
    let weights: Parameter
    let bias = Parameter(Tensor.zeros(10))

    init(_ weights: Tensor) {
        self.weights = Parameter(weights.clone())
    }

    override func forward(_ xb: Tensor) -> Tensor {
        xb • weights + bias
    }
}

let before = Before(weights)
fit(before)
print(before.weights.t().isEqual(to: same.lin.weight), before.bias.isEqual(to: same.lin.bias!))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/07-linear.md", line: 419)
final class TwoLayers: Module {
    let hidden = Linear(784, 30)
    var out: Module = Linear(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(F.relu(hidden(x)))
    }
}

let two = TwoLayers()
print(two(xb).shape, two.parameters.count)
two.out = Identity()
print(two(xb).shape, two.parameters.count)
print(two)
#sourceLocation()
_checkpoint(8)
