// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-02-modules-in-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c697f5e65cec2956

import Checkpoint

_program("Chapters/Workshop/06-02-modules-in-modules.md", code: "63e4d466f3debdee")
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 10)
import Kindling

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
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 59)
final class TwoHeads: Module {
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

let twoHeads = TwoHeads()
print(twoHeads)
print(twoHeads.namedParameters.map(\.name).joined(separator: " "))
print(twoHeads.stateDict.keys.count)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 243)
final class Deep: Module {
    let layers: ModuleList = [MyLinear(8, 8), MyLinear(8, 8), MyLinear(8, 2)]

    override func forward(_ x: Tensor) -> Tensor {
        layers.reduce(x) { $1($0).relu() }
    }
}

let deep = Deep()
deep.layers[2] = MyLinear(8, 4)
deep.layers.append(MyLinear(4, 1, bias: false))
print(deep.layers)
print(deep.namedParameters.map(\.name).joined(separator: " "))
print(deep(Tensor.ones(3, 8)).shape, deep.layers.count)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 294)
final class Difference: Module {
    let layer = MyLinear(8, 1)

    func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor {
        layer(a) - layer(b)
    }
}

print(Difference()(Tensor.ones(3, 8), Tensor.zeros(3, 8)).shape)
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 324)
_ = Difference()(Tensor.ones(3, 8))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 336)
twoHeads.apply { module in
    if let layer = module as? MyLinear {
        noGrad { layer.weights.fill(0.5) }
    }
}
print(twoHeads.hiddenLayers[1].weights.mean())
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/06-02-modules-in-modules.md", line: 364)
manualSeed(1)
let x = Tensor.randn(5, 7)
let layer = MyLinear(7, 12)
print(x.shape, layer(x).shape)
for parameter in layer.parameters {
    print(parameter)
}
#sourceLocation()
_checkpoint(5)
