// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-10-printing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 605723670e065453

import Checkpoint

_program("Chapters/Workshop/01-10-printing.md", code: "5b46e9f5ac8c04f1")
#sourceLocation(file: "Chapters/Workshop/01-10-printing.md", line: 348)
import Kindling

print(Tensor([1, 2, 3]))
print(Tensor([1, -2.5, 100]))
print(Tensor([1, 1000, 0.5]))
print(Tensor([1, 1001]))
print(Tensor([0.5, .infinity, -.infinity, .nan, 0]))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-10-printing.md", line: 378)
print(Tensor.arange(2000).view(2, 1000))
print(Tensor.arange(8).view(2, 2, 2))
print(Tensor.zeros(0, 3))
print(IntTensor([5, 0, 4, -12]))
print(BoolTensor([true, false, true]))
print(Tensor([0.12345, 2]).description(PrintOptions(precision: 2)))
#sourceLocation()
_checkpoint(2)
