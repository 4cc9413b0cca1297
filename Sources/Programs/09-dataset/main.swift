// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/09-dataset.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 822adb5c0aa66234

import Checkpoint

#sourceLocation(file: "Chapters/09-dataset.md", line: 60)
import Foundation
import Kindling

struct TextDataset: Dataset {
    let texts: [String]
    let labels: [String]

    var count: Int { labels.count }

    subscript(index: Int) -> [String: String] {
        ["Text": texts[index], "Class": labels[index]]
    }
}

let texts = ["Happy", "Amazing", "Sad", "Unhapy", "Glum"]
let labels = ["Positive", "Positive", "Negative", "Negative", "Negative"]
let feelings = TextDataset(texts: texts, labels: labels)

print(type(of: feelings), feelings.count)
for i in 0..<feelings.count {
    print(feelings[i]["Text"]!, feelings[i]["Class"]!)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/09-dataset.md", line: 123)
struct Feeling {
    let text: String
    let label: String
}
let typed = feelings.transformed { Feeling(text: $0["Text"] ?? "", label: $0["Class"] ?? "") }
print(typed[2].text, typed[2].label)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/09-dataset.md", line: 357)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)

let trainSet = TensorDataset(xTrain, yTrain)
print(trainSet.count)

let (x, y) = trainSet[0]
print(x.shape, y)
let (xb, yb) = trainSet[0..<64]
print(xb.shape, yb.shape)
print(yb[0..<8])
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/09-dataset.md", line: 404)
let (xLast, yLast) = trainSet[781 * 64..<782 * 64]
print(xLast.shape, yLast.shape)
print(xLast.sharesStorage(with: xTrain))
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/09-dataset.md", line: 423)
_ = TensorDataset(xTrain, mnist.valid.labels)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/09-dataset.md", line: 435)
func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

let (model, opt) = getModel()
for _ in 0..<2 {
    for i in 0..<(trainSet.count - 1) / 64 + 1 {
        let (xb, yb) = trainSet[i * 64..<i * 64 + 64]
        let loss = F.crossEntropy(model(xb), yb)
        loss.backward()
        opt.step()
        opt.zeroGrad()
    }
}
print(F.crossEntropy(model(xLast), yLast))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/09-dataset.md", line: 533)
var calls = 0
let square: (Tensor) -> Tensor = { x in
    calls += 1
    return x.view(1, 28, 28)
}
let scale: (Tensor) -> Tensor = { $0 * 2 - 1 }
let prepare = compose(square, scale)

let pictures = trainSet.transformed { x, y in (prepare(x), y) }
print("made:", calls)
let (picture, label) = pictures[0]
print(picture.shape, picture.min().item(), picture.max().item(), label)
print("one access:", calls)
_ = pictures[0]
print("the same again:", calls)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/09-dataset.md", line: 689)
let numbers = Array(0..<10)
manualSeed(1)
let parts = randomSplit(numbers, [7, 3])
print(parts[0].indices, parts[1].indices)
print(parts[0].count, parts[1][0])

let thirds = randomSplit(numbers, [1.0 / 3, 1.0 / 3, 1.0 / 3], generator: Generator(seed: 42))
print(thirds.map(\.indices))

let whole = ConcatDataset([thirds[1], thirds[2]])
print(whole.count, (0..<whole.count).map { whole[$0] })
#sourceLocation()
_checkpoint(7)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/09-dataset.md", line: 731)
_ = randomSplit(numbers, [7, 4])
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/09-dataset.md", line: 775)
struct Additions: IterableDataset {
    func makeIterator() -> AnyIterator<(IntTensor, Int)> {
        let generator = Kindling.Generator(seed: 5)
        return AnyIterator {
            let pair = IntTensor.randint(0..<10, 2, generator: generator)
            return (pair, pair.sum().item())
        }
    }
}

for (pair, sum) in Additions().prefix(3) {
    print(pair, sum)
}

struct Countdown: IterableDataset {
    let start: Int
    func makeIterator() -> AnyIterator<Int> { AnyIterator(stride(from: start, to: 0, by: -1).makeIterator()) }
}
print(Array(ChainDataset([Countdown(start: 3), Countdown(start: 2)])))
#sourceLocation()
_checkpoint(8)
