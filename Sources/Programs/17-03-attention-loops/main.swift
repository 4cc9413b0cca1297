// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-03-attention-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1b240c4f86a37968

import Checkpoint

_program("Chapters/Workshop/17-03-attention-loops.md", code: "107e28413277dcbb")
#sourceLocation(file: "Chapters/Workshop/17-03-attention-loops.md", line: 8)
import Foundation
import Kindling
import KindlingEngine
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-03-attention-loops.md", line: 513)
let scores: [Float] = (0..<24).map { Float($0 * 7 % 11) }
let padding: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 1]
var weights = [Float](repeating: 0, count: 24)
padding.withUnsafeBufferPointer { padding in
    var mask = kd_mask()
    mask.blocked = padding.baseAddress
    mask.blocked_steps = kd_steps(outer: 4, inner: 0, row: 0, column: 1)
    mask.is_causal = 1
    kd_masked_softmax(2, 1, 3, 4, scores, 0.5, &mask, &weights)
}
func show(_ x: [Float]) {
    for row in 0..<6 { print(x[row * 4..<row * 4 + 4].map { String(format: "%.4f", $0) }.joined(separator: " ")) }
}
show(weights)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-03-attention-loops.md", line: 555)
var change = weights
kd_softmax_gradient(6, 4, weights, [Float](repeating: 0, count: 6).flatMap { _ in [0, 1, 2, 3] as [Float] }, 0.5, &change)
show(change)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/17-03-attention-loops.md", line: 580)
manualSeed(1)
let (x, added) = (Tensor.randn(2, 3, 50, 70).array, Tensor.randn(2, 50, 70).array)

func bits(
    _ softmax: (Int, Int, Int, Int, UnsafePointer<Float>?, Float, UnsafePointer<kd_mask>?, UnsafeMutablePointer<Float>?) -> Void,
    _ gradient: (Int, Int, UnsafePointer<Float>?, UnsafePointer<Float>?, Float, UnsafeMutablePointer<Float>?) -> Void
) -> [UInt32] {
    var y = x, dx = x
    added.withUnsafeBufferPointer { added in
        var mask = kd_mask()
        mask.added = added.baseAddress
        mask.added_steps = kd_steps(outer: 3500, inner: 0, row: 70, column: 1)
        softmax(2, 3, 50, 70, x, 0.125, &mask, &y)
    }
    gradient(300, 70, y, x, 0.125, &dx)
    return (y + dx).map(\.bitPattern)
}

let expected = bits(kd_masked_softmax_naive, kd_softmax_gradient_naive)
let (isa, threads) = (kd_isa(), kd_threads())
for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
    for count: Int32 in [1, 2, 5] {
        kd_set_threads(count)
        if bits(kd_masked_softmax, kd_softmax_gradient) != expected {
            print("other bits with", String(cString: kd_isa_name(path)), count)
        }
    }
}
kd_set_isa(isa)
kd_set_threads(threads)
print(expected.count, "numbers compared")
#sourceLocation()
_checkpoint(3)
