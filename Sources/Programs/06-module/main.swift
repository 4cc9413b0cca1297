// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/06-module.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7d258b43d2783b88

import Checkpoint

_program("Chapters/06-module.md", code: "afb968192e0d5ab3")
#sourceLocation(file: "Chapters/06-module.md", line: 28)
import Foundation
import Kindling

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
_checkpoint(1)
#sourceLocation(file: "Chapters/06-module.md", line: 81)
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
_checkpoint(2)
#sourceLocation(file: "Chapters/06-module.md", line: 165)
let p = Parameter([1, 2, 3])
print(p)
print(p * 2)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/06-module.md", line: 193)
/// The parameters among an object's properties, and in the modules among them, with their names.
func parts(of object: Any) -> [(name: String, parameter: Parameter)] {
    Mirror(reflecting: object).children.flatMap { label, value -> [(name: String, parameter: Parameter)] in
        let name = label ?? ""
        switch value {
        case let parameter as Parameter: return [(name, parameter)]
        case let module as Module: return parts(of: module).map { ("\(name).\($0.name)", $0.parameter) }
        default: return []
        }
    }
}

final class Pair: Module {
    let first = MnistLogistic()
    let second = MnistLogistic()
    let scale = Parameter([1])
}
let pair = Pair()
print(parts(of: pair).map(\.name).joined(separator: " "))
print(pair.namedParameters.map(\.name).joined(separator: " "))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/06-module.md", line: 262)
final class Forgetful: Module {
    let weights = Tensor.zeros(784, 10)
    override init() { weights.requiresGrad = true }
    override func forward(_ xb: Tensor) -> Tensor { xb • weights }
}
let forgetful = Forgetful()
print(forgetful.parameters.count)
fit(forgetful)
print(F.crossEntropy(forgetful(xb), yb).detach())
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/06-module.md", line: 300)
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
print(layer)
print(x.shape, layer(x).shape)
print(layer.parameters.map(\.shape))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/06-module.md", line: 363)
print(MyLinear(7, 12, bias: false).namedParameters.map(\.name))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/06-module.md", line: 379)
final class Deep: Module {
    let layers = [MyLinear(784, 30), MyLinear(30, 30), MyLinear(30, 30)]
    let out = MyLinear(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(layers.reduce(x) { x, layer in layer(x).tanh() })
    }
}
let deep = Deep()
print(deep)
print(deep.parameters.count, deep(xb).shape)
print(deep.namedParameters[2].name)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/06-module.md", line: 431)
print(model.stateDict)
let trained = model.stateDict.clone()
noGrad { model.weights.zero() }
print(F.crossEntropy(model(xb), yb))
try model.loadStateDict(trained)
print(F.crossEntropy(model(xb), yb))
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/06-module.md", line: 462)
do {
    try model.loadStateDict(["weight": Tensor.zeros(10, 784), "bias": Tensor.zeros(12)])
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(10)
