// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/11-02-peak-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 536f2ad7444f3a09

import Checkpoint

_program("Chapters/Workshop/11-02-peak-memory.md", code: "f4cce75ad57ed9c2")
#sourceLocation(file: "Chapters/Workshop/11-02-peak-memory.md", line: 13)
import Foundation
import Kindling

/// The most memory that this process has used so far, in MB.
func peakMemory() -> Double {
    #if os(Linux)
        let words = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?
            .split(whereSeparator: \.isWhitespace) ?? []
        guard let label = words.firstIndex(of: "VmHWM:"), let kilobytes = Double(words[label + 1]) else { return 0 }
        return kilobytes / 1e3
    #else
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return Double(usage.ru_maxrss) / 1e6
    #endif
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/11-02-peak-memory.md", line: 34)
let valid = try MNIST.load().valid
manualSeed(1)
let wide = Linear(784, 4096)
let batches = DataLoader(TensorDataset(valid.images, valid.labels), batchSize: 128)

let before = peakMemory()
noGrad {
    for (xb, _) in batches { _ = wide(xb).relu().sum() }
}
let batched = peakMemory() - before
noGrad {
    _ = wide(valid.images).relu().sum()
}
let whole = peakMemory() - before
print("in batches less than 30 MB more: \(batched < 30), at once more than 200: \(whole > 200)")
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/11-02-peak-memory.md", line: 65)
func fastest(_ body: () -> Void) -> Double {
    (0..<5).map { _ in
        let start = Date()
        noGrad { body() }
        return Date().timeIntervalSince(start) * 1e3
    }.min() ?? 0
}

if CommandLine.arguments.contains("time") {
    for model in [Linear(784, 10), wide] {
        let inBatches = fastest { for (xb, _) in batches { _ = model(xb).relu().sum() } }
        let atOnce = fastest { _ = model(valid.images).relu().sum() }
        print(String(format: "%d outputs: %.1f ms in batches, %.1f ms at once", model.weight.size(0), inBatches, atOnce))
    }
}
#sourceLocation()
