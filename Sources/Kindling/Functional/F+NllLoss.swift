// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-01-cross-entropy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: be35213d2a183be9

// Chapters/Workshop/05-01-cross-entropy.md: The negative log-likelihood
import KindlingEngine

extension Op {
    /// Minus the log-probability of each sample's class.
    struct NllLoss: Function {
        /// The class of each sample, in the order of the input's dimensions without the classes'.
        let target: IntTensor
        /// How much each class counts: `(C)`. No gradient goes to it.
        let weight: Tensor?
        let ignoreIndex: Int
        let reduction: LossReduction
        let name: String

        init(_ target: IntTensor, weight: Tensor?, ignoreIndex: Int, reduction: LossReduction) {
            self.target = target.frozen()
            self.weight = weight
            self.ignoreIndex = ignoreIndex
            self.reduction = reduction
            name = target.ndim < 2 ? "NllLossBackward0" : "NllLoss2DBackward0"
        }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let input = inputs[0].unrecorded.contiguous()
            let losses = Tensor.zeros(target.shape)
            input.withPointer { input in
                forEachSample(inputs[0].shape) { sample, place, weight in
                    losses.storage.mutablePointer[sample] = -weight * input[place]
                }
            }
            context.saveElsewhere()
            if let weight { context.save(weight) }
            if reduction == .none { return losses }
            let sum = Reducer(losses, nil, of: "nllLoss").sum().unrecorded.view([])
            if reduction == .sum { return sum }
            let total = totalWeight(inputs[0].shape)
            context.save(total)
            sum.update(KD_DIV, with: total, name: "nllLoss")
            return sum
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let shape = context.inputShapes[0]
            let result = Tensor.zeros(shape)
            // Asking for what was saved also makes sure that the weights are still as they were.
            let saved = context.savedTensors.indices.dropFirst().map(context.saved)
            let share =
                reduction == .mean
                ? Tensor.elementwise(KD_DIV, gradient, saved[saved.count - 1], name: "nllLoss") : gradient
            let shares = share.elementwise(KD_NEG)
            shares.withPointer { shares in
                // One share for all, or one for each sample.
                let step = reduction == .none ? 1 : 0
                forEachSample(shape) { sample, place, weight in
                    result.storage.mutablePointer[place] = weight * shares[sample * step]
                }
            }
            return [result]
        }

        /// What a mean is divided by: the weights of all samples that are not ignored.
        func totalWeight(_ shape: [Int]) -> Tensor {
            let weights = Tensor(uninitialized: [target.count])
            var counted = 0
            forEachSample(shape) { _, _, weight in
                weights.storage.mutablePointer[counted] = weight
                counted += 1
            }
            let total = Tensor(uninitialized: [])
            kd_sum(1, counted, 1, weights.storage.mutablePointer, total.storage.mutablePointer)
            return total
        }

        /// For each sample that isn't ignored: its number, where in an input of this shape its class stands, and how
        /// much it counts.
        private func forEachSample(_ shape: [Int], _ body: (_ sample: Int, _ place: Int, _ weight: Float) -> Void) {
            let classDimension = shape.count == 1 ? 0 : 1
            let (classes, inner) = (shape[classDimension], shape[(classDimension + 1)...].reduce(1, *))
            let weights = weight?.array
            let target = target.isContiguous ? target : IntTensor(shape: target.shape, values: target.array)
            target.withPointer { labels in
                for sample in 0..<target.count where labels[sample] != ignoreIndex {
                    let label = labels[sample]
                    if label < 0 || label >= classes {
                        fatalError(
                            "nllLoss: the target \(label) is none of the \(classes) classes of the shape \(shape)")
                    }
                    let place =
                        inner == 1
                        ? sample * classes + label : (sample / inner * classes + label) * inner + sample % inner
                    body(sample, place, weights?[label] ?? 1)
                }
            }
        }
    }
}
extension F {
    /// The negative log-likelihood: minus the log-probability that was given to the right class.
    ///
    /// - Parameters:
    ///   - input: log-probabilities, as `logSoftmax` gives: `(C)`, `(N, C)` or `(N, C, …)`.
    ///   - target: the right classes, 0 ..< C: shape `[]`, `(N)` or `(N, …)`.
    ///   - weight: how much each class counts: `(C)`.
    ///   - ignoreIndex: samples with this target count nothing.
    ///   - reduction: with `.mean`, the sum of the losses is divided by the sum of the weights, not by their number.
    /// - Returns: shape `[]`, or the target's with `.none`. The mean of no samples is nan.
    public static func nllLoss(
        _ input: Tensor, _ target: IntTensor, weight: Tensor? = nil, ignoreIndex: Int = -100,
        reduction: LossReduction = .mean
    ) -> Tensor {
        checkClasses(input, targetShape: target.shape, weight: weight, of: "nllLoss")
        if let weight, weight.requiresGrad { return recordedNllLoss(input, target, weight, ignoreIndex, reduction) }
        return Op.NllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)(input)
    }

    /// The same in operations that are recorded one by one, for weights that want a gradient.
    private static func recordedNllLoss(
        _ input: Tensor, _ target: IntTensor, _ weight: Tensor, _ ignoreIndex: Int, _ reduction: LossReduction
    ) -> Tensor {
        let classDimension = input.ndim == 1 ? 0 : 1
        let (classes, isIgnored) = (countedClasses(target, ignoreIndex), target .== ignoreIndex)
        let right = input.gather(classDimension, classes.unsqueeze(classDimension)).squeeze(classDimension)
        let losses = -right.maskedFill(isIgnored, 0) * weight[classes]
        return switch reduction {
        case .none: losses
        case .sum: losses.sum()
        case .mean: losses.sum() / totalWeight(input.shape, target, weight, ignoreIndex)
        }
    }

    /// The weights of all samples that count, added up.
    static func totalWeight(_ shape: [Int], _ target: IntTensor, _ weight: Tensor?, _ ignoreIndex: Int) -> Tensor {
        if let weight, weight.requiresGrad {
            return weight[countedClasses(target, ignoreIndex)].maskedFill(target .== ignoreIndex, 0).sum()
        }
        return Op.NllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: .mean).totalWeight(shape)
    }

    /// The classes, with class 0 where a sample is ignored, so that every one of them can be looked up.
    static func countedClasses(_ target: IntTensor, _ ignoreIndex: Int) -> IntTensor {
        IntTensor(shape: target.shape, values: target.array.map { $0 == ignoreIndex ? 0 : $0 })
    }

    /// Stops the program unless the target has one class for each of the input's samples.
    static func checkClasses(_ input: Tensor, targetShape: [Int], weight: Tensor?, of operation: String) {
        let shape = input.shape
        let fits =
            targetShape.count == shape.count - 1
            && targetShape.indices.allSatisfy { targetShape[$0] == shape[$0 == 0 ? 0 : $0 + 1] }
        if !fits {
            let samples = input.ndim == 1 ? [] : Array(input.shape.prefix(1) + input.shape.dropFirst(2))
            fatalError(
                "\(operation): the input has the shape \(input.shape), so the target must be \(samples), not \(targetShape)"
            )
        }
        let classes = input.shape[input.ndim == 1 ? 0 : 1]
        if let weight, weight.shape != [classes] {
            fatalError(
                "\(operation): a weight of shape \(weight.shape) doesn't give each of the \(classes) classes one")
        }
    }
}
