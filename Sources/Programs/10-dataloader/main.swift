// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/10-dataloader.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 70c4eaae1bced653

import Checkpoint

_program("Chapters/10-dataloader.md", code: "9d001ab22c071f36")
#sourceLocation(file: "Chapters/10-dataloader.md", line: 39)
import Foundation
import Kindling

/// Batches of a data set, in order or shuffled.
struct SmallLoader<Source: Dataset, Batch>: Sequence {
    let dataset: Source
    let batchSize: Int
    var shuffle = false
    let collate: ([Source.Sample]) -> Batch

    func makeIterator() -> AnyIterator<Batch> {
        let order = shuffle ? Kindling.Generator.default.permutation(dataset.count) : Array(0..<dataset.count)
        var start = 0
        return AnyIterator {
            if start >= order.count { return nil }
            let group = order[start..<Swift.min(start + batchSize, order.count)]
            start += batchSize
            return collate(group.map { dataset[$0] })
        }
    }
}

let sevens = SmallLoader(dataset: [0, 7, 14, 21, 28, 35, 42], batchSize: 3) { $0 }
for batch in sevens { print(batch) }
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 101)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let trainSet = TensorDataset(xTrain, yTrain)
let trainLoader = DataLoader(trainSet, batchSize: 64)
let smallLoader = SmallLoader(dataset: trainSet, batchSize: 64) { samples in
    (stack(samples.map { $0.0 }), IntTensor(samples.map { $0.1.item() }))
}

func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

func train(_ loader: some Sequence<(Tensor, IntTensor)>) -> (model: Linear, loss: Tensor) {
    let (model, opt) = getModel()
    var last: (Tensor, IntTensor)?
    for _ in 0..<2 {
        for (xb, yb) in loader {
            let loss = F.crossEntropy(model(xb), yb)
            loss.backward()
            opt.step()
            opt.zeroGrad()
            last = (xb, yb)
        }
    }
    let (xb, yb) = last!
    return (model, F.crossEntropy(model(xb), yb))
}

print(train(smallLoader).loss)
let (model, loss) = train(trainLoader)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 178)
print(loss)
print(trainLoader.count)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 196)
print(train(DataLoader(trainSet, batchSize: 64, shuffle: true)).loss)
print(train(DataLoader(trainSet, batchSize: 64, dropLast: true)).loss)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 244)
let ten = Array(0..<10)
print(Array(SequentialSampler(ten)))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 262)
manualSeed(1)
let shuffled = RandomSampler(ten)
print(Array(shuffled))
print(Array(shuffled))
print(Array(RandomSampler(ten, replacement: true)))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 287)
print(Array(SubsetRandomSampler([5, 6, 7, 8])))
print(Array(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 10)))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 306)
for batch in DataLoader(["a", "b", "c", "d"], batchSize: 2, sampler: [3, 0, 2, 1]) { print(batch.joined(separator: " ")) }
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 324)
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: false)))
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: true)))
print(BatchSampler(RandomSampler(Array(0..<50_000)), batchSize: 64, dropLast: false).count)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 374)
print(defaultCollate([0, 1, 2, 3]))
print(defaultCollate([Tensor([1, 2]), Tensor([3, 4])]))
let (numbers, words) = defaultCollate([(7, "seven"), (8, "eight")])
print(numbers, words.joined(separator: " "))
print(defaultCollate([[0, 1], [2, 3], [4, 5]]))
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 407)
let texts = ["Happy", "Amazing", "Sad", "Unhapy", "Glum"]
let labels = ["Positive", "Positive", "Negative", "Negative", "Negative"]

struct TextDataset: Dataset {
    let texts: [String]
    let labels: [String]
    var count: Int { labels.count }
    subscript(index: Int) -> [String: String] { ["Text": texts[index], "Class": labels[index]] }
}
let feelings = TextDataset(texts: texts, labels: labels)

func show(_ batch: [String: [String]]) {
    print("Text:", batch["Text"]!.joined(separator: ", "), "| Class:", batch["Class"]!.joined(separator: ", "))
}

manualSeed(1)
for size in [2, 3] {
    print("by \(size):")
    for batch in DataLoader(feelings, batchSize: size, shuffle: true) { show(batch) }
}
print(DataLoader(feelings, batchSize: 2).count, DataLoader(feelings).count)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 478)
manualSeed(1)
var batches = DataLoader(feelings, batchSize: 2, shuffle: true).makeIterator()
show(batches.next()!)
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 506)
func letters(_ text: String) -> IntTensor {
    IntTensor(text.lowercased().utf8.map { Int($0) - 96 })
}
let spelled = texts.transformed { (letters($0), $0) }
print(spelled[2])
#sourceLocation()
_checkpoint(13)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/10-dataloader.md", line: 526)
for _ in DataLoader(spelled, batchSize: 2) {}
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/10-dataloader.md", line: 540)
func pad(_ samples: [(IntTensor, String)]) -> (IntTensor, IntTensor) {
    (padSequence(samples.map { $0.0 }, batchFirst: true), IntTensor(samples.map { $0.0.count }))
}
for (padded, lengths) in DataLoader(spelled, batchSize: 3, collate: pad) { print(padded, lengths) }
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 604)
manualSeed(1)
print(Tensor.rand(5))
for shuffle in [false, true] {
    manualSeed(1)
    for _ in DataLoader(ten, batchSize: 5, shuffle: shuffle) {}
    print(Tensor.rand(1))
}
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 657)
let some = TensorDataset(xTrain[0..<5000], yTrain[0..<5000])
func epoch(workers: Int) -> [Float] {
    manualSeed(1)
    let loader = DataLoader(some, batchSize: 64, shuffle: true, workers: workers)
    return loader.flatMap { xb, yb in [xb.mean().array[0], Float(yb[0].item())] }
}
let alone = epoch(workers: 0)
print(alone.count, [1, 2].map { epoch(workers: $0) == alone })
#sourceLocation()
_checkpoint(16)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 694)
var first = trainLoader.makeIterator()
let (xb, yb) = first.next()!
print(xb.shape, yb[0..<8])
#sourceLocation()
_checkpoint(17)
