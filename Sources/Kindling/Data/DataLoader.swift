// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-03-loading.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e6dba33896f5d45c

// Chapters/Workshop/10-03-loading.md: An epoch
/// Batches of a data set, one after the other, in an order of your choice.
///
///     let loader = DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64, shuffle: true)
///     for (xb, yb) in loader { … }        // an epoch; the next loop is another, in another order
///
/// Each start of a loop takes 64 bits from the random numbers, and shuffling takes 64 more at the first batch: the same
/// as in torch, so the same seed gives the same order. The whole order of an epoch is drawn at its first batch.
///
/// Batches carry no history for gradients. Functions that draw random numbers while a sample is made (a transform) draw
/// from a generator that belongs to the batch: its seed is the epoch's base seed plus the batch's number, so they don't
/// depend on the number of workers.
public struct DataLoader<Batch>: Sequence {
    /// Where the batches come from.
    enum Source {
        /// Batches of numbered samples. `make` gets the numbers and a seed.
        case map(order: any Sampler<[Int]>, make: (_ indices: [Int], _ seed: UInt64) -> Batch)
        /// A stream. `start` begins it anew and returns what gives its next batch, with a seed for it.
        case stream(start: () -> (_ seed: UInt64) -> Batch?)
    }

    let source: Source
    let generator: Kindling.Generator?

    /// The number of samples in a batch; nil if a batch sampler decides.
    public let batchSize: Int?
    /// How many threads make batches ahead of the loop; 0 if the loop makes them itself.
    public let workers: Int
    /// How many batches each worker may be ahead.
    public let prefetch: Int

    init(_ source: Source, batchSize: Int?, workers: Int, prefetch: Int?, generator: Kindling.Generator?) {
        if workers < 0 {
            fatalError(
                "DataLoader: workers is \(workers); it can't be negative, and 0 means that the loop makes the batches itself"
            )
        }
        if workers == 0 && prefetch != nil {
            fatalError("DataLoader: prefetch needs workers")
        }
        if let prefetch, prefetch <= 0 {
            fatalError("DataLoader: prefetch is \(prefetch), and must be positive")
        }
        self.source = source
        self.batchSize = batchSize
        self.workers = workers
        self.prefetch = workers > 0 ? prefetch ?? 2 : 0
        self.generator = generator
    }

    /// The number of batches in an epoch. A stream doesn't know it.
    public var count: Int {
        guard case .map(let order, _) = source else {
            fatalError("DataLoader: a stream doesn't know the number of its batches")
        }
        return order.count
    }

    /// Begins an epoch.
    public func makeIterator() -> Iterator {
        let baseSeed = (generator ?? .default).next() & .max >> 1
        switch source {
        case .map(let order, let make):
            return mapped(order, baseSeed, make)
        case .stream(let start):
            return streamed(start, baseSeed)
        }
    }

    /// How many batches may be made ahead. (Half of the largest number is as good as any, and leaves room to add to
    /// it.)
    private var window: Int {
        let (product, isTooLarge) = workers.multipliedReportingOverflow(by: prefetch)
        return isTooLarge ? .max / 2 : Swift.min(product, .max / 2)
    }

    private func mapped(
        _ order: any Sampler<[Int]>, _ baseSeed: UInt64, _ make: @escaping ([Int], UInt64) -> Batch
    ) -> Iterator {
        var batches: [[Int]] = []
        var next = 0
        var isDrawn = false
        func draw() {
            batches = order.map { $0 }
            isDrawn = true
        }
        if workers == 0 {
            return Iterator {
                if !isDrawn { draw() }
                if next == batches.count { return nil }
                next += 1
                return noGrad { make(batches[next - 1], baseSeed &+ UInt64(next - 1)) }
            }
        }
        var owner: PrefetcherOwner<Batch>?
        return Iterator { [workers, window] in
            if owner == nil {
                draw()
                let batches = batches
                owner = PrefetcherOwner(
                    Prefetcher(workers: workers, window: window, count: batches.count) {
                        make(batches[$0], baseSeed &+ UInt64($0))
                    })
            }
            return owner?.next()
        }
    }

    private func streamed(_ start: @escaping () -> (UInt64) -> Batch?, _ baseSeed: UInt64) -> Iterator {
        if workers == 0 {
            var following: ((UInt64) -> Batch?)?
            var number: UInt64 = 0
            var isOver = false
            return Iterator {
                let make = following ?? start()
                following = make
                if isOver { return nil }
                let batch = noGrad { make(baseSeed &+ number) }
                number += 1
                isOver = batch == nil
                return batch
            }
        }
        // One after the other is all that a stream can give, so one thread runs ahead of the loop, whatever `workers`
        // is.
        var owner: PrefetcherOwner<Batch>?
        return Iterator { [window] in
            if owner == nil {
                let following = start()
                owner = PrefetcherOwner(
                    Prefetcher(workers: 1, window: window, count: nil) { following(baseSeed &+ UInt64($0)) })
            }
            return owner?.next()
        }
    }

    /// An epoch under way. Dropping it (leaving the loop) stops its workers.
    public struct Iterator: IteratorProtocol {
        let following: () -> Batch?

        public mutating func next() -> Batch? { following() }
    }
}
