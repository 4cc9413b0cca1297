// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-01-samplers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8a5d90d4358f94eb

// Chapters/Workshop/10-01-samplers.md: The protocol, and in order
/// The order in which samples are taken: a sequence of their numbers, or (for a batch sampler) of whole batches of
/// numbers.
///
/// Each iteration is a new epoch and may give another order. An array is a sampler that always gives the same one.
public protocol Sampler<Element>: Sequence {
    /// How many elements an iteration gives.
    var count: Int { get }
}

extension Array: Sampler {}

/// 0, 1, 2, … to the end.
public struct SequentialSampler: Sampler {
    public let count: Int

    /// All samples of a data set, whose count is asked for once, here.
    public init(_ dataset: some Dataset) { count = dataset.count }

    public func makeIterator() -> Range<Int>.Iterator { (0..<count).makeIterator() }
}

// Chapters/Workshop/10-01-samplers.md: At random
/// A new random order at each iteration.
public struct RandomSampler: Sampler {
    public let count: Int
    private let population: Int
    private let replacement: Bool
    private let generator: Kindling.Generator?

    /// - Parameters:
    ///   - replacement: whether a sample may come again before all others have come.
    ///   - numSamples: how many numbers an iteration gives; without it, as many as there are samples. When there are
    ///     more than that and `replacement` is false, one random order follows the other.
    ///   - generator: draws the orders. Without it, each iteration takes one number from the default generator, and
    ///     with that seeds a generator of its own, as torch does.
    public init(
        _ dataset: some Dataset, replacement: Bool = false, numSamples: Int? = nil, generator: Kindling.Generator? = nil
    ) {
        population = dataset.count
        count = numSamples ?? population
        self.replacement = replacement
        self.generator = generator
        if count <= 0 || population == 0 {
            fatalError("RandomSampler: \(count) samples can't be drawn from \(population)")
        }
    }

    public func makeIterator() -> AnyIterator<Int> {
        AnyIterator(
            Draws(
                source: generator ?? Kindling.Generator(seed: Kindling.Generator.default.next() & .max >> 1),
                population: population, replacement: replacement, left: count,
                drawsOneMore: generator != nil && !replacement && count % population == 0))
    }

    /// An iteration. (A structure: variables that a closure captures are checked at each access, and there are as many
    /// as samples.)
    private struct Draws: IteratorProtocol {
        let source: Kindling.Generator
        let population: Int
        let replacement: Bool
        var left: Int
        // At the end torch draws one order more, of which it takes the rest, even if there is none. Whoever shares the
        // generator notices.
        var drawsOneMore: Bool
        var drawn: [Int] = []
        var following = 0

        mutating func next() -> Int? {
            if left == 0 {
                if drawsOneMore { _ = source.permutation(population) }
                drawsOneMore = false
                return nil
            }
            if following == drawn.count {
                // With replacement, torch draws 32 numbers at a time.
                drawn =
                    replacement
                    ? (0..<Swift.min(32, left)).map { _ in source.integer(in: 0..<population) }
                    : source.permutation(population)
                following = 0
            }
            left -= 1
            following += 1
            return drawn[following - 1]
        }
    }
}

// Chapters/Workshop/10-01-samplers.md: A part of the data
/// Some samples, each once, in a new random order at each iteration.
public struct SubsetRandomSampler: Sampler {
    /// What is shuffled: numbers of samples.
    public let indices: [Int]
    private let generator: Kindling.Generator?

    /// Draws from `generator`, or from the default one, at the start of each iteration.
    public init(_ indices: [Int], generator: Kindling.Generator? = nil) {
        self.indices = indices
        self.generator = generator
    }

    public var count: Int { indices.count }

    public func makeIterator() -> AnyIterator<Int> {
        let order = (generator ?? .default).permutation(indices.count)
        return AnyIterator(order.lazy.map { [indices] in indices[$0] }.makeIterator())
    }
}

// Chapters/Workshop/10-01-samplers.md: With weights
/// Samples drawn with a probability each.
public struct WeightedRandomSampler: Sampler {
    /// Sample i comes with the probability `weights[i]` over their sum.
    public let weights: [Double]
    public let count: Int
    private let replacement: Bool
    private let generator: Kindling.Generator?

    /// - Parameters:
    ///   - weights: one for each sample, not negative; they needn't add up to 1.
    ///   - numSamples: how many numbers an iteration gives.
    ///   - replacement: whether a sample may come more than once.
    public init(
        _ weights: [Double], _ numSamples: Int, replacement: Bool = true, generator: Kindling.Generator? = nil
    ) {
        let possible = weights.lazy.filter { $0 > 0 }.count
        if numSamples <= 0 {
            fatalError("WeightedRandomSampler: numSamples is \(numSamples), and must be positive")
        }
        checkSizes([numSamples], of: "WeightedRandomSampler")
        if weights.contains(where: { !($0 >= 0 && $0.isFinite) }) || possible == 0 {
            fatalError("WeightedRandomSampler: the weights must be finite, not negative, and not all zero: \(weights)")
        }
        if !replacement && numSamples > possible {
            fatalError(
                "WeightedRandomSampler: \(numSamples) samples can't be drawn without replacement from \(possible)")
        }
        self.weights = weights
        count = numSamples
        self.replacement = replacement
        self.generator = generator
    }

    public func makeIterator() -> IndexingIterator<[Int]> {
        let source = generator ?? .default
        let drawn = replacement && count > 1 ? withReplacement(source) : withoutReplacement(source)
        return drawn.makeIterator()
    }

    /// Each sample owns a stretch of the line from 0 to 1, as long as its share; a random point hits one of them.
    private func withReplacement(_ source: Generator) -> [Int] {
        var sum = 0.0
        var ends = weights.map { weight in
            sum += weight
            return sum
        }
        for i in ends.indices { ends[i] /= sum }
        ends[ends.count - 1] = 1
        return (0..<count).map { _ in
            let point = source.uniformDouble()
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = low + (high - low) / 2
                if ends[middle] < point { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// A race: each sample gets an exponentially distributed time, divided by its weight, and the first ones win. That
    /// is the same as drawing one after the other, and needs one pass.
    private func withoutReplacement(_ source: Generator) -> [Int] {
        let speeds = weights.map { $0 / source.nextExponential() }
        return Array(speeds.indices.sorted { (-speeds[$0], $0) < (-speeds[$1], $1) }.prefix(count))
    }
}

// Chapters/Workshop/10-01-samplers.md: In batches
/// The numbers of another sampler, in batches.
public struct BatchSampler: Sampler {
    private let sampler: any Sampler<Int>
    /// How many numbers a batch has; the last may have fewer.
    public let batchSize: Int
    /// Whether a shorter last batch is left out.
    public let dropLast: Bool

    /// - Parameter dropLast: whether to leave out a last batch that is shorter than the others.
    public init(_ sampler: any Sampler<Int>, batchSize: Int, dropLast: Bool) {
        if batchSize <= 0 { fatalError("BatchSampler: batchSize is \(batchSize), and must be positive") }
        self.sampler = sampler
        self.batchSize = batchSize
        self.dropLast = dropLast
    }

    public var count: Int {
        let (full, left) = sampler.count.quotientAndRemainder(dividingBy: batchSize)
        return full + (left > 0 && !dropLast ? 1 : 0)
    }

    public func makeIterator() -> AnyIterator<[Int]> {
        func batches(_ numbers: some Sequence<Int>) -> AnyIterator<[Int]> {
            AnyIterator(Batches(numbers: numbers.makeIterator(), batchSize: batchSize, dropLast: dropLast))
        }
        return batches(sampler)
    }

    private struct Batches<Numbers: IteratorProtocol<Int>>: IteratorProtocol {
        var numbers: Numbers
        let batchSize: Int
        let dropLast: Bool

        mutating func next() -> [Int]? {
            var batch: [Int] = []
            batch.reserveCapacity(Swift.min(batchSize, 1024))
            while batch.count < batchSize, let number = numbers.next() { batch.append(number) }
            return batch.isEmpty || (dropLast && batch.count < batchSize) ? nil : batch
        }
    }
}
