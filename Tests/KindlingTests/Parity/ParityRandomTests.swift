import Foundation
import Kindling
import Testing

/// What torch's generator has given for ten seeds, recorded by Fixtures/parity/random_numbers.py.
private struct RandomRecording: Decodable {
    struct Draw: Decodable {
        var floats: Data?
        var ints: [Int]?
        var masks: [String]?
        var bits: [Int]?
        var orders: [[Int]]?
        var sizes: [Int]?
        /// What torch's own generator gives next: where in its stream a draw has left it.
        var words: [Int]
    }

    struct Stream: Decodable {
        var seed: UInt64
        var draws: [String: Draw]
    }

    var torch: String
    var streams: [Stream]
}

private typealias Draw = RandomRecording.Draw

/// The next draw of the thread's own generator, as torch lets us see it: 31 bits.
private func word() -> Int { Int(Generator.default.next32() & 0x7fff_ffff) }

/// Numbers between -1 and 1 that are the same everywhere.
private func eighths(_ shape: Int...) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, values: (0..<count).map { (i: Int) -> Float in Float(i * 5 % 17 - 8) / 8 })
}

/// The sum of the bit patterns: different if a single bit is.
private func bits(_ x: Tensor) -> Int { x.array.reduce(0) { $0 + Int($1.bitPattern) } }

private struct Numbers: IterableDataset {
    let end: Int
    func makeIterator() -> Range<Int>.Iterator { (0..<end).makeIterator() }
}

/// Draws that are compared with torch's, and which declarations they are about.
struct ParityRandom: Sendable {
    struct Entry: Sendable {
        let name: String
        let symbols: [String]
        let line: Int
        fileprivate let check: @Sendable (Draw, Comment) throws -> Void
    }

    let file: String = #filePath
    private(set) var entries: [Entry] = []

    private mutating func add(
        _ name: String, _ symbols: String..., line: Int = #line,
        check: @escaping @Sendable (Draw, Comment) throws -> Void
    ) {
        entries.append(Entry(name: name, symbols: symbols, line: line, check: check))
    }

    /// Three epochs of a sampler or loader: its numbers, the sizes of its batches, and a word of the generator after each.
    private mutating func addOrder(
        _ name: String, _ symbols: String..., line: Int = #line, make: @escaping @Sendable () -> () -> [[Int]]
    ) {
        let check: @Sendable (Draw, Comment) throws -> Void = { draw, comment in
            let epoch = make()
            for (order, expected) in zip(try #require(draw.orders), draw.words) {
                let batches = epoch()
                #expect(batches.flatMap { $0 } == order, comment)
                #expect(batches.map(\.count) == draw.sizes, comment)
                #expect(word() == expected, comment)
            }
        }
        entries.append(Entry(name: name, symbols: symbols, line: line, check: check))
    }

    init() {
        add("randn", "Tensor.randn(_:generator:) Int...", "Generator.next32()", "manualSeed(_:)", "Generator.default") {
            draw, comment in
            let numbers = try #require(draw.floats?.floats)
            var place = 0
            for count in 1...100 {
                let x = Tensor.randn(count).array
                let expected = Array(numbers[place..<place + count])
                place += count
                if count < 16 {
                    #expect(x == expected, comment)
                } else {
                    // torch's vectorised path approximates logarithm, sine and cosine.
                    let largest = zip(x, expected).map { abs($0 - $1) }.max() ?? .nan
                    #expect(largest <= 1e-6, "\(comment), randn(\(count))")
                }
                #expect(word() == draw.words[count - 1], "\(comment), after randn(\(count))")
            }
        }
        add("rand", "Tensor.rand(_:generator:) Int...") { draw, comment in
            #expect(
                [1, 2, 3, 15, 16, 17, 31, 32, 33, 64, 100].flatMap { Tensor.rand($0).array } == draw.floats?.floats,
                comment)
            #expect([word()] == draw.words, comment)
        }
        add("randperm", "IntTensor.randperm(_:generator:)") { draw, comment in
            #expect([0, 1, 2, 3, 10, 16, 100].flatMap { IntTensor.randperm($0).array } == draw.ints, comment)
            #expect([word()] == draw.words, comment)
        }
        add("randint", "IntTensor.randint(_:_:generator:) Range<Int>, Int...") { draw, comment in
            let ranges = [
                0..<2, 0..<10, -7..<100, 0..<1 << 31, 0..<(1 << 32) - 1, 0..<1 << 32, 0..<1 << 40, -(1 << 62)..<1 << 62,
                0..<Int.max,
            ]
            #expect(ranges.flatMap { IntTensor.randint($0, 5).array } == draw.ints, comment)
            #expect([word()] == draw.words, comment)
        }
        // Recorded where torch draws masks from its generator; with MKL on a processor of Intel's it asks that library.
        add("dropout", "F.dropout(_:p:training:generator:)") { draw, comment in
            var masks = try #require(draw.masks)[...]
            for p in [0.1, 0.5, 0.9] {
                for count in [1, 7, 16, 100] {
                    let x = F.dropout(.ones(count), p: p).array
                    #expect(
                        x.map { $0 > 0 ? "1" : "0" }.joined() == masks.popFirst(),
                        "\(comment), p \(p), \(count) elements")
                    #expect(Set(x).isSubset(of: [0, 1 / Float(1 - p)]))
                }
            }
            #expect([word()] == draw.words, comment)
        }
        add(
            "layers", "Linear.init(_:_:bias:generator:)", "Linear.resetParameters(generator:)",
            "Conv2d.resetParameters(generator:)",
            "Conv2d.init(_:_:kernelSize:stride:padding:dilation:groups:bias:generator:)"
        ) { draw, comment in
            // resetParameters is what the initializers call.
            let modules: [Module] = [
                Linear(3, 2), Linear(20, 5, bias: false), Linear(784, 10), Conv2d(1, 4, kernelSize: 3),
                Conv2d(4, 6, kernelSize: [2, 3], groups: 2), Conv2d(3, 2, kernelSize: 5, bias: false),
            ]
            let parameters = modules.flatMap(\.parameters)
            #expect(parameters.flatMap { $0.array.prefix(3) } == draw.floats?.floats, comment)
            #expect(parameters.map(bits) == draw.bits, comment)
            #expect([word()] == draw.words, comment)
        }
        add(
            "initializers", "Init.uniform(_:_:_:generator:)", "Init.normal(_:mean:std:generator:)",
            "Init.xavierUniform(_:gain:generator:)",
            "Init.xavierNormal(_:gain:generator:)", "Init.kaimingUniform(_:a:fan:nonlinearity:generator:)",
            "Init.kaimingNormal(_:a:fan:nonlinearity:generator:)", "Init.fans(of:)", "Init.gain(_:)"
        ) { draw, comment in
            // The fans and the gain of each are part of its spread: Init.fans(of:), Init.gain(_:).
            let normal = [
                Init.normal(.zeros(5), mean: 1, std: 0.5), Init.normal(.zeros(20)), Init.xavierNormal(.zeros(3, 4)),
                Init.xavierNormal(.zeros(2, 3, 2, 2), gain: 2), Init.kaimingNormal(.zeros(4, 5)),
                Init.kaimingNormal(.zeros(4, 5), a: 0.2, fan: .fanOut),
                Init.kaimingNormal(.zeros(3, 2, 2, 2), nonlinearity: .relu),
            ]
            let expected = try #require(draw.floats?.floats)
            let found = normal.flatMap(\.array)
            #expect(found.count == expected.count, comment)
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) }, comment)
            let uniform = [
                Init.uniform(.zeros(5), -2, 3), Init.uniform(.zeros(20)), Init.xavierUniform(.zeros(3, 4)),
                Init.xavierUniform(.zeros(2, 3, 2, 2), gain: 2), Init.kaimingUniform(.zeros(4, 5)),
                Init.kaimingUniform(.zeros(4, 5), a: 0.2, fan: .fanOut),
                Init.kaimingUniform(.zeros(3, 2, 2, 2), nonlinearity: .tanh),
            ]
            #expect(uniform.map(bits) == draw.bits, comment)
            #expect([word()] == draw.words, comment)
        }
        addBlocks()
        addLoaders()
        addSamplers()
    }

    private mutating func addBlocks() {
        add("blocks", "Embedding.init(_:_:paddingIndex:generator:)", "Embedding.resetParameters(generator:)") {
            draw, comment in
            // resetParameters is what the initializer of Embedding calls.
            let modules: [Module] = [
                Embedding(5, 3), Embedding(4, 3, paddingIndex: 1), MultiheadAttention(embedDim: 4, numHeads: 2),
                MultiheadAttention(embedDim: 6, numHeads: 3, bias: false),
                TransformerEncoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5),
                TransformerDecoderLayer(dModel: 4, nhead: 1, dimFeedforward: 5, bias: false),
                Transformer(dModel: 4, nhead: 2, numEncoderLayers: 2, numDecoderLayers: 1, dimFeedforward: 5),
            ]
            #expect(modules.flatMap(\.parameters).map(bits) == draw.bits, comment)
            // Sixteen normal numbers and more come by torch's approximations.
            let tables = [Embedding(6, 4), Embedding(5, 8, paddingIndex: -2)].flatMap(\.weight.array)
            let expected = try #require(draw.floats?.floats)
            #expect(tables.count == expected.count, comment)
            #expect(zip(tables, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) }, comment)
            #expect([word()] == draw.words, comment)
        }
        // Masks come from the generator in the order of the elements in torch's memory: see "dropout" above.
        add("dropped") { draw, comment in
            var expected = try #require(draw.floats?.floats)[...]
            func compare(_ name: String, _ results: Tensor...) {
                for result in results.map(\.array) {
                    let largest = zip(result, expected).map { abs($0 - $1) }.max() ?? .nan
                    #expect(largest <= 1e-5, "\(comment), \(name)")
                    expected.removeFirst(result.count)
                }
            }
            let (x, y) = (eighths(3, 2, 4), eighths(5, 2, 4))
            let (xFirst, yFirst) = (x.transpose(0, 1), y.transpose(0, 1))
            var found = MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 0.3)(x, y, y)
            compare("MultiheadAttention", found.output, found.weights)
            let first = MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 0.3, batchFirst: true)
            found = first(xFirst, yFirst, yFirst)
            compare("MultiheadAttention, batchFirst", found.output, found.weights)
            func encoderLayer(batchFirst: Bool = false, normFirst: Bool = false) -> TransformerEncoderLayer {
                TransformerEncoderLayer(
                    dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0.3, batchFirst: batchFirst, normFirst: normFirst)
            }
            compare("TransformerEncoderLayer", encoderLayer()(x))
            compare("TransformerEncoderLayer, normFirst", encoderLayer(normFirst: true)(x))
            compare("TransformerEncoderLayer of one sample", encoderLayer()(x[0..., 0]))
            compare("TransformerEncoderLayer, batchFirst", encoderLayer(batchFirst: true)(xFirst))
            compare(
                "TransformerEncoderLayer, batchFirst, normFirst",
                encoderLayer(batchFirst: true, normFirst: true)(xFirst))
            for batchFirst in [false, true] {
                let layer = TransformerDecoderLayer(
                    dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0.3, batchFirst: batchFirst)
                compare(
                    "TransformerDecoderLayer, batchFirst: \(batchFirst)",
                    layer(batchFirst ? xFirst : x, memory: batchFirst ? yFirst : y))
            }
            for batchFirst in [false, true] {
                let model = Transformer(
                    dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 5, dropout: 0.3,
                    batchFirst: batchFirst)
                compare(
                    "Transformer, batchFirst: \(batchFirst)", model(batchFirst ? yFirst : y, batchFirst ? xFirst : x))
            }
            #expect(expected.isEmpty && [word()] == draw.words, comment)
        }
    }

    private mutating func addLoaders() {
        let loader = "DataLoader.init(_:batchSize:shuffle:sampler:batchSampler:dropLast:workers:prefetch:generator:)"
        let data = Array(0..<23)
        @Sendable func epochs(_ loader: DataLoader<IntTensor>) -> () -> [[Int]] { { loader.map(\.array) } }
        addOrder(
            "DataLoader(d, batchSize: 5, shuffle: true)", loader, "DataLoader.makeIterator()",
            "DataLoader.Iterator.next()"
        ) {
            epochs(DataLoader(data, batchSize: 5, shuffle: true))
        }
        addOrder("DataLoader(d, batchSize: 5)", loader) { epochs(DataLoader(data, batchSize: 5)) }
        addOrder("DataLoader(d, batchSize: 5, shuffle: true, dropLast: true)", loader) {
            epochs(DataLoader(data, batchSize: 5, shuffle: true, dropLast: true))
        }
        addOrder("DataLoader(d, batchSize: 5, shuffle: true, generator: g)", loader, "Generator.init(seed:)") {
            epochs(DataLoader(data, batchSize: 5, shuffle: true, generator: Generator(seed: 7)))
        }
        addOrder("DataLoader(d, sampler: RandomSampler)", loader) {
            epochs(DataLoader(data, batchSize: 5, sampler: RandomSampler(data, replacement: true)))
        }
        addOrder("DataLoader(d, batchSampler: BatchSampler)", loader) {
            epochs(DataLoader(data, batchSampler: BatchSampler(RandomSampler(data), batchSize: 4, dropLast: true)))
        }
        addOrder(
            "DataLoader(TensorDataset, batchSize: 4, shuffle: true)", loader, "TensorDataset.init(_:)",
            "TensorDataset.gather(_:)"
        ) {
            // A batch of a TensorDataset is gathered in one go: TensorDataset.gather.
            epochs(DataLoader(TensorDataset(IntTensor.arange(23)), batchSize: 4, shuffle: true))
        }
        addOrder(
            "DataLoader(stream, batchSize: 4)", "DataLoader.init(_:batchSize:dropLast:workers:prefetch:generator:)"
        ) {
            epochs(DataLoader(Numbers(end: 11), batchSize: 4))
        }
    }

    private mutating func addSamplers() {
        let ten = Array(100..<110)
        let weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6, 0.0, 1.0]
        @Sendable func epochs(_ sampler: some Sampler<Int>) -> () -> [[Int]] { { sampler.map { [$0] } } }
        addOrder("SequentialSampler(d)", "SequentialSampler.init(_:)", "SequentialSampler.makeIterator()") {
            epochs(SequentialSampler(ten))
        }
        let random = "RandomSampler.init(_:replacement:numSamples:generator:)"
        addOrder("RandomSampler(d)", random, "RandomSampler.makeIterator()") { epochs(RandomSampler(ten)) }
        addOrder("RandomSampler(d, numSamples: 4)", random) { epochs(RandomSampler(ten, numSamples: 4)) }
        addOrder("RandomSampler(d, numSamples: 25, generator: g)", random) {
            epochs(RandomSampler(ten, numSamples: 25, generator: Generator(seed: 7)))
        }
        addOrder("RandomSampler(d, replacement: true)", random) { epochs(RandomSampler(ten, replacement: true)) }
        addOrder("RandomSampler(d, replacement: true, numSamples: 33)", random) {
            epochs(RandomSampler(ten, replacement: true, numSamples: 33))
        }
        addOrder(
            "SubsetRandomSampler(d)", "SubsetRandomSampler.init(_:generator:)", "SubsetRandomSampler.makeIterator()"
        ) {
            epochs(SubsetRandomSampler(ten))
        }
        let weighted = "WeightedRandomSampler.init(_:_:replacement:generator:)"
        addOrder("WeightedRandomSampler(w, 20)", weighted, "WeightedRandomSampler.makeIterator()") {
            epochs(WeightedRandomSampler(weights, 20))
        }
        addOrder("WeightedRandomSampler(w, 6, replacement: false)", weighted) {
            epochs(WeightedRandomSampler(weights, 6, replacement: false))
        }
        addOrder("WeightedRandomSampler(w, 9, generator: g)", weighted) {
            epochs(WeightedRandomSampler(weights, 9, generator: Generator(seed: 7)))
        }
        addOrder(
            "BatchSampler(RandomSampler, batchSize: 3, dropLast: false)", "BatchSampler.init(_:batchSize:dropLast:)",
            "BatchSampler.makeIterator()"
        ) {
            let sampler = BatchSampler(RandomSampler(ten), batchSize: 3, dropLast: false)
            return { sampler.map { $0 } }
        }
        addOrder("randomSplit(d, [5, 3, 2])", "randomSplit(_:_:generator:) Source, [Int]") {
            let parts = randomSplit(ten, [5, 3, 2]).map(\.indices)
            return { parts }
        }
        addOrder("randomSplit(d, [0.5, 0.25, 0.25])", "randomSplit(_:_:generator:) Source, [Double]") {
            let parts = randomSplit(ten, [0.5, 0.25, 0.25]).map(\.indices)
            return { parts }
        }
    }

    static let all = ParityRandom()
}

@Suite("Parity: random numbers", .ownRandomNumbers) struct ParityRandomTests {
    @Test(
        "ten seeds give torch's numbers, masks, initial weights and orders",
        arguments: ParityRandom.all.entries.map(\.name))
    func draws(name: String) throws {
        let recording = try fixture("parity/random_numbers", as: RandomRecording.self)
        let entry = try #require(ParityRandom.all.entries.first { $0.name == name })
        #expect(recording.torch.hasPrefix("2.13"))
        #expect(Set(recording.streams.map(\.seed)).isSuperset(of: [0, 1 << 63 - 1]) && recording.streams.count == 10)
        for stream in recording.streams {
            #expect(Set(stream.draws.keys) == Set(ParityRandom.all.entries.map(\.name)))
            manualSeed(stream.seed)
            try entry.check(try #require(stream.draws[name]), "\(name), seed \(stream.seed)")
        }
    }
}
