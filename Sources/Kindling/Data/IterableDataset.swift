// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-02-streams.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2e5ba7bea09ffda7

// Chapters/Workshop/09-02-streams.md: Streams
/// Samples that come one after the other and can't be asked for by number: a stream, a log, a generator.
///
/// Any `Sequence` becomes one by saying so.
public protocol IterableDataset<Element>: Sequence {}

/// Several streams of a kind, one behind the other.
public struct ChainDataset<Source: IterableDataset>: IterableDataset {
    /// In the order in which they are read, each to its end.
    public let datasets: [Source]

    /// Nothing is read yet. Each iteration begins every stream anew.
    public init(_ datasets: [Source]) { self.datasets = datasets }

    public func makeIterator() -> AnyIterator<Source.Element> {
        var pending = datasets.makeIterator()
        var current = pending.next()?.makeIterator()
        return AnyIterator {
            while current != nil {
                if let sample = current?.next() { return sample }
                current = pending.next()?.makeIterator()
            }
            return nil
        }
    }
}
