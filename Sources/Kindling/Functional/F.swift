// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/05-functional.md
//   Chapters/Workshop/05-01-cross-entropy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1d6e13464a162bd6

// Chapters/05-functional.md: F
/// The functions of `torch.nn.functional`: what a network computes, without anything to remember.
///
///     let loss = F.crossEntropy(scores, labels)
public enum F {}
// Chapters/Workshop/05-01-cross-entropy.md: One loss for a batch
/// What becomes of the losses of a batch.
public enum LossReduction: Sendable {
    /// One loss for each sample.
    case none
    /// Their mean. What it is divided by, each loss says.
    case mean
    /// Their sum.
    case sum

    /// Joins losses that all count the same.
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .none: losses
        case .mean: losses.mean()
        case .sum: losses.sum()
        }
    }

    /// By what the gradient of the joined loss is multiplied to give that of each of `count` losses.
    func share(of count: Int) -> Double {
        self == .mean ? 1 / Double(count) : 1
    }
}
