// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-03-activation-functions.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 518e2b2e4c653c73

import Checkpoint

_program("Chapters/Workshop/05-03-activation-functions.md", code: "276dfbfb2482d594")
#sourceLocation(file: "Chapters/Workshop/05-03-activation-functions.md", line: 91)
import Kindling

let xs = Tensor.linspace(-3, 3, 121)
/// A curve, cut off where it gets above 2.
func curve(_ name: String, _ values: Tensor) -> LineChart.Series {
    .init(name, zip(xs.array, values.array).map { (x: Double($0), y: Double($1) > 2 ? .nan : Double($1)) })
}
let activations = LineChart(
    title: "Four ways to bend a number", xLabel: "x", yLabel: "",
    series: [
        curve("relu", F.relu(xs)), curve("gelu", F.gelu(xs)),
        curve("sigmoid", F.sigmoid(xs)), curve("tanh", F.tanh(xs)),
    ])
try Figure.write(activations.svg, to: "05-activations.svg", in: .book)

let places = Tensor([-2, -1, 0, 1, 2])
print(F.relu(places))
print(F.gelu(places))
print(F.gelu(places, approximate: .tanh))
print(F.sigmoid(places))
print(F.tanh(places))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/05-03-activation-functions.md", line: 140)
let ends = Tensor([-3, -1, 0, 1, 3])
ends.requiresGrad = true
for function in [F.relu, F.sigmoid, F.tanh, { F.gelu($0) }] {
    ends.grad = nil
    function(ends).sum().backward()
    print(ends.grad!)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/05-03-activation-functions.md", line: 169)
manualSeed(5)
let a = Tensor.randn(4, 5)
let checks: [(String, (Tensor) -> Tensor)] = [
    ("gelu", { F.gelu($0) }),
    ("gelu by tanh", { F.gelu($0, approximate: .tanh) }),
]
for (name, function) in checks {
    let error = gradientError(at: [a]) { function($0[0]) }
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(3)
