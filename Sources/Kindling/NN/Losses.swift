// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/15-lenet.md
//   Chapters/Workshop/15-02-loss-objects.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2a088b2982935a5b

// Chapters/15-lenet.md: Three losses
/// A loss as an object that carries its settings: `torch.nn`'s loss classes.
///
///     let criterion = CrossEntropyLoss(labelSmoothing: 0.1)
///     let loss = criterion(model(xb), yb)
open class Loss<Target>: Module, Criterion {
    /// What becomes of the losses of a batch.
    public let reduction: LossReduction

    /// A loss with this reduction: their mean, if nothing is said.
    public init(reduction: LossReduction = .mean) {
        self.reduction = reduction
        super.init()
    }

    /// Computes the loss. Override it, and call the object itself.
    open func forward(_ input: Tensor, _ target: Target) -> Tensor {
        fatalError("\(Self.self): forward(_:_:) isn't overridden")
    }

    /// The loss of the outputs `input` against `target`, of the shape that the reduction gives.
    public func callAsFunction(_ input: Tensor, _ target: Target) -> Tensor {
        forward(input, target)
    }
}

/// The mean squared error: `F.mseLoss`.
public final class MSELoss: Loss<Tensor> {
    public override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
        F.mseLoss(input, target, reduction: reduction)
    }
}

// Chapters/Workshop/15-02-loss-objects.md: Numbers against numbers
/// The mean absolute error: `F.l1Loss`.
public final class L1Loss: Loss<Tensor> {
    public override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
        F.l1Loss(input, target, reduction: reduction)
    }
}

/// The absolute error, bent into a parabola near 0: `F.smoothL1Loss`.
public final class SmoothL1Loss: Loss<Tensor> {
    private let beta: Double

    /// - Parameters:
    ///   - reduction: what becomes of the losses of a batch.
    ///   - beta: the difference below which the error is a parabola; from there on it is a line. Not negative.
    public init(reduction: LossReduction = .mean, beta: Double = 1) {
        self.beta = beta
        super.init(reduction: reduction)
    }

    public override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
        F.smoothL1Loss(input, target, reduction: reduction, beta: beta)
    }
}

/// The cross-entropy of yes-or-no questions, from logits: `F.binaryCrossEntropyWithLogits`.
public final class BCEWithLogitsLoss: Loss<Tensor> {
    let weight, posWeight: Buffer?

    /// - Parameters:
    ///   - weight: how much each element counts; broadcast to the input's shape.
    ///   - reduction: what becomes of the losses of a batch.
    ///   - positiveWeight: how much a yes counts compared with a no; broadcast to the input's shape.
    public init(weight: Tensor? = nil, reduction: LossReduction = .mean, positiveWeight: Tensor? = nil) {
        self.weight = weight.map { Buffer($0) }
        posWeight = positiveWeight.map { Buffer($0) }
        super.init(reduction: reduction)
    }

    public override func forward(_ input: Tensor, _ target: Tensor) -> Tensor {
        F.binaryCrossEntropyWithLogits(
            input, target, weight: weight, reduction: reduction, positiveWeight: posWeight)
    }
}

// Chapters/Workshop/15-02-loss-objects.md: Scores against classes
/// The negative log-likelihood of the right classes, from log-probabilities: `F.nllLoss`.
public final class NLLLoss: Loss<IntTensor> {
    let weight: Buffer?
    private let ignoreIndex: Int

    /// - Parameters:
    ///   - weight: how much each class counts: `(C)`.
    ///   - ignoreIndex: samples with this target count nothing.
    ///   - reduction: what becomes of the losses of a batch.
    public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean) {
        self.weight = weight.map { Buffer($0) }
        self.ignoreIndex = ignoreIndex
        super.init(reduction: reduction)
    }

    public override func forward(_ input: Tensor, _ target: IntTensor) -> Tensor {
        F.nllLoss(input, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
    }
}

/// The cross-entropy of the right classes, from logits: `F.crossEntropy`.
public final class CrossEntropyLoss: Loss<IntTensor> {
    let weight: Buffer?
    private let ignoreIndex: Int
    private let labelSmoothing: Double

    /// - Parameters:
    ///   - weight: how much each class counts: `(C)`.
    ///   - ignoreIndex: samples with this target count nothing. It belongs to classes, not to probabilities.
    ///   - reduction: what becomes of the losses of a batch.
    ///   - labelSmoothing: the share of the target that is spread evenly over all classes, 0 ... 1.
    public init(
        weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean, labelSmoothing: Double = 0
    ) {
        self.weight = weight.map { Buffer($0) }
        (self.ignoreIndex, self.labelSmoothing) = (ignoreIndex, labelSmoothing)
        super.init(reduction: reduction)
    }

    public override func forward(_ input: Tensor, _ target: IntTensor) -> Tensor {
        F.crossEntropy(
            input, target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction,
            labelSmoothing: labelSmoothing)
    }

    /// With probabilities as targets, of the input's shape.
    public func callAsFunction(_ input: Tensor, _ probabilities: Tensor) -> Tensor {
        if ignoreIndex >= 0 {
            fatalError("CrossEntropyLoss: no class can be ignored where targets are probabilities")
        }
        return F.crossEntropy(
            input, probabilities, weight: weight, reduction: reduction, labelSmoothing: labelSmoothing)
    }
}
