// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-03-loading.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f4418decba7c1457

import Checkpoint

_program("Chapters/Workshop/10-03-loading.md", code: "e668e207e8905911")
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 414)
import Foundation
import Kindling

let table = Tensor.arange(0, 24).view(12, 2)
let rows = TensorDataset(table, IntTensor(Array(0..<12)))
for shuffle in [false, true] {
    manualSeed(1)
    let fast = DataLoader(rows, batchSize: 5, shuffle: shuffle).map { $0.0.array + $0.1.float().array }
    manualSeed(1)
    let slow = DataLoader(rows.transformed { $0 }, batchSize: 5, shuffle: shuffle).map { $0.0.array + $0.1.float().array }
    print(fast == slow, fast.map(\.count))
}
for (xb, _) in DataLoader(rows, batchSize: 4) { xb.zero() }
print(table[0..<2])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 458)
struct Countdown: IterableDataset {
    let start: Int
    func makeIterator() -> AnyIterator<Int> { AnyIterator(stride(from: start, to: 0, by: -1).makeIterator()) }
}
print(DataLoader(Countdown(start: 7), batchSize: 3).map(\.array))
print(DataLoader(Countdown(start: 7), batchSize: 3, dropLast: true, workers: 2).map(\.array))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 486)
struct Squares: IterableDataset {
    func makeIterator() -> AnyIterator<(Int, Double)> {
        AnyIterator((1...3).lazy.map { ($0, Double($0 * $0)) }.makeIterator())
    }
}
for (numbers, squares) in DataLoader(Squares(), batchSize: 2) { print(numbers, squares) }
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 511)
let ten = Array(0..<10)
#sourceLocation()
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 515)
_ = DataLoader(ten, shuffle: true, sampler: SequentialSampler(ten))
#sourceLocation()
}
_survived(1)
}
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/Workshop/10-03-loading.md", line: 523)
_ = DataLoader(ten, batchSize: 2, batchSampler: BatchSampler(SequentialSampler(ten), batchSize: 2, dropLast: false))
#sourceLocation()
}
_survived(2)
}
