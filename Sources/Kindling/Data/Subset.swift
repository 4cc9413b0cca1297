// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/09-dataset.md
//   Chapters/Workshop/09-02-streams.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c8c547ddead43f83

// Chapters/09-dataset.md: Parts of a data set
/// Some samples of a data set, in an order of your own.
public struct Subset<Source: Dataset>: Dataset {
    /// What the samples are taken from.
    public let dataset: Source
    /// Which samples: sample i of the subset is sample `indices[i]` of the data set.
    public let indices: [Int]

    /// Sample i is `dataset[indices[i]]`. A number may come twice.
    public init(_ dataset: Source, _ indices: [Int]) {
        self.dataset = dataset
        self.indices = indices
    }

    public var count: Int { indices.count }
    public subscript(index: Int) -> Source.Sample { dataset[place(index)] }
}
/// Deals the samples out at random into subsets of the given sizes, none of which share a sample.
/// - Parameters:
///   - sizes: they add up to the data set's count.
///   - generator: draws the order; without it, the default one.
public func randomSplit<Source: Dataset>(
    _ dataset: Source, _ sizes: [Int], generator: Generator? = nil
) -> [Subset<Source>] {
    if !sizes.allSatisfy((0...dataset.count).contains) || sizes.reduce(0, +) != dataset.count {
        fatalError("randomSplit: the sizes \(sizes) don't add up to the \(dataset.count) samples of the data set")
    }
    let order = (generator ?? .default).permutation(dataset.count)
    var start = 0
    return sizes.map { size in
        defer { start += size }
        return Subset(dataset, Array(order[start..<start + size]))
    }
}
// Chapters/Workshop/09-02-streams.md: Shares
/// Deals the samples out at random into subsets by share: `randomSplit(dataset, [0.8, 0.2])`.
///
/// Shares are rounded down; the samples left over go to the subsets in turn, from the first on.
/// - Parameter fractions: from 0 to 1, adding up to 1.
public func randomSplit<Source: Dataset>(
    _ dataset: Source, _ fractions: [Double], generator: Generator? = nil
) -> [Subset<Source>] {
    let sum = fractions.reduce(0, +)
    if fractions.contains(where: { !(0...1 ~= $0) }) || sum > 1 || sum < 1 - 1e-9 {
        fatalError("randomSplit: the fractions \(fractions) don't add up to 1")
    }
    var sizes = fractions.map { Int((Double(dataset.count) * $0).rounded(.down)) }
    let left = dataset.count - sizes.reduce(0, +)
    for i in 0..<left { sizes[i % sizes.count] += 1 }
    return randomSplit(dataset, sizes, generator: generator)
}

extension Subset {
    /// The number in the data set of this subset's sample `index`.
    func place(_ index: Int) -> Int {
        let wrapped = index < 0 ? index + count : index
        if wrapped < 0 || wrapped >= count { fatalError("Subset: there is no sample \(index) among \(count)") }
        return indices[wrapped]
    }
}
