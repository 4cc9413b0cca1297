// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-06-sums.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2a01d9e098a040a7

import Checkpoint

_program("Chapters/Workshop/01-06-sums.md", code: "c385d6365a376d1d")
#sourceLocation(file: "Chapters/Workshop/01-06-sums.md", line: 11)
import Kindling

let big: Float = 100_000_000
print((big + 1) - big, (big - big) + 1)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-06-sums.md", line: 41)
var chain: Float = 0
for _ in 0..<1_000_000 { chain += 0.1 }
print(Tensor(Double(chain)).item(), Tensor.full([1_000_000], 0.1).sum().item())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-06-sums.md", line: 422)
let marks = Tensor([[3, 9, 1], [7, 2, 7]])
print(marks.sum(), marks.sum(0), marks.sum(-1, keepDim: true).shape)
print(marks.mean(), marks.std(), marks.max())
let best = marks.max(1)
print(best.values, best.indices)
print(marks.argmax(1), marks.argmax())
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/01-06-sums.md", line: 452)
let stack = Tensor.arange(24).view(2, 3, 4)
print(stack.sum(0, 2), stack.sum(1).shape, stack.mean(-1, keepDim: true).shape)
print(stack.permute(2, 0, 1).sum(0))
print(marks.variance(-1), marks.variance(1, correction: 0), marks.std([0]))
print(marks.min(), marks.min(0).values, marks.min(0).indices, marks.argmin(1))
print(marks.std(0, correction: 0), marks.std(0, 1, keepDim: true).shape)
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-06-sums.md", line: 481)
_ = Tensor.zeros(0, 3).max()
#sourceLocation()
}
_survived(1)
}
