// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-03-loading.md
//   Chapters/Workshop/18-10-loader-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c38436913c9a4e73

// Chapters/Workshop/10-03-loading.md: From arguments to a loader
/// A data set that makes a batch in one go, faster than sample by sample.
public protocol GatheringDataset<Sample, Batch>: Dataset {
    /// Samples, collated.
    associatedtype Batch

    /// The samples with the given numbers, as one batch.
    func gather(_ indices: [Int]) -> Batch
}

extension TensorDataset: GatheringDataset {}

extension Subset: GatheringDataset where Source: GatheringDataset {
    public func gather(_ indices: [Int]) -> Source.Batch {
        dataset.gather(indices.map(place))
    }
}

/// The order of batches that the arguments of a loader describe, checked as torch checks them.
private func batchOrder(
    _ dataset: some Dataset, _ batchSize: Int, _ shuffle: Bool, _ sampler: (any Sampler<Int>)?,
    _ batchSampler: (any Sampler<[Int]>)?, _ dropLast: Bool, _ generator: Generator?
) -> any Sampler<[Int]> {
    if sampler != nil && shuffle {
        fatalError("DataLoader: a sampler decides the order itself; shuffle can't be true beside it")
    }
    if let batchSampler {
        if batchSize != 1 || shuffle || sampler != nil || dropLast {
            fatalError(
                "DataLoader: a batchSampler decides everything; batchSize, shuffle, sampler and dropLast can't stand beside it"
            )
        }
        return batchSampler
    }
    let order: any Sampler<Int> =
        sampler ?? (shuffle ? RandomSampler(dataset, generator: generator) : SequentialSampler(dataset))
    return BatchSampler(order, batchSize: batchSize, dropLast: dropLast)
}

extension DataLoader {
    /// Batches made by a function of yours.
    ///
    /// - Parameters:
    ///   - dataset: where the samples come from. With workers it is read by several threads at once, and must not
    ///     change during the loop.
    ///   - batchSize: samples in a batch: 1 unless you say otherwise.
    ///   - shuffle: whether each epoch has a new random order.
    ///   - sampler: another order; excludes `shuffle`.
    ///   - batchSampler: decides whole batches; excludes `batchSize`, `shuffle`, `sampler` and `dropLast`.
    ///   - dropLast: whether to leave out a last batch that is shorter than the others.
    ///   - workers: threads that make batches ahead of the loop. They change neither the order nor the numbers.
    ///   - prefetch: how many batches each worker may be ahead; 2 unless you say otherwise. Needs workers.
    ///   - generator: where base seeds and orders come from; without it, the default one.
    ///   - collate: makes one batch of samples. With workers it is called by several threads at once.
    public init<Source: Dataset>(
        _ dataset: Source, batchSize: Int = 1, shuffle: Bool = false, sampler: (any Sampler<Int>)? = nil,
        batchSampler: (any Sampler<[Int]>)? = nil, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil, collate: @escaping ([Source.Sample]) -> Batch
    ) {
        let order = batchOrder(dataset, batchSize, shuffle, sampler, batchSampler, dropLast, generator)
        self.init(
            .map(order: order) { indices, seed in
                withRandomSeed(seed) { collate(indices.map { dataset[$0] }) }
            },
            batchSize: batchSampler == nil ? batchSize : nil, workers: workers, prefetch: prefetch, generator: generator
        )
        // Chapters/Workshop/18-10-loader-state.md: The state
        sampleCount = { dataset.count }
        // place: collated
    }

    /// Batches of samples that know how to be collated: tensors, numbers, strings, dictionaries and arrays of them.
    public init<Source: Dataset>(
        _ dataset: Source, batchSize: Int = 1, shuffle: Bool = false, sampler: (any Sampler<Int>)? = nil,
        batchSampler: (any Sampler<[Int]>)? = nil, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil
    ) where Source.Sample: Collatable, Batch == Source.Sample.Batch {
        self.init(
            dataset, batchSize: batchSampler == nil ? batchSize : nil,
            order: batchOrder(dataset, batchSize, shuffle, sampler, batchSampler, dropLast, generator),
            workers: workers, prefetch: prefetch, generator: generator, gatherOr: { defaultCollate($0) })
    }

    /// Batches of tuples: each part is collated by itself.
    public init<Source: Dataset, First: Collatable, Second: Collatable, each Other: Collatable>(
        _ dataset: Source, batchSize: Int = 1, shuffle: Bool = false, sampler: (any Sampler<Int>)? = nil,
        batchSampler: (any Sampler<[Int]>)? = nil, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil
    )
    where
        Source.Sample == (First, Second, repeat each Other),
        Batch == (First.Batch, Second.Batch, repeat (each Other).Batch)
    {
        self.init(
            dataset, batchSize: batchSampler == nil ? batchSize : nil,
            order: batchOrder(dataset, batchSize, shuffle, sampler, batchSampler, dropLast, generator),
            workers: workers, prefetch: prefetch, generator: generator, gatherOr: { defaultCollate($0) })
    }

    /// Batches of `dataset`, gathered in one go if it can do that, and otherwise made of its samples by `collate`.
    private init<Source: Dataset>(
        _ dataset: Source, batchSize: Int?, order: any Sampler<[Int]>, workers: Int, prefetch: Int?,
        generator: Kindling.Generator?, gatherOr collate: @escaping ([Source.Sample]) -> Batch
    ) {
        let make: (_ indices: [Int], _ seed: UInt64) -> Batch
        if let gathering = dataset as? any GatheringDataset<Source.Sample, Batch> {
            make = { indices, _ in gathering.gather(indices) }
        } else {
            make = { indices, seed in
                withRandomSeed(seed) { collate(indices.map { dataset[$0] }) }
            }
        }
        self.init(
            .map(order: order, make: make), batchSize: batchSize, workers: workers, prefetch: prefetch,
            generator: generator)
        // Chapters/Workshop/18-10-loader-state.md: The state
        sampleCount = { dataset.count }
        // place: gathered
    }
}

extension DataLoader {
    /// Batches of a stream, made by a function of yours.
    ///
    /// A stream has no numbers to shuffle or to sample. Workers become one thread that runs ahead of the loop.
    public init<Source: IterableDataset>(
        _ dataset: Source, batchSize: Int = 1, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil, collate: @escaping ([Source.Element]) -> Batch
    ) {
        if batchSize <= 0 { fatalError("DataLoader: batchSize is \(batchSize), and must be positive") }
        self.init(
            .stream {
                var samples = dataset.makeIterator()
                return { seed in
                    withRandomSeed(seed) {
                        var batch: [Source.Element] = []
                        while batch.count < batchSize, let sample = samples.next() { batch.append(sample) }
                        return batch.isEmpty || (dropLast && batch.count < batchSize) ? nil : collate(batch)
                    }
                }
            },
            batchSize: batchSize, workers: workers, prefetch: prefetch, generator: generator)
    }

    /// Batches of a stream whose samples know how to be collated.
    public init<Source: IterableDataset>(
        _ dataset: Source, batchSize: Int = 1, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil
    ) where Source.Element: Collatable, Batch == Source.Element.Batch {
        self.init(
            dataset, batchSize: batchSize, dropLast: dropLast, workers: workers, prefetch: prefetch,
            generator: generator
        ) { defaultCollate($0) }
    }

    /// Batches of a stream of tuples: each part is collated by itself.
    public init<Source: IterableDataset, First: Collatable, Second: Collatable, each Other: Collatable>(
        _ dataset: Source, batchSize: Int = 1, dropLast: Bool = false, workers: Int = 0, prefetch: Int? = nil,
        generator: Kindling.Generator? = nil
    )
    where
        Source.Element == (First, Second, repeat each Other),
        Batch == (First.Batch, Second.Batch, repeat (each Other).Batch)
    {
        self.init(
            dataset, batchSize: batchSize, dropLast: dropLast, workers: workers, prefetch: prefetch,
            generator: generator
        ) { defaultCollate($0) }
    }
}
