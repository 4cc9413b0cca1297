// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-05-straight-through.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b57ed058927b96b5

import Checkpoint

_program("Chapters/Workshop/02-05-straight-through.md", code: "5dae38ab24a77a1c")
#sourceLocation(file: "Chapters/Workshop/02-05-straight-through.md", line: 12)
import Kindling

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
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-05-straight-through.md", line: 64)
let start = Tensor(1)
start.requiresGrad = true
var deep = start * 1
for _ in 0..<100_000 {
    deep = deep + 1
}
deep.backward()
print(deep.item(), start.grad!)
#sourceLocation()
_checkpoint(2)
