// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-03-module-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7b75071218b26893

import Checkpoint

_program("Chapters/Workshop/06-03-module-state.md", code: "64687a2e2b95c6b4")
#sourceLocation(file: "Chapters/Workshop/06-03-module-state.md", line: 187)
import Kindling

final class Line: Module {
    let weights = Parameter(Tensor.randn(3, 1))
    let bias = Parameter(Tensor.zeros(1))

    override func forward(_ x: Tensor) -> Tensor { x • weights + bias }
}

manualSeed(1)
let model = Line()
let x = Tensor.ones(1, 3)
let before = model.stateDict.clone()
print(before)
print(model(x).item())
noGrad { model.weights.zero() }
print(model(x).item())
try model.loadStateDict(before)
print(model(x).item())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/06-03-module-state.md", line: 248)
do {
    try model.loadStateDict(["weight": Tensor.zeros(1, 3), "bias": Tensor.zeros(12)])
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(2)
