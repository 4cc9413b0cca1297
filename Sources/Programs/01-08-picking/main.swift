// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-08-picking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: adaf3ed2b1d8165e

import Checkpoint

_program("Chapters/Workshop/01-08-picking.md", code: "d6671bf72d765eee")
#sourceLocation(file: "Chapters/Workshop/01-08-picking.md", line: 14)
import Kindling

let table2 = Tensor([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.3, 0.3, 0.4]])
let target = IntTensor([1, 0, 2])
print(table2[.arange(3), target])
print(table2[IntTensor([2, 0])])
print(table2[table2 .> 0.35])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-08-picking.md", line: 455)
let a = Tensor([1, 2, 3])
let b = Tensor([-4, -5, -6])
print(cat([a, b]), stack([a, b]).shape, stack([a, b], 1).shape)
print(Tensor.where(a .> 1.5, a, b))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-08-picking.md", line: 476)
print(table2.gather(1, IntTensor([[1, 1], [0, 2], [2, 0]])))
print(table2[IntTensor([-1, -1])].shape, table2[IntTensor([2, 1]), IntTensor([-1, -2])])
print(table2.maskedFill(table2 .< 0.25, 9))
print(cat([table2, Tensor.zeros(3, 1)], 1).shape, cat([a, Tensor([0])]), stack([a, b], 1))
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-08-picking.md", line: 505)
_ = table2[.arange(3), IntTensor([1, 3, 2])]
#sourceLocation()
}
_survived(1)
}
