// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 02c69972dbd4bd85

import Checkpoint

_program("Chapters/Workshop/08-01-optimizers.md", code: "7db1c2130d3ec978")
#sourceLocation(file: "Chapters/Workshop/08-01-optimizers.md", line: 329)
import Foundation
import Kindling

func places(_ name: String, _ makeOptimizer: ([Parameter]) -> Optimizer) {
    let w = Parameter(Tensor([1]))
    let optimizer = makeOptimizer([w])
    let places = (0..<4).map { _ in
        w.grad = Tensor([1])
        optimizer.step()
        return String(format: "%.4f", w.item())
    }
    print(places.joined(separator: "  "), name)
}

places("plain") { SGD($0, lr: 0.1) }
places("momentum") { SGD($0, lr: 0.1, momentum: 0.9) }
places("dampening") { SGD($0, lr: 0.1, momentum: 0.9, dampening: 0.5) }
places("Nesterov") { SGD($0, lr: 0.1, momentum: 0.9, nesterov: true) }
places("weight decay") { SGD($0, lr: 0.1, weightDecay: 0.1) }
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/08-01-optimizers.md", line: 387)
let (w, b) = (Parameter(.ones(2)), Parameter(.ones(1)))
let optimizer = SGD([ParameterGroup([w]), ParameterGroup([b], lr: 0.01, momentum: 0.5)], lr: 0.1, momentum: 0.9)
for group in optimizer.groups {
    print(group.parameters.count, group.lr, group.momentum, group.weightDecay)
}

optimizer.groups[1].lr = 0
(w.grad, b.grad) = (.ones(2), .ones(1))
optimizer.step()
print(w.detach(), b.detach())
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/08-01-optimizers.md", line: 422)
optimizer.groups[0].weightDecay = 0.5
optimizer.step()
print(w.detach(), b.detach())
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/08-01-optimizers.md", line: 440)
_ = SGD([ParameterGroup([w]), ParameterGroup([b, w], lr: 0.01)], lr: 0.1)
#sourceLocation()
}
_survived(1)
}
