// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 71531c3da8e46102

// Chapters/12-fit.md: The data
/// Batches of images with their labels.
public typealias LabelledLoader = DataLoader<(Tensor, IntTensor)>

/// The two loaders of a training: shuffled batches of the training set, and unshuffled ones, twice as large, of the validation set.
public func getData(
    _ trainSet: TensorDataset<(Tensor, IntTensor)>, _ validSet: TensorDataset<(Tensor, IntTensor)>, batchSize: Int
) -> (train: LabelledLoader, valid: LabelledLoader) {
    let train: LabelledLoader = DataLoader(trainSet, batchSize: batchSize, shuffle: true)
    let valid: LabelledLoader = DataLoader(validSet, batchSize: batchSize * 2)
    return (train, valid)
}
