// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f3ee0353111c068e

// Chapters/12-fit.md: Fit
/// Trains a model, and prints the validation loss after each epoch.
///
/// - Parameters:
///   - epochs: how often to go through the training batches.
///   - lossFunction: the mean loss of a batch.
///   - afterBatch: called after each training batch with its number, from 0 on over all epochs, and its loss: for a scheduler that steps once a
///     batch, or for a curve.
/// - Returns: the validation loss of each epoch: the mean over all samples.
@discardableResult
public func fit(
    epochs: Int, _ model: Module, _ lossFunction: LossFunction, _ optimizer: Optimizer, _ trainLoader: LabelledLoader,
    _ validLoader: LabelledLoader, afterBatch: (_ batch: Int, _ loss: Double) -> Void = { _, _ in }
) -> [Double] {
    let progress = TrainingProgress(epochs: epochs, batches: trainLoader.count)
    var batch = 0
    return (1...Swift.max(epochs, 1)).prefix(epochs).map { epoch -> Double in
        model.train()
        for (xb, yb) in trainLoader {
            let (loss, _) = lossBatch(model, lossFunction, xb, yb, optimizer)
            afterBatch(batch, loss)
            batch += 1
            progress.show(epoch: epoch, batch: batch, loss: loss)
        }

        let validationLoss = validate(model, lossFunction, validLoader)
        progress.clear()
        print("epoch: \(epoch), validation loss: \(fixed(validationLoss, 4))")
        return validationLoss
    }
}

/// The mean loss over all samples of a loader, with the model in evaluation mode and without gradients.
public func validate(_ model: Module, _ lossFunction: LossFunction, _ loader: LabelledLoader) -> Double {
    model.eval()
    return noGrad {
        let (sum, count) = loader.reduce((0.0, 0)) { sums, batch in
            let (loss, count) = lossBatch(model, lossFunction, batch.0, batch.1)
            return (sums.0 + loss * Double(count), sums.1 + count)
        }
        return sum / Double(count)
    }
}
