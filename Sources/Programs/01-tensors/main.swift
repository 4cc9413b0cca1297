// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1735f01dc11a14bf

import Checkpoint

_program("Chapters/01-tensors.md", code: "8c95410437eaf4df")
#sourceLocation(file: "Chapters/01-tensors.md", line: 112)
import Kindling

let x = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
print(x)
print(x.shape, x.strides)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/01-tensors.md", line: 286)
func place(_ i: Int, _ j: Int, in table: Tensor) -> Int {
    table.offset + i * table.strides[0] + j * table.strides[1]
}

print(x.T.shape, x.T.strides, x.T.isContiguous)
print(place(1, 2, in: x), place(2, 1, in: x.T))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/01-tensors.md", line: 409)
let table = Tensor([[1, 2, 3], [4, 5, 6]])
let transposed = table.T
print(table[1].shape, table[1].offset, table[1..<100].shape, table[0..., 1..<3].strides)
print(table.sharesStorage(with: transposed))
transposed[0, 1] = Tensor(40)
print(table)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/01-tensors.md", line: 441)
let batch = Tensor.arange(24).view(2, 3, 4)
print(batch.view(-1, 4).shape, batch.view(2, -1).shape, batch.flatten(1).shape)
print(batch.permute(2, 0, 1).shape, batch.unsqueeze(-1).shape, batch[1].shape)
print(batch[1, 0...1])
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 465)
_ = table.T.view(6)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 547)
/// A row added to each row of a table.
func naiveSum(_ table: Tensor, _ row: Tensor) -> Tensor {
    let (rows, columns) = (table.size(0), table.size(1))
    let strides = row.contiguous().expand(rows, columns).strides
    let (left, right) = (table.array, row.array)
    return Tensor(shape: [rows, columns]) { sum in
        for i in 0..<rows {
            for j in 0..<columns {
                sum[i * columns + j] = left[i * columns + j] + right[i * strides[0] + j * strides[1]]
            }
        }
    }
}

let scores = Tensor([[1, 2, 3], [4, 5, 6]])
let bias = Tensor([10, 20, 30])
print(bias.expand(2, 3).strides)
print(scores + bias)
print(naiveSum(scores, bias).isEqual(to: scores + bias))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/01-tensors.md", line: 597)
print(scores - scores.mean(1).unsqueeze(-1))
#sourceLocation()
_checkpoint(6)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 612)
_ = scores - scores.mean(1)
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 628)
let marks = Tensor([[3, 9, 1], [7, 2, 7]])
print(marks.sum(), marks.sum(0), marks.sum(-1), marks.sum(-1, keepDim: true).shape)
print(marks.mean(), marks.max(), marks.max(1).values)
print(marks.argmax(1), marks.argmax(1) .== IntTensor([1, 2]))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/01-tensors.md", line: 665)
let chances = Tensor([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.3, 0.3, 0.4]])
let target = IntTensor([1, 0, 2])
print(chances[.arange(3), target])
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/01-tensors.md", line: 694)
manualSeed(1)
print(Tensor.randn(3))
let many = Tensor.randn(100_000)
print(many.mean(), (many.abs() .< 1).float().mean())
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/01-tensors.md", line: 729)
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

print(naiveMatmul(Tensor([[1, 2, 3], [4, 5, 6]]), Tensor([[1, 0], [0, 1], [1, 1]])))
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/01-tensors.md", line: 787)
manualSeed(1)
let left = Tensor.randn(13, 37)
let right = Tensor.randn(21, 37).T
print(naiveMatmul(left, right).isEqual(to: left • right))
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/01-tensors.md", line: 828)
let images = Tensor.rand(64, 784)
let product = images • Tensor.randn(784, 10)
let scored = product + Tensor.zeros(10)
let logs = scored.exp().sum(-1).log()
print(images.shape, product.shape, scored.shape)
print(scored.exp().shape, scored.exp().sum(-1).shape, logs.unsqueeze(-1).shape)
print((scored - logs.unsqueeze(-1)).shape, scored[.arange(64), IntTensor.zeros(64)].shape)
#sourceLocation()
_checkpoint(12)
