// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-02-collate.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e2260cbd93bf17c3

import Checkpoint

_program("Chapters/Workshop/10-02-collate.md", code: "004b85305ad88275")
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 155)
import Foundation
import Kindling

print(defaultCollate([0, 1, 2, 3]))
print(defaultCollate([Tensor([1, 2]), Tensor([3, 4])]))
let (numbers, words) = defaultCollate([(7, "seven"), (8, "eight")])
print(numbers, words.joined(separator: " "))
let byKey = defaultCollate([["a": 0, "b": 1], ["a": 100, "b": 101]])
print(byKey["a"]!, byKey["b"]!)
print(defaultCollate([[0, 1], [2, 3], [4, 5]]))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 195)
print(defaultCollate([true, false]), defaultCollate([0.25, 0.5]), defaultCollate([Float(1), 2]))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 212)
let texts = ["Happy", "Amazing", "Sad", "Unhapy", "Glum"]
let labels = ["Positive", "Positive", "Negative", "Negative", "Negative"]

func letters(_ text: String) -> IntTensor {
    IntTensor(text.lowercased().utf8.map { Int($0) - 96 })
}
let spelled = texts.transformed { (letters($0), $0) }
print(spelled[2])
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 238)
for _ in DataLoader(spelled, batchSize: 2) {}
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 296)
func pad(_ samples: [(IntTensor, String)?]) -> (IntTensor, IntTensor) {
    let present = samples.compactMap { $0 }
    if present.isEmpty { return (IntTensor(shape: [0, 0], values: []), IntTensor([Int]())) }
    return (
        padSequence(present.map { $0.0 }, batchFirst: true),
        IntTensor(present.map { $0.0.count })
    )
}

let troubled: [String?] = texts + ["", nil, "Fine"]
let optional = troubled.transformed { text in text.map { (letters($0), $0) } }
for (padded, lengths) in DataLoader(optional, batchSize: 4, collate: pad) {
    print(padded)
    print(lengths)
}
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/10-02-collate.md", line: 353)
print(padSequence([Tensor([0.5, 0.25, 1]), Tensor([2])], paddingValue: -1))
#sourceLocation()
_checkpoint(5)
