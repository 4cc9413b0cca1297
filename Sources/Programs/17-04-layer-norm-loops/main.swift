// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 859617a242b265a2

import Checkpoint

_program("Chapters/Workshop/17-04-layer-norm-loops.md", code: "850a4b1f3f556ce7")
#sourceLocation(file: "Chapters/Workshop/17-04-layer-norm-loops.md", line: 8)
import Foundation
import Kindling
import KindlingEngine
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-04-layer-norm-loops.md", line: 535)
let x = Tensor([[1, 2, 4, 5], [20, 30, 50, 60]])
let (weight, bias) = (Tensor([1, 1, 2, 2]), Tensor([0, 0, 0, 10]))
for tensor in [x, weight, bias] { tensor.requiresGrad = true }
print(F.layerNorm(x, [4]))
let y = F.layerNorm(x, [4], weight: weight, bias: bias)
print(y)
(y * Tensor([[1, 2, 3, 4], [0, 0, 1, 0]])).sum().backward()
for tensor in [x, weight, bias] { print(tensor.grad!) }
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-04-layer-norm-loops.md", line: 578)
let (rows, n) = (5000, 77)
manualSeed(1)
let inputs = (0..<4).map { _ in Tensor.randn(rows, n).array }

/// The bits of everything that the two functions write.
func bits(_ forward: (UnsafeMutablePointer<Float>) -> Void, _ backward: (UnsafeMutablePointer<Float>) -> Void) -> [UInt32] {
    let count = rows * n + 2 * rows
    return [Float](unsafeUninitializedCapacity: count + rows * n + 2 * n) { buffer, initializedCount in
        forward(buffer.baseAddress!)
        backward(buffer.baseAddress! + count)
        initializedCount = buffer.count
    }.map(\.bitPattern)
}

let expected = bits(
    { kd_layer_norm_naive(rows, n, inputs[0], inputs[1], inputs[2], 1e-5, $0, $0 + rows * n, $0 + rows * n + rows) },
    { kd_layer_norm_gradient_naive(
        rows, n, inputs[0], inputs[1], inputs[2], inputs[3], inputs[3], $0, $0 + rows * n, $0 + rows * n + n) })
let (isa, threads) = (kd_isa(), kd_threads())
for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
    for count: Int32 in [1, 2, 5] {
        kd_set_threads(count)
        let found = bits(
            { kd_layer_norm(rows, n, inputs[0], inputs[1], inputs[2], 1e-5, $0, $0 + rows * n, $0 + rows * n + rows) },
            { kd_layer_norm_gradient(
                rows, n, inputs[0], inputs[1], inputs[2], inputs[3], inputs[3], $0, $0 + rows * n, $0 + rows * n + n) })
        if found != expected { print("other bits with", String(cString: kd_isa_name(path)), count) }
    }
}
kd_set_isa(isa)
kd_set_threads(threads)
print(expected.count, "numbers compared")
#sourceLocation()
_checkpoint(2)
