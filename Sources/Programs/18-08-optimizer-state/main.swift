// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3a120dde526ea4d3

import Checkpoint

_program("Chapters/Workshop/18-08-optimizer-state.md", code: "f30b29afbcecfd99")
#sourceLocation(file: "Chapters/Workshop/18-08-optimizer-state.md", line: 637)
import Foundation
import Kindling

let x = Tensor([[1, 2], [3, 4], [5, 7]])
let y = Tensor([[1], [2], [4]])

func train(_ model: Linear, _ optimizer: Optimizer, steps: Int) -> [String] {
    (0..<steps).map { _ in
        let loss = F.mseLoss(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
        return String(format: "%.5f", loss.item())
    }
}

manualSeed(1)
let line = Linear(2, 1)
let adam = Adam(line.parameters, lr: 0.1)
print(train(line, adam, steps: 2))
let state = adam.stateDict
for name in state.keys where name.hasPrefix("state.") { print(name, state[name]!) }
for name in ["lr", "betas", "eps", "weight_decay", "params"] {
    let setting: [Double] = state[value: "param_groups.0.\(name)"] ?? []
    print(name, setting)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-08-optimizer-state.md", line: 716)
func stopped(_ keepsOptimizer: Bool, _ makeOptimizer: ([Parameter]) -> Optimizer) throws -> [String] {
    manualSeed(1)
    let first = Linear(2, 1)
    let firstOptimizer = makeOptimizer(first.parameters)
    let losses = train(first, firstOptimizer, steps: 200)
    let second = Linear(2, 1)
    let secondOptimizer = makeOptimizer(second.parameters)
    try second.loadStateDict(first.stateDict)
    if keepsOptimizer { try secondOptimizer.loadStateDict(firstOptimizer.stateDict) }
    return losses.suffix(1) + train(second, secondOptimizer, steps: 6)
}

func compare(_ name: String, _ makeOptimizer: ([Parameter]) -> Optimizer) throws {
    manualSeed(1)
    let model = Linear(2, 1)
    print(name, Array(train(model, makeOptimizer(model.parameters), steps: 206).suffix(7)))
    print("  with its state", try stopped(true, makeOptimizer))
    print("  without", try stopped(false, makeOptimizer))
}

try compare("SGD") { SGD($0, lr: 0.005, momentum: 0.9) }
try compare("Adam") { Adam($0, lr: 0.1) }
try compare("RMSprop") { RMSprop($0, lr: 0.01, momentum: 0.5, centered: true) }
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-08-optimizer-state.md", line: 784)
let other = Adam(line.parameters, lr: 0.1, epsilon: 1e-6)
var broken = state.clone()
broken[value: "state.0.step"] = 1.5
for wrong in [SGD(line.parameters, lr: 0.1, momentum: 0.9).stateDict, broken] {
    do { try other.loadStateDict(wrong) } catch { print(error) }
}
print(other.stepCount, other.stateDict.keys.count)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-08-optimizer-state.md", line: 811)
final class Lion: Optimizer {
    private var means: [ObjectIdentifier: Tensor] = [:]

    convenience init(_ parameters: [Tensor], lr: Double) {
        self.init([ParameterGroup(parameters)], lr: lr, betas: (0.9, 0.99))
    }

    override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        let (now, later) = group.betas!
        let mean = means[ObjectIdentifier(parameter)] ?? .zeros(parameter.shape)
        let direction = mean * now + gradient * (1 - now)
        parameter -= direction.sign() * group.lr
        means[ObjectIdentifier(parameter)] = mean * later + gradient * (1 - later)
    }

    override func memory(of parameter: Tensor) -> StateDict {
        means[ObjectIdentifier(parameter)].map { ["exp_avg": $0] } ?? [:]
    }

    override func remember(_ memory: inout StateReader, of parameter: Tensor) {
        means[ObjectIdentifier(parameter)] = memory.tensor("exp_avg", shape: parameter.shape)
    }
}

try compare("Lion") { Lion($0, lr: 0.005) }
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/18-08-optimizer-state.md", line: 866)
final class SignSGD: Optimizer {
    override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        parameter -= gradient.sign() * group.lr
    }
}

let forgetful = SignSGD([ParameterGroup(line.parameters)], lr: 0.1)
_ = train(line, forgetful, steps: 3)
let again = SignSGD([ParameterGroup(line.parameters)], lr: 0.2)
try again.loadStateDict(forgetful.stateDict)
print(again.stateDict.keys.filter { $0.hasPrefix("state.") }.count, again.groups[0].lr, again.stepCount)
#sourceLocation()
_checkpoint(5)
