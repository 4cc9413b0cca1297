// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/05-functional.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 91bd5feda4b7d37a

#sourceLocation(file: "Chapters/05-functional.md", line: 331)
/// Minus the log-probability of each sample's class.
struct NllLoss: Function {
    /// The class of each sample, in the order of the input's dimensions without the classes'.
    let target: IntTensor
    /// How much each class counts: `(C)`.
    let weight: Tensor?
    let ignoreIndex: Int
    let reduction: LossReduction
    let name: String

    init(_ target: IntTensor, weight: Tensor?, ignoreIndex: Int, reduction: LossReduction) {
        self.target = target
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
        name = target.ndim < 2 ? "NllLossBackward0" : "NllLoss2DBackward0"
    }

    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        let input = inputs[0].compact()
        let losses = Tensor.zeros(target.shape)
        input.withPointer { input in
            forEachSample(inputs[0].shape) { sample, place, weight in
                losses.storage.pointer[sample] = -weight * input[place]
            }
        }
        switch reduction {
        case .none: return losses
        case .sum: return losses.sum()
        case .mean:
            let total = totalWeight(inputs[0].shape)
            context.save(total)
            return losses.sum() / total
        }
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let shape = context.inputShapes[0]
        let result = Tensor.zeros(shape)
        let shares = -(reduction == .mean ? gradient / context.saved(0) : gradient)
        shares.expand(target.shape).compact().withPointer { shares in
            forEachSample(shape) { sample, place, weight in
                result.storage.pointer[place] = weight * shares[sample]
            }
        }
        return [result]
    }

    /// What a mean is divided by: the weights of all samples that are not ignored.
    func totalWeight(_ shape: [Int]) -> Tensor {
        var weights: [Float] = []
        forEachSample(shape) { _, _, weight in weights.append(weight) }
        return Tensor(weights).sum()
    }

    /// For each sample that isn't ignored: its number, where in an input of this shape its class stands, and how much it counts.
    private func forEachSample(_ shape: [Int], _ body: (_ sample: Int, _ place: Int, _ weight: Float) -> Void) {
        let classDimension = shape.count == 1 ? 0 : 1
        let (classes, inner) = (shape[classDimension], shape[(classDimension + 1)...].reduce(1, *))
        let weights = weight?.array
        for (sample, label) in target.array.enumerated() where label != ignoreIndex {
            if label < 0 || label >= classes {
                fatalError("nllLoss: the target \(label) is none of the \(classes) classes of the shape \(shape)")
            }
            body(sample, (sample / inner * classes + label) * inner + sample % inner, weights?[label] ?? 1)
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
        return NllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)(input)
    }

    /// Stops the program unless the target has one class for each of the input's samples.
    static func checkClasses(_ input: Tensor, targetShape: [Int], weight: Tensor?, of operation: String) {
        let samples = input.ndim == 1 ? [] : Array(input.shape.prefix(1) + input.shape.dropFirst(2))
        if input.ndim == 0 || targetShape != samples {
            fatalError("\(operation): the input has the shape \(input.shape), so the target must be \(samples), not \(targetShape)")
        }
        let classes = input.shape[input.ndim == 1 ? 0 : 1]
        if let weight, weight.shape != [classes] {
            fatalError("\(operation): a weight of shape \(weight.shape) doesn't give each of the \(classes) classes one")
        }
    }
}
#sourceLocation()
