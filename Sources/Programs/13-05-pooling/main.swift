// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-05-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: aee115b881c53322

import Checkpoint

_program("Chapters/Workshop/13-05-pooling.md", code: "f44b74edab38f49e")
#sourceLocation(file: "Chapters/Workshop/13-05-pooling.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/13-05-pooling.md", line: 652)
let four = Tensor.arange(16).view(1, 1, 4, 4)
print(F.avgPool2d(four, 2, padding: 1))
print(F.avgPool2d(four, 2, padding: 1, countIncludePad: false))
print(F.avgPool2d(four, 3, ceilMode: true))
print(F.avgPool2d(four, 2, divisorOverride: 1))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/13-05-pooling.md", line: 752)
let board = Tensor.arange(36).view(1, 1, 6, 6)
print(F.adaptiveAvgPool2d(board, 2).isEqual(to: F.avgPool2d(board, 3)))
print(F.adaptiveAvgPool2d(board, [1, 4]))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/13-05-pooling.md", line: 773)
print(F.avgPool2d(board, kernelSize: 3).isEqual(to: F.avgPool2d(board, 3)))
print(F.adaptiveAvgPool2d(board, outputSize: 2))
#sourceLocation()
_checkpoint(3)
