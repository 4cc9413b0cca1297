import Foundation
import Kindling
import Testing

/// A loader that was stopped after any batch goes on with the next one, in a new loader, with the same batches and the same random
/// numbers.
@Suite("Where loaders are", .ownRandomNumbers) struct LoaderStateTests {
    /// Samples that draw a random number when they are made.
    struct Noisy: Dataset {
        let count = 11
        subscript(index: Int) -> Tensor { Tensor([Float(index)]) + Tensor.rand(1) }
    }

    struct Countdown: IterableDataset {
        func makeIterator() -> AnyIterator<Tensor> {
            let start = 10 + Kindling.Generator.default.integer(in: 0..<10)
            var rest = stride(from: start, to: 0, by: -1).makeIterator()
            return AnyIterator { rest.next().map { Tensor([Float($0)]) + Tensor.rand(1) } }
        }
    }

    /// In an order that depends on how often it was asked.
    final class Odd: Sampler {
        let count = 7
        var turns = 0
        func makeIterator() -> AnyIterator<Int> {
            turns += 1
            return AnyIterator((0..<7).map { ($0 * 3 + self.turns) % 11 }.makeIterator())
        }
    }

    static let kinds = [
        "in order", "shuffled", "drop last", "replacement", "weights", "subset", "own order", "batch sampler",
        "own generator",
        "stream", "stream, drop last",
    ]

    /// The same loader each time; with a generator of its own, which is to be kept.
    static func make(_ kind: String, workers: Int) -> (DataLoader<Tensor>, own: [Generator]) {
        let (data, own) = (Noisy(), Generator(seed: 40))
        return switch kind {
        case "in order": (DataLoader(data, batchSize: 3, workers: workers), [])
        case "shuffled": (DataLoader(data, batchSize: 3, shuffle: true, workers: workers), [])
        case "drop last": (DataLoader(data, batchSize: 3, shuffle: true, dropLast: true, workers: workers), [])
        case "replacement":
            (
                DataLoader(
                    data, batchSize: 2, sampler: RandomSampler(data, replacement: true, numSamples: 9), workers: workers
                ), []
            )
        case "weights":
            (DataLoader(data, batchSize: 4, sampler: WeightedRandomSampler([1, 2, 3, 4], 10), workers: workers), [])
        case "subset":
            (
                DataLoader(
                    data, batchSize: 2, sampler: SubsetRandomSampler([1, 3, 5, 7], generator: own), workers: workers),
                [own]
            )
        case "own order": (DataLoader(data, batchSize: 2, sampler: Odd(), workers: workers), [])
        case "batch sampler":
            (DataLoader(data, batchSampler: [[1, 2, 3], [4], [5, 6]] as [[Int]], workers: workers), [])
        case "own generator":
            (DataLoader(data, batchSize: 3, shuffle: true, workers: workers, generator: own), [])
        case "stream": (DataLoader(Countdown(), batchSize: 4, workers: workers), [])
        default: (DataLoader(Countdown(), batchSize: 4, dropLast: true, workers: workers), [])
        }
    }

    /// Two epochs, with a random number between batches. `stop` is called after each batch.
    static func run(_ loader: DataLoader<Tensor>, from epoch: Int, _ stop: (Int) -> Bool = { _ in false }) -> [[Float]]
    {
        var result: [[Float]] = []
        for epoch in epoch..<2 {
            for batch in loader {
                result.append(batch.array + Tensor.rand(1).array)
                if stop(epoch) { return result }
            }
        }
        return result + [Tensor.rand(3).array]
    }

    @Test("stopped after any batch", arguments: kinds, [0, 1, 3])
    func stopped(_ kind: String, _ workers: Int) throws {
        // A sampler that counts its epochs must be told.
        let isOdd = kind == "own order"
        manualSeed(1)
        let whole = Self.run(Self.make(kind, workers: workers).0, from: 0)
        #expect(whole.count > 4)
        for last in 1..<whole.count {
            manualSeed(1)
            let (loader, own) = Self.make(kind, workers: workers)
            var states: [StateDict] = []
            var (count, stoppedIn) = (0, 0)
            let first = Self.run(loader, from: 0) { epoch in
                (count, stoppedIn) = (count + 1, epoch)
                if count < last { return false }
                states = ([loader] + [Generator.default] + own).map { ($0 as! any Stateful).stateDict.clone() }
                return true
            }
            #expect(first == Array(whole.prefix(last)))

            manualSeed(99)
            let (next, nextOwn) = Self.make(kind, workers: workers == 1 ? 0 : workers)
            _ = next.prefix(2).map { $0 }
            for (part, state) in zip(([next] + [Generator.default] + nextOwn) as [any Stateful], states) {
                try part.loadStateDict(state)
            }
            let rest = Self.run(next, from: stoppedIn)
            if isOdd && stoppedIn == 0 {
                let inEpoch = whole.count / 2 - last
                #expect(rest.prefix(inEpoch) == whole[last..<last + inEpoch])
            } else {
                #expect(rest == Array(whole.dropFirst(last)), "\(kind), \(workers) workers, after batch \(last)")
            }
        }
    }

    @Test("what isn't under way yet, or any more, begins anew")
    func borders() throws {
        manualSeed(1)
        let loader = DataLoader(Array(0..<6), batchSize: 2, shuffle: true)
        let before = loader.stateDict
        #expect(before[value: "is_under_way"] == false && loader.position == 0)
        var iterator = loader.makeIterator()
        // The base seed is drawn, the order isn't.
        let begun = loader.stateDict
        #expect(begun[value: "is_under_way"] == true && begun[value: "position"] == 0 && begun["indices"] == nil)
        let place = Generator.default.state
        var batches: [[Int]] = []
        while let batch = iterator.next() { batches.append(batch.array) }
        #expect(loader.stateDict[value: "is_under_way"] == false && loader.position == 0)
        let after = Generator.default.state

        let other = DataLoader(Array(0..<6), batchSize: 2, shuffle: true)
        try other.loadStateDict(begun)
        Generator.default.state = place
        #expect(other.map(\.array) == batches)
        #expect(Generator.default.state.bytes == after.bytes)
        // A copy goes on, too, and it's one epoch.
        try other.loadStateDict(begun)
        let copy = other
        Generator.default.state = place
        _ = copy.makeIterator()
        #expect(other.stateDict[value: "base_seed"] == begun[value: "base_seed"] as Int?)
        try other.loadStateDict(before)
        Generator.default.state = place
        #expect(other.map(\.array) != batches)
    }

    @Test("of two loops at once the later one counts")
    func nested() throws {
        let loader = DataLoader(Array(0..<6), batchSize: 2, shuffle: true)
        var outer = loader.makeIterator()
        _ = outer.next()
        var inner = loader.makeIterator()
        _ = outer.next()
        #expect(loader.position == 0 && loader.stateDict["indices"] == nil)
        let batch = inner.next()
        #expect(loader.position == 1 && loader.stateDict["indices"]?.count == 4)
        #expect(batch?.count == 2)
        while outer.next() != nil {}
        #expect(loader.position == 1)
        loader.endEpoch()
        #expect(loader.position == 0 && loader.stateDict[value: "is_under_way"] == false)
        #expect(inner.next() != nil && loader.position == 0)
    }

    @Test("a state may be saved again before the loop goes on, and loaded twice")
    func savedAgain() throws {
        let loader = DataLoader(Array(0..<9), batchSize: 2, shuffle: true)
        var state = StateDict()
        for _ in loader where loader.position == 2 { state = loader.stateDict.clone() }
        let other = DataLoader(Array(0..<9), batchSize: 2, shuffle: true)
        try other.loadStateDict(state)
        #expect(contents(other.stateDict) == contents(state) && other.position == 2)
        let rest = other.map(\.array)
        try other.loadStateDict(state)
        var third = StateDict()
        var batches: [[Int]] = []
        for batch in other {
            batches.append(batch.array)
            if other.position == 4 { third = other.stateDict.clone() }
        }
        #expect(batches == rest && batches.count == 3)
        try other.loadStateDict(third)
        #expect(other.map(\.array) == Array(rest.suffix(1)))
    }

    @Test("a state that doesn't fit is refused, and nothing is changed")
    func refused() throws {
        let generator = Generator(seed: 2)
        let loader = DataLoader(Array(0..<9), batchSize: 2, shuffle: true, generator: generator)
        var good = StateDict()
        for _ in loader where loader.position == 2 { good = loader.stateDict.clone() }
        let changes: [(String, (inout StateDict) -> Void)] = [
            ("is_under_way", { $0["is_under_way"] = nil }),
            ("is_under_way", { $0[value: "is_under_way"] = 2 }),
            ("generator", { $0["generator"] = nil }),
            ("generator", { $0[value: "generator"] = [1] }),
            ("samples", { $0[value: "samples"] = 10 }),
            ("base_seed", { $0["base_seed"] = nil }),
            ("base_seed", { $0[value: "base_seed"] = -5 }),
            ("position", { $0[value: "position"] = -1 }),
            ("position", { $0[value: "position"] = Int.max }),
            ("indices", { $0["indices"] = nil }),
            ("sizes", { $0["sizes"] = nil }),
            ("indices", { $0[value: "indices"] = [1, 2, 3, 4, 9] }),
            ("indices", { $0[value: "indices"] = [1, 2, 3, -4, 8] }),
            ("indices", { $0[value: "indices"] = [1, 2, 3, Int.min, 8] }),
            ("sizes", { $0[value: "sizes"] = [2, 2] }),
            ("sizes", { $0[value: "sizes"] = [2, 2, 2] }),
            ("sizes", { $0[value: "sizes"] = [2, 2, 0, 1] }),
            ("sizes", { $0[value: "sizes"] = [2, 2, 1, -1, 1] }),
            ("sizes", { $0[value: "sizes"] = [Int.max, 2, 1] }),
            ("stream_start", { $0[stored: "stream_start"] = $0[stored: "generator"] }),
            ("more", { $0["more"] = Tensor.zeros(1) }),
        ]
        try loader.loadStateDict(good)
        for (name, change) in changes {
            var state = good
            change(&state)
            let error = #expect(throws: StateDictError.self, "\(name)") { try loader.loadStateDict(state) }
            #expect(
                error?.description.contains(name) == true && error?.module == "DataLoader",
                "\(name): \(String(describing: error))")
            #expect(contents(loader.stateDict) == contents(good), "\(name)")
        }
        // A stream's state doesn't fit a loader with numbers, and the other way round.
        let stream = DataLoader(Countdown(), batchSize: 4)
        var streamState = StateDict()
        for _ in stream where stream.position == 1 { streamState = stream.stateDict.clone() }
        #expect(throws: StateDictError.self) { try loader.loadStateDict(streamState) }
        #expect(throws: StateDictError.self) { try stream.loadStateDict(good) }
        streamState["stream_start"] = nil
        #expect(throws: StateDictError.self) { try stream.loadStateDict(streamState) }
    }

    @Test("a stream that has become shorter ends where it ends")
    func shorterStream() throws {
        struct Numbers: IterableDataset {
            let count: Int
            func makeIterator() -> Range<Int>.Iterator { (0..<count).makeIterator() }
        }
        let long = DataLoader(Numbers(count: 20), batchSize: 4)
        var state = StateDict()
        for _ in long where long.position == 3 { state = long.stateDict.clone() }
        let short = DataLoader(Numbers(count: 7), batchSize: 4)
        try short.loadStateDict(state)
        #expect(short.map { $0.count } == [])
        #expect(short.map { $0.count } == [4, 3])
    }
}
