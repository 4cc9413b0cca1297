// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-04-workers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: daa72323017d23a7

import Checkpoint

_program("Chapters/Workshop/10-04-workers.md", code: "d3fd128dec8612a8")
#sourceLocation(file: "Chapters/Workshop/10-04-workers.md", line: 141)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let thousand = TensorDataset(xTrain[0..<1000], yTrain[0..<1000])
let noisy = thousand.transformed { x, y in (x + 0.1 * Tensor.randn(784), y) }

func epoch(workers: Int) -> [Float] {
    manualSeed(1)
    let loader = DataLoader(noisy, batchSize: 64, shuffle: true, workers: workers)
    return loader.flatMap { xb, yb in xb.array + yb.float().array }
}
let alone = epoch(workers: 0)
print(alone.count, [1, 2, 4].map { epoch(workers: $0) == alone })

manualSeed(1)
var taken = 0
for _ in DataLoader(noisy, batchSize: 64, workers: 2) {
    taken += 1
    if taken == 3 { break }
}
print("left after", taken)
#sourceLocation()
_checkpoint(1)
