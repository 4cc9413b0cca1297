// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: de93223c77448947

import Checkpoint

_program("Chapters/Workshop/13-01-conv2d.md", code: "531c88713c33a410")
#sourceLocation(file: "Chapters/Workshop/13-01-conv2d.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/13-01-conv2d.md", line: 323)
let small = Tensor.arange(9).view(1, 1, 3, 3)
let ones = Tensor.ones(1, 1, 2, 2)
print(F.conv2d(small, ones, dilation: 2))
print(F.conv2d(small, ones, padding: .same))
let pair = cat([small, small * 10], 1)
print(F.conv2d(pair, Tensor.ones(2, 1, 2, 2), groups: 2))
#sourceLocation()
_checkpoint(1)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/13-01-conv2d.md", line: 358)
_ = F.conv2d(Tensor.zeros(64, 3, 28, 28), Tensor.zeros(16, 1, 3, 3))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/13-01-conv2d.md", line: 474)
print(Conv2d(16, 32, kernelSize: [3, 5], padding: .same, groups: 4, bias: false))
print(Conv2d(16, 32, kernelSize: [3, 5], padding: .same, groups: 4, bias: false).weight.shape)
print(Conv2d(3, 8, 5, stride: [2, 1], padding: [2, 0], dilation: 2))
#sourceLocation()
_checkpoint(2)
