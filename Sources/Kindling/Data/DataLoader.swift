// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-03-loading.md
//   Chapters/Workshop/18-10-loader-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1c5618b3609fdb2e

// Chapters/Workshop/10-03-loading.md: An epoch
/// Batches of a data set, one after the other, in an order of your choice.
///
///     let loader = DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64, shuffle: true)
///     for (xb, yb) in loader { … }        // an epoch; the next loop is another, in another order
///
/// Each start of a loop takes 64 bits from the random numbers, and shuffling takes 64 more at the first batch (with a
/// generator of yours, the order itself is drawn from it): the same as in torch, so the same seed gives the same order. The whole order of an epoch is drawn at its first batch.
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
    // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
    /// The epoch under way; copies of this loader share it.
    let epochs = LoaderEpochs()
    /// How many samples the data set has, if they have numbers.
    var sampleCount: (() -> Int)?
    // place: epochs

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
        // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
        if let iterator = resumed() { return iterator }
        // place: resume
        let baseSeed = (generator ?? .default).next() & .max >> 1
        let iterator =
            switch source {
            case .map(let order, let make): mapped(order, baseSeed, make)
            case .stream(let start): streamed(start, baseSeed)
            }
        // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
        iterator.epoch.baseSeed = baseSeed
        if case .stream = source { iterator.epoch.isStream = true }
        epochs.current = iterator.epoch
        // place: begin
        return iterator
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
            // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
            epochs.drawn(batches, baseSeed: baseSeed)
            // place: drawn
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
        // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
        var epoch = LoaderEpoch()
        // place: epoch

        public mutating func next() -> Batch? {
            // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
            if epoch.isStream, epoch.streamStart == nil { epoch.streamStart = Kindling.Generator.default.state }
            // place: before
            let batch = following()
            // Chapters/Workshop/18-10-loader-state.md: What an epoch has drawn already
            if batch == nil { epoch.isOver = true } else { epoch.position += 1 }
            // place: after
            return batch
        }
    }
}

// Chapters/Workshop/18-10-loader-state.md: Going on
extension DataLoader {
    /// The rest of an epoch that was loaded.
    private func resumed() -> Iterator? {
        guard let epoch = epochs.current, epoch.isWaiting else { return nil }
        epoch.isWaiting = false
        let (seed, place) = (epoch.baseSeed &+ UInt64(epoch.position), epoch.streamStart)
        var iterator =
            switch source {
            case .map(let order, let make): mapped(epoch.batches ?? order, seed, make)
            case .stream(let start): streamed({ place.map { epoch.skipping(start, $0) } ?? start() }, seed)
            }
        iterator.epoch = epoch
        return iterator
    }

    /// How many batches of the epoch under way the loop has got; 0 if none is under way.
    ///
    /// In a training that goes on in the middle of an epoch, the first batch isn't number 0.
    public var position: Int { epochs.current.map { $0.isOver ? 0 : $0.position } ?? 0 }

    /// Ends the epoch under way, if there is one: the next loop begins a new one, also after a restart.
    ///
    /// A loop that is left with `break` doesn't end its epoch. In the same program the next loop begins a new one all
    /// the same; a program that loads the state goes on with this one.
    public func endEpoch() { epochs.current = nil }
}

extension LoaderEpoch {
    /// A stream, begun anew from a place in the random numbers, without the batches that were handed out.
    func skipping<Batch>(_ start: () -> (UInt64) -> Batch?, _ place: Generator.State) -> (UInt64) -> Batch? {
        let make = Generator.going(on: place, start)
        return noGrad {
            for number in 0..<position where make(baseSeed &+ UInt64(number)) == nil { return { _ in nil } }
            return make
        }
    }
}

// Chapters/Workshop/18-10-loader-state.md: The state
extension DataLoader: Stateful {
    /// How far the epoch under way has come: whether there is one, its base seed, how many batches the loop has got,
    /// and which samples those to come have; and the place of the loader's generator, if it has one of its own.
    ///
    /// Of several loops over the same loader at once, the one begun last counts. What a sampler draws from a generator
    /// of its own, for the epochs to come, isn't in here: save that generator, too.
    public var stateDict: StateDict {
        var result = StateDict()
        if let generator { result[stored: "generator"] = generator.state.stored }
        if let sampleCount { result[value: "samples"] = sampleCount() }
        guard let epoch = epochs.current, !epoch.isOver else {
            result[value: "is_under_way"] = false
            return result
        }
        result[value: "is_under_way"] = true
        result[value: "base_seed"] = Int(epoch.baseSeed)
        result[value: "position"] = epoch.position
        if let batches = epoch.batches?[(epoch.position - epoch.first)...] {
            result[value: "sizes"] = batches.map(\.count)
            result[value: "indices"] = batches.flatMap { $0 }
        }
        result[stored: "stream_start"] = epoch.streamStart?.stored
        return result
    }

    /// Takes over a state that `stateDict` has given. The next loop goes on with its epoch.
    ///
    /// A stream is begun anew, and what was handed out is skipped; so it must give the same samples again. One that ends
    /// earlier gives an epoch that is over, and how many to skip is believed. The batches to come have the sizes that the
    /// state says, whatever the loader's own is.
    /// - Throws: `StateDictError`, naming everything that doesn't fit; nothing has been changed then.
    public func loadStateDict(_ state: StateDict) throws(StateDictError) {
        var reader = StateReader(state, of: "DataLoader")
        let place = generator == nil ? nil : reader.place("generator")
        if let count = sampleCount?(), let found = reader.count("samples"), found != count {
            reader.note("samples", "are \(found), and this loader has \(count)")
        }
        let epoch = reader.value("is_under_way") == true ? loaded(&reader) : nil
        let error = reader.finished()
        if !error.isEmpty { throw error }
        if let place { generator?.state = place }
        epochs.current = epoch
    }
}

extension DataLoader {
    /// The epoch in a state, ready to go on.
    private func loaded(_ reader: inout StateReader) -> LoaderEpoch {
        let epoch = LoaderEpoch()
        epoch.isWaiting = true
        if let seed: Int = reader.value("base_seed") {
            if seed < 0 { reader.note("base_seed", "is \(seed), and can't be") } else { epoch.baseSeed = UInt64(seed) }
        }
        epoch.position = reader.count("position") ?? 0
        epoch.first = epoch.position
        switch source {
        case .map: epoch.batches = batches(&reader, isOptional: epoch.position == 0)
        case .stream:
            epoch.isStream = true
            epoch.streamStart = reader.place("stream_start", isOptional: epoch.position == 0)
        }
        return epoch
    }

    /// The batches to come.
    private func batches(_ reader: inout StateReader, isOptional: Bool) -> [[Int]]? {
        guard let sizes: [Int] = reader.value("sizes", isOptional: isOptional),
            let indices: [Int] = reader.value("indices", isOptional: isOptional)
        else { return nil }
        if let count = sampleCount?(), let wrong = indices.first(where: { !(0..<count ~= $0) }) {
            reader.note("indices", "name sample \(wrong), and there are \(count)")
        }
        var (batches, end) = ([[Int]](), 0)
        for size in sizes {
            guard size >= 1, size <= indices.count - end else { break }
            batches.append(Array(indices[end..<end + size]))
            end += size
        }
        if batches.count == sizes.count, end == indices.count { return batches }
        reader.note("sizes", "aren't those of batches with \(indices.count) samples in all")
        return nil
    }
}
