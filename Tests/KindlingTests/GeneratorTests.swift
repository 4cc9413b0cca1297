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

@Suite("Generator") struct GeneratorTests {
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
                    let range = Int(exactly: arguments[0])! ..< (Int(exactly: arguments[1]) ?? .max)
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

    @Test("each thread has a default generator of its own, and gives it back")
    func threads() {
        final class Probe: @unchecked Sendable {
            var numbers: [Float] = []
            weak var generator: Generator?
        }
        manualSeed(1)
        let probe = Probe()
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            manualSeed(2)
            probe.numbers = Tensor.rand(3).array
            probe.generator = Generator.default
            done.signal()
        }
        done.wait()
        #expect(probe.numbers == Tensor.rand(3, generator: Generator(seed: 2)).array)
        #expect(Tensor.rand(3).array == Tensor.rand(3, generator: Generator(seed: 1)).array)
        for _ in 0..<200 where probe.generator != nil { Thread.sleep(forTimeInterval: 0.01) }
        #expect(probe.generator == nil)
    }

    @Test("normal numbers from their own functions are those of the system's library to the last bits of a Double")
    func normalNumbersAgainstTheLibrary() {
        let generator = Generator(seed: 12)
        for _ in 0..<20_000 {
            let twin = generator.clone()
            let u1 = twin.uniformDouble(), u2 = twin.uniformDouble()
            let radius = (-2 * log1p(-u2)).squareRoot()
            #expect(abs(generator.nextNormal() - radius * cos(2 * .pi * u1)) < 1e-14)
            #expect(abs(generator.nextNormal() - radius * sin(2 * .pi * u1)) < 1e-14)
        }
    }
}
