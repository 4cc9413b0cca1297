// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c6bc2d9402bbedf7

import Checkpoint

_program("Chapters/Workshop/02-02-gradients.md", code: "fbc6ef902b1a8acb")
#sourceLocation(file: "Chapters/Workshop/02-02-gradients.md", line: 149)
import Kindling

let table = Tensor([[1, 2, 3], [4, 5, 6]])
let row = Tensor([10, 20, 30])
table.requiresGrad = true
row.requiresGrad = true
(table * row).sum().backward()
print(table.grad!)
print(row.grad!)
table.grad = nil
row.grad = nil
(2 * table / row - row).sum().backward()
print(table.grad!)
print(row.grad!)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-02-gradients.md", line: 221)
let a = Tensor([[1, 2], [3, 4]])
let b = Tensor([[5, 6], [7, 8]])
a.requiresGrad = true
b.requiresGrad = true
(a • b).sum().backward()
print(a.grad!)
print(b.grad!)
print(Tensor.ones(2, 2) • b.detach().t(), a.detach().t() • Tensor.ones(2, 2))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/02-02-gradients.md", line: 398)
func slope(_ places: [Float], _ function: (Tensor) -> Tensor) -> Tensor {
    let x = Tensor(places)
    x.requiresGrad = true
    function(x).sum().backward()
    return x.grad!
}

print(slope([0.5, 1, 2]) { $0.exp() }, slope([0.5, 1, 2]) { $0.log() }, slope([0.5, 1, 2]) { $0.log1p() })
print(slope([0.5, 1, 2]) { $0.sqrt() }, slope([0.5, 1, 2]) { $0.sin() }, slope([0.5, 1, 2]) { $0.cos() })
print(slope([-1, 0, 2]) { $0.tanh() }, slope([-1, 0, 2]) { $0.sigmoid() }, slope([-1, 0, 2]) { $0.relu() })
print(slope([-1, 0, 2]) { $0.abs() }, slope([-1, 0, 2]) { $0.erf() }, slope([-1, 0, 2]) { $0.pow(3) })
print(slope([-1, 0, 2]) { $0.clamp(min: 0, max: 1) }, slope([0.5, 1, 2]) { 1 / $0 }, slope([0.5, 1, 2]) { 2 - $0 })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/02-02-gradients.md", line: 667)
let marks = Tensor([[3, 9, 1], [7, 2, 7]])
marks.requiresGrad = true
func gradient(_ result: Tensor) -> Tensor {
    marks.grad = nil
    result.sum().backward()
    return marks.grad!
}
print(gradient(marks.mean(1)), gradient(marks.max(1).values), gradient(marks.max()))
print(gradient(marks.variance([1])))
print(gradient(marks[0..., 1..<3].T * Tensor([1, 2])))
print(gradient(marks[IntTensor([0, 0, 1])]), gradient(marks[.arange(2), IntTensor([1, 0])]))
print(gradient(marks[marks .> 2]), gradient(cat([marks, marks * 2])))
#sourceLocation()
_checkpoint(4)
