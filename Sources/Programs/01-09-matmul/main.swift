// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-09-matmul.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 979765dfa0069989

import Checkpoint

_program("Chapters/Workshop/01-09-matmul.md", code: "46182f18c81f122d")
#sourceLocation(file: "Chapters/Workshop/01-09-matmul.md", line: 241)
import Kindling

manualSeed(1)
let left = Tensor.randn(13, 37)
let right = Tensor.randn(21, 37).T
print((left • right).shape, (Tensor.ones(5, 2, 3) • Tensor.ones(3, 4)).shape)
print((Tensor.ones(3) • Tensor.ones(3)).shape, (left • Tensor.ones(37)).shape, (Tensor.ones(13) • left).shape)
print((Tensor.ones(5, 1, 2, 3) • Tensor.ones(4, 3, 6)).shape)
print(Tensor([[1, 2], [3, 4]]) • Tensor([[5, 6], [7, 8]]), Tensor([1, 2]) • Tensor([3, 4]))
print(left.matmul(right).isEqual(to: left • right), matmul(left, right).isEqual(to: left • right))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-09-matmul.md", line: 280)
func naiveProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let (left, right) = (a.array, b.array)
    return Tensor(shape: [m, n]) { c in
        for i in 0..<m {
            for j in 0..<n {
                c[i * n + j] = (0..<k).reduce(into: Float(0)) { $0.addProduct(left[i * k + $1], right[$1 * n + j]) }
            }
        }
    }
}

let batch = Tensor.randn(3, 13, 37)
let other = Tensor.randn(3, 21, 37).transpose(1, 2)
print(naiveProduct(left, right).isEqual(to: left • right))
print(stack((0..<3).map { naiveProduct(batch[$0], other[$0]) }).isEqual(to: batch • other))
print(stack((0..<3).map { naiveProduct(batch[$0], right) }).isEqual(to: batch • right))
print(naiveProduct(left, right[0..., 2].unsqueeze(-1)).squeeze().isEqual(to: left • right[0..., 2]))
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-09-matmul.md", line: 312)
_ = left • right.T
#sourceLocation()
}
_survived(1)
}
