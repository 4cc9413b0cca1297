// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/10-dataloader.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 53aae843d144ea07

import Checkpoint

_program("Chapters/Solutions/10-dataloader.md", code: "be48e806b080c9d9")
#sourceLocation(file: "Chapters/Solutions/10-dataloader.md", line: 10)
import Foundation
import Kindling

let labels = [Int](repeating: 0, count: 90) + [Int](repeating: 1, count: 10)
let sizes = [0, 1].map { label in labels.filter { $0 == label }.count }
let weights = labels.map { 1 / Double(sizes[$0]) }

manualSeed(1)
let loader = DataLoader(labels, batchSize: 100, sampler: WeightedRandomSampler(weights, 1000))
var counts = [0, 0]
for batch in loader {
    for label in batch.array { counts[label] += 1 }
}
print(loader.count, counts)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/10-dataloader.md", line: 54)
struct BucketSampler: Sampler {
    let lengths: [Int]
    let batchSize: Int

    var count: Int { (lengths.count + batchSize - 1) / batchSize }

    func makeIterator() -> IndexingIterator<[[Int]]> {
        let order = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
        let batches = stride(from: 0, to: order.count, by: batchSize).map {
            Array(order[$0..<Swift.min($0 + batchSize, order.count)])
        }
        return IntTensor.randperm(batches.count).array.map { batches[$0] }.makeIterator()
    }
}

manualSeed(1)
let lengths = IntTensor.randint(1..<40, 256).array
let texts = lengths.map { IntTensor.full([$0], 1) }

func padding(_ loader: DataLoader<IntTensor>) -> Int {
    loader.reduce(0) { $0 + $1.count - $1.sum().item() }
}
func pad(_ samples: [IntTensor]) -> IntTensor { padSequence(samples, batchFirst: true) }

print(padding(DataLoader(texts, batchSize: 16, shuffle: true, collate: pad)))
print(padding(DataLoader(texts, batchSampler: BucketSampler(lengths: lengths, batchSize: 16), collate: pad)))
print("letters:", lengths.reduce(0, +))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/10-dataloader.md", line: 127)
let generator = Generator(seed: 3)
let again = DataLoader(Array(0..<8), batchSize: 4, shuffle: true, generator: generator)
for _ in 0..<2 {
    generator.manualSeed(3)
    print(again.map(\.array))
}
print(again.map(\.array))
#sourceLocation()
_checkpoint(3)
