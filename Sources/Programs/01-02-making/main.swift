// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-02-making.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2b92e8d207f30b54

import Checkpoint

_program("Chapters/Workshop/01-02-making.md", code: "6af691203c32b2b4")
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 81)
import Kindling

print(Tensor([[1, 2, 3], [4, 5, 6]]).shape, Tensor([[[1, 2], [3, 4]]]).shape, Tensor([7]).shape, Tensor(7).shape)
print(Tensor(shape: [2, 2], values: [1, 2, 3, 4]))
#sourceLocation()
_checkpoint(1)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 101)
_ = Tensor([[1, 2], [3]])
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 208)
let ramp = Tensor.arange(0, 1, step: 0.25)
print(ramp)
print(Tensor.linspace(0, 1, 5))
print(Tensor.eye(3))
print(Tensor([0.1]).item())
#sourceLocation()
_checkpoint(2)
