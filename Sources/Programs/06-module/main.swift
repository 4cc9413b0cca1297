// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/06-module.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 76dfc1e7eef7ec55

import Checkpoint

#sourceLocation(file: "Chapters/06-module.md", line: 69)
import Foundation
import Kindling

let p = Parameter([1, 2, 3])
print(p)
print(p * 2)
print(Parameter(Tensor.zeros(2), requiresGrad: false))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/06-module.md", line: 436)
final class MnistLogistic: Module {
    let weights = Parameter(Tensor.randn(784, 10) / sqrt(784))
    let bias = Parameter(Tensor.zeros(10))

    override func forward(_ xb: Tensor) -> Tensor {
        xb • weights + bias
    }
}

manualSeed(1)
let model = MnistLogistic()
print(model)
for (name, parameter) in model.namedParameters {
    print(name, parameter.shape)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/06-module.md", line: 479)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
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

fit(model)
print(F.crossEntropy(model(xb), yb))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/06-module.md", line: 545)
class MyLinear: Module {
    let inFeatures, outFeatures: Int
    let weights: Parameter
    let bias: Parameter?

    init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true) {
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        weights = Parameter(Tensor.randn(inFeatures, outFeatures))
        self.bias = bias ? Parameter(Tensor.randn(outFeatures)) : nil
    }

    override func forward(_ x: Tensor) -> Tensor {
        let product = x • weights
        return bias.map { product + $0 } ?? product
    }

    override var extraDescription: String { "\(inFeatures), \(outFeatures)" }
}

manualSeed(1)
let x = Tensor.randn(5, 7)
let layer = MyLinear(7, 12)
print(x.shape, layer(x).shape)
for parameter in layer.parameters {
    print(parameter)
}
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/06-module.md", line: 625)
print(MyLinear(7, 12, bias: false).namedParameters.map(\.name))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/06-module.md", line: 643)
final class Reader: Module {
    let firstLayer = MyLinear(4, 8)
    let hiddenLayers = [MyLinear(8, 8), MyLinear(8, 8), MyLinear(8, 8)]
    let heads = ["parity": MyLinear(8, 2), "digit": MyLinear(8, 10)]
    var shortcut: MyLinear?
    let again: MyLinear
    let scale = Parameter(Tensor.ones(8))
    let mean = Buffer(Tensor.zeros(4))

    override init() {
        again = firstLayer
    }
}

let reader = Reader()
print(reader)
print(reader.namedParameters.map(\.name).joined(separator: " "))
print(reader.stateDict.keys.count)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/06-module.md", line: 804)
final class Difference: Module {
    let layer = MyLinear(8, 1)

    func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
        layer(a) - layer(b)
    }
}

print(Difference()(Tensor.ones(3, 8), Tensor.zeros(3, 8)).shape)
#sourceLocation()
_checkpoint(7)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/06-module.md", line: 834)
_ = Difference()(Tensor.ones(3, 8))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/06-module.md", line: 844)
reader.apply { module in
    if let layer = module as? MyLinear {
        noGrad { layer.weights.fill(0.5) }
    }
}
print(reader.hiddenLayers[1].weights.mean())
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/06-module.md", line: 1007)
print(model.stateDict)
let trained = model.stateDict.clone()
noGrad { model.weights.zero() }
print(F.crossEntropy(model(xb), yb))
try model.loadStateDict(trained)
print(F.crossEntropy(model(xb), yb))
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/06-module.md", line: 1037)
do {
    try model.loadStateDict(["weight": Tensor.zeros(10, 784), "bias": Tensor.zeros(12)])
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/06-module.md", line: 1144)
final class TwoLayers: Module {
    let hidden = MyLinear(784, 30)
    let out = MyLinear(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(F.relu(hidden(x)))
    }
}

let two = TwoLayers()
let handle = two.hidden.registerForwardHook { (module, input, output) -> Void in
    print(module, input.shape, output.shape)
}
_ = two(xb)
handle.remove()
_ = two(xb)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/06-module.md", line: 1252)
print(two.summary(xb))
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/06-module.md", line: 1327)
manualSeed(1)
let small = MyLinear(4, 3)
print(gradientError(of: small, at: .randn(5, 4)) < 1e-3)
#sourceLocation()
_checkpoint(13)
