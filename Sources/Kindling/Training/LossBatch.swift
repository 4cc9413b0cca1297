// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 65487804e9ce232c

// Chapters/12-fit.md: One batch
/// A function that says how wrong a batch of outputs is: from outputs `(N, …)` and the targets of a batch, one number.
public typealias LossFunction<Target> = (_ output: Tensor, _ target: Target) -> Tensor

/// The loss of one batch, and with an optimizer, one step of training with it.
///
/// - Returns: the loss, and the number of samples in the batch. The loss is their mean unless the function weighs them.
@discardableResult
public func lossBatch<Target>(
    _ model: Module, _ lossFunction: LossFunction<Target>, _ xb: Tensor, _ yb: Target, _ optimizer: Optimizer? = nil
) -> (loss: Double, count: Int) {
    let loss = lossFunction(model(xb), yb)

    if let optimizer {
        loss.backward()
        optimizer.step()
        optimizer.zeroGrad()
    }

    return (loss.item(), xb.size(0))
}
