// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 32fb9027aa8847ba

import Checkpoint

#sourceLocation(file: "Chapters/02-autograd.md", line: 10)
import Kindling

let x = Tensor([1, 2, 3])
x.requiresGrad = true
let y = (x * x).sum()
y.backward()
print(y)
print(x.grad!)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/02-autograd.md", line: 66)
let p = Tensor(2)
p.requiresGrad = true
let u = 3 * p
let q = u.pow(2)
q.backward()
print(q.item(), p.grad!)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/02-autograd.md", line: 111)
let weight = Tensor(3)
weight.requiresGrad = true
for _ in 0..<3 {
    let loss = (weight - 1).pow(2)
    loss.backward()
    noGrad {
        weight -= weight.grad! * 0.25
        weight.grad!.zero()
    }
    print(loss.item(), weight.item())
}
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 144)
weight -= weight.grad! * 0.25
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 167)
struct RoundStraightThrough: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        Tensor(shape: inputs[0].shape, values: inputs[0].array.map { $0.rounded(.toNearestOrEven) })
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient]
    }
}

let fine = Tensor([0.2, 1.7, -2.4])
fine.requiresGrad = true
let coarse = RoundStraightThrough()(fine)
print(coarse)
(coarse * coarse).sum().backward()
print(fine.grad!)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/02-autograd.md", line: 239)
manualSeed(2)
let classes = Tensor(shape: [200], values: (0..<200).map { Float($0 % 2) })
let points = Tensor.randn(200, 2) + (classes * 2 - 1).unsqueeze(-1)

func probability(_ theta: Tensor, _ offset: Tensor) -> Tensor {
    (points • theta + offset).sigmoid()
}

func crossEntropy(_ h: Tensor) -> Tensor {
    -(classes * h.log() + (1 - classes) * (1 - h).log()).mean()
}

var theta = Tensor.zeros(2)
var offset = Tensor(0)
for step in 0...100 {
    let h = probability(theta, offset)
    if step % 50 == 0 { print(step, crossEntropy(h)) }
    let error = (h - classes) / 200
    theta = theta - points.t() • error
    offset = offset - error.sum()
}
print(theta, offset)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/02-autograd.md", line: 295)
let learned = Tensor.zeros(2)
let learnedOffset = Tensor(0)
learned.requiresGrad = true
learnedOffset.requiresGrad = true
for _ in 0...100 {
    crossEntropy(probability(learned, learnedOffset)).backward()
    noGrad {
        for parameter in [learned, learnedOffset] {
            parameter -= parameter.grad!
            parameter.grad!.zero()
        }
    }
}
print(learned, learnedOffset)
print(learned.isClose(to: theta), learnedOffset.isClose(to: offset))
#sourceLocation()
_checkpoint(6)
