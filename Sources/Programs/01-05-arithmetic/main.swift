// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-05-arithmetic.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d8b7330e5f452d0f

import Checkpoint

_program("Chapters/Workshop/01-05-arithmetic.md", code: "7e010d8479ba017a")
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 449)
import Kindling

let v = Tensor([-1, 0, 1, 2])
print(v.exp())
print(v.pow(2), v.relu(), v.clamp(min: 0, max: 1))
print(1 - 2 / v.exp())
print(v.log())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 481)
let angles = Tensor([0, 1, -2.5])
print(angles.sin(), angles.cos(), angles.tanh())
print(angles.sigmoid(), angles.erf(), angles.abs())
print(Tensor([0, 3, 8]).log1p(), Tensor([0, 4, 9]).sqrt(), Tensor([1, 2, 4]).reciprocal())
print(Tensor([10, 20]).unsqueeze(-1) + Tensor([1, 2, 3]))
print(2 - angles, -angles, 3 / Tensor([1, 2, 4]), angles.pow(3))
print(0.5 + angles, (0.5 + angles).isEqual(to: angles + 0.5))
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 604)
let repeated = Tensor.arange(4).expand(5, 4)
repeated += Tensor.arange(20).view(5, 4)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 731)
let counter = Tensor.zeros(2, 3)
let firstRow = counter[0]
firstRow += 5
counter *= 2
print(counter, firstRow)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 754)
let square = Tensor([[1, 2], [3, 4]])
square += square.T
print(square)
square -= Tensor([1, 2]).unsqueeze(-1)
square[0..., 1].fill(0.5)
square /= 2
print(square)
#sourceLocation()
_checkpoint(4)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/Workshop/01-05-arithmetic.md", line: 785)
square += Tensor.ones(3, 2, 2)
#sourceLocation()
}
_survived(2)
}
