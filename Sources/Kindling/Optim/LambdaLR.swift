// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-05-layers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 97f4b3768f0bc1b2

// Chapters/Workshop/17-05-layers.md: A rate with a warm-up
import Foundation

/// Sets the learning rate to the initial one times a factor that a function gives for the number of steps taken.
public final class LambdaLR: LRScheduler {
    let factor: (Int) -> Double

    /// Sets the rate for the first step, too: to the initial one times `factor(0)`.
    public init(_ optimizer: Optimizer, _ factor: @escaping (Int) -> Double) {
        self.factor = factor
        super.init(optimizer)
        apply()
    }

    public override func lr(initial: Double, step: Int) -> Double { initial * factor(step) }

    public override func lr(after current: Double, initial: Double, step: Int) -> Double {
        lr(initial: initial, step: step)
    }
}

extension LambdaLR {
    /// A factor that rises evenly to 1 in `warmup` steps, and then falls to 0 along half a cosine wave, until `total`
    /// steps have been taken.
    public static func warmupCosine(warmup: Int, total: Int) -> (Int) -> Double {
        if warmup < 0 || total <= warmup {
            fatalError("warmupCosine: \(warmup) steps of warm-up leave none of \(total)")
        }
        return { step in
            if step < warmup { return Double(step + 1) / Double(warmup) }
            let share = Swift.min(Double(step - warmup) / Double(total - warmup), 1)
            return (1 + cos(.pi * share)) / 2
        }
    }
}
