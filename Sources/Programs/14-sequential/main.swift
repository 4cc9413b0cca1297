// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/14-sequential.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0fe6d833352cb898

import Checkpoint

_program("Chapters/14-sequential.md", code: "95c29f26d9389c62")
#sourceLocation(file: "Chapters/14-sequential.md", line: 25)
import Foundation
import Kindling

let mnist = try MNIST.load()
let trainSet = TensorDataset(mnist.train.images, mnist.train.labels)
let validSet = TensorDataset(mnist.valid.images, mnist.valid.labels)
#sourceLocation()
#sourceLocation(file: "Chapters/14-sequential.md", line: 178)
func makeModel() -> Sequential {
    Sequential(
        Lambda { $0.view(-1, 1, 28, 28) },
        Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1),
        ReLU(),
        Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1),
        ReLU(),
        Conv2d(16, 10, kernelSize: 3, stride: 2, padding: 1),
        ReLU(),
        AvgPool2d(4),
        Lambda { $0.view($0.size(0), -1) }
    )
}

manualSeed(1)
let model = makeModel()
print(model)
print(model.namedParameters.map(\.name))
print(model(mnist.train.images[0..<1]).detach())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/14-sequential.md", line: 251)
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)
let validationLosses = fit(
    epochs: 5, model, { F.crossEntropy($0, $1) }, SGD(model.parameters, lr: 0.1, momentum: 0.9), trainLoader,
    validLoader)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/14-sequential.md", line: 297)
/// The bits of all parameters after 400 batches.
func trainedBits(_ model: Module) -> [UInt32] {
    let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
    for (i, (xb, yb)) in trainLoader.enumerated() {
        lossBatch(model, { F.crossEntropy($0, $1) }, xb, yb, optimizer)
        if i == 399 { break }
    }
    return model.parameters.flatMap { $0.array.map(\.bitPattern) }
}

manualSeed(1)
let asClass = trainedBits(MnistCNN())
manualSeed(1)
let asList = trainedBits(makeModel())
print(asClass.count, asClass == asList)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/14-sequential.md", line: 371)
manualSeed(1)
let flat = Sequential(Array(makeModel()[0..<7]) + [Flatten(), Linear(160, 10)])
print(flat(mnist.train.images[0..<2]).shape, flat.parameters.map(\.count).reduce(0, +))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/14-sequential.md", line: 389)
fit(epochs: 5, flat, { F.crossEntropy($0, $1) }, SGD(flat.parameters, lr: 0.1, momentum: 0.9), trainLoader, validLoader)
for network in [model, flat] {
    let scores = noGrad { network(mnist.valid.images) }
    print("read right:", (scores.argmax(1) .== mnist.valid.labels).float().mean())
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/14-sequential.md", line: 438)
let test = try MNIST.test()
for network in [model, flat] {
    network.eval()
    print("accuracy:", noGrad { (network(test.images).argmax(1) .== test.labels).float().mean() })
}
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/14-sequential.md", line: 473)
let scores = noGrad { model(test.images) }
let (truths, answers) = (test.labels.array, scores.argmax(1).array)
let wrong = truths.indices.filter { answers[$0] != truths[$0] }
print(wrong.count, "of", test.count, "misread")
for digit in 0..<10 {
    let misread = wrong.filter { truths[$0] == digit }
    let counts = (0..<10).map { answer in misread.filter { answers[$0] == answer }.count }
    let favourite = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }!
    let total = truths.filter { $0 == digit }.count
    print("\(digit): \(misread.count) of \(total) misread, \(counts[favourite]) as \(favourite)")
}
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/14-sequential.md", line: 506)
let probabilities = noGrad { F.softmax(scores, 1) }
let chances = probabilities[.arange(10_000), test.labels].array
let worst = wrong.sorted { (chances[$0], $0) < (chances[$1], $1) }.prefix(40)

/// The digits 0 to 9 in a grid of 3 × 5 dots, row by row.
let font = ["7b6f", "2492", "73e7", "73cf", "5bc9", "79cf", "79ef", "7249", "7bef", "7bcf"].map { Int($0, radix: 16)! }

var sheet = [Float](repeating: 0, count: 4 * 31 * 10 * 31)
for (place, number) in worst.enumerated() {
    let (top, left) = (place / 10 * 31, place % 10 * 31)
    let image = test.images[number].array
    for y in 0..<28 {
        for x in 0..<28 { sheet[(top + y) * 310 + left + x] = image[y * 28 + x] * 0.8 }
    }
    for dot in 0..<15 where font[answers[number]] >> (14 - dot) & 1 == 1 {
        sheet[(top + dot / 3) * 310 + left + dot % 3] = 1
    }
}
try Figure.write(PNG.grey(Tensor(shape: [4 * 31, 310], values: sheet), scale: 2), to: "14-wrong.png", in: .book)
print(worst.prefix(10).map { "\(truths[$0])→\(answers[$0])" }.joined(separator: " "))
#sourceLocation()
_checkpoint(8)
