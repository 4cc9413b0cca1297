// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5e21970bca2978d7

import Checkpoint

_program("Chapters/Solutions/01-tensors.md", code: "014bb93440581866")
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 11)
import Kindling

func squaredDistances(_ a: Tensor, _ b: Tensor) -> Tensor {
    (a.unsqueeze(1) - b.unsqueeze(0)).pow(2).sum(-1)
}

let corners = Tensor([[0, 0], [3, 4]])
let others = Tensor([[0, 0], [3, 0], [0, 4]])
print(squaredDistances(corners, others))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 46)
let pictures = Tensor.arange(16).view(4, 2, 2)
let grid = pictures.view(2, 2, 2, 2).permute(0, 2, 1, 3)
print(grid.strides, grid.isContiguous, grid.sharesStorage(with: pictures))
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 65)
_ = grid.view(4, 4)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 75)
let sheet = grid.reshape(4, 4)
print(sheet, sheet.sharesStorage(with: pictures))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 96)
func standardized(_ x: Tensor) -> Tensor {
    (x - x.mean(0)) / x.std([0])
}

let pixels = Tensor([[1, 7], [2, 7], [3, 7]])
print(standardized(pixels))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 124)
func carefullyStandardized(_ x: Tensor) -> Tensor {
    (x - x.mean(0)) / x.std([0]).clamp(min: 1e-6)
}

print(carefullyStandardized(pixels))
#sourceLocation()
_checkpoint(5)
