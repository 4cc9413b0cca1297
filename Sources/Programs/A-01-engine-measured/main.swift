// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-01-engine-measured.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 52c4df6baacde032

import Checkpoint

_program("Chapters/Workshop/A-01-engine-measured.md", code: "9ac39da68871c9e1")
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 25)
import Foundation
import Kindling  // only for Figure, from chapter 01
import KindlingEngine

let bench = ProcessInfo.processInfo.environment["KINDLING_BENCH"] != nil
let (givenSet, givenThreads) = (kd_isa(), kd_threads())
let numbers = (0..<1_000_000).map { Float($0 * $0 * $0 % 1_000_003) / 1_000_003 }

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
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 51)
/// The shortest time that `body` takes, in microseconds.
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

/// Floats from -0.5 to 0.5, on an address that is a multiple of a line's 64 bytes.
func aligned(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
    let memory = bytes.bindMemory(to: Float.self, capacity: count)
    for i in 0..<count { memory[i] = numbers[i % numbers.count] - 0.5 }
    return memory
}

func report(_ name: String, _ speeds: [Double], _ unit: String, before: [Double] = []) {
    let columns = speeds.map { String(format: "%8.2f", $0) }.joined()
    let ratios = zip(speeds, before).map { String(format: "%7.2f", $0 / $1) }.joined()
    print(name.padding(toLength: 16, withPad: " ", startingAt: 0) + columns, unit + (ratios.isEmpty ? "" : "  ×" + ratios))
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 84)
if bench {
    kd_set_isa(KD_AVX2)
    kd_set_threads(1)
    print("The ladder, with", String(cString: kd_isa_name(kd_isa())))

    let registers = aligned(192), memory = aligned((1 << 26) + (1 << 14))
    let peak = 2e-3 * 192 * 10_000 / microseconds { kd_ladder_compute(10_000, registers) }
    report("peak", [peak], "GFLOP/s")
    var figure = ["let peakSpeed = \(String(format: "%.1f", peak))  // GFLOP/s", "let roofs: [(level: String, speed: Double)] = [  // GB/s"]
    var total: Float = 0
    for (level, count) in [("first level", 1 << 12), ("second level", 1 << 16), ("third level", 1 << 20), ("memory", 1 << 26)] {
        let times = max(1, (1 << 20) / count)
        // At four places, of which the best counts: on some, two lines of the first level get into each other's way.
        let reading = (0..<4).map { place in microseconds { total += kd_ladder_read(times, count, memory + 4112 * place) } }
        let speed = 4e-3 * Double(times * count) / reading.min()!
        report(level, [speed], "GB/s, reading \(count / 256) KB again and again")
        figure.append("    (\"\(level)\", \(String(format: "%.1f", speed))),")
    }
    precondition(total.isFinite)  // so that the compiler can't leave the reading out
    figure += ["]", "let loops: [(name: String, intensity: Double, inCache: Double, beyond: Double)] = [  // FLOP per byte, GFLOP/s"]
    func note(_ name: String, _ intensity: String, _ speeds: [Double]) {
        let (inCache, beyond) = (speeds.first!, speeds.last!)
        figure.append("    (\"\(name)\", \(intensity), \(String(format: "%.2f, %.2f", inCache, beyond))),")
    }

    let (a, b, c) = (memory, memory + (1 << 24), memory + (1 << 25))
    let adding = [1 << 11, 1 << 24].map { n in 1e-3 * Double(n) / microseconds { kd_binary(KD_ADD, n, a, 1, b, 1, c) } }
    let summing = [1 << 11, 1 << 24].map { n in 1e-3 * Double(n) / microseconds { kd_sum(1, n, 1, a, c) } }
    report("add", adding, "GFLOP/s")
    report("sum", summing, "GFLOP/s")
    note("add", "1.0 / 12", adding)
    note("sum", "1.0 / 4", summing)

    let intensities = ["", "2.0 / 8", "2.0 / 12", "32.0 / 68", "128.0 / 80", "128.0 / 80", "128.0 / 80", "192.0 / 88"]
    func speeds(_ step: Int, _ sizes: [Int]) -> [Double] {
        sizes.map { n in 2e-3 * Double(n * n * n) / microseconds { steps[step].product(n, a, b, c) } }
    }
    var before: [Double] = []
    for step in steps.indices {
        let now = speeds(step, [64, 256, 1024])
        report(steps[step].name, now, "GFLOP/s", before: before)
        if step == 1 || step == 3 { report("  at n = 1040", speeds(step, [1040]), "GFLOP/s") }
        if step > 0 { note("\(step)", intensities[step], now) }
        before = now
    }
    report("one output", [2e-3 * Double(1 << 20) / microseconds { kd_matmul(1, 1, 1 << 20, a, 1 << 20, 1, b, 1, 1, c) }], "GFLOP/s")
    kd_set_threads(givenThreads)
    report("8 threads: \(givenThreads)", speeds(7, [64, 256, 1024]), "GFLOP/s", before: before)
    print((figure + ["]"]).joined(separator: "\n"))
    kd_set_isa(givenSet)
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 144)
if bench {
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
    kd_set_isa(givenSet)
    kd_set_threads(givenThreads)
    let time = microseconds { kd_matmul_naive(128, 128, 128, x, 128, 1, x, 128, 1, &y) }
    print(String(format: "naive\n%10.1f µs %6.1f GFLOP/s 128×128 · 128×128", time, 2e-3 * 128 * 128 * 128 / time))
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 310)
// One core of an AMD EPYC (Zen 3) with AVX2, 24 November 2026.
let peakSpeed = 103.8  // GFLOP/s
let roofs: [(level: String, speed: Double)] = [  // GB/s
    ("first level", 206.1),
    ("second level", 103.7),
    ("third level", 81.3),
    ("memory", 16.6),
]
let loops: [(name: String, intensity: Double, inCache: Double, beyond: Double)] = [  // FLOP per byte, GFLOP/s
    ("add", 1.0 / 12, 15.75, 1.49),
    ("sum", 1.0 / 4, 13.65, 3.94),
    ("1", 2.0 / 8, 3.20, 0.40),
    ("2", 2.0 / 12, 29.35, 28.25),
    ("3", 32.0 / 68, 42.82, 9.11),
    ("4", 128.0 / 80, 97.45, 44.09),
    ("5", 128.0 / 80, 95.33, 78.70),
    ("6", 128.0 / 80, 92.29, 85.65),
    ("7", 192.0 / 88, 84.28, 89.17),
]
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-01-engine-measured.md", line: 334)
// Both axes are logarithmic: 80 points for a factor of 2 of the intensity, 40 for one of the speed.
func across(_ intensity: Double) -> Double { ((70 + 80 * (log2(intensity) + 4)) * 10).rounded() / 10 }
func down(_ speed: Double) -> Double { ((390 - 40 * (log2(speed) + 2)) * 10).rounded() / 10 }

var drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 450" font-family="sans-serif" font-size="13">
    <rect width="720" height="450" rx="6" fill="#ffffff"/>

    """

func text(_ words: String, _ x: Double, _ y: Double, anchor: String = "start", fill: String = "#555") {
    drawing += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">\(words)</text>\n"
}

func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    drawing += "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" \(style)/>\n"
}

for (label, value) in [("1/16", 0.0625), ("1/8", 0.125), ("1/4", 0.25), ("1/2", 0.5), ("1", 1), ("2", 2), ("4", 4), ("8", 8)] {
    segment(across(value), 30, across(value), 390, "stroke=\"#eee\"")
    text(label, across(value), 410, anchor: "middle")
}
for value in [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128] {
    segment(70, down(value), 630, down(value), "stroke=\"#eee\"")
    text(value < 1 ? "\(value)" : "\(Int(value))", 62, down(value) + 4, anchor: "end")
}
text("FLOP per byte that the loop asks for", 350, 435, anchor: "middle")
text("GFLOP/s", 20, 16)

for (level, speed) in roofs {
    let (start, corner) = (max(0.0625, 0.25 / speed), peakSpeed / speed)
    segment(across(start), down(start * speed), across(corner), down(peakSpeed), "stroke=\"#92a8c0\" stroke-width=\"2\"")
    let (x, y) = (across(0.095), down(0.095 * speed) + (level == "third level" ? 17 : -6))
    drawing += "<text transform=\"translate(\(x) \(y)) rotate(-26.6)\" fill=\"#5f7690\">\(level)</text>\n"
}
segment(across(peakSpeed / roofs[0].speed), down(peakSpeed), 630, down(peakSpeed), "stroke=\"#92a8c0\" stroke-width=\"2\"")
text("peak", 636, down(peakSpeed) + 4, fill: "#5f7690")

for loop in loops {
    let (x, full, ring) = (across(loop.intensity), down(loop.beyond), down(loop.inCache))
    segment(x, full, x, ring, "stroke=\"#e58a3c\" stroke-dasharray=\"2 3\"")
    drawing += "<circle cx=\"\(x)\" cy=\"\(ring)\" r=\"4\" fill=\"#ffffff\" stroke=\"#e58a3c\" stroke-width=\"1.5\"/>\n"
    drawing += "<circle cx=\"\(x)\" cy=\"\(full)\" r=\"4.5\" fill=\"#e58a3c\"/>\n"
    let left = ["5"].contains(loop.name)
    text(loop.name, x + (left ? -9 : 9), full + 4.5, anchor: left ? "end" : "start", fill: "#222")
}
drawing += "</svg>\n"
try Figure.write(drawing, to: "A-roofline.svg", in: .book)
#sourceLocation()
