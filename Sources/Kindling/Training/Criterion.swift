// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/12-01-criteria.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 429e4ce0037a7ca7

// Chapters/Workshop/12-01-criteria.md: Losses that are objects
/// A loss as an object that carries its settings: from outputs `(N, …)` and the targets of a batch, one number.
public protocol Criterion<Target> {
    /// The type of a batch's targets.
    associatedtype Target

    /// Computes the loss.
    func callAsFunction(_ output: Tensor, _ target: Target) -> Tensor
}

/// The loss of one batch, and with an optimizer, one step of training with it; the loss is an object.
///
/// - Returns: the loss, and the number of samples in the batch. The loss is their mean unless classes have weights or labels
///   are ignored.
@discardableResult
public func lossBatch<Target>(
    _ model: Module, _ criterion: some Criterion<Target>, _ xb: Tensor, _ yb: Target, _ optimizer: Optimizer? = nil
) -> (loss: Double, count: Int) {
    lossBatch(model, { criterion($0, $1) }, xb, yb, optimizer)
}

/// The mean loss over all samples of a loader, with the model in evaluation mode and without gradients; the loss is an
/// object.
public func validate<Target>(
    _ model: Module, _ criterion: some Criterion<Target>, _ loader: DataLoader<(Tensor, Target)>
) -> Double {
    validate(model, { criterion($0, $1) }, loader)
}

/// Trains a model as the `fit` that takes a function does; the loss is an object.
///
/// - Returns: the validation loss of each epoch: the mean over all samples.
@discardableResult
public func fit<Target>(
    epochs: Int, _ model: Module, _ criterion: some Criterion<Target>, _ optimizer: Optimizer,
    _ trainLoader: DataLoader<(Tensor, Target)>, _ validLoader: DataLoader<(Tensor, Target)>, quiet: Bool = false,
    afterBatch: (_ batch: Int, _ loss: Double) -> Void = { _, _ in },
    afterEpoch: (_ epoch: Int, _ losses: (training: Double, validation: Double)) -> Void = { _, _ in }
) -> [Double] {
    fit(
        epochs: epochs, model, { criterion($0, $1) }, optimizer, trainLoader, validLoader, quiet: quiet,
        afterBatch: afterBatch, afterEpoch: afterEpoch)
}
