// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 87bbb19d91319a18

import Checkpoint

_program("Chapters/Solutions/08-optim.md", code: "1413acfff95107b4")
#sourceLocation(file: "Chapters/Solutions/08-optim.md", line: 8)
import Foundation
import Kindling

let x = Tensor.arange(11).view(-1, 1)
let y = 2 * x + 1

func steps(until limit: Double, _ makeOptimizer: ([Parameter]) -> Optimizer) -> Int {
    let line = Linear(1, 1)
    noGrad {
        line.weight.fill(-0.52364557)
        line.bias?.fill(-0.05467653)
    }
    let optimizer = makeOptimizer(line.parameters)
    for step in 0... {
        let loss = F.mseLoss(line(x), y)
        if loss.item() < limit { return step }
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
    }
    return 0
}

print(steps(until: 0.000395) { SGD($0, lr: 0.01) })
print(steps(until: 0.000395) { SGD($0, lr: 0.002, momentum: 0.9) })
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/08-optim.md", line: 76)
final class SignSGD: Optimizer {
    init(_ parameters: [Tensor], lr: Double) {
        super.init([ParameterGroup(parameters)], lr: lr)
    }

    override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        let sign = (gradient .> 0).float() - (gradient .< 0).float()
        parameter -= sign * group.lr
    }
}

let mnist = try MNIST.load()

func train(_ model: Linear, _ optimizer: Optimizer) -> Double {
    for i in 0..<782 {
        let (xb, yb) = (mnist.train.images[i * 64..<(i + 1) * 64], mnist.train.labels[i * 64..<(i + 1) * 64])
        F.crossEntropy(model(xb), yb).backward()
        optimizer.step()
        optimizer.zeroGrad()
    }
    return noGrad { F.crossEntropy(model(mnist.valid.images), mnist.valid.labels).item() }
}

for lr in [0.1, 0.01, 0.001, 0.0001] {
    manualSeed(1)
    let model = Linear(784, 10)
    print(lr, String(format: "%.3f", train(model, SignSGD(model.parameters, lr: lr))))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/08-optim.md", line: 162)
manualSeed(1)
let model = Linear(784, 10)
let (weightBefore, biasBefore) = (model.weight.detach().clone(), model.bias!.detach().clone())
let groups = [ParameterGroup([model.weight]), ParameterGroup([model.bias!], lr: 0)]
_ = train(model, SGD(groups, lr: 0.1))
print(model.weight.isEqual(to: weightBefore), model.bias!.isEqual(to: biasBefore))
#sourceLocation()
_checkpoint(3)
