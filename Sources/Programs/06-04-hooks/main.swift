// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-04-hooks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d5963c9e8035a613

import Checkpoint

_program("Chapters/Workshop/06-04-hooks.md", code: "dc57d45ca575498d")
#sourceLocation(file: "Chapters/Workshop/06-04-hooks.md", line: 99)
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
#sourceLocation(file: "Chapters/Workshop/06-04-hooks.md", line: 125)
final class TwoLayers: Module {
    let hidden = MyLinear(784, 30)
    let out = MyLinear(30, 10)

    override func forward(_ x: Tensor) -> Tensor {
        out(F.relu(hidden(x)))
    }
}

manualSeed(1)
let two = TwoLayers()
let xb = Tensor.rand(16, 784)
let handle = two.hidden.registerForwardHook { (module, input, output) -> Void in
    print(module, input.shape, output.shape)
}
_ = two(xb)
handle.remove()
_ = two(xb)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/06-04-hooks.md", line: 196)
let hooks = [
    two.out.registerForwardPreHook { (_, input) -> Tensor in input * 0 },
    two.out.registerForwardPreHook { (module, input) -> Void in print(module, input.shape, input.max().item()) },
    two.out.registerForwardHook { (_, _, output) -> Tensor in output * 2 },
]
print(two(xb)[0].isEqual(to: two.out.bias! * 2))
for hook in hooks { hook.remove() }
print(two(xb)[0].isEqual(to: two.out.bias! * 2))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/06-04-hooks.md", line: 288)
print(two.summary(xb))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/06-04-hooks.md", line: 368)
manualSeed(1)
let small = MyLinear(4, 3)
print(gradientError(of: small, at: .randn(5, 4)) < 1e-3)
#sourceLocation()
_checkpoint(4)
