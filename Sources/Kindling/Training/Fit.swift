// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2948e3135b1743d8

// Chapters/12-fit.md: Fit
/// Trains a model, and prints the validation loss after each epoch.
///
/// - Parameters:
///   - epochs: how often to go through the training batches.
///   - lossFunction: the mean loss of a batch.
///   - quiet: whether to print nothing.
///   - afterBatch: called after each training batch with its number, from 0 on over all epochs, and its loss: for a
///     scheduler that steps once a batch, or for a curve.
///   - afterEpoch: called after each epoch with its number, from 1 on, and the mean losses over its training and its
///     validation samples.
/// - Returns: the validation loss of each epoch: the mean over all samples.
@discardableResult
public func fit<Target>(
    epochs: Int, _ model: Module, _ lossFunction: LossFunction<Target>, _ optimizer: Optimizer,
    _ trainLoader: DataLoader<(Tensor, Target)>, _ validLoader: DataLoader<(Tensor, Target)>, quiet: Bool = false,
    afterBatch: (_ batch: Int, _ loss: Double) -> Void = { _, _ in },
    afterEpoch: (_ epoch: Int, _ losses: (training: Double, validation: Double)) -> Void = { _, _ in }
) -> [Double] {
    let progress = TrainingProgress(epochs: epochs, batches: trainLoader.knownCount, quiet: quiet)
    var (validationLosses, batch) = ([Double](), 0)
    for epoch in 0..<max(epochs, 0) {
        model.train()
        var training = WeightedMean()
        for (xb, yb) in trainLoader {
            let (loss, count) = lossBatch(model, lossFunction, xb, yb, optimizer)
            training.add(loss, count)
            afterBatch(batch, loss)
            batch += 1
            progress.show(epoch: epoch + 1, batch: batch, loss: loss)
        }
        let validationLoss = validate(model, lossFunction, validLoader)
        progress.clear()
        if !quiet { print("epoch: \(epoch + 1), validation loss: \(fixed(validationLoss, 4))") }
        afterEpoch(epoch + 1, (training.value, validationLoss))
        validationLosses.append(validationLoss)
    }
    return validationLosses
}
/// The mean of losses that are means themselves, each over a number of samples.
struct WeightedMean {
    private var (sum, count) = (0.0, 0)

    mutating func add(_ mean: Double, _ count: Int) {
        sum += mean * Double(count)
        self.count += count
    }

    var value: Double { count == 0 ? .nan : sum / Double(count) }
}

/// The mean loss over all samples of a loader, with the model in evaluation mode and without gradients.
public func validate<Target>(
    _ model: Module, _ lossFunction: LossFunction<Target>, _ loader: DataLoader<(Tensor, Target)>
) -> Double {
    model.eval()
    return noGrad {
        var mean = WeightedMean()
        for (xb, yb) in loader {
            let (loss, count) = lossBatch(model, lossFunction, xb, yb)
            mean.add(loss, count)
        }
        return mean.value
    }
}
