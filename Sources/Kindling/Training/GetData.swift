// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2cd0b5cf41e5d186

// Chapters/12-fit.md: The data
/// Batches of inputs with their labels.
public typealias LabelledLoader = DataLoader<(Tensor, IntTensor)>

/// The two loaders of a training: shuffled batches of the training set, and unshuffled ones, twice as large, of the
/// validation set.
///
/// - Parameters:
///   - trainSet, validSet: any data sets of pairs, such as an image and its label.
///   - batchSize: of the training batches.
public func getData<Input: Collatable, Target: Collatable>(
    _ trainSet: some Dataset<(Input, Target)>, _ validSet: some Dataset<(Input, Target)>, batchSize: Int
) -> (train: DataLoader<(Input.Batch, Target.Batch)>, valid: DataLoader<(Input.Batch, Target.Batch)>) {
    (
        DataLoader(trainSet, batchSize: batchSize, shuffle: true),
        DataLoader(validSet, batchSize: batchSize * 2)
    )
}
