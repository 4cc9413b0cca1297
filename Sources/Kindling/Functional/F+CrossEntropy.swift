// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-01-cross-entropy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5c6e4f42a4c0e278

// Chapters/Workshop/05-01-cross-entropy.md: Logits and labels
extension F {
    /// The cross-entropy between the classes' probabilities, given as logits, and the right classes: `logSoftmax`, then
    /// `nllLoss`.
    ///
    /// - Parameters:
    ///   - input: logits, any real numbers: `(C)`, `(N, C)` or `(N, C, …)`.
    ///   - target: the right classes, 0 ..< C: shape `[]`, `(N)` or `(N, …)`.
    ///   - weight: how much each class counts: `(C)`.
    ///   - ignoreIndex: samples with this target count nothing.
    ///   - reduction: with `.mean`, the sum of the losses is divided by the sum of the weights, not by their number.
    ///   - labelSmoothing: the share of the target that is spread evenly over all classes, 0 ... 1.
    /// - Returns: shape `[]`, or the target's with `.none`. The mean of no samples is nan.
    public static func crossEntropy(
        _ input: Tensor, _ target: IntTensor, weight: Tensor? = nil, ignoreIndex: Int = -100,
        reduction: LossReduction = .mean, labelSmoothing: Double = 0
    ) -> Tensor {
        checkClasses(input, targetShape: target.shape, weight: weight, of: "crossEntropy")
        checkSmoothing(labelSmoothing)
        let classDimension = input.ndim == 1 ? 0 : 1
        let logProbabilities = logSoftmax(input, classDimension)
        let right = nllLoss(logProbabilities, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
        if labelSmoothing == 0 { return right }

        let all = -weighted(logProbabilities, weight).sum(classDimension)
        let counted = all.maskedFill(target .== ignoreIndex, 0)
        let spread: Tensor =
            switch reduction {
            case .none: counted
            case .sum: counted.sum()
            case .mean: counted.sum() / totalWeight(input.shape, target, weight, ignoreIndex)
            }
        return (1 - labelSmoothing) * right + labelSmoothing / Double(input.size(classDimension)) * spread
    }
}
extension F {
    /// The cross-entropy between the classes' probabilities, given as logits, and probabilities that they should have.
    ///
    /// - Parameters:
    ///   - input: logits: `(C)`, `(N, C)` or `(N, C, …)`.
    ///   - target: probabilities, of the input's shape.
    ///   - weight: how much each class counts: `(C)`.
    ///   - reduction: with `.mean`, the sum is divided by the number of samples, whatever the weights.
    ///   - labelSmoothing: the share of the target that is spread evenly over all classes, 0 ... 1.
    public static func crossEntropy(
        _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean,
        labelSmoothing: Double = 0
    ) -> Tensor {
        checkSameShape(input, target, of: "crossEntropy")
        let classDimension = input.ndim == 1 ? 0 : 1
        let samples = input.shape.enumerated().filter { $0.offset != classDimension }.map(\.element)
        checkClasses(input, targetShape: samples, weight: weight, of: "crossEntropy")
        checkSmoothing(labelSmoothing)
        let classes = Double(input.size(classDimension))
        let smoothed = labelSmoothing == 0 ? target : target * (1 - labelSmoothing) + labelSmoothing / classes
        let products = weighted(logSoftmax(input, classDimension) * smoothed, weight)
        return switch reduction {
        case .none: -products.sum(classDimension)
        case .sum: -products.sum()
        case .mean: -products.sum() / Double(samples.reduce(1, *))
        }
    }

    /// Each class multiplied by its weight.
    private static func weighted(_ input: Tensor, _ weight: Tensor?) -> Tensor {
        guard let weight else { return input }
        let inner = [Int](repeating: 1, count: Swift.max(0, input.ndim - 2))
        return input * weight.view([-1] + inner)
    }

    private static func checkSmoothing(_ share: Double) {
        if !(0...1).contains(share) {
            fatalError("crossEntropy: a labelSmoothing of \(share) isn't between 0 and 1")
        }
    }
}
