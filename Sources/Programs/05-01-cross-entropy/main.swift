// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-01-cross-entropy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 14c2608a087b21de

import Checkpoint

_program("Chapters/Workshop/05-01-cross-entropy.md", code: "d0eca14c5ad0f656")
#sourceLocation(file: "Chapters/Workshop/05-01-cross-entropy.md", line: 163)
import Kindling

let scores = Tensor([[2, 1], [0, 3]])
print(F.softmax(scores, 1))
print(F.softmax(scores, 0))
print(F.logSoftmax(scores, 0).exp().sum(0))
#sourceLocation()
_checkpoint(1)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/05-01-cross-entropy.md", line: 384)
_ = F.nllLoss(F.logSoftmax(scores, -1), IntTensor([0, 2]))
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/05-01-cross-entropy.md", line: 496)
let three = Tensor([[2, 1, 0], [0, 3, 1], [1, 1, 1]])
let marks = IntTensor([0, 2, -100])
print(F.crossEntropy(three, marks, reduction: .none))
print(F.crossEntropy(three, marks, reduction: .sum), F.crossEntropy(three, marks))
print(F.crossEntropy(three, marks, weight: Tensor([1, 1, 3])))
print(F.crossEntropy(three, marks, labelSmoothing: 0.1))
print(F.crossEntropy(three, Tensor([[1, 0, 0], [0, 0.5, 0.5], [0.2, 0.2, 0.6]]), reduction: .none))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/05-01-cross-entropy.md", line: 530)
let pixels = three[0..<2].t().reshape(1, 3, 1, 2)
print(F.crossEntropy(pixels, IntTensor([0, 2]).view(1, 1, 2), reduction: .none))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/05-01-cross-entropy.md", line: 549)
manualSeed(5)
let a = Tensor.randn(4, 5)
let yes = Tensor.rand(4, 5)
let classes = IntTensor([0, 3, -100, 4])
let counts = Tensor.rand(5) + 0.5
let checks: [(String, (Tensor) -> Tensor)] = [
    ("logSoftmax", { F.logSoftmax($0, 1) }),
    ("logSoftmax, columns", { F.logSoftmax($0, 0) }),
    ("softmax", { F.softmax($0, 0) }),
    ("nllLoss", { F.nllLoss($0, classes, weight: counts) }),
    ("crossEntropy", { F.crossEntropy($0, classes, weight: counts, labelSmoothing: 0.2) }),
    ("crossEntropy, probabilities", { F.crossEntropy($0, yes, reduction: .none) }),
]
for (name, function) in checks {
    let error = gradientError(at: [a]) { function($0[0]) }
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(4)
