// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-02-making.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e29ba1450bed8bff

import Checkpoint

_program("Chapters/Workshop/01-02-making.md", code: "9612ef88bfe3f0e8")
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 90)
import Kindling

print(Tensor([[1, 2, 3], [4, 5, 6]]).shape, Tensor([[[1, 2], [3, 4]]]).shape, Tensor([7]).shape, Tensor(7).shape)
print(Tensor(shape: [2, 2], values: [1, 2, 3, 4]))
#sourceLocation()
_checkpoint(1)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 110)
_ = Tensor([[1, 2], [3]])
#sourceLocation()
}
_survived(1)
}
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 142)
_ = Tensor(shape: [1 << 40, 1 << 40], values: [])
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 252)
let ramp = Tensor.arange(0, 1, step: 0.25)
print(ramp)
print(Tensor.linspace(0, 1, 5))
print(Tensor.eye(3))
print(Tensor([0.1]).item())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-02-making.md", line: 279)
print(Tensor.ones(like: ramp), Tensor.zeros(like: .eye(3)).shape)
#sourceLocation()
_checkpoint(3)
