// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-04-schedulers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ef6905ebfaf2592e

import Checkpoint

_program("Chapters/Workshop/08-04-schedulers.md", code: "8d0a298a0630e656")
#sourceLocation(file: "Chapters/Workshop/08-04-schedulers.md", line: 234)
import Foundation
import Kindling

manualSeed(1)
let model = Linear(784, 10)

func rates(_ makeScheduler: (Optimizer) -> LRScheduler) -> [String] {
    let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
    let scheduler = makeScheduler(optimizer)
    return (0..<10).map { i in
        if i > 0 { scheduler.step() }
        return String(format: "%.4f", scheduler.lastLRs[0])
    }
}

print(rates { StepLR($0, stepSize: 4, gamma: 0.5) })
print(rates { CosineAnnealingLR($0, maxSteps: 9) })
print(rates { OneCycleLR($0, maxLR: 0.1, totalSteps: 10) })
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/08-04-schedulers.md", line: 287)
let optimizer = SGD(model.parameters, lr: 1)
let schedulers = [StepLR(optimizer, stepSize: 2, gamma: 0.1), StepLR(optimizer, stepSize: 3, gamma: 0.5)]
var chained: [String] = []
for step in 0..<7 {
    chained.append(String(format: "%.5f", optimizer.groups[0].lr))
    for scheduler in schedulers { scheduler.step() }
    if step == 4 { optimizer.groups[0].lr = 1 }
}
print(chained)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/08-04-schedulers.md", line: 320)
final class Harmonic: LRScheduler {
    override func lr(initial: Double, step: Int) -> Double { initial / Double(1 + step) }
}

print(rates { Harmonic($0) })
print(Set(rates { LRScheduler($0) }))
print(String(format: "%.4f", StepLR(optimizer, stepSize: 4, gamma: 0.5).lr(initial: 0.1, step: 9)))
print(String(format: "%.4f", CosineAnnealingLR(optimizer, maxSteps: 9).lr(initial: 0.1, step: 3)))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/08-04-schedulers.md", line: 354)
func momenta(_ optimizer: Optimizer) -> [String] {
    let scheduler = OneCycleLR(optimizer, maxLR: 0.1, totalSteps: 10)
    return (0..<10).map { i in
        if i > 0 { scheduler.step() }
        let group = optimizer.groups[0]
        return String(format: "%.3f", group.betas?.0 ?? group.momentum)
    }
}

print(momenta(SGD(model.parameters, lr: 0.1, momentum: 0.9)))
print(momenta(Adam(model.parameters)))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/08-04-schedulers.md", line: 424)
let (a, b) = (Parameter(Tensor([0])), Parameter(Tensor([0])))
(a.grad, b.grad) = (Tensor([3]), Tensor([4]))
print(clipGradNorm([a, b], maxNorm: 1))
print(a.grad!, b.grad!)

(a.grad, b.grad) = (Tensor([3]), Tensor([-0.2]))
clipGradValue([a, b], limit: 1)
print(a.grad!, b.grad!)
#sourceLocation()
_checkpoint(5)
