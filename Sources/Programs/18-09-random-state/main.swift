// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-09-random-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 369bfa6c551e6538

import Checkpoint

_program("Chapters/Workshop/18-09-random-state.md", code: "597472723e9ffbe9")
#sourceLocation(file: "Chapters/Workshop/18-09-random-state.md", line: 262)
import Foundation
import Kindling

func show(_ name: String) {
    let bytes = Generator.default.state.bytes
    let sum = bytes.enumerated().reduce(0) { $0 + (5024..<5032 ~= $1.offset ? 0 : $1.offset * Int($1.element)) }
    let kept = Double(bitPattern: bytes[5024..<5032].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    print(name, bytes.count, Array(bytes[..<24]), sum, String(format: "%.12f", kept))
}

manualSeed(1)
show("seeded")
_ = Tensor.rand(5)
show("five")
_ = Tensor.randn(3)
show("normal")
_ = Tensor.rand(700)
show("more")
manualSeed(1 << 40 + 5)
show("large")
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-09-random-state.md", line: 316)
manualSeed(1)
_ = Tensor.randn(3)
let bytes = Generator.default.state.bytes
print(Tensor.randn(3))
let generator = Generator()
generator.state = try Generator.State(bytes: bytes)
print(Tensor.randn(3, generator: generator))
var wrong = bytes
wrong[16] = 200
for bytes in [wrong, Array(bytes.dropLast())] {
    do { _ = try Generator.State(bytes: bytes) } catch { print(error) }
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-09-random-state.md", line: 366)
let model = Linear(2, 1)

func show(_ scheduler: LRScheduler, _ names: [String]) {
    for _ in 0..<3 { scheduler.step() }
    for name in names {
        let value: [Double] = scheduler.stateDict[value: name] ?? []
        print(name, value)
    }
}

func makeOptimizer() -> SGD { SGD(model.parameters, lr: 0.1, momentum: 0.9) }
show(StepLR(makeOptimizer(), stepSize: 2, gamma: 0.5), ["last_epoch", "base_lrs", "step_size", "gamma"])
show(CosineAnnealingLR(makeOptimizer(), maxSteps: 7), ["last_epoch", "base_lrs", "T_max", "eta_min"])
let cycle = OneCycleLR(makeOptimizer(), maxLR: 0.5, totalSteps: 5)
show(cycle, ["last_epoch", "total_steps"])
do { try cycle.loadStateDict(OneCycleLR(makeOptimizer(), maxLR: 0.5, totalSteps: 4).stateDict) } catch { print(error) }
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-09-random-state.md", line: 442)
final class Plateau: LRScheduler {
    private var lowest = Double.infinity
    private var isHigher = false

    func step(_ loss: Double) {
        isHigher = loss >= lowest
        lowest = min(lowest, loss)
        step()
    }

    override func lr(after current: Double, initial: Double, step: Int) -> Double { isHigher ? current / 2 : current }

    override var memory: StateDict {
        var memory = StateDict()
        memory[value: "best"] = lowest
        return memory
    }

    override func remember(_ memory: inout StateReader) { lowest = memory.value("best") ?? .infinity }
}

let losses = [1.0, 0.7, 0.8, 0.6, 0.65, 0.55, 0.5, 0.52]
func makeTraining() -> (SGD, Plateau) {
    let optimizer = makeOptimizer()
    return (optimizer, Plateau(optimizer))
}
let (first, firstPlateau) = makeTraining()
let (second, secondPlateau) = makeTraining()
var rates: [Double] = []
for (number, loss) in losses.enumerated() {
    if number == 4 {
        try second.loadStateDict(first.stateDict)
        try secondPlateau.loadStateDict(firstPlateau.stateDict)
    }
    (number < 4 ? firstPlateau : secondPlateau).step(loss)
    rates.append((number < 4 ? first : second).groups[0].lr)
}
print(rates)
#sourceLocation()
_checkpoint(4)
