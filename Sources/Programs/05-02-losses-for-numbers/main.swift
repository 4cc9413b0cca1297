// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-02-losses-for-numbers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 170c1dadd518da1c

import Checkpoint

_program("Chapters/Workshop/05-02-losses-for-numbers.md", code: "ddafa5f05750afb5")
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 20)
import Kindling

let guesses = Tensor([1, 2, 3])
let truth = Tensor([1, 4, -7])
let difference = guesses - truth
print((difference * difference).mean(), difference.abs().mean())
print(F.mseLoss(guesses, truth), F.l1Loss(guesses, truth), F.smoothL1Loss(guesses, truth))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 142)
let differences = Tensor.linspace(-3, 3, 121)
let nothing = Tensor.zeros(like: differences)
/// A curve, cut off where it gets above `top`.
func curve(_ name: String, _ values: Tensor, top: Double) -> LineChart.Series {
    .init(name, zip(differences.array, values.array).map { (x: Double($0), y: Double($1) > top ? .nan : Double($1)) })
}
let losses = LineChart(
    title: "Three ways to count an error", xLabel: "difference", yLabel: "loss",
    series: [
        curve("mseLoss", F.mseLoss(differences, nothing, reduction: .none), top: 4),
        curve("l1Loss", F.l1Loss(differences, nothing, reduction: .none), top: 4),
        curve("smoothL1Loss", F.smoothL1Loss(differences, nothing, reduction: .none), top: 4),
    ])
try Figure.write(losses.svg, to: "05-losses.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 162)
let data = Tensor([1, 2, 3, 4, 100])
for guess in [3.0, 22.0] {
    let guesses = Tensor.full([5], guess)
    print(F.mseLoss(guesses, data), F.l1Loss(guesses, data), F.smoothL1Loss(guesses, data))
}
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 186)
_ = F.mseLoss(Tensor.zeros(5, 1), data)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 262)
let logits = Tensor([0.5, -1, 2])
let answers = Tensor([1, 0, 1])
logits.requiresGrad = true
let p = logits.sigmoid()
let right = p * answers + (1 - p) * (1 - answers)
F.binaryCrossEntropyWithLogits(logits, answers, weight: (1 - right).pow(2)).backward()
print(logits.grad!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 319)
let questions = Tensor([1000, -1000, 0, 2])
let facts = Tensor([0, 1, 1, 1])
print(F.binaryCrossEntropyWithLogits(questions, facts, reduction: .none))
print(F.binaryCrossEntropyWithLogits(questions, facts, positiveWeight: Tensor(3)))
print(-(facts * questions.sigmoid().log() + (1 - facts) * (1 - questions.sigmoid()).log()))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/05-02-losses-for-numbers.md", line: 349)
manualSeed(5)
let a = Tensor.randn(4, 5)
let b = a + Tensor.rand(4, 5) * 0.3 + Tensor([0.1, 0.6, 0.1, 0.6, 0.1])
let yes = Tensor.rand(4, 5)
let counts = Tensor.rand(5) + 0.5
let checks: [(String, [Tensor], ([Tensor]) -> Tensor)] = [
    ("mseLoss", [a, b], { F.mseLoss($0[0], $0[1]) }),
    ("l1Loss", [a, b], { F.l1Loss($0[0], $0[1]) }),
    ("smoothL1Loss", [a, b], { F.smoothL1Loss($0[0], $0[1], reduction: .sum, beta: 0.5) }),
    ("binaryCrossEntropyWithLogits", [a, yes], { F.binaryCrossEntropyWithLogits($0[0], $0[1], positiveWeight: counts) }),
    ("its weights", [a, yes, counts, counts + 1], {
        F.binaryCrossEntropyWithLogits($0[0], $0[1], weight: $0[2], positiveWeight: $0[3])
    }),
]
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(5)
