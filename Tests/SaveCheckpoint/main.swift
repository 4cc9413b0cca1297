// Saves a checkpoint for the test that kills it meanwhile, with all weights and all memories equal to a number:
//
//     save-checkpoint folder 3

import Foundation
import Kindling

let arguments = CommandLine.arguments
guard arguments.count == 3, let number = Double(arguments[2]) else {
    fatalError("usage: save-checkpoint FOLDER NUMBER")
}
let model = Linear(64, 32)
let optimizer = SGD(model.parameters, lr: number, momentum: 0.5)
for parameter in model.parameters { parameter.grad = Tensor.ones(parameter.shape) * number }
optimizer.step()
noGrad { for parameter in model.parameters { parameter.fill(number) } }
let checkpoint = Checkpoint(in: URL(fileURLWithPath: arguments[1]), keepLast: 2, model: model, optimizer: optimizer)
checkpoint["number"] = number
do {
    try checkpoint.save()
} catch {
    print(error)
    exit(1)
}
