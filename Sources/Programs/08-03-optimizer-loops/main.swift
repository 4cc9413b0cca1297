// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-03-optimizer-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1590cd60766d5f50

import Checkpoint

_program("Chapters/Workshop/08-03-optimizer-loops.md", code: "4fa4f6fb8a0880b6")
#sourceLocation(file: "Chapters/Workshop/08-03-optimizer-loops.md", line: 325)
import Foundation
import Kindling

let kinds: [(String, ([Parameter]) -> Optimizer)] = [
    ("SGD", { SGD($0, lr: 0.1) }),
    ("Nesterov with decay", { SGD($0, lr: 0.1, momentum: 0.9, weightDecay: 0.1, nesterov: true) }),
    ("Adam", { Adam($0, lr: 0.1) }),
    ("AdamW", { AdamW($0, lr: 0.1, weightDecay: 0.1) }),
    ("RMSprop, centered", { RMSprop($0, lr: 0.1, centered: true) }),
]
manualSeed(1)
let start = Tensor.randn(41)
let gradients = (0..<10).map { _ in Tensor.randn(41) }

func trained(in parts: [Range<Int>], _ makeOptimizer: ([Parameter]) -> Optimizer) -> Tensor {
    let parameters = parts.map { Parameter(start[$0].clone()) }
    let optimizer = makeOptimizer(parameters)
    for gradient in gradients {
        for (parameter, part) in zip(parameters, parts) { parameter.grad = gradient[part] }
        optimizer.step()
    }
    return cat(parameters.map { $0.detach() })
}

var ends: [Tensor] = []
for (name, makeOptimizer) in kinds {
    let together = trained(in: [0..<41], makeOptimizer)
    ends.append(together)
    print(together.isEqual(to: trained(in: (0..<41).map { $0..<$0 + 1 }, makeOptimizer)), name)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/08-03-optimizer-loops.md", line: 370)
for ((name, _), end) in zip(kinds, ends) {
    print(String(format: "%.3f %.3f", end[0].item(), end.sum().item()), name)
}
#sourceLocation()
_checkpoint(2)
