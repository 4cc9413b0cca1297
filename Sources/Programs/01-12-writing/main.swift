// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8d78e4254921090c

import Checkpoint

_program("Chapters/Workshop/01-12-writing.md", code: "41237191885f7f8d")
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 86)
import Kindling

let board = Tensor.zeros(4, 6)
board[.every(2), .every(2)] = Tensor(1)
board[.every(2, from: 1), .every(2, from: 1)] = Tensor(1)
print(board)
let x = Tensor.arange(10)
print(x[.every(3)], x[.every(3, from: 1, to: 9)], x[.every(3, from: 1)].strides)
print(x.view(2, 5)[0..., .every(2)])
#sourceLocation()
_checkpoint(1)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 123)
_ = x[.every(-1)]
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 220)
board[0] = 0.5
board[0..., .every(3)] = -1
print(board)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 241)
let cells = Tensor.zeros(3, 3)
cells[IntTensor([0, -1])] = .nan
cells[.arange(3), IntTensor([1, 0, 2])] = -.infinity
print(cells)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 356)
let heights = Tensor([[1, .nan, 3], [.nan, 5, 7], [2, 6, .nan]])
let gaps = heights.isNaN()
heights[gaps] = 0
print(heights)
let means = heights.sum(0) / (!gaps).float().sum(0)
heights[gaps] = means.expand(3, 3)[gaps]
print(heights)
heights[IntTensor([0])] = heights[0] * 2
heights[.arange(3), IntTensor([2, 1, 0])] = Tensor([-1, -2, -3])
heights[IntTensor([0, 2])] = heights[IntTensor([2, 0])]
print(heights)
heights[BoolTensor([false, true, false])] = 9
print(heights[1], heights[BoolTensor([true, false, true])].shape)
#sourceLocation()
_checkpoint(4)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 404)
heights[heights .> 100] = Tensor([1, 2])
#sourceLocation()
}
_survived(2)
}
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 412)
let repeated = Tensor.zeros(3).expand(2, 3)
repeated[IntTensor([0])] = 1
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 480)
let counts = Tensor.zeros(4)
counts[IntTensor([1, 3, 1])] += 1
counts[counts .== 0] -= 5
counts[0] *= 2
print(counts)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 502)
counts[counts .< 0] += Tensor([1, 2])
counts[counts .< 0] /= Tensor([3, 1])
counts[IntTensor([1, 3])] /= 2
print(counts)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 645)
let labels = IntTensor([7, 2, 1, 9, 4, 9])
labels[labels .== 9] = -1
print(labels, labels[labels .>= 0], labels[IntTensor([0, -2])])
labels[0..<2] = labels[2..<4]
labels[.every(3, from: 2)] = 5
labels[4] = 3
print(labels, labels[.every(2)])
let seen = labels .== 5
seen[IntTensor([0, 1])] = true
seen[0] = BoolTensor(false)
print(seen)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 681)
let maze = IntTensor.arange(12).view(3, 4)
maze[IntTensor([0, 2])] = maze[IntTensor([2, 0])]
maze[.arange(3), IntTensor([0, 1, 2])] = IntTensor([-1, -2, -3])
print(maze, maze[.arange(3), IntTensor([3, 2, 1])])

maze[maze .> 8] = IntTensor(8)
maze[.every(2)] = maze[1]
maze[1, 3] = 0
maze[.arange(2), IntTensor([1, 0])] = 5
maze[2..<3] = 1
print(maze)

seen[0..<2] = !seen[0..<2]
print(seen)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/Workshop/01-12-writing.md", line: 730)
let queue = Tensor.arange(6)
queue[1..<6] = queue[0..<5]
print(queue)
#sourceLocation()
_checkpoint(9)
