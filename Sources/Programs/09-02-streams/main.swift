// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-02-streams.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bb79fd0b46c90a4f

import Checkpoint

_program("Chapters/Workshop/09-02-streams.md", code: "94e4c2a6ef802bc9")
#sourceLocation(file: "Chapters/Workshop/09-02-streams.md", line: 30)
import Kindling

let numbers = Array(0..<10)
let thirds = randomSplit(numbers, [1.0 / 3, 1.0 / 3, 1.0 / 3], generator: Kindling.Generator(seed: 42))
print(thirds.map(\.indices))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/09-02-streams.md", line: 104)
let whole = ConcatDataset([thirds[1], thirds[2]])
print(whole.count, (0..<whole.count).map { whole[$0] })

let mixed = ConcatDataset<Int>([[70, 80], thirds[1], numbers.transformed { -$0 }])
print(mixed.count, mixed[0], mixed[2], mixed[-1])
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/09-02-streams.md", line: 165)
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
_checkpoint(3)
