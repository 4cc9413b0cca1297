import Foundation
import Kindling
import Testing

/// Numbers with a label and noise from the default generator: what a random transform does.
private struct Noisy: Dataset {
    let count: Int
    subscript(index: Int) -> (Tensor, Int) { (Tensor([Float(index)]) + Tensor.rand(1), index) }
}

/// A stream of random numbers from the default generator.
private struct NoisyStream: IterableDataset {
    let count: Int
    func makeIterator() -> AnyIterator<Tensor> {
        var left = count
        return AnyIterator {
            left -= 1
            return left < 0 ? nil : Tensor.rand(1)
        }
    }
}

/// Counts the accesses that are under way and have been, from any thread.
private final class Watched: Dataset {
    struct State { var current = 0, most = 0, all = 0 }
    let state = Locked(State())
    let count: Int
    let pause: Double

    init(count: Int, pause: Double = 0) {
        self.count = count
        self.pause = pause
    }

    subscript(index: Int) -> Int {
        state.withLock { state in
            state.current += 1
            state.all += 1
            state.most = max(state.most, state.current)
        }
        if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        state.withLock { $0.current -= 1 }
        return index
    }
}

private struct Numbers: IterableDataset {
    let end: Int
    func makeIterator() -> Range<Int>.Iterator { (0..<end).makeIterator() }
}

@Suite("Data loader", .ownRandomNumbers) struct DataLoaderTests {
    @Test("orders are torch's, epoch by epoch, and so is what is left of the stream")
    func recordedOrders() throws {
        let recording = try fixture("torch-loader", as: LoaderRecording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        for record in recording.loaders {
            for workers in [0, 2] {
                manualSeed(record.seed)
                let loader = DataLoader(
                    Array(0..<record.count), batchSize: record.size, shuffle: record.shuffle, dropLast: record.dropLast,
                    workers: workers, generator: record.own.map { Generator(seed: $0) })
                #expect(loader.count == record.length)
                for epoch in record.epochs { #expect(loader.map(\.array) == epoch) }
                #expect(Tensor.rand(1).item() == record.after)
            }
        }
        manualSeed(3)
        #expect(DataLoader(Numbers(end: 11), batchSize: 4).map(\.array) == recording.stream.batches)
        #expect(Tensor.rand(1).item() == recording.stream.after)
    }

    @Test("samplers draw as torch's")
    func recordedSamplers() throws {
        for record in try fixture("torch-loader", as: LoaderRecording.self).samplers {
            manualSeed(record.seed)
            let ten = Array(0..<10)
            let generator = record.own.map { Generator(seed: $0) }
            let sampler: any Sampler<Int> =
                switch record.kind {
                case "random": RandomSampler(ten, numSamples: record.samples, generator: generator)
                case "replacement":
                    RandomSampler(ten, replacement: true, numSamples: record.samples, generator: generator)
                case "subset": SubsetRandomSampler(Array(100..<110), generator: generator)
                case "weighted": WeightedRandomSampler(record.weights ?? [], record.samples ?? 0, generator: generator)
                case "race":
                    WeightedRandomSampler(
                        record.weights ?? [], record.samples ?? 0, replacement: false, generator: generator)
                default: SequentialSampler(ten)
                }
            #expect(sampler.count == record.length)
            for epoch in record.epochs {
                #expect(sampler.map { $0 } == epoch, "\(record.kind) from seed \(record.seed)")
            }
            #expect(Tensor.rand(1).item() == record.after, "\(record.kind) from seed \(record.seed)")
        }
    }

    @Test("workers change neither the order nor the numbers", arguments: [false, true])
    func workersChangeNothing(shuffle: Bool) {
        func epochs(_ workers: Int, prefetch: Int? = nil) -> [[Float]] {
            manualSeed(8)
            let loader = DataLoader(
                Noisy(count: 101), batchSize: 7, shuffle: shuffle, workers: workers, prefetch: prefetch)
            let all = (0..<3).map { _ in loader.flatMap { x, y in x.array + y.float().array } }
            return all + [Tensor.rand(4).array]
        }
        let expected = epochs(0)
        #expect(expected[0] != expected[1])
        for workers in [1, 2, 4, 9] { #expect(epochs(workers) == expected) }
        #expect(epochs(2, prefetch: 1) == expected)
        #expect(epochs(3, prefetch: 50) == expected)
    }

    @Test("random transforms leave the thread's generator where it was")
    func defaultGeneratorIsRestored() {
        manualSeed(5)
        for _ in DataLoader(Noisy(count: 10), batchSize: 3) {}
        let after = Tensor.rand(1).item()
        manualSeed(5)
        _ = Generator.default.next()
        #expect(Tensor.rand(1).item() == after)
    }

    @Test("a batch is gathered in one go as it is collated")
    func gathering() {
        struct OneByOne: Dataset {
            let base: TensorDataset<(Tensor, IntTensor)>
            var count: Int { base.count }
            subscript(index: Int) -> (Tensor, IntTensor) { base[index] }
        }
        let x = Tensor.arange(60).view(20, 3)
        let base = TensorDataset(x, IntTensor.arange(20))
        func epoch(_ loader: DataLoader<(Tensor, IntTensor)>) -> [[Float]] {
            manualSeed(2)
            return loader.flatMap { [$0.array, $1.float().array] }
        }
        let fast = epoch(DataLoader(base, batchSize: 6, shuffle: true))
        #expect(fast == epoch(DataLoader(OneByOne(base: base), batchSize: 6, shuffle: true)))
        #expect(fast == epoch(DataLoader(base, batchSize: 6, shuffle: true, workers: 2)))
        #expect(fast == epoch(DataLoader(Subset(base, Array(0..<20)), batchSize: 6, shuffle: true)))
        let first = DataLoader(base, batchSize: 20).first { _ in true }
        #expect(first?.0.sharesStorage(with: x) == false)
    }

    @Test("batches carry no history")
    func noHistory() {
        let x = Tensor.ones(4, 2)
        x.requiresGrad = true
        for workers in [0, 1] {
            for batch in DataLoader(TensorDataset(x), batchSize: 2, workers: workers) { #expect(!batch.requiresGrad) }
            for batch in DataLoader([x, x], batchSize: 2, workers: workers) { #expect(!batch.requiresGrad) }
        }
    }

    @Test("leaving a loop stops its workers, and nothing is read any more")
    func earlyExit() {
        for workers in [1, 2, 4] {
            let watched = Watched(count: 10_000, pause: 0.0005)
            var taken = 0
            for batch in DataLoader(watched, batchSize: 2, workers: workers) {
                taken += batch.count
                if taken >= 10 { break }
            }
            let (current, all) = watched.state.withLock { ($0.current, $0.all) }
            #expect(current == 0)
            // No more than the window of batches ahead, and what was under way.
            #expect(all <= 10 + 2 * (2 * workers + workers))
            Thread.sleep(forTimeInterval: 0.02)
            #expect(watched.state.withLock { $0.all } == all)
        }
    }

    @Test("an error in the loop stops the workers")
    func errorInLoop() {
        struct Stop: Error {}
        let watched = Watched(count: 1000, pause: 0.0005)
        #expect(throws: Stop.self) {
            for _ in DataLoader(watched, batchSize: 2, workers: 2) { throw Stop() }
        }
        #expect(watched.state.withLock { $0.current } == 0)
    }

    @Test("nothing is kept after a loop")
    func noLeaks() {
        weak var left: Watched?
        for stopsAt in [0, 3, 1000] {
            do {
                let watched = Watched(count: 50)
                left = watched
                var taken = 0
                for _ in DataLoader(watched, batchSize: 2, workers: 3) {
                    taken += 1
                    if taken > stopsAt { break }
                }
            }
            // A thread may hold the data set for a moment after it has said that it is done.
            for _ in 0..<100 where left != nil { Thread.sleep(forTimeInterval: 0.01) }
            #expect(left == nil)
        }
    }

    @Test("workers work at the same time, and many loops one after the other and within each other end")
    func parallelAndNested() {
        let watched = Watched(count: 40, pause: 0.005)
        for _ in DataLoader(watched, batchSize: 2, workers: 4) {}
        #expect(watched.state.withLock { $0.most } > 1)
        #expect(watched.state.withLock { $0.all } == 40)

        var sum = 0
        for outer in DataLoader(Array(0..<20), batchSize: 3, workers: 2) {
            for inner in DataLoader(Array(0..<20), batchSize: 4, workers: 2) {
                sum += inner.sum().item()
                if inner.array.contains(9) { break }
            }
            sum += outer.sum().item()
        }
        #expect(sum == 7 * 66 + 190)
        for _ in 0..<200 {
            for _ in DataLoader(Array(0..<5), batchSize: 1, workers: 3) { break }
        }
    }

    @Test("an iterator that nobody asks starts nothing")
    func lazyStart() {
        let watched = Watched(count: 10)
        _ = DataLoader(watched, workers: 2).makeIterator()
        #expect(watched.state.withLock { $0.all } == 0)
        var iterator = DataLoader(watched, batchSize: 10, workers: 2).makeIterator()
        #expect(iterator.next()?.count == 10)
        #expect(iterator.next() == nil)
        #expect(iterator.next() == nil)
    }

    @Test("streams in batches, with one thread ahead")
    func streams() {
        for workers in [0, 1, 3] {
            #expect(
                DataLoader(Numbers(end: 7), batchSize: 3, workers: workers).map(\.array) == [
                    [0, 1, 2], [3, 4, 5], [6],
                ])
            #expect(
                DataLoader(Numbers(end: 7), batchSize: 3, dropLast: true, workers: workers).map(\.array) == [
                    [0, 1, 2], [3, 4, 5],
                ])
            #expect(DataLoader(Numbers(end: 0), batchSize: 3, workers: workers).map(\.array) == [])
            let loader = DataLoader(Numbers(end: .max), batchSize: 2, workers: workers)
            #expect(loader.prefix(2).map(\.array) == [[0, 1], [2, 3]])
            #expect(loader.prefix(1).map(\.array) == [[0, 1]])
        }
    }

    @Test("each batch of a stream draws numbers of its own, whatever the workers")
    func noisyStreams() {
        let epochs = [0, 1, 3].map { workers in
            withRandomSeed(1) {
                DataLoader(NoisyStream(count: 9), batchSize: 3, workers: workers).map(\.array)
            }
        }
        #expect(epochs[0].map(\.count) == [3, 3, 3] && Set(epochs[0].joined()).count == 9)
        #expect(epochs[1] == epochs[0] && epochs[2] == epochs[0])
    }

    @Test("collating numbers, texts, tuples, arrays and dictionaries")
    func collate() {
        #expect(defaultCollate([1, 2]).array == [1, 2])
        #expect(defaultCollate([1.5, 2] as [Double]).array == [1.5, 2])
        #expect(defaultCollate([true, false]).array == [true, false])
        #expect(defaultCollate(["a", "b"]) == ["a", "b"])
        #expect(defaultCollate([IntTensor([[1, 2]]), IntTensor([[3, 4]])]).shape == [2, 1, 2])
        let (a, b, c) = defaultCollate([(1, "x", Tensor([1, 2])), (2, "y", Tensor([3, 4]))])
        #expect(a.array == [1, 2] && b == ["x", "y"] && c.shape == [2, 2])
        let nested = defaultCollate([["a": [1, 2], "b": [3, 4]], ["a": [5, 6], "b": [7, 8]]])
        #expect(nested["a"]?.map(\.array) == [[1, 5], [2, 6]] && nested["b"]?.map(\.array) == [[3, 7], [4, 8]])
        let empty = [[String: Int]](repeating: [:], count: 2)
        #expect(defaultCollate(empty).isEmpty)
        #expect(defaultCollate([Tensor.zeros(0, 3), Tensor.zeros(0, 3)]).shape == [2, 0, 3])
    }

    @Test("a sample type of one's own")
    func ownSample() {
        struct Reading: Collatable {
            struct Batch {
                let values: Tensor
                let names: [String]
            }
            let value: Float
            let name: String
            static func collate(_ samples: [Reading]) -> Batch {
                Batch(values: defaultCollate(samples.map(\.value)), names: samples.map(\.name))
            }
        }
        let loader = DataLoader([Reading(value: 1, name: "one"), Reading(value: 2, name: "two")], batchSize: 2)
        #expect(loader.map(\.names) == [["one", "two"]] && loader.map(\.values.array) == [[1, 2]])
    }

    @Test("padding sequences, empty ones too")
    func padding() {
        let rows = [IntTensor([1, 2, 3]), IntTensor([Int]()), IntTensor([4])]
        #expect(padSequence(rows, batchFirst: true, paddingValue: -1).array == [1, 2, 3, -1, -1, -1, 4, -1, -1])
        #expect(padSequence(rows).array == [1, 0, 4, 2, 0, 0, 3, 0, 0])
        #expect(padSequence(rows).shape == [3, 3])
        let tables = [Tensor.ones(2, 3), Tensor.zeros(1, 3) + 2]
        #expect(padSequence(tables, batchFirst: true, paddingValue: 9).array == [1, 1, 1, 1, 1, 1, 2, 2, 2, 9, 9, 9])
        #expect(padSequence(tables).shape == [2, 2, 3])
        #expect(padSequence([IntTensor([Int]())], batchFirst: true).shape == [1, 0])
    }

    @Test("batches given by hand, and samplers that are arrays")
    func ownOrders() {
        let letters = ["a", "b", "c", "d"]
        #expect(Array(DataLoader(letters, batchSize: 2, sampler: [3, 0, 0])) == [["d", "a"], ["a"]])
        let loader = DataLoader(letters, batchSampler: [[0], [3, 2, 1], []].filter { !$0.isEmpty })
        #expect(Array(loader) == [["a"], ["d", "c", "b"]] && loader.count == 2 && loader.batchSize == nil)
        #expect(Array(BatchSampler([5, 6, 7], batchSize: 2, dropLast: false)) == [[5, 6], [7]])
        #expect(Array(DataLoader([Int](), batchSize: 2)).isEmpty)
        #expect(DataLoader(letters).count == 4 && DataLoader(letters).batchSize == 1)
    }
}
