// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-07-engine-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: db07ab020e5c6584

import Checkpoint

_program("Chapters/Workshop/A-07-engine-loops.md", code: "b63ce6e6580cdf18")
#sourceLocation(file: "Chapters/Workshop/A-07-engine-loops.md", line: 197)
import Foundation
import KindlingEngine

let table: [Float] = [1, 4, 9, 16, 25, 36]  // (2, 3)
var roots: [Float] = [0, 0]
kd_unary(KD_SQRT, 2, Array(table[2...]), 3, &roots)
print(roots)

var sums = table
kd_binary_rows(KD_ADD, 2, 3, [10, 20], 1, 0, [1, 2, 3], 0, 1, &sums)  // a column and a row
print(sums)

var large = [UInt8](repeating: 0, count: 6)
kd_compare(KD_GT, 6, table, 1, [10], 0, &large)
print(large)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-07-engine-loops.md", line: 425)
let scores: [Float] = [3, 7, 7, 1, .nan, 2]  // (2, 3)
var best: [Float] = [0, 0], places = [0, 0]
kd_max(2, 3, 1, scores, &best, &places)  // along the rows
print(best, places)
var few: [Float] = [0, 0, 0], rows = [0, 0, 0]
kd_min(1, 2, 3, [3, 7, 7, 1, 8, 2], &few, &rows)  // along the columns
print(few, rows)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/A-07-engine-loops.md", line: 565)
let logits: [Float] = [1, 2, 3, 100, 0, -100]  // (2, 3)
var logs = logits, change = logits
kd_log_softmax(2, 3, logits, &logs)
kd_log_softmax_gradient(2, 3, logs, [0, 0, -1, -1, 0, 0], &change)
func rounded(_ x: [Float]) -> [Float] { x.map { ($0 * 10_000).rounded() / 10_000 } }
print(rounded(logs))
print(rounded(change))
#sourceLocation()
_checkpoint(3)
