// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-10-loader-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 14727ac3753b0b0e

import Checkpoint

_program("Chapters/Workshop/18-10-loader-state.md", code: "9877c666af485301")
#sourceLocation(file: "Chapters/Workshop/18-10-loader-state.md", line: 285)
import Foundation
import Kindling

let ten = Array(0..<10)
manualSeed(1)
let loader = DataLoader(ten, batchSize: 3, shuffle: true)
var state = StateDict()
var place = Generator.default.state
var numbers: [[Int]] = []
for batch in loader {
    numbers.append(batch.array)
    if loader.position == 2 { (state, place) = (loader.stateDict.clone(), Generator.default.state) }
}
numbers += loader.map(\.array)
print(numbers)

manualSeed(99)
for workers in [0, 2] {
    let other = DataLoader(ten, batchSize: 3, shuffle: true, workers: workers)
    try other.loadStateDict(state)
    Generator.default.state = place
    let rest = other.map(\.array)
    print(rest, other.map(\.array) == numbers.suffix(4))
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-10-loader-state.md", line: 334)
for name in state.keys {
    let numbers: [Int] = state[value: name] ?? []
    print(name, state[stored: name]!, numbers)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-10-loader-state.md", line: 355)
struct Countdown: IterableDataset {
    func makeIterator() -> AnyIterator<Int> {
        let start = 20 + Kindling.Generator.default.integer(in: 0..<10)
        return AnyIterator(stride(from: start, to: 0, by: -1).makeIterator())
    }
}

manualSeed(1)
let stream = DataLoader(Countdown(), batchSize: 2, workers: 1)
var sums: [Int] = []
for batch in stream {
    sums.append(batch.sum().item())
    if stream.position == 3 { state = stream.stateDict.clone() }
}
print(sums)
manualSeed(99)
let again = DataLoader(Countdown(), batchSize: 2)
try again.loadStateDict(state)
print(again.map { $0.sum().item() } == Array(sums.dropFirst(3)))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-10-loader-state.md", line: 386)
state = StateDict()
for _ in loader where loader.position == 2 { state = loader.stateDict.clone() }
do { try DataLoader(Array(0..<8), batchSize: 3, shuffle: true).loadStateDict(state) } catch { print(error) }
var indices: [Int] = state[value: "indices"] ?? []
indices[0] = -1
state[value: "indices"] = indices
state[value: "sizes"] = [2, 1]
do { try loader.loadStateDict(state) } catch { print(error) }
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/18-10-loader-state.md", line: 411)
for _ in loader where loader.position == 2 { break }
print(loader.position, loader.stateDict.keys.contains("indices"))
loader.endEpoch()
print(loader.position, loader.stateDict.keys.contains("indices"))
#sourceLocation()
_checkpoint(5)
