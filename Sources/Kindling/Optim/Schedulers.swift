// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-04-schedulers.md
//   Chapters/Workshop/18-09-random-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3f75b7e9f409f49a

// Chapters/Workshop/08-04-schedulers.md: Less and less
import Foundation

/// Changes the learning rates of an optimizer as training goes on.
open class LRScheduler {
    /// Whose groups' `lr` is set.
    public let optimizer: Optimizer
    /// The learning rates that the groups had when the scheduler was made.
    public private(set) var initialLRs: [Double]
    /// The number of steps taken.
    public private(set) var stepCount = 0

    /// Remembers the groups' learning rates, and sets those of step 0.
    public init(_ optimizer: Optimizer) {
        self.optimizer = optimizer
        initialLRs = optimizer.groups.map(\.lr)
        for (group, initial) in zip(optimizer.groups, initialLRs) { group.lr = lr(initial: initial, step: 0) }
    }

    /// The learning rates in use.
    public final var lastLRs: [Double] { optimizer.groups.map(\.lr) }

    /// The learning rate of a group that began with `initial`, after `step` steps, if nothing else had changed it.
    /// Override it.
    open func lr(initial: Double, step: Int) -> Double { initial }

    /// The learning rate after `step` steps, of a group that has `current` now: as much more or less as
    /// `lr(initial:step:)` says.
    open func lr(after current: Double, initial: Double, step: Int) -> Double {
        let before = lr(initial: initial, step: step - 1)
        let now = lr(initial: initial, step: step)
        return before == 0 ? now : current * (now / before)
    }

    /// Goes on by one step.
    public final func step() {
        stepCount += 1
        apply()
    }

    func apply() {
        for (group, initial) in zip(optimizer.groups, initialLRs) {
            group.lr = lr(after: group.lr, initial: initial, step: stepCount)
        }
    }

    // Chapters/Workshop/18-09-random-state.md: Schedulers
    /// What is remembered besides the number of steps and the first rates, by names of your choice that don't begin with
    /// `_`. Override it, together with `remember`, in a scheduler whose rates depend on more than the step: on a loss, for example.
    open var memory: StateDict { StateDict() }

    /// Takes back what `memory` has given, maybe in another program.
    ///
    /// What is missing or doesn't fit reads as nil; then this is called again, with the memory from before.
    open func remember(_ memory: inout StateReader) {}

    /// Settings that can't change, by torch's names. They are saved, and a state with others isn't loaded.
    open var fixedSettings: KeyValuePairs<String, Double> { [:] }
    // place: state
}
/// Multiplies the learning rate by `gamma` after every `stepSize` steps.
public final class StepLR: LRScheduler {
    let stepSize: Int
    let gamma: Double

    /// Stops unless `stepSize` is at least 1.
    public init(_ optimizer: Optimizer, stepSize: Int, gamma: Double = 0.1) {
        if stepSize < 1 { fatalError("StepLR: stepSize must be at least 1, and is \(stepSize)") }
        self.stepSize = stepSize
        self.gamma = gamma
        super.init(optimizer)
    }

    public override func lr(initial: Double, step: Int) -> Double {
        initial * pow(gamma, Double(step / stepSize))
    }

    public override func lr(after current: Double, initial: Double, step: Int) -> Double {
        step % stepSize == 0 ? current * gamma : current
    }

    // Chapters/Workshop/18-09-random-state.md: Schedulers
    public override var fixedSettings: KeyValuePairs<String, Double> {
        ["step_size": Double(stepSize), "gamma": gamma]
    }
    // place: steps
}

/// Lets the learning rate fall to `minimum` along half a cosine wave, in `maxSteps` steps; after that it rises again.
///
/// Source: Loshchilov and Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts* (2017), without the restarts.
public final class CosineAnnealingLR: LRScheduler {
    let maxSteps: Int
    let minimum: Double

    /// Stops unless `maxSteps` is at least 1: how many steps from the optimizer's rate to `minimum`, torch's `T_max`
    /// and `eta_min`.
    public init(_ optimizer: Optimizer, maxSteps: Int, minimum: Double = 0) {
        if maxSteps < 1 { fatalError("CosineAnnealingLR: maxSteps must be at least 1, and is \(maxSteps)") }
        self.maxSteps = maxSteps
        self.minimum = minimum
        super.init(optimizer)
    }

    public override func lr(initial: Double, step: Int) -> Double {
        step == 0 ? initial : minimum + (initial - minimum) * (1 + wave(step)) / 2
    }

    /// What is above the minimum shrinks by the ratio of two neighbours on the wave. Out of the wave's trough, which is
    /// 0, no factor leads.
    public override func lr(after current: Double, initial: Double, step: Int) -> Double {
        if (step - 1) % (2 * maxSteps) == maxSteps { return current + (initial - minimum) * (1 - wave(1)) / 2 }
        return (1 + wave(step)) / (1 + wave(step - 1)) * (current - minimum) + minimum
    }

    private func wave(_ step: Int) -> Double { cos(.pi * Double(step) / Double(maxSteps)) }

    // Chapters/Workshop/18-09-random-state.md: Schedulers
    public override var fixedSettings: KeyValuePairs<String, Double> {
        ["T_max": Double(maxSteps), "eta_min": minimum]
    }
    // place: cosine
}
// Chapters/Workshop/08-04-schedulers.md: Up, and down again
/// Raises the learning rate from maxLR / divFactor to maxLR, and then lowers it to almost nothing, in `totalSteps`
/// steps. The momentum does the opposite.
///
/// Source: Smith and Topin, *Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates*
/// (2018), in torch's version: two phases, along half cosine waves.
public final class OneCycleLR: LRScheduler {
    let maxLR, start, end: Double
    let totalSteps: Int
    let peak: Double
    let momentumRange: (low: Double, high: Double)?

    /// - Parameters:
    ///   - maxLR: the highest learning rate.
    ///   - totalSteps: how many steps of the optimizer the cycle has. A loop may call `step()` after each of them, and
    ///     not once more.
    ///   - rise: the share of the cycle that goes upwards.
    ///   - divFactor: the first learning rate is maxLR divided by this.
    ///   - finalDivFactor: the last is the first divided by this.
    ///   - momentum: what the momentum moves between, against the learning rate; nil leaves it alone.
    public init(
        _ optimizer: Optimizer, maxLR: Double, totalSteps: Int, rise: Double = 0.3, divFactor: Double = 25,
        finalDivFactor: Double = 1e4, momentum: (low: Double, high: Double)? = (0.85, 0.95)
    ) {
        if totalSteps < 1 || !(0...1 ~= rise) {
            fatalError(
                "OneCycleLR: totalSteps must be at least 1 and rise between 0 and 1; they are \(totalSteps) and \(rise)"
            )
        }
        if momentum != nil, optimizer.groups.contains(where: { $0.inertia == 0 }) {
            fatalError("OneCycleLR: this optimizer has no momentum to cycle; say momentum: nil")
        }
        self.maxLR = maxLR
        self.totalSteps = totalSteps
        start = maxLR / divFactor
        end = start / finalDivFactor
        peak = rise * Double(totalSteps) - 1
        momentumRange = momentum
        super.init(optimizer)
        apply()
    }

    // Chapters/Workshop/08-04-schedulers.md: Up, and down again
    public override func lr(initial: Double, step: Int) -> Double {
        between(start, maxLR, end, step)
    }

    public override func lr(after current: Double, initial: Double, step: Int) -> Double {
        lr(initial: initial, step: step)
    }

    override func apply() {
        if stepCount > totalSteps {
            fatalError("OneCycleLR: the cycle has \(totalSteps) steps, and step \(stepCount) is one too many")
        }
        super.apply()
        guard let (low, high) = momentumRange else { return }
        for group in optimizer.groups {
            group.inertia = between(high, low, high, stepCount)
        }
    }

    /// From `first` to `middle` in the first phase, and to `last` in the second.
    private func between(_ first: Double, _ middle: Double, _ last: Double, _ step: Int) -> Double {
        func cosine(_ from: Double, _ to: Double, _ share: Double) -> Double {
            to + (from - to) / 2 * (1 + cos(.pi * share))
        }
        let step = Double(step)
        let fall = Double(totalSteps - 1) - peak
        // A phase without length is over at once.
        return step <= peak
            ? cosine(first, middle, peak > 0 ? step / peak : 1)
            : cosine(middle, last, fall > 0 ? (step - peak) / fall : 1)
    }
    // Chapters/Workshop/18-09-random-state.md: Schedulers
    public override func remember(_ memory: inout StateReader) {
        if let steps = memory.count("last_epoch"), steps > totalSteps {
            memory.note("last_epoch", "is \(steps), and this cycle has \(totalSteps) steps")
        }
    }

    public override var fixedSettings: KeyValuePairs<String, Double> {
        [
            "total_steps": Double(totalSteps), "peak": peak,
            "initial_lr": start, "max_lr": maxLR, "min_lr": end,
            "base_momentum": momentumRange?.low ?? 0, "max_momentum": momentumRange?.high ?? 0,
        ]
    }
    // place: step
}

// Chapters/Workshop/18-09-random-state.md: Schedulers
extension LRScheduler: Stateful {
    /// The number of steps, the learning rates that the groups began with, and the settings, by torch's names. Where
    /// the rates stand now is in the optimizer's state.
    public var stateDict: StateDict {
        var result = memory
        for (name, setting) in fixedSettings { result[value: name] = setting }
        result[value: "base_lrs"] = initialLRs
        result[value: "last_epoch"] = stepCount
        return result
    }

    /// Takes over a state that `stateDict` has given, of a scheduler of the same kind and settings. The learning rates
    /// stay as they are: load the optimizer's state, too. What torch notes for itself (`_step_count`) is passed over.
    /// - Throws: `StateDictError`, naming everything that doesn't fit; nothing has been changed then.
    public func loadStateDict(_ state: StateDict) throws(StateDictError) {
        var kept = state
        for name in state.keys where name.hasPrefix("_") { kept[name] = nil }
        var reader = StateReader(kept, of: "\(Self.self)")
        let steps = reader.count("last_epoch")
        let rates: [Double]? = reader.value("base_lrs")
        if let rates, rates.count != initialLRs.count || !rates.allSatisfy({ $0 >= 0 }) {
            reader.note("base_lrs", "are \(rates), and there are \(initialLRs.count) groups")
        }
        reader.compare(fixedSettings)
        let before = memory
        remember(&reader)
        let error = reader.finished()
        if error.isEmpty, let steps, let rates {
            (stepCount, initialLRs) = (steps, rates)
        } else {
            var reader = StateReader(before, of: error.module)
            remember(&reader)
            throw error
        }
    }
}
