// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/16-02-the-line.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d4602553391df3dd

import Checkpoint

_program("Chapters/Workshop/16-02-the-line.md", code: "88de3f5c03a1a3be")
#sourceLocation(file: "Chapters/Workshop/16-02-the-line.md", line: 11)
import Foundation
import Kindling

let points = Tensor.arange(11).view(-1, 1)
let line = 2 * points + 1
print(points.view(-1))
print(line.view(-1))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/16-02-the-line.md", line: 39)
let regression = Linear(1, 1)
noGrad {
    regression.weight.fill(-0.52364557)
    regression.bias!.fill(-0.05467653)
}
let regressionOptimizer = SGD(regression.parameters, lr: 0.01)
for epoch in 0..<532 {
    regressionOptimizer.zeroGrad()
    let loss = F.mseLoss(regression(points), line)
    if epoch < 16 || epoch >= 517 { print(epoch, String(format: "%.7g", loss.item())) }
    loss.backward()
    regressionOptimizer.step()
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/16-02-the-line.md", line: 105)
let image = try MNIST.load().train.images[0..<1]
let padded = F.pad(image.view(1, 1, 28, 28), [2, 2, 2, 2])
print(padded.shape)
#sourceLocation()
_checkpoint(3)
