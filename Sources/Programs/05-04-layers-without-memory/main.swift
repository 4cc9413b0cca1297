// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-04-layers-without-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4307d11797a212fb

import Checkpoint

_program("Chapters/Workshop/05-04-layers-without-memory.md", code: "dfea24a8e792438d")
#sourceLocation(file: "Chapters/Workshop/05-04-layers-without-memory.md", line: 72)
import Kindling

let weight = Tensor([[1, 0, 2], [0, 1, 1]])
weight.requiresGrad = true
let shift = Tensor([10, 20])
let out = F.linear(Tensor([[1, 2, 3]]), weight, shift)
print(out)
print(out.graph)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/05-04-layers-without-memory.md", line: 142)
manualSeed(1)
print(F.dropout(Tensor.ones(10), p: 0.2))
print(F.dropout(Tensor.ones(10), p: 0.2, training: false))
print(F.dropout(Tensor.ones(100_000), p: 0.2).mean())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/05-04-layers-without-memory.md", line: 175)
let tile = Tensor([[[1, 2, 3], [4, 5, 6]]])
print(F.pad(tile, [1, 2]))
print(F.pad(tile, [1, 1, 1, 0], mode: .replicate))
print(F.pad(tile, [2, 1], mode: .reflect))
print(F.pad(tile, [2, 1], mode: .circular))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/05-04-layers-without-memory.md", line: 391)
print(F.oneHot(IntTensor([2, 0, 1])))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/05-04-layers-without-memory.md", line: 409)
manualSeed(5)
let a = Tensor.randn(4, 5)
let checks: [(String, [Tensor], ([Tensor]) -> Tensor)] = [
    ("linear", [a, Tensor.randn(3, 5), Tensor.randn(3)], { F.linear($0[0], $0[1], $0[2]) }),
    ("pad", [a], { F.pad($0[0], [2, -1, 0, 1], value: 3) }),
    ("pad, reflect", [a], { F.pad($0[0], [2, 1], mode: .reflect) }),
    ("pad, replicate", [a], { F.pad($0[0], [2, 1], mode: .replicate) }),
]
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(5)
