// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 13afbd35211ccfc8

import Checkpoint

_program("Chapters/Workshop/02-01-tape.md", code: "423855dc596e01d3")
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 319)
import Kindling

manualSeed(1)
let inputs = Tensor.randn(2, 3)
let weights = Tensor.randn(3, 2)
let bias = Tensor.zeros(2)
weights.requiresGrad = true
bias.requiresGrad = true

let loss = (inputs • weights + bias).tanh().mean()
print(loss.gradFn!.name, loss.gradFn!.nextFunctions[0]!.name, loss.gradFn!.nextFunctions[0]!.nextFunctions[0]!.name)
print(loss.graph)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 503)
let start = Tensor(1)
start.requiresGrad = true
var deep = start * 1
for _ in 0..<100_000 {
    deep = deep + 1
}
deep.backward()
print(deep.item(), start.grad!)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 529)
let p = Tensor([1, 2])
p.requiresGrad = true
let middle = 3 * p
middle.retainGrad()
(middle * middle).backward(gradient: Tensor([1, 10]))
print(middle.grad!, p.grad!)
print(p.isLeaf, middle.isLeaf, middle.requiresGrad, middle.detach().requiresGrad)
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 596)
let w = Tensor([1, 2])
w.requiresGrad = true
let factor = Tensor([3, 4])
let product = (w * factor).sum()
factor += 1
product.backward()
#sourceLocation()
}
_survived(1)
}
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 611)
let v = Tensor([1, 2])
v.requiresGrad = true
let squares = (v * v).sum()
squares.backward()
squares.backward()
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 625)
let v = Tensor([1, 2])
v.requiresGrad = true
let squares = (v * v).sum()
squares.backward(retainGraph: true)
print(v.grad!)
squares.backward()
print(v.grad!)
v.grad?.zero()
print(v.grad!)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 656)
(v * v).sum().backward()
(v * v).sum().backward()
print(v.grad!)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 674)
v.grad?.zero()
let total = v.sum()
total.backward()
total.backward()
print(v.grad!)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 778)
let w = Tensor([2, 3])
w.requiresGrad = true
let built = Tensor.zeros(2)
built += w
built *= w
print(built)
built.sum().backward()
print(w.grad!)
#sourceLocation()
_checkpoint(7)
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 806)
w -= 0.25
#sourceLocation()
}
_survived(3)
}
if _trapping(4) {
do {
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 816)
let rows = Tensor.zeros(2, 2)
rows[0] += w
#sourceLocation()
}
_survived(4)
}
if _trapping(5) {
do {
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 827)
let old = built[0]
built += w
print(old * 2)
#sourceLocation()
}
_survived(5)
}
#sourceLocation(file: "Chapters/Workshop/02-01-tape.md", line: 873)
print(isGradEnabled, (w * 2).requiresGrad)
noGrad {
    print(isGradEnabled, (w * 2).requiresGrad)
    enableGrad { print(isGradEnabled, (w * 2).requiresGrad) }
    w -= w.grad! * 0.25
}
print(isGradEnabled, w)
#sourceLocation()
_checkpoint(8)
