// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c1a00b02bf7a127b

import Checkpoint

#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 10)
import Kindling

func squaredDistances(_ a: Tensor, _ b: Tensor) -> Tensor {
    (a.unsqueeze(1) - b.unsqueeze(0)).pow(2).sum(-1)
}

let corners = Tensor([[0, 0], [3, 4]])
let others = Tensor([[0, 0], [3, 0], [0, 4]])
print(squaredDistances(corners, others))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 44)
let windows = Layout(shape: [7, 4], strides: [1, 1])
let line = Tensor.arange(10)
for i in [0, 1, 6] {
    let places = (0..<4).map { windows.offset + i * windows.strides[0] + $0 * windows.strides[1] }
    print(places, Tensor(places.map { Float(line[$0].item()) }).isEqual(to: line.narrow(0, start: i, length: 4)))
}
print(stack((0..<7).map { line.narrow(0, start: $0, length: 4) }).shape)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 72)
let first = line.narrow(0, start: 0, length: 4)
first += 1
print(line.narrow(0, start: 1, length: 4))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 90)
func naiveSoftmax(_ x: Tensor) -> Tensor {
    let powers = x.exp()
    return powers / powers.sum(-1, keepDim: true)
}

let scores = Tensor([[1, 2, 3], [100, 0, 0]])
print(naiveSoftmax(scores))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Solutions/01-tensors.md", line: 117)
func softmax(_ x: Tensor) -> Tensor {
    naiveSoftmax(x - x.max(-1, keepDim: true).values)
}

print(softmax(scores))
#sourceLocation()
_checkpoint(5)
