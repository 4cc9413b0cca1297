// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 85a660443594f430

import Checkpoint

_program("Chapters/Workshop/A-03-engine-kernels.md", code: "976df017f39597a1")
#sourceLocation(file: "Chapters/Workshop/A-03-engine-kernels.md", line: 110)
import KindlingEngine

let a: Float = 1 + 0x1p-18, b: Float = 0x1p-24 * (1 - 0x1p-18), c: Float = 1 + 0x1p-23
let twice = Float(Double(a) * Double(b) + Double(c))
print((twice - c) / c.ulp)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-03-engine-kernels.md", line: 186)
let givenSet = kd_isa()
let rows = [Float](repeating: c, count: 16) + [Float](repeating: b, count: 16)
var once = [Float](repeating: 0, count: 16)
kd_set_isa(KD_BASELINE)
kd_matmul(1, 16, 2, [1, a], 2, 1, rows, 16, 1, &once)
kd_set_isa(givenSet)
print(once.allSatisfy { $0 == c.addingProduct(a, b) }, (once[0] - c) / c.ulp)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/A-03-engine-kernels.md", line: 638)
let x = (0..<1003).map { Float($0 * 37 % 1009) / 100 - 5 }
let y = (0..<1003).map { Float($0 * 53 % 1009) / 100 - 5 }

/// True if each instruction set gives the bits of the definition.
func agree(_ fast: (inout [Float]) -> Void, _ naive: (inout [Float]) -> Void) -> Bool {
    var expected = [Float](repeating: 0, count: 1003)
    naive(&expected)
    return [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].filter { kd_isa_available($0) == 1 }.allSatisfy {
        kd_set_isa($0)
        var found = [Float](repeating: 0, count: 1003)
        fast(&found)
        return found.map(\.bitPattern) == expected.map(\.bitPattern)
    }
}

print("tanh", agree({ kd_unary(KD_TANH, 1003, x, 1, &$0) }, { kd_unary_naive(KD_TANH, 1003, x, 1, &$0) }))
print("division", agree({ kd_binary(KD_DIV, 1003, x, 1, y, 1, &$0) }, { kd_binary_naive(KD_DIV, 1003, x, 1, y, 1, &$0) }))
print("sum of a row", agree({ kd_sum(1, 1003, 1, x, &$0) }, { kd_sum_naive(1, 1003, 1, x, &$0) }))
print("sums of 17 columns", agree({ kd_sum(1, 59, 17, x, &$0) }, { kd_sum_naive(1, 59, 17, x, &$0) }))
print("largest", agree({ kd_max(17, 59, 1, x, &$0, nil) }, { kd_max_naive(17, 59, 1, x, &$0, nil) }))
print("softmax", agree({ kd_log_softmax(17, 59, x, &$0) }, { kd_log_softmax_naive(17, 59, x, &$0) }))
kd_set_isa(givenSet)
#sourceLocation()
_checkpoint(3)
