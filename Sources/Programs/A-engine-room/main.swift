// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 37a29bffbeca67b8

import Checkpoint

#sourceLocation(file: "Chapters/A-engine-room.md", line: 37)
import Foundation
import KindlingEngine

let big: Float = 1e8
print((big + 1) - big, (big - big) + 1)
#sourceLocation()
_checkpoint(44)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 52)
let tenths = [Float](repeating: 0.1, count: 1_000_000)
print(tenths.reduce(0, +))

var sum: Float = 0
kd_sum(1, tenths.count, 1, tenths, &sum)
print(sum)
#sourceLocation()
_checkpoint(60)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 79)
let x: Float = 1 + 0x1p-12
let square: Float = 1 + 0x1p-11
print(x * x - square, (-square).addingProduct(x, x))
#sourceLocation()
_checkpoint(84)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 2404)
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
_checkpoint(2415)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 2426)
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
_checkpoint(2443)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 2452)
let exponents = (0..<1_000_000).map { Float($0) * 0.0002 - 100 }
var powers = exponents
kd_unary(KD_EXP, exponents.count, exponents, 1, &powers)
let wrong = zip(exponents, powers).filter { Float(exp(Double($0))) != $1 }.count
print(wrong, "of", exponents.count, "are not the nearest Float")
#sourceLocation()
_checkpoint(2459)
#sourceLocation(file: "Chapters/A-engine-room.md", line: 2475)
func microseconds(_ body: () -> Void) -> Double {
    var best = Double.infinity, total = 0.0
    while total < 300_000 {
        let start = DispatchTime.now().uptimeNanoseconds
        body()
        let time = Double(DispatchTime.now().uptimeNanoseconds - start) / 1000
        best = min(best, time)
        total += time
    }
    return best
}

if ProcessInfo.processInfo.environment["KINDLING_BENCH"] != nil {
    let x = (0..<512 * 784).map { sinf(Float($0)) }
    var y = x
    for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
        for count: Int32 in [1, 2] {
            kd_set_threads(count)
            print("\(String(cString: kd_isa_name(path))), threads: \(count)")
            for (what, m, n, k, ars, acs, brs, bcs) in [
                ("512×512 · 512×512", 512, 512, 512, 512, 1, 512, 1),
                ("64×784 · 784×10", 64, 10, 784, 784, 1, 10, 1),
                ("(64×784)ᵀ · 64×10", 784, 10, 64, 1, 784, 10, 1),
            ] {
                let time = microseconds { kd_matmul(m, n, k, x, ars, acs, x, brs, bcs, &y) }
                print(String(format: "%10.1f µs %6.1f GFLOP/s", time, 2e-3 * Double(m * n * k) / time), what)
            }
            let time = microseconds { kd_unary(KD_EXP, 65_536, x, 1, &y) }
            print(String(format: "%10.1f µs %6.2f Gexp/s ", time, 65.536 / time), "exp of 65,536 elements")
        }
    }
    kd_set_isa(isa)
    kd_set_threads(threads)
    let time = microseconds { kd_matmul_naive(128, 128, 128, x, 128, 1, x, 128, 1, &y) }
    print(String(format: "naive\n%10.1f µs %6.1f GFLOP/s 128×128 · 128×128", time, 2e-3 * 128 * 128 * 128 / time))
}
#sourceLocation()
