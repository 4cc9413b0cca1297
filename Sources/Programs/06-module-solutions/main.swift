// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/06-module.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d3dc6ad5f8cce8bf

import Checkpoint

_program("Chapters/Solutions/06-module.md", code: "6f135a7205cab334")
#sourceLocation(file: "Chapters/Solutions/06-module.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

final class MnistLogistic: Module {
    let weights = Parameter(Tensor.randn(784, 10) / sqrt(784))
    let bias = Parameter(Tensor.zeros(10))

    override func forward(_ xb: Tensor) -> Tensor {
        xb • weights + bias
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/06-module.md", line: 53)
func fit(_ model: Module) {
    for i in 0..<2 * 782 {
        let start = i % 782 * 64
        F.crossEntropy(model(xTrain[start..<start + 64]), yTrain[start..<start + 64]).backward()
        noGrad {
            for parameter in model.parameters {
                if let grad = parameter.grad { parameter -= grad * 0.5 }
            }
        }
        model.zeroGrad()
    }
}

for isFrozen in [false, true] {
    manualSeed(1)
    let model = MnistLogistic()
    model.bias.requiresGrad = !isFrozen
    fit(model)
    print(noGrad { (F.crossEntropy(model(xValid), yValid), (model(xValid).argmax(1) .== yValid).float().mean()) })
    print(model.bias.abs().max().item() == 0)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/06-module.md", line: 109)
final class Chain: Module {
    let links: [Module]

    init(_ modules: Module...) {
        links = modules
    }

    override var members: [(name: String, value: Any)] {
        links.enumerated().map { ("\($0)", $1) }
    }

    override func forward(_ x: Tensor) -> Tensor {
        links.reduce(x) { x, module in module(x) }
    }
}

let chain = Chain(MnistLogistic(), Chain())
print(chain)
print(chain.namedParameters.map(\.name))
print(chain(xTrain[0..<64]).isEqual(to: chain.links[0](xTrain[0..<64])))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/06-module.md", line: 165)
final class TwoLayers: Module {
    let hidden = Parameters(784, 30)
    let out = Parameters(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(F.relu(hidden(x)))
    }
}

final class Parameters: Module {
    let weights: Parameter

    init(_ inputs: Int, _ outputs: Int) {
        weights = Parameter(Tensor.randn(inputs, outputs))
    }

    override func forward(_ x: Tensor) -> Tensor {
        x • weights
    }
}

for seed: UInt64 in 1...4 {
    manualSeed(seed)
    let two = TwoLayers()
    two.hidden.registerForwardHook { (_, _, output) -> Void in
        print((output .> 0).float().sum(1).mean())
    }
    noGrad { _ = two(xTrain[0..<1000]) }
}
#sourceLocation()
_checkpoint(3)
