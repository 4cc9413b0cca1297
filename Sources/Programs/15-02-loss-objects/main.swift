// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/15-02-loss-objects.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1aef828980c0ada7

import Checkpoint

_program("Chapters/Workshop/15-02-loss-objects.md", code: "83e80e58243db9e7")
#sourceLocation(file: "Chapters/Workshop/15-02-loss-objects.md", line: 131)
import Kindling

let output = Tensor([[1.5, -0.5, 0.25], [0, 2, -1]])
let target = Tensor([[1, 0, 0.5], [0, 1, 0]])
let classes = IntTensor([0, 1])

print(L1Loss()(output, target), L1Loss(reduction: .sum)(output, target))
print(MSELoss()(output, target), MSELoss(reduction: .none)(output, target)[0])
print(SmoothL1Loss(beta: 0.5)(output, target))
print(BCEWithLogitsLoss(positiveWeight: Tensor([1, 2, 3]))(output, target))
print(NLLLoss(weight: Tensor([1, 2, 1]))(F.logSoftmax(output, 1), classes))
print(CrossEntropyLoss(labelSmoothing: 0.1)(output, classes))
print(CrossEntropyLoss()(output, Tensor([[0.5, 0.5, 0], [0, 1, 0]])))
#sourceLocation()
_checkpoint(1)
