// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/07-linear.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b56139c9a667f028

import Checkpoint

_program("Chapters/Solutions/07-linear.md", code: "f131fc5ec2406f7d")
#sourceLocation(file: "Chapters/Solutions/07-linear.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

/// Trains for two epochs; the accuracy on the validation images.
func accuracy(_ model: Module) -> Tensor {
    for i in 0..<2 * 782 {
        let start = i % 782 * 64
        F.crossEntropy(model(xTrain[start..<start + 64]), yTrain[start..<start + 64]).backward()
        noGrad {
            for parameter in model.parameters { parameter -= parameter.grad! * 0.5 }
        }
        model.zeroGrad()
    }
    return noGrad { (model(xValid).argmax(1) .== yValid).float().mean() }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/07-linear.md", line: 59)
let rules: [(String, (Tensor) -> Tensor)] = [
    ("zeros", { Init.zeros($0) }),
    ("Xavier", { Init.xavierUniform($0) }),
    ("Kaiming", { Init.kaimingNormal($0) }),
    ("torch", { Init.kaimingUniform($0, a: sqrt(5)) }),
]
for (name, fill) in rules {
    manualSeed(1)
    let layer = Linear(784, 10)
    _ = fill(layer.weight)
    print(name, accuracy(layer))
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/07-linear.md", line: 99)
final class TwoLayers: Module {
    let hidden = Linear(784, 30)
    let out = Linear(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(F.relu(hidden(x)))
    }
}

manualSeed(1)
let two = TwoLayers()
print(two.parameters.reduce(0) { $0 + $1.count }, accuracy(two))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/07-linear.md", line: 138)
final class Narrow: Module {
    let squeeze = Linear(784, 3, bias: false)
    let spread = Linear(3, 10)

    override func forward(_ x: Tensor) -> Tensor {
        spread(squeeze(x))
    }
}

manualSeed(1)
let narrow = Narrow()
print(narrow.parameters.reduce(0) { $0 + $1.count }, accuracy(narrow))
#sourceLocation()
_checkpoint(3)
