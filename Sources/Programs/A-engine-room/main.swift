// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bbd960614c09a8e1

import Checkpoint

_program("Chapters/A-engine-room.md", code: "d69983b68d96fa36")
#sourceLocation(file: "Chapters/A-engine-room.md", line: 44)
import Foundation
import KindlingEngine

let big: Float = 1e8
print((big + 1) - big, (big - big) + 1)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 61)
let tenths = [Float](repeating: 0.1, count: 1_000_000)
print(tenths.reduce(0, +))

var sum: Float = 0
kd_sum(1, tenths.count, 1, tenths, &sum)
print(sum)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 101)
let numbers = (0..<1_000_000).map { Float($0 * $0 * $0 % 1_000_003) / 1_000_003 }

/// Each thread adds up its share from left to right; then the shares' sums are added.
func shared(_ x: [Float], threads: Int) -> Float {
    (0..<threads).map { x[x.count * $0 / threads..<x.count * ($0 + 1) / threads].reduce(0, +) }.reduce(0, +)
}

/// Number i goes to lane i mod `lanes`; then the lanes' sums are added.
func inLanes(_ x: [Float], lanes: Int) -> Float {
    (0..<lanes).map { stride(from: $0, to: x.count, by: lanes).reduce(0) { $0 + x[$1] } }.reduce(0, +)
}

/// The sum of the first half plus that of the second.
func inPairs(_ x: ArraySlice<Float>) -> Float {
    if x.count == 1 { return x[x.startIndex] }
    let middle = (x.startIndex + x.endIndex) / 2
    return inPairs(x[..<middle]) + inPairs(x[middle...])
}

for threads in [1, 2, 5] { print("threads:", threads, " ", shared(numbers, threads: threads)) }
for lanes in [4, 8, 16] { print("lanes:", lanes, " ", inLanes(numbers, lanes: lanes)) }
print("pairs ", inPairs(numbers[...]))
print("in doubles", (numbers.reduce(0) { $0 + Double($1) } * 100).rounded() / 100)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 166)
let givenThreads = kd_threads()
for threads: Int32 in [1, 2, 5] {
    kd_set_threads(threads)
    var sum: Float = 0
    kd_sum(1, numbers.count, 1, numbers, &sum)
    print("threads:", threads, " ", sum)
}
kd_set_threads(givenThreads)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 199)
let x: Float = 1 + 0x1p-12
let square: Float = 1 + 0x1p-11
print(x * x - square, (-square).addingProduct(x, x))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 872)
let steps: [(name: String, product: (Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void)] = [
    ("0 definition", { n, a, b, c in kd_matmul_naive(n, n, n, a, n, 1, b, n, 1, c) }),
    ("1 instruction", { kd_ladder(KD_STEP_DOTS, $0, $1, $2, $3) }),
    ("2 loop order", { kd_ladder(KD_STEP_ROWS, $0, $1, $2, $3) }),
    ("3 registers", { kd_ladder(KD_STEP_LANES, $0, $1, $2, $3) }),
    ("4 tile", { kd_ladder(KD_STEP_TILES, $0, $1, $2, $3) }),
    ("5 panels", { kd_ladder(KD_STEP_PANELS, $0, $1, $2, $3) }),
    ("6 blocks", { kd_ladder(KD_STEP_BLOCKS, $0, $1, $2, $3) }),
    ("7 engine", { n, a, b, c in kd_matmul(n, n, n, a, n, 1, b, n, 1, c) }),
]
let instructionSets = [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].filter { kd_isa_available($0) == 1 }
let givenSet = kd_isa()

let size = 272
let left = numbers[..<(size * size)].map { $0 - 0.5 }
let right = numbers[(size * size)..<(2 * size * size)].map { $0 - 0.5 }
var expected = [Float](repeating: 0, count: size * size)
steps[0].product(size, left, right, &expected)
for step in steps.dropFirst() {
    let same = instructionSets.filter {
        kd_set_isa($0)
        var product = expected.map { _ in Float.nan }
        step.product(size, left, right, &product)
        return product.map(\.bitPattern) == expected.map(\.bitPattern)
    }
    print(step.name, same.count == instructionSets.count)
}
kd_set_isa(givenSet)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 1121)
func powerOfE(_ x: Double) -> Double {
    let rounder = 0x1.8p52
    let n = (x / log(2.0) + rounder) - rounder  // the nearest integer
    let r = x - n * log(2.0)
    var sum = 1.0, term = 1.0
    for i in 1...11 {
        term *= r / Double(i)
        sum += term
    }
    return sum * pow(2, n)
}

var tenth: Float = 0
kd_unary(KD_EXP, 1, [10], 1, &tenth)
print(Float(powerOfE(10)), tenth)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 1329)
let (m, n, k) = (123, 77, 501)
let a = (0..<m * k).map { sinf(Float($0)) }
let b = (0..<k * n).map { cosf(Float($0)) }
for (form, ars, acs, brs, bcs) in [("a b", k, 1, n, 1), ("aᵀ b", 1, m, n, 1), ("a bᵀ", k, 1, 1, k)] {
    var naive = [Float](repeating: 0, count: m * n), fast = naive
    kd_matmul_naive(m, n, k, a, ars, acs, b, brs, bcs, &naive)
    kd_matmul(m, n, k, a, ars, acs, b, brs, bcs, &fast)
    print(form, naive.map(\.bitPattern) == fast.map(\.bitPattern))
}
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 1353)
var results = Set<UInt32>()
let (isa, threads) = (kd_isa(), kd_threads())
for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
    for count: Int32 in [1, 2, 5] {
        kd_set_threads(count)
        var c = [Float](repeating: 0, count: 400 * 100), e = c, total: Float = 0
        kd_matmul(400, 100, 120, a, 120, 1, b, 100, 1, &c)
        kd_unary(KD_EXP, c.count, c, 1, &e)
        kd_sum(1, e.count, 1, e, &total)
        results.insert(total.bitPattern)
    }
}
kd_set_isa(isa)
kd_set_threads(threads)
print(results.count, "result")
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 1381)
let exponents = (0..<1_000_000).map { Float($0) * 0.0002 - 100 }
var powers = exponents
kd_unary(KD_EXP, exponents.count, exponents, 1, &powers)
let wrong = zip(exponents, powers).filter { Float(exp(Double($0))) != $1 }.count
print(wrong, "of", exponents.count, "are not the nearest Float")
#sourceLocation()
_checkpoint(10)
