// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-02-adaptive.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7182c636a448fc9c

import Checkpoint

_program("Chapters/Workshop/08-02-adaptive.md", code: "128ea10b20b3573c")
#sourceLocation(file: "Chapters/Workshop/08-02-adaptive.md", line: 222)
import Foundation
import Kindling

func shrunk(_ name: String, _ makeOptimizer: ([Parameter]) -> Optimizer) {
    let w = Parameter(Tensor([1, 1]))
    let optimizer = makeOptimizer([w])
    for step in 0..<100 {
        w.grad = Tensor([10, 0.01]) * (step % 2 == 0 ? 1 : -1)
        optimizer.step()
    }
    print(String(format: "%.2f %.2f", w[0].item(), w[1].item()), name)
}

shrunk("Adam") { Adam($0, lr: 0.01, weightDecay: 0.1) }
shrunk("AdamW") { AdamW($0, lr: 0.01, weightDecay: 0.1) }
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/08-02-adaptive.md", line: 269)
func firstSteps(_ name: String, _ makeOptimizer: ([Parameter]) -> Optimizer) {
    let w = Parameter(Tensor([1]))
    let optimizer = makeOptimizer([w])
    let places = (0..<4).map { _ in
        w.grad = Tensor([3])
        optimizer.step()
        return String(format: "%.4f", w.item())
    }
    print(places.joined(separator: "  "), name)
}

firstSteps("RMSprop") { RMSprop($0, lr: 0.01) }
firstSteps("RMSprop with momentum") { RMSprop($0, lr: 0.01, momentum: 0.9) }
firstSteps("Adam") { Adam($0, lr: 0.01) }
firstSteps("Adam with groups") { Adam([ParameterGroup($0, betas: (0.5, 0.9))], lr: 0.01) }
#sourceLocation()
_checkpoint(2)
