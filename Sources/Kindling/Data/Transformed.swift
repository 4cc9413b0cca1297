// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/09-dataset.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d3cf972790abfb1b

// Chapters/09-dataset.md: When to do the work
/// A data set whose samples go through a function when they are asked for.
public struct Transformed<Source: Dataset, Sample>: Dataset {
    /// What the samples are taken from; it stays as it is.
    public let dataset: Source
    private let transform: (Source.Sample) -> Sample

    /// A data set whose sample i is `transform(dataset[i])`.
    public init(_ dataset: Source, _ transform: @escaping (Source.Sample) -> Sample) {
        self.dataset = dataset
        self.transform = transform
    }

    public var count: Int { dataset.count }
    public subscript(index: Int) -> Sample { transform(dataset[index]) }
}

extension Dataset {
    /// This data set with each sample transformed, at each access anew. Nothing is computed now.
    public func transformed<Output>(_ transform: @escaping (Sample) -> Output) -> Transformed<Self, Output> {
        Transformed(self, transform)
    }
}

/// Transforms one after the other, the first one first.
public func compose<Value>(_ transforms: (Value) -> Value...) -> (Value) -> Value {
    { value in transforms.reduce(value) { $1($0) } }
}
