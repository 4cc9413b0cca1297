// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/12-01-criteria.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0e590e4aa5fcc930

// Chapters/Workshop/12-01-criteria.md: Losses with two parameters
/// The losses as functions of two arguments, to be handed to a function such as `fit`.
extension F {
    /// The mean cross-entropy of logits `(N, C, …)` and classes `(N, …)`.
    public static func crossEntropy(_ input: Tensor, _ target: IntTensor) -> Tensor {
        crossEntropy(input, target, reduction: .mean)
    }

    /// The mean cross-entropy of logits and the probabilities of all classes, both `(N, C, …)`.
    public static func crossEntropy(_ input: Tensor, _ target: Tensor) -> Tensor {
        crossEntropy(input, target, reduction: .mean)
    }

    /// The mean negative log-likelihood of log-probabilities `(N, C, …)` and classes `(N, …)`.
    public static func nllLoss(_ input: Tensor, _ target: IntTensor) -> Tensor {
        nllLoss(input, target, reduction: .mean)
    }

    /// The mean squared error of two tensors of one shape.
    public static func mseLoss(_ input: Tensor, _ target: Tensor) -> Tensor {
        mseLoss(input, target, reduction: .mean)
    }

    /// The mean absolute error of two tensors of one shape.
    public static func l1Loss(_ input: Tensor, _ target: Tensor) -> Tensor {
        l1Loss(input, target, reduction: .mean)
    }

    /// The mean absolute error, bent into a parabola near 0, of two tensors of one shape.
    public static func smoothL1Loss(_ input: Tensor, _ target: Tensor) -> Tensor {
        smoothL1Loss(input, target, reduction: .mean)
    }

    /// The mean cross-entropy of yes-or-no questions, from logits and the probabilities of *yes*, of one shape.
    public static func binaryCrossEntropyWithLogits(_ input: Tensor, _ target: Tensor) -> Tensor {
        binaryCrossEntropyWithLogits(input, target, reduction: .mean)
    }
}
