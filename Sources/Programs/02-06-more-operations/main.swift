// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5eaaa36b84aa5bfb

import Checkpoint

_program("Chapters/Workshop/02-06-more-operations.md", code: "17e51cda587e5dd1")
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 80)
import Kindling

let a = Tensor([[1, 2, 3], [4, 5, 6]])
let b = Tensor([1, 4, 2])
a.requiresGrad = true
b.requiresGrad = true
let larger = maximum(a, b)
print(larger)
larger.sum().backward()
print(a.grad!, b.grad!)
print(minimum(a, b).detach(), maximum(IntTensor([1, 5]), IntTensor(3)))
print(minimum(IntTensor([1, 5]), IntTensor(3)))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 253)
let arrows = Tensor([[3, -4], [0, 0], [1, 1]])
arrows.requiresGrad = true
print(arrows.norm(2, -1).detach(), arrows.norm(1, 0).detach(), arrows.norm(.infinity).detach(), arrows.norm(0).detach())
arrows.norm(2, -1).sum().backward()
print(arrows.grad!)
print((arrows / maximum(arrows.norm(2, 1, keepDim: true), Tensor(1e-8))).detach())
print(arrows.norm(3, [0, 1], keepDim: true).detach(), arrows.sign().detach(), IntTensor([-3, 0, 2]).sign())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 344)
let scores = Tensor([[1000, 1001, 999], [-.infinity, 0, 1], [-.infinity, -.infinity, -.infinity]])
scores.requiresGrad = true
print(scores.logsumexp(-1).detach(), scores.detach().exp().sum(-1).log())
scores.logsumexp(-1)[0..<2].sum().backward()
print(scores.grad![0..<2])
print(scores[0..<2].detach().logsumexp(0, 1), scores[1..<2].detach().logsumexp(1, keepDim: true))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 431)
let picture = Tensor([[1, 2, 3], [4, 5, 6]])
picture.requiresGrad = true
print(picture.flip(1).detach(), picture.flip(0, -1).detach(), IntTensor.arange(4).flip(0))
(picture.flip(1) * Tensor([1, 2, 3])).sum().backward()
print(picture.grad!)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 499)
let noise = Tensor([1, 2])
noise.requiresGrad = true
let signal = Tensor([[1, 2, 3], [4, 5, 6]])
signal.requiresGrad = true
let mixed = signal * 10
mixed[BoolTensor([[true, false, false], [false, false, true]])] = noise * noise
mixed[.arange(2), IntTensor([1, 1])] *= 3
print(mixed)
mixed[0..., .every(2)].sum().backward(retainGraph: true)
print(signal.grad!, noise.grad!)
mixed.sum().backward()
print(signal.grad!, noise.grad!)
#sourceLocation()
_checkpoint(5)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 538)
signal[signal .> 3] = 0
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 551)
manualSeed(3)
let m = Tensor.rand(3, 4) + 0.5
let n = Tensor.rand(3, 4) + 0.5
let row = Tensor.rand(4) + 0.5
let checks: [(name: String, inputs: [Tensor], function: ([Tensor]) -> Tensor)] = [
    ("maximum", [m, row], { maximum($0[0], $0[1].sqrt()) * n }),
    ("minimum", [m, row], { minimum($0[0], $0[1].sqrt()) * n }),
    ("norm(2)", [m], { $0[0].norm(2, 0) * row }),
    ("norm(1)", [m - 1], { $0[0].norm(1, -1) }),
    ("norm(3)", [m - 1], { $0[0].norm(3) }),
    ("norm(∞)", [m], { $0[0].norm(.infinity, 0) * row }),
    ("logsumexp", [m], { $0[0].logsumexp(0) * row }),
    ("flip", [m], { $0[0].flip(0, 1) * n }),
    ("every", [m], { $0[0][.every(2), .every(3)].pow(2) }),
    ("a number by mask", [m], { let y = $0[0] * n; y[n .> 1] = 2; return y }),
    ("a row by number", [m, row], { let y = $0[0] * n; y[IntTensor([2, 0])] = $0[1]; return y * n }),
    ("changed by mask", [m, row], { let y = $0[0] * n; y[BoolTensor([true, false, true])] *= $0[1]; return y }),
]
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 593)
func slope(_ place: Double) -> Double {
    let x = Tensor(place)
    x.requiresGrad = true
    x.pow(3).backward()
    return x.grad!.item()
}
print(Tensor((slope(2.01) - slope(1.99)) / 0.02))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/Workshop/02-06-more-operations.md", line: 618)
struct Halved: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] }
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / 2] }
}
let weight = Tensor([1, 2])
weight.requiresGrad = true
let middle = Halved()(weight * 3)
middle.retainGrad()
middle.pow(2).sum().backward()
print(middle.grad!, weight.grad!)
#sourceLocation()
_checkpoint(8)
