// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/11-01-batch-norm.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 28a88663da739e84

import Checkpoint

_program("Chapters/Workshop/11-01-batch-norm.md", code: "a866af0c5663b03b")
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 152)
let pictures = Tensor.arange(1, 17).view(2, 2, 2, 2)
let (gamma, beta) = (Tensor([2, 1]), Tensor([0, 10]))
print(F.batchNorm(pictures, runningMean: nil, runningVariance: nil, weight: gamma, bias: beta, training: true).view(4, 4))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 175)
let numbers = Tensor.arange(0, 16).view(2, 2, 2, 2)
for training in [true, false] {
    let x = pictures.clone()
    x.requiresGrad = true
    let y = F.batchNorm(
        x, runningMean: Tensor([6.5, 10.5]), runningVariance: Tensor([17, 17]), weight: gamma, bias: beta, training: training)
    (y * numbers * numbers).sum().backward()
    print(x.grad!.view(4, 4))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 300)
let plain = BatchNorm1d(1, momentum: nil)
for mean in [1.0, 2, 6] { _ = plain(Tensor([[-1], [1]]) + mean) }
print(plain.runningMean!, plain.runningVar!)
print(plain.numBatchesTracked!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 325)
let bare = BatchNorm1d(3, affine: false, trackRunningStats: false)
print(bare)
print(bare.stateDict.count)
let texts = Tensor.arange(0, 24).view(2, 3, 4)
let whileTraining = bare(texts)
bare.eval()
print((bare(texts) - whileTraining).abs().max().item())
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/11-01-batch-norm.md", line: 353)
_ = BatchNorm2d(3)(Tensor.ones(2, 4, 5, 5))
#sourceLocation()
}
_survived(1)
}
