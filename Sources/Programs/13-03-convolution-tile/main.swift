// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7f68745cf21be8a8

import Checkpoint

_program("Chapters/Workshop/13-03-convolution-tile.md", code: "22a64ec47b318244")
#sourceLocation(file: "Chapters/Workshop/13-03-convolution-tile.md", line: 539)
import Kindling

manualSeed(6)
let (x, weight) = (Tensor.randn(2, 3, 5, 5), Tensor.randn(4, 3, 3, 3))
let y = F.conv2d(x, weight)
print(y.shape, y.strides, y.isContiguous)
print(y[1, 3])
print((y * 2)[1, 3, 0])
#sourceLocation()
_checkpoint(1)
