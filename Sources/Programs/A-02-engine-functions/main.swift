// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-02-engine-functions.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d7c32a7db15ebaab

import Checkpoint

_program("Chapters/Workshop/A-02-engine-functions.md", code: "59efb5a2cf27060c")
#sourceLocation(file: "Chapters/Workshop/A-02-engine-functions.md", line: 444)
import Foundation
import KindlingEngine

func engine(_ op: kd_unary_op, _ x: Float) -> Float {
    var y: Float = 0
    kd_unary(op, 1, [x], 1, &y)
    return y
}

print(engine(KD_LOG, 3), engine(KD_LOG1P, 1e-7))
print(engine(KD_SIN, 1e22), engine(KD_COS, 3e30))
print(engine(KD_TANH, 1e-3), engine(KD_SIGMOID, -20))
print(engine(KD_ERF, 0.3), engine(KD_ERF, 3))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-02-engine-functions.md", line: 482)
let some = (1...200_000).map { Float($0) * 0.000_1 }
func misses(_ op: kd_unary_op, _ truth: (Double) -> Double) -> Int {
    some.filter { engine(op, $0) != Float(truth(Double($0))) }.count
}

print("log", misses(KD_LOG, log), "log1p", misses(KD_LOG1P, log1p))
print("sin", misses(KD_SIN, sin), "cos", misses(KD_COS, cos))
print("tanh", misses(KD_TANH, tanh), "erf", misses(KD_ERF, erf))
print("sigmoid", misses(KD_SIGMOID) { 1 / (1 + exp(-$0)) })
#sourceLocation()
_checkpoint(2)
