// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/15-01-max-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 13ba9c419f855d4b

import Checkpoint

_program("Chapters/Workshop/15-01-max-pooling.md", code: "51794f9e3f97b5ca")
#sourceLocation(file: "Chapters/Workshop/15-01-max-pooling.md", line: 164)
import Kindling

let board = Tensor([[[[1, 5, 2], [3, 4, 9], [8, 7, 6]]]])
let (values, indices) = F.maxPool2dWithIndices(board, 2, stride: 1)
print(values)
print(indices)
print(MaxPool2d(2, stride: 1))
print(MaxPool2d(2, stride: 1)(board).isEqual(to: values))
print(F.maxPool2d(-board, 3, padding: 1))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/15-01-max-pooling.md", line: 205)
print(F.maxPool2d(board, kernelSize: 2, stride: 1).isEqual(to: values))
print(MaxPool2d(kernelSize: [2, 3])(board))
#sourceLocation()
_checkpoint(2)
