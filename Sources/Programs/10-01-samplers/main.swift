// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-01-samplers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b0f246b5cbfc4b9a

import Checkpoint

_program("Chapters/Workshop/10-01-samplers.md", code: "d5e57b95f5380de8")
#sourceLocation(file: "Chapters/Workshop/10-01-samplers.md", line: 35)
import Foundation
import Kindling

let ten = Array(0..<10)
print(Array(SequentialSampler(ten)))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-01-samplers.md", line: 142)
manualSeed(1)
let shuffled = RandomSampler(ten)
print(Array(shuffled))
print(Array(shuffled))
print(Array(RandomSampler(ten, replacement: true)))
print(Array(RandomSampler(ten, numSamples: 4, generator: Generator(seed: 7))))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/10-01-samplers.md", line: 197)
let part = SubsetRandomSampler([5, 6, 7, 8])
print(Array(part))
print(part.count)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/10-01-samplers.md", line: 311)
manualSeed(1)
print(Array(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 10)))
print(Array(WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, replacement: false)))

let many = Array(WeightedRandomSampler([1, 2, 7], 10_000))
print((0..<3).map { number in many.filter { $0 == number }.count })
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/10-01-samplers.md", line: 391)
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: false)))
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: true)))
print(BatchSampler(RandomSampler(Array(0..<50_000)), batchSize: 64, dropLast: false).count)
#sourceLocation()
_checkpoint(5)
