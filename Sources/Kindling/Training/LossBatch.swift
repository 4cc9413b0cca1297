// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 29281cdf1ad41c8f

// Chapters/12-fit.md: One batch
/// A function that says how wrong a batch of outputs is: from outputs `(N, …)` and targets `(N)`, one number.
public typealias LossFunction = (_ output: Tensor, _ target: IntTensor) -> Tensor

/// The loss of one batch, and with an optimizer, one step of training with it.
///
/// - Returns: the loss, and the number of samples that it is the mean of.
@discardableResult
public func lossBatch(
    _ model: Module, _ lossFunction: LossFunction, _ xb: Tensor, _ yb: IntTensor, _ optimizer: Optimizer? = nil
) -> (loss: Double, count: Int) {
    let loss = lossFunction(model(xb), yb)

    if let optimizer {
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
    }

    return (loss.item(), yb.count)
}
