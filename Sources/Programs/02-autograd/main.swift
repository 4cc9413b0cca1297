// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a6968b2dbf24df66

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
#sourceLocation(file: "Chapters/02-autograd.md", line: 64)
let p = Tensor(2)
p.requiresGrad = true
let u = 3 * p
let q = u.pow(2)
q.backward()
print(q.item(), p.grad!)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/02-autograd.md", line: 409)
manualSeed(1)
let inputs = Tensor.randn(2, 3)
let weights = Tensor.randn(3, 2)
let bias = Tensor.zeros(2)
weights.requiresGrad = true
bias.requiresGrad = true

let loss = (inputs • weights + bias).tanh().mean()
print(loss.gradFn!.name)
print(loss.gradFn!.nextFunctions[0]!.name)
print(loss.gradFn!.nextFunctions[0]!.nextFunctions[0]!.name)
print(loss.graph)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/02-autograd.md", line: 550)
let start = Tensor(1)
start.requiresGrad = true
var deep = start * 1
for _ in 0..<100_000 {
    deep = deep + 1
}
deep.backward()
print(deep.item(), start.grad!)
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 645)
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
#sourceLocation(file: "Chapters/02-autograd.md", line: 660)
let v = Tensor([1, 2])
v.requiresGrad = true
let squares = (v * v).sum()
squares.backward()
squares.backward()
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 674)
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
_checkpoint(5)
#sourceLocation(file: "Chapters/02-autograd.md", line: 1119)
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
_checkpoint(6)
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 1152)
weight -= weight.grad! * 0.25
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 1172)
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
_checkpoint(7)
#sourceLocation(file: "Chapters/02-autograd.md", line: 1240)
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
_checkpoint(8)
#sourceLocation(file: "Chapters/02-autograd.md", line: 1296)
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
_checkpoint(9)
#sourceLocation(file: "Chapters/02-autograd.md", line: 1399)
manualSeed(3)
let m = Tensor.rand(3, 4) + 0.5
let n = Tensor.rand(3, 4) + 0.5
let row = Tensor.rand(4) + 0.5
let square = Tensor.randn(4, 4)
let checks: [(String, [Tensor], ([Tensor]) -> Tensor)] = [
    ("a + b", [m, row], { $0[0] + $0[1] }),
    ("a - b", [m, row], { $0[0] - $0[1] }),
    ("2 - a", [m], { 2 - $0[0] }),
    ("a * b", [m, row], { $0[0] * $0[1] }),
    ("a / b", [m, row], { $0[0] / $0[1] }),
    ("1 / a", [m], { 1 / $0[0] }),
    ("-a", [m], { -$0[0] }),
    ("exp", [m], { $0[0].exp() }),
    ("log", [m], { $0[0].log() }),
    ("log1p", [m], { $0[0].log1p() }),
    ("sqrt", [m], { $0[0].sqrt() }),
    ("sin", [m], { $0[0].sin() }),
    ("cos", [m], { $0[0].cos() }),
    ("tanh", [m], { $0[0].tanh() }),
    ("sigmoid", [m], { $0[0].sigmoid() }),
    ("relu", [m - 1], { $0[0].relu() }),
    ("abs", [m - 1], { $0[0].abs() }),
    ("erf", [m], { $0[0].erf() }),
    ("pow", [m], { $0[0].pow(2.5) }),
    ("clamp", [m], { $0[0].clamp(min: 0.7, max: 1.2) }),
    ("sum", [m], { $0[0].sum(0) }),
    ("mean", [m], { $0[0].mean(1) }),
    ("variance", [m], { $0[0].variance([1]) }),
    ("std", [m], { $0[0].std([0]) }),
    ("max", [m], { $0[0].max() + $0[0].max(1).values.sum() }),
    ("min", [m], { $0[0].min() + $0[0].min(0).values.sum() }),
    ("view", [m], { $0[0].view(2, 6) * 2 }),
    ("permute", [m], { $0[0].permute(1, 0) * row.unsqueeze(-1) }),
    ("transpose", [m], { $0[0].transpose(0, 1) * row.unsqueeze(-1) }),
    ("expand", [row], { $0[0].unsqueeze(0).expand(3, -1) * m }),
    ("squeeze", [row], { $0[0].unsqueeze(0).squeeze() * row }),
    ("slice", [m], { $0[0][1..<3, 0...2] * 3 }),
    ("select", [m], { $0[0][1] * row }),
    ("clone", [m], { $0[0].T.contiguous() * row.unsqueeze(-1) }),
    ("rows", [m], { $0[0][IntTensor([2, 0, 2])] * row }),
    ("pairs", [m], { $0[0][.arange(3), IntTensor([1, 0, 3])] }),
    ("mask", [m], { $0[0][n .> 1] * 2 }),
    ("gather", [m], { $0[0].gather(1, IntTensor([[1, 1], [0, 3], [2, 2]])) }),
    ("where", [m, row], { .where(n .> 1, $0[0], $0[1]) }),
    ("cat", [m, n], { cat([$0[0], $0[1]], 1) * 2 }),
    ("stack", [m, n], { stack([$0[0], $0[1]], 1) * row }),
    ("matmul", [m, square], { $0[0] • $0[1] }),
    ("matrix • row", [m, row], { $0[0] • $0[1] }),
    ("row • row", [row, row], { $0[0] • $0[1] }),
    ("batch matmul", [m.view(3, 1, 4), square.view(1, 4, 4)], { $0[0] • $0[1] }),
]
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/02-autograd.md", line: 1467)
struct WrongCube: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        context.save(inputs[0])
        return inputs[0].pow(3)
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).pow(2)]
    }
}
print(gradientError(at: [m]) { WrongCube()($0[0]) } > 0.5)
#sourceLocation()
_checkpoint(11)
