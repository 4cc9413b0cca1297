// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-01-rows.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bb6d0a4bf5e8406f

import Checkpoint

_program("Chapters/Workshop/09-01-rows.md", code: "2c3345d36fed49f0")
#sourceLocation(file: "Chapters/Workshop/09-01-rows.md", line: 224)
import Kindling

let x = Tensor.arange(12).view(4, 3)
let y = IntTensor([7, 8, 9, 10])
let isOdd = BoolTensor([true, false, true, false])

let dataset = TensorDataset(x, y, isOdd)
print(dataset[1])
print(dataset[2..<9].1)

let (rows, labels, flags) = dataset.gather([3, 0, 3])
print(rows)
print(labels, flags)
print(rows.sharesStorage(with: x), dataset[0..<2].0.sharesStorage(with: x))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/09-01-rows.md", line: 273)
let alone = TensorDataset(x)
print(alone[1], alone.count)
#sourceLocation()
_checkpoint(2)
