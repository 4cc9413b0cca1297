// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-02-elements.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 12ab060da60d36fd

import Checkpoint

_program("Chapters/Workshop/18-02-elements.md", code: "55019400b6464bca")
#sourceLocation(file: "Chapters/Workshop/18-02-elements.md", line: 462)
import Kindling

let x = Tensor([0.1, 1.0 / 3, 1000.5, 65_520, 1e-8])
for dtype in [StoredTensor.DType.float16, .bfloat16, .float32, .float64] {
    let stored = StoredTensor(x, as: dtype)
    print(stored, stored.bytes.count, stored.tensor().array)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-02-elements.md", line: 493)
let labels = StoredTensor(IntTensor([5, 0, 255]), as: .uint8)
print(labels, try labels.intTensor(), labels.tensor())
print(try StoredTensor(BoolTensor([true, false])).boolTensor(), try StoredTensor(BoolTensor([true, false])).intTensor())
let big = StoredTensor(IntTensor([1 << 24, 1 << 24 + 1]))
print(try big.intTensor(), big.tensor().array.map { Int($0) })
let eight = StoredTensor(dtype: .float8e4m3, shape: [4], bytes: [0x01, 0x38, 0x7e, 0x7f])
print(eight, eight.dtype.size, eight.tensor().array)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-02-elements.md", line: 524)
var state: StateDict = ["bias": Tensor([0.1, 0.2])]
state[stored: "weight"] = StoredTensor(Tensor([[0.1, 0.2]]), as: .float16)
print(state.keys, state[stored: "weight"]!, state[stored: "bias"]!)
print(state["weight"]!)
state["weight"]! += 1
print(state[stored: "weight"]!)
#sourceLocation()
_checkpoint(3)
