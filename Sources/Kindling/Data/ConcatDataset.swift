// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-02-streams.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0d3404de13ac1edb

// Chapters/Workshop/09-02-streams.md: Several as one
/// Several data sets one behind the other.
public struct ConcatDataset<Sample>: Dataset {
    /// In the order in which their samples are numbered.
    public let datasets: [any Dataset<Sample>]
    /// For each data set, the number of samples up to its end.
    private let ends: [Int]

    /// Their counts are asked for once, here. Stops if there are none.
    public init(_ datasets: [any Dataset<Sample>]) {
        if datasets.isEmpty { fatalError("ConcatDataset: there are no data sets to join") }
        self.datasets = datasets
        var end = 0
        ends = datasets.map { dataset in
            end += dataset.count
            return end
        }
    }

    public var count: Int { ends[ends.count - 1] }

    public subscript(index: Int) -> Sample {
        let wrapped = index < 0 ? index + count : index
        guard wrapped >= 0, let place = ends.firstIndex(where: { wrapped < $0 }) else {
            fatalError("ConcatDataset: there is no sample \(index) among \(count)")
        }
        return datasets[place][wrapped - (place > 0 ? ends[place - 1] : 0)]
    }
}
