// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-04-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 33ed4e98f99dcb37

import Checkpoint

_program("Chapters/Workshop/01-04-operations.md", code: "13fda08ecea4a8fe")
#sourceLocation(file: "Chapters/Workshop/01-04-operations.md", line: 131)
import Kindling

struct RoundUp: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        Tensor(shape: inputs[0].shape, values: inputs[0].array.map { $0.rounded(.up) })
    }
}

let prices = Tensor([[1.25, 3], [0.5, -0.5]])
print(RoundUp()(prices))
print(RoundUp().name)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-04-operations.md", line: 173)
struct Mix: Function {
    let share: Double
    var name: String { "LerpBackward0" }

    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        inputs[0] + (inputs[1] - inputs[0]) * share
    }
}

print(Mix(share: 0.25)(Tensor([0, 10]), Tensor([4, 20])), Mix(share: 0.25).name)
#sourceLocation()
_checkpoint(2)
