// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-06-engine-product.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4cc7c68ceb310a19

import Checkpoint

_program("Chapters/Workshop/A-06-engine-product.md", code: "0d16c13f4719b678")
#sourceLocation(file: "Chapters/Workshop/A-06-engine-product.md", line: 281)
import KindlingEngine

let a: [Float] = [1, 2, 3, 4, 5, 6]      // (2, 3)
let b: [Float] = [1, 0, 0, 1, -1, 2]     // (3, 2)
var ab = [Float](repeating: 0, count: 4), ata = [Float](repeating: 0, count: 9), aat = ab
kd_matmul(2, 2, 3, a, 3, 1, b, 2, 1, &ab)
kd_matmul(3, 3, 2, a, 1, 3, a, 3, 1, &ata)
kd_matmul(2, 2, 3, a, 3, 1, a, 1, 3, &aat)
print(ab, ata, aat, separator: "\n")
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-06-engine-product.md", line: 310)
var state: UInt32 = 1
func random(_ range: ClosedRange<Int>) -> Int {
    state = state &* 1_664_525 &+ 1_013_904_223
    return range.lowerBound + Int(state >> 8) % range.count
}

var differing = 0
for _ in 0..<300 {
    let (m, n, k) = (random(1...60), random(1...60), random(1...60))
    let a = (0..<m * k).map { _ in Float(random(-99...99)) / 70 }, b = (0..<k * n).map { _ in Float(random(-99...99)) / 70 }
    var naive = [Float](repeating: 0, count: m * n), fast = naive
    kd_matmul_naive(m, n, k, a, 1, m, b, n, 1, &naive)  // a is transposed
    kd_matmul(m, n, k, a, 1, m, b, n, 1, &fast)
    if naive.map(\.bitPattern) != fast.map(\.bitPattern) { differing += 1 }
}
print(differing, "of 300 differ")
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/A-06-engine-product.md", line: 440)
let rows = (0..<24).map { Float($0 % 5) }  // (2, 2, 6)
var products = [Float](repeating: 0, count: 24)  // (2, 3, 2, 2)
kd_matmul_batch(
    2, 3, 2, 2, 2, rows, kd_steps(outer: 12, inner: 2, row: 6, column: 1), rows,
    kd_steps(outer: 12, inner: 2, row: 1, column: 6), &products, kd_steps(outer: 12, inner: 4, row: 2, column: 1))
print(products)
#sourceLocation()
_checkpoint(3)
