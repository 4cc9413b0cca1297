// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 23a4f39399a3130e

import Checkpoint

#sourceLocation(file: "Chapters/01-tensors.md", line: 16)
import Kindling

let x = Tensor([[1, 2, 3], [4, 5, 6]])
print(x)
print(x.shape)
print(x.sum(0))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/01-tensors.md", line: 228)
let table = Tensor([[1, 2, 3], [4, 5, 6]])
let transposed = table.T
print(table.strides, transposed.strides)
print(table.sharesStorage(with: transposed))
transposed[0, 1] = Tensor(40)
print(table)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/01-tensors.md", line: 294)
let scores = Tensor([[1, 2, 3], [4, 5, 6]])
print(scores + Tensor([10, 20, 30]))
print(scores - scores.mean(1).unsqueeze(-1))
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 316)
_ = scores - scores.mean(1)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 342)
/// The product of two matrices by its definition.
func naiveMatmul(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let (left, right) = (a.array, b.array)
    return Tensor(shape: [m, n]) { c in
        for i in 0..<m {
            for j in 0..<n {
                var sum: Float = 0
                for l in 0..<k {
                    sum.addProduct(left[i * k + l], right[l * n + j])
                }
                c[i * n + j] = sum
            }
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/01-tensors.md", line: 380)
manualSeed(1)
let left = Tensor.randn(13, 37)
let right = Tensor.randn(21, 37).T
print(naiveMatmul(left, right).isEqual(to: left • right))
#sourceLocation()
_checkpoint(4)
