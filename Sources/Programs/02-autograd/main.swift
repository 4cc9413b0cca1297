// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 09c0784c14826355

import Checkpoint

_program("Chapters/02-autograd.md", code: "e6952dd7cc598713")
#sourceLocation(file: "Chapters/02-autograd.md", line: 32)
import Foundation
import Kindling

/// A number that remembers how it was made.
final class Value {
    var data: Double
    /// How fast the loss grows when this number does.
    var grad = 0.0
    /// What it was made from, each with its slope: how fast this number grows when that one does.
    let inputs: [(value: Value, slope: Double)]

    init(_ data: Double, from inputs: [(value: Value, slope: Double)] = []) {
        self.data = data
        self.inputs = inputs
    }

    static func + (a: Value, b: Value) -> Value { Value(a.data + b.data, from: [(a, 1), (b, 1)]) }
    static func * (a: Value, b: Value) -> Value { Value(a.data * b.data, from: [(a, b.data), (b, a.data)]) }

    /// 1 / (1 + e⁻ˣ), between 0 and 1; its slope is s (1 - s).
    func sigmoid() -> Value {
        let s = 1 / (1 + exp(-data))
        return Value(s, from: [(self, s * (1 - s))])
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/02-autograd.md", line: 63)
extension Value {
    /// Adds to each input's `grad`, near or far, how fast this number grows with it. To be called once: nothing sets them back.
    func backward() {
        var order: [Value] = []
        var seen: Set<ObjectIdentifier> = []
        func visit(_ value: Value) {
            guard seen.insert(ObjectIdentifier(value)).inserted else { return }
            for (input, _) in value.inputs { visit(input) }
            order.append(value)
        }
        visit(self)
        grad = 1
        for value in order.reversed() {
            for (input, slope) in value.inputs { input.grad += value.grad * slope }
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/02-autograd.md", line: 88)
let p = Value(2)
let u = Value(3) * p
let q = u * u
q.backward()
print(q.data, u.grad, p.grad)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/02-autograd.md", line: 120)
let cases: [(x1: Double, x2: Double, target: Double)] = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
let (w1, w2, b) = (Value(0), Value(0), Value(0))

for step in 0...1000 {
    var loss = Value(0)
    for (x1, x2, target) in cases {
        let answer = (w1 * Value(x1) + w2 * Value(x2) + b).sigmoid()
        let error = answer + Value(-target)
        loss = loss + error * error
    }
    for weight in [w1, w2, b] { weight.grad = 0 }
    loss.backward()
    if step % 250 == 0 { print(step, Tensor(loss.data)) }
    for weight in [w1, w2, b] { weight.data -= weight.grad }
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/02-autograd.md", line: 172)
let x = Tensor([1, 2, 3])
x.requiresGrad = true
let y = (x * x).sum()
y.backward()
print(y)
print(x.grad!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/02-autograd.md", line: 206)
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
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 317)
let v = Tensor([1, 2])
v.requiresGrad = true
let squares = (v * v).sum()
squares.backward()
squares.backward()
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 331)
let v = Tensor([1, 2])
v.requiresGrad = true
var squares = (v * v).sum()
squares.backward(retainGraph: true)
print(v.grad!)
squares.backward()
print(v.grad!)
squares = (v * v).sum()
squares.backward()
print(v.grad!)
v.grad?.zero()
print(v.grad!)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/02-autograd.md", line: 373)
let terms = Tensor([1, 2])
terms.requiresGrad = true
let total = terms.sum()
total.backward()
total.backward()
print(terms.grad!)
#sourceLocation()
_checkpoint(6)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 399)
let w = Tensor([1, 2])
w.requiresGrad = true
let factor = Tensor([3, 4])
let product = (w * factor).sum()
factor += 1
product.backward()
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 439)
let rowBias = Tensor([10, 20])
rowBias.requiresGrad = true
(Tensor.ones(3, 2) + rowBias).sum().backward()
print(rowBias.grad!)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/02-autograd.md", line: 475)
let left = Tensor([[1, 2], [3, 4]])
let right = Tensor([[5, 6], [7, 8]])
left.requiresGrad = true
(left • right)[0, 0].backward()
print(left.grad!)
left.grad!.zero()
(left • right).sum().backward()
print(left.grad!)
print(Tensor.ones(2, 2) • right.T)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/02-autograd.md", line: 531)
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
_checkpoint(9)
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/02-autograd.md", line: 564)
weight -= weight.grad! * 0.25
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/02-autograd.md", line: 585)
struct Cube: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        context.save(inputs[0])
        return inputs[0] * inputs[0] * inputs[0]
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * 3 * context.saved(0).pow(2)]
    }
}

let edge = Tensor([1, 2, -1])
edge.requiresGrad = true
Cube()(edge).sum().backward()
print(edge.grad!)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/02-autograd.md", line: 633)
struct WrongCube: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { Cube().forward(inputs, context) }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).pow(2)]
    }
}
print(gradientError(at: [edge]) { Cube()($0[0]) } < 1e-3)
print(gradientError(at: [edge]) { WrongCube()($0[0]) } > 0.5)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/02-autograd.md", line: 698)
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
_checkpoint(12)
#sourceLocation(file: "Chapters/02-autograd.md", line: 754)
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
_checkpoint(13)
#sourceLocation(file: "Chapters/02-autograd.md", line: 796)
final class LogisticRegression {
    var theta = Tensor.zeros(2)
    var offset = Tensor(0)
    private var gradients = (theta: Tensor.zeros(2), offset: Tensor(0))

    func forward(_ x: Tensor) -> Tensor { (x • theta + offset).sigmoid() }

    /// The gradients of the mean cross-entropy, from the inputs `(N, 2)`, the probabilities `(N)` and the classes `(N)`.
    func backward(_ x: Tensor, _ h: Tensor, _ t: Tensor) {
        let error = (h - t) / Double(t.count)
        gradients = (x.t() • error, error.sum())
    }

    func update(learningRate: Double) {
        theta = theta - gradients.theta * learningRate
        offset = offset - gradients.offset * learningRate
    }
}

let model = LogisticRegression()
for _ in 0...100 {
    model.backward(points, model.forward(points), classes)
    model.update(learningRate: 1)
}
print(model.theta.isEqual(to: theta), model.offset.isEqual(to: offset))
#sourceLocation()
_checkpoint(14)
