// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-07-integers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 26e837f6a49c1fbf

import Checkpoint

_program("Chapters/Workshop/01-07-integers.md", code: "79929c146352709c")
#sourceLocation(file: "Chapters/Workshop/01-07-integers.md", line: 507)
import Kindling

let predictions = IntTensor([7, 2, 1, 0, 4])
let labels = IntTensor([7, 2, 1, 9, 4])
print(predictions .== labels)
print((predictions .== labels).float().mean())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-07-integers.md", line: 532)
print(labels + 10, labels * labels, (labels - 5).min(), IntTensor([[1, 2], [3, 4]]).sum())
print(labels .> 3, (labels .> 3) .& !(predictions .== labels), (labels .== 4).any())
let measured = Tensor([1, 2.5, .nan])
print(measured .>= 2, measured.isNaN(), measured.isEqual(to: measured))
print((1 / Tensor([0, -2, .nan])).isInf(), (1 / Tensor([0, -2, .nan])).isFinite(), (labels .<= 4) .& (labels .>= 2))
print(Tensor([1, 2]).isClose(to: Tensor([1, 2.00001])), Tensor([1, 2]).isClose(to: Tensor([1, 2.001])))
print(IntTensor.arange(6).view(2, 3)[1], IntTensor.arange(10)[7..<20], IntTensor.arange(0, 10, step: 4))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-07-integers.md", line: 565)
let answers = IntTensor([7, 1, 8, 9]).reshape(2, 2)
let right = IntTensor.ones(2, 2) * 8
print(answers .!= right, answers .!= 8, answers .< right, answers .< 8)
print(answers[1, 0], answers.unsqueeze(0).shape, answers[0..<1].squeeze(0))
answers[1, 0] = right[0, 0] * 2
print(answers)
#sourceLocation()
_checkpoint(3)
