import Foundation
import Testing

@testable import Kindling

/// Draws that torch's generator has made, recorded by Fixtures/make_random.py.
private struct Recording: Decodable {
    struct Draw: Decodable {
        var kind: String
        var count: Int
        var arguments: [Double]?
        var floats: Data?
        var doubles: Data?
        var ints: [Int]?
        var checksum: Int?
    }

    struct Stream: Decodable {
        var seed: UInt64
        var draws: [Draw]
    }

    var torch: String
    var streams: [Stream]
}

/// The first and last eight of a long draw, all of a short one: what a recording holds.
private func excerpt<Value>(_ values: [Value]) -> [Value] {
    values.count > 110 ? Array(values.prefix(8) + values.suffix(8)) : values
}

private func filled(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Float>) -> Void) -> [Float] {
    var values = [Float](repeating: .nan, count: count)
    values.withUnsafeMutableBufferPointer { fill($0) }
    return values
}

@Suite("Generator", .ownRandomNumbers) struct GeneratorTests {
    @Test("every recorded stream comes out")
    func recordedStreams() throws {
        let recording = try fixture("torch-random", as: Recording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        for stream in recording.streams {
            let generator = Generator(seed: stream.seed)
            for (place, draw) in stream.draws.enumerated() {
                let comment: Comment = "seed \(stream.seed), draw \(place): \(draw.kind) \(draw.count)"
                let arguments = draw.arguments ?? [0, 1]
                let count = draw.count
                switch draw.kind {
                case "words":
                    let words = (0..<count).map { _ in Int(generator.next32() & 0x7fff_ffff) }
                    #expect(words == draw.ints, comment)
                case "rand64":
                    let numbers = (0..<count).map { _ in generator.uniformDouble() }
                    #expect(excerpt(numbers) == draw.doubles?.doubles, comment)
                case "rand", "uniform":
                    let numbers = filled(count) {
                        generator.fillUniform($0, from: Float(arguments[0]), to: Float(arguments[1]))
                    }
                    #expect(excerpt(numbers) == draw.floats?.floats, comment)
                    if let checksum = draw.checksum {
                        #expect(numbers.reduce(0) { $0 + Int($1.bitPattern) } == checksum, comment)
                    }
                case "randn", "normal":
                    let numbers = filled(count) {
                        generator.fillNormal($0, mean: arguments[0], standardDeviation: arguments[1])
                    }
                    let expected = try #require(draw.floats?.floats)
                    if count < 16 {
                        #expect(numbers == expected, comment)
                    } else {
                        // torch approximates logarithm, sine and cosine in its own way here.
                        let tolerance = Float(1e-6 * Swift.max(1, abs(arguments[0]) + arguments[1]))
                        let difference = zip(excerpt(numbers), expected).map { abs($0 - $1) }.max() ?? .nan
                        #expect(difference <= tolerance, comment)
                    }
                case "randint":
                    let range = Int(exactly: arguments[0])!..<(Int(exactly: arguments[1]) ?? .max)
                    let numbers = (0..<count).map { _ in generator.integer(in: range) }
                    #expect(excerpt(numbers) == draw.ints, comment)
                    if let checksum = draw.checksum {
                        #expect(zip(numbers, 1...).reduce(0) { $0 + $1.0 * $1.1 } == checksum, comment)
                    }
                case "randperm":
                    let order = generator.permutation(count)
                    #expect(excerpt(order) == draw.ints, comment)
                    if let checksum = draw.checksum {
                        #expect(zip(order, 1...).reduce(0) { $0 + $1.0 * $1.1 } == checksum, comment)
                    }
                default:
                    Issue.record("unknown kind of draw: \(draw.kind)")
                }
            }
        }
    }

    @Test("the figures that torch 2.13 gives for seed 1")
    func figuresForSeedOne() {
        func close(_ tensor: Tensor, _ expected: [Float]) -> Bool {
            zip(tensor.array, expected).allSatisfy { abs($0 - $1) <= 1e-6 }
        }
        manualSeed(1)
        #expect(close(.randn(3), [0.6613522, 0.2669241, 0.0616773]))
        // After three normal numbers, drawn as two pairs, eight words are gone.
        #expect(close(.randn(20), [-1.1660347, -1.0747536, 1.3168308, -0.6817520]))
        manualSeed(1)
        #expect(close(.rand(3), [0.7576316, 0.2793109, 0.4030693]))
        #expect(IntTensor.randperm(10).array.map { Int($0) } == [8, 0, 3, 2, 9, 4, 6, 5, 7, 1])
    }

    @Test("the shape of a draw does not matter, only its count")
    func shapes() {
        let generator = Generator(seed: 4)
        let start = generator.state
        let flat = Tensor.randn(60, generator: generator).array
        generator.state = start
        let table = Tensor.randn(3, 4, 5, generator: generator)
        #expect(table.shape == [3, 4, 5])
        #expect(table.array == flat)
        generator.state = start
        #expect(Tensor.randn([5, 12], generator: generator).array == flat)
        #expect(Tensor.rand(generator: generator).shape == [])
        #expect(Tensor.rand(0, 3, generator: generator).shape == [0, 3])
        #expect(IntTensor.randint(2..<5, 2, 3, generator: generator).shape == [2, 3])
        #expect(IntTensor.randperm(0, generator: generator).shape == [0])
    }

    @Test("a state is a bookmark, a clone goes its own way, a seed begins anew")
    func states() {
        let generator = Generator(seed: 8)
        _ = generator.nextNormal()
        let bookmark = generator.state
        let twin = generator.clone()
        let drawn = (generator.nextNormal(), generator.next(), generator.nextNormal())
        #expect(twin.nextNormal() == drawn.0)
        #expect(twin.next() == drawn.1)
        #expect(twin.nextNormal() == drawn.2)
        generator.state = bookmark
        #expect(generator.nextNormal() == drawn.0)

        // The number that is kept is forgotten with the stream it came from.
        let fresh = Generator(seed: 9).nextNormal()
        _ = generator.nextNormal()
        generator.manualSeed(9)
        #expect(generator.nextNormal() == fresh)
        #expect(generator.initialSeed == 9)
        #expect(generator.seed() == generator.initialSeed)
    }

    @Test("serves Swift's own random functions")
    func swiftRandomFunctions() {
        var generator = Generator(seed: 3)
        let first = (1...20).shuffled(using: &generator)
        generator.manualSeed(3)
        #expect((1...20).shuffled(using: &generator) == first)
        #expect((0..<6).contains(Int.random(in: 0..<6, using: &generator)))
    }

    /// The process's stream, seen from threads: they have no part in the numbers that this test's trait binds.
    @Test("all threads draw from the process's numbers, which manualSeed starts again")
    func threads() {
        nonisolated(unsafe) var drawn: [[Float]] = []
        for round in 0..<4 {
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                if round == 0 { manualSeed(7) }
                drawn.append(Tensor.rand(3).array)
                done.signal()
            }
            done.wait()
        }
        let one = Generator(seed: 7)
        #expect(drawn == (0..<4).map { _ in Tensor.rand(3, generator: one).array })
    }

    @Test("a draw is whole, however many threads draw at once")
    func concurrentDraws() {
        let shared = Generator(seed: 3)
        let alone = Generator(seed: 3)
        let lock = NSLock()
        nonisolated(unsafe) var drawn: Set<[Int]> = []
        DispatchQueue.concurrentPerform(iterations: 400) { _ in
            let order = shared.permutation(50)
            lock.withLock { _ = drawn.insert(order) }
        }
        #expect(drawn == Set((0..<400).map { _ in alone.permutation(50) }))
    }

    @Test("withRandomSeed binds numbers of its own, which those outside don't notice")
    func scopes() {
        manualSeed(5)
        let outside = Tensor.rand(2, generator: Generator(seed: 5)).array
        let first = Tensor.rand(1).item()
        let inside = withRandomSeed(1) { () -> [Float] in
            let before = Tensor.rand(2).array
            let nested = withRandomSeed(1) { Tensor.rand(2).array }
            #expect(nested == before)
            return before + Tensor.rand(2).array
        }
        #expect(inside == Tensor.rand(4, generator: Generator(seed: 1)).array)
        #expect([Float(first), Float(Tensor.rand(1).item())] == outside)
        struct Thrown: Error {}
        #expect(throws: Thrown.self) { try withRandomSeed(1) { throw Thrown() } }
        withRandomSeed(2) {
            _ = Tensor.rand(9)
            manualSeed(1)
            #expect(Tensor.rand(4).array == inside)
        }
    }

    @Test("a stream goes on behind an await, whatever thread it goes on in")
    func awaiting() async {
        let alone = Generator(seed: 1)
        let expected = (0..<200).map { _ in alone.uniformFloat() }
        await withTaskGroup(of: [Float].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await withRandomSeed(1) {
                        var drawn: [Float] = []
                        for _ in 0..<200 {
                            drawn.append(Generator.default.uniformFloat())
                            await Task.yield()
                        }
                        return drawn
                    }
                }
            }
            for await drawn in group { #expect(drawn == expected) }
        }
    }

    @Test("four trainings at once give the same bits, in threads and in tasks")
    func trainings() async {
        @Sendable func train() -> [Float] {
            let model = Sequential(Linear(5, 8), Dropout(p: 0.3), ReLU(), Linear(8, 2))
            let optimizer = Adam(model.parameters)
            for _ in 0..<20 {
                F.crossEntropy(model(Tensor.randn(16, 5)), IntTensor.randint(0..<2, 16)).backward()
                optimizer.step()
                optimizer.zeroGrad()
            }
            return model.parameters.flatMap(\.array)
        }
        let expected = withRandomSeed(1) { train() }
        let lock = NSLock()
        nonisolated(unsafe) var results: [[Float]] = []
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let result = withRandomSeed(1) { train() }
            lock.withLock { results.append(result) }
        }
        await withTaskGroup(of: [Float].self) { group in
            for _ in 0..<4 { group.addTask { withRandomSeed(1) { train() } } }
            for await result in group { results.append(result) }
        }
        #expect(results.count == 8 && results.allSatisfy { $0 == expected })
    }

    @Test("normal numbers from their own functions are those of the system's library to the last bits of a Double")
    func normalNumbersAgainstTheLibrary() {
        let generator = Generator(seed: 12)
        for _ in 0..<20_000 {
            let twin = generator.clone()
            let u1 = twin.uniformDouble()
            let u2 = twin.uniformDouble()
            let radius = (-2 * log1p(-u2)).squareRoot()
            #expect(abs(generator.nextNormal() - radius * cos(2 * .pi * u1)) < 1e-14)
            #expect(abs(generator.nextNormal() - radius * sin(2 * .pi * u1)) < 1e-14)
        }
    }
}
