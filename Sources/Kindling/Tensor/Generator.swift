// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-11-random.md
//   Chapters/Workshop/10-01-samplers.md
//   Chapters/Workshop/18-09-random-state.md
//   Chapters/Workshop/18-10-loader-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7d309926c88eda65

// Chapters/Workshop/01-11-random.md: The Mersenne twister
import KindlingEngine
import Synchronization

/// The Mersenne Twister MT19937: a source of 32 random bits at a time, with a period of 2¹⁹⁹³⁷ − 1.
///
/// M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998. It is a value: a copy continues on its own,
/// from the same place.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
    /// The 624 words that the next ones are made of.
    private var words: [UInt32]
    /// How many of them have been handed out.
    private var position: Int

    /// The sequence that begins at `seed`.
    public init(seed: UInt32) {
        words = [seed]
        words.reserveCapacity(624)
        for i in 1..<624 {
            let previous = words[i - 1]
            words.append(1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(i))
        }
        position = words.count
    }
}

extension MersenneTwister {
    /// The next 32 bits.
    public mutating func next32() -> UInt32 {
        if position == words.count { twist() }
        var bits = words[position]
        position += 1
        bits ^= bits >> 11
        bits ^= (bits << 7) & 0x9d2c_5680
        bits ^= (bits << 15) & 0xefc6_0000
        bits ^= bits >> 18
        return bits
    }

    /// The next 64 bits: two draws, the first of them on top.
    public mutating func next() -> UInt64 {
        let high = UInt64(next32())
        return high << 32 | UInt64(next32())
    }

    /// Makes 624 new words of the old ones.
    private mutating func twist() {
        for i in 0..<624 {
            let mixed = (words[i] & 0x8000_0000) | (words[(i + 1) % 624] & 0x7fff_ffff)
            words[i] = words[(i + 397) % 624] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
        }
        position = 0
    }
}
// Chapters/Workshop/01-11-random.md: From bits to a number between 0 and 1
extension MersenneTwister {
    /// A number in [0, 1), one of 2²⁴ equally likely ones. Takes 32 bits of the stream.
    public mutating func uniformFloat() -> Float {
        Float(next32() & 0xff_ffff) * 0x1p-24
    }

    /// A number in [0, 1), one of 2⁵³ equally likely ones. Takes 64 bits of the stream.
    public mutating func uniformDouble() -> Double {
        Double(next() & 0x1f_ffff_ffff_ffff) * 0x1p-53
    }

    /// Fills `buffer` with numbers in [0, 1).
    mutating func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>) {
        for i in buffer.indices { buffer[i] = uniformFloat() }
    }
}
// Chapters/Workshop/01-11-random.md: A generator
/// A stream of random numbers, the same as torch's for the same seed.
///
///     let generator = Generator(seed: 1)
///     Tensor.rand(3, generator: generator)       // tensor([0.7576, 0.2793, 0.4031])
///
/// Whoever holds the generator draws from the same stream. Several threads may; which of them comes first is then up to
/// chance.
public final class Generator: RandomNumberGenerator, Sendable {
    /// All that determines what comes next. Keep a copy to return to this place later.
    public struct State: Sendable {
        fileprivate let seed: UInt64
        fileprivate var twister: MersenneTwister
        fileprivate var keptNormal: Double?

        init(seed: UInt64) {
            self.seed = seed
            twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
        }
    }

    private let current: Mutex<State>

    /// A generator that begins at `seed`; only its low 32 bits count. Without one, it begins where torch's does.
    public init(seed: UInt64 = 67_280_421_310_721) {
        current = Mutex(State(seed: seed))
    }

    /// The place in the stream: what comes next depends on nothing else.
    public var state: State {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Draws from the stream while nobody else does.
    fileprivate func draw<Result: Sendable>(_ numbers: (inout State) -> Result) -> Result {
        current.withLock { numbers(&$0) }
    }
}

extension Generator {
    /// Starts the stream again at `seed`.
    @discardableResult
    public func manualSeed(_ seed: UInt64) -> Generator {
        state = State(seed: seed)
        return self
    }

    /// Starts the stream at a place nobody can foretell, and says which.
    @discardableResult
    public func seed() -> UInt64 {
        let seed = UInt64.random(in: 0 ... .max)
        manualSeed(seed)
        return seed
    }

    /// The seed this stream began with.
    public var initialSeed: UInt64 { state.seed }

    /// A generator of its own that will give the same numbers as this one from here on.
    public func clone() -> Generator {
        let copy = Generator()
        copy.state = state
        return copy
    }

    /// The next 32 bits of the stream.
    public func next32() -> UInt32 { draw { $0.twister.next32() } }

    /// The next 64 bits of the stream.
    public func next() -> UInt64 { draw { $0.twister.next() } }

    /// A number in [0, 1), of 24 random bits.
    public func uniformFloat() -> Float { draw { $0.twister.uniformFloat() } }

    /// A number in [0, 1), of 53 random bits.
    public func uniformDouble() -> Double { draw { $0.twister.uniformDouble() } }
}
// Chapters/Workshop/01-11-random.md: The one that nobody names
extension Generator {
    /// The process's stream. Until somebody seeds it, it is at a place nobody can foretell.
    private static let shared = Generator(seed: .random(in: 0 ... .max))

    @TaskLocal fileprivate static var bound: Generator?

    /// The stream that is used wherever none is given: that of the innermost `withRandomSeed` around, or else the
    /// process's.
    public static var `default`: Generator { bound ?? shared }
}

/// Starts the random numbers again at `seed`, as `torch.manual_seed` does: the process's, or, within `withRandomSeed`,
/// those inside it.
@discardableResult
public func manualSeed(_ seed: UInt64) -> Generator {
    Generator.default.manualSeed(seed)
}

/// Runs `body` with random numbers of its own, which begin at `seed` and which nothing outside draws from.
///
/// A thread that `body` starts has no part in them; a task that it starts has, and draws from the same stream.
public func withRandomSeed<Result>(_ seed: UInt64, _ body: () throws -> Result) rethrows -> Result {
    try Generator.$bound.withValue(Generator(seed: seed), operation: body)
}

/// The same for work that waits.
public func withRandomSeed<Result>(
    _ seed: UInt64, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
) async rethrows -> Result {
    try await Generator.$bound.withValue(Generator(seed: seed), operation: body, isolation: isolation)
}
// Chapters/Workshop/01-11-random.md: Normal numbers
extension Generator.State {
    /// The next normal number; every second one has been kept from before.
    fileprivate mutating func nextNormal() -> Double {
        if let kept = keptNormal {
            keptNormal = nil
            return kept
        }
        let turns = twister.uniformDouble()
        let radius = (-2 * logarithm(1 - twister.uniformDouble())).squareRoot()
        let (cosine, sine) = cosineAndSine(ofTurns: turns)
        keptNormal = radius * sine
        return radius * cosine
    }
}

extension Generator {
    /// The next number of a normal distribution of mean 0 and standard deviation 1, by Box and Muller's method in
    /// double precision. Every second call gives the number that the call before has kept.
    public func nextNormal() -> Double { draw { $0.nextNormal() } }
}

/// The natural logarithm of a positive number (not a subnormal one), from + − × ÷ alone. Its error is about one part in
/// 2⁵².
private func logarithm(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var fraction = x.significand
    if fraction > 2.0.squareRoot() {
        fraction /= 2
        exponent += 1
    }
    // ln f = 2 (s + s³/3 + s⁵/5 + …) with s = (f − 1) / (f + 1), here at most 0.18.
    let s = (fraction - 1) / (fraction + 1)
    var sum = 0.0
    for k in stride(from: 23.0, through: 1, by: -2) { sum = 1 / k + s * s * sum }
    return exponent * 0.693_147_180_559_945_3 + 2 * s * sum
}

/// Cosine and sine of an angle given in whole turns, from + − × ÷ alone.
private func cosineAndSine(ofTurns turns: Double) -> (cosine: Double, sine: Double) {
    // The nearest quarter turn is taken off exactly; an eighth of a turn at most is left for Taylor's series.
    let quarters = (4 * turns).rounded()
    let angle = 2 * Double.pi * (turns - quarters / 4)
    var cosine = 1.0
    var sine = 1.0
    for k in stride(from: 16.0, through: 2, by: -2) {
        cosine = 1 - angle * angle / (k * (k - 1)) * cosine
        sine = 1 - angle * angle / (k * (k + 1)) * sine
    }
    sine *= angle
    switch Int(quarters) % 4 {
    case 0: return (cosine, sine)
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (sine, -cosine)
    }
}
// Chapters/Workshop/01-11-random.md: Sixteen at a time
extension Generator {
    /// Fills `buffer` with normally distributed numbers.
    ///
    /// From 16 numbers on, torch turns uniform numbers in blocks of 16 into normal ones, in single precision. Fewer are
    /// drawn one by one. The two ways take different amounts of the stream and give different numbers.
    public func fillNormal(
        _ buffer: UnsafeMutableBufferPointer<Float>, mean: Double = 0, standardDeviation: Double = 1
    ) {
        guard standardDeviation >= 0 else { fatalError("normal: standard deviation \(standardDeviation) is negative") }
        draw { state in
            guard buffer.count >= 16 else {
                for i in buffer.indices { buffer[i] = Float(mean.addingProduct(state.nextNormal(), standardDeviation)) }
                return
            }
            let mean = Float(mean)
            let standardDeviation = Float(standardDeviation)
            state.twister.fillUniform(buffer)
            transformToNormal(.init(rebasing: buffer.prefix(buffer.count / 16 * 16)), mean, standardDeviation)
            if buffer.count % 16 != 0 {
                let tail = UnsafeMutableBufferPointer(rebasing: buffer.suffix(16))
                state.twister.fillUniform(tail)
                transformToNormal(tail, mean, standardDeviation)
            }
        }
    }
}

/// Box and Muller's method on blocks of 16 uniform numbers: the first eight of a block become radii, the last eight
/// angles; of the eight points, the first half of the block takes x and the second half y.
private func transformToNormal(
    _ values: UnsafeMutableBufferPointer<Float>, _ mean: Float, _ standardDeviation: Float
) {
    let twoPi = Float(2 * Double.pi)
    let room = 512  // points at a time: the work stays in the first-level cache
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 5 * room) { scratch in
        guard let angle = scratch.baseAddress else { return }
        let rest = angle + room
        let logarithm = angle + 2 * room
        let cosine = angle + 3 * room
        let sine = angle + 4 * room
        for start in stride(from: 0, to: values.count, by: 2 * room) {
            let points = min(room, (values.count - start) / 2)
            for p in 0..<points {
                let first = start + p / 8 * 16 + p % 8
                rest[p] = 1 - values[first]
                angle[p] = twoPi * values[first + 8]
            }
            kd_unary(KD_LOG, points, rest, 1, logarithm)
            kd_unary(KD_COS, points, angle, 1, cosine)
            kd_unary(KD_SIN, points, angle, 1, sine)
            for p in 0..<points {
                let first = start + p / 8 * 16 + p % 8
                let radius = (-2 * logarithm[p]).squareRoot()
                values[first] = mean.addingProduct(radius * cosine[p], standardDeviation)
                values[first + 8] = mean.addingProduct(radius * sine[p], standardDeviation)
            }
        }
    }
}
// Chapters/Workshop/01-11-random.md: Uniform, whole, and in random order
extension Generator {
    /// Fills `buffer` with numbers spread evenly over [low, high).
    public func fillUniform(_ buffer: UnsafeMutableBufferPointer<Float>, from low: Float = 0, to high: Float = 1) {
        guard low <= high else { fatalError("uniform: \(low) is above \(high)") }
        draw { $0.twister.fillUniform(buffer) }
        let width = high - low
        if low == 0 && width == 1 { return }
        for i in buffer.indices {
            let value = low.addingProduct(buffer[i], width)
            buffer[i] = value == high ? low : value
        }
    }
}
extension MersenneTwister {
    /// A whole number of `range`, by remainder: with widths far below 2³² the small ones are not noticeably favoured.
    fileprivate mutating func integer(in range: Range<Int>) -> Int {
        let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        guard width > 0 else { fatalError("randint: the range \(range) is empty") }
        let draw = width >= 1 << 28 ? next() : UInt64(next32())
        return range.lowerBound &+ Int(truncatingIfNeeded: draw % width)
    }
}

extension Generator {
    /// A whole number of `range`, by remainder: with widths far below 2³² the small ones are not noticeably favoured.
    public func integer(in range: Range<Int>) -> Int { draw { $0.twister.integer(in: range) } }

    /// Fills `numbers` with whole numbers of `range`.
    func fill(_ numbers: UnsafeMutableBufferPointer<Int>, from range: Range<Int>) {
        draw { state in
            for i in numbers.indices { numbers[i] = state.twister.integer(in: range) }
        }
    }

    /// The numbers 0 ..< count in random order.
    public func permutation(_ count: Int) -> [Int] {
        guard count >= 0 else { fatalError("randperm: \(count) is negative") }
        return draw { state in
            var order = Array(0..<count)
            for i in order.indices.dropLast() {
                order.swapAt(i, i + Int(state.twister.next32()) % (count - i))
            }
            return order
        }
    }
}
// Chapters/Workshop/10-01-samplers.md: With weights
extension Generator {
    /// The next number of an exponential distribution with mean 1. Takes 64 bits of the stream.
    public func nextExponential() -> Double { -logarithm(1 - uniformDouble()) }
}

// Chapters/Workshop/18-09-random-state.md: The random numbers
extension Generator.State {
    /// How many bytes a state has.
    static let byteCount = 5056

    /// The state as `torch.Generator.get_state()` lays it out, in 5,056 bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Self.byteCount)
        func add(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.littleEndian) { result += $0 } }
        add(seed)
        let (words, position) = twister.place
        let isNew = words == MersenneTwister(seed: UInt32(truncatingIfNeeded: seed)).place.words
        add(Int32(isNew ? 1 : 625 - position))
        add(Int32(1))
        add(UInt64(isNew ? 0 : position))
        for word in words { add(UInt64(word)) }
        add(UInt64(0))
        add((keptNormal ?? 0).bitPattern)
        add(UInt64(0))
        add(UInt64(keptNormal == nil ? 0 : 1))
        add(UInt64(0))
        return result
    }
}

extension MersenneTwister {
    fileprivate var place: (words: [UInt32], position: Int) { (words, position) }

    /// A place in the middle of a sequence.
    fileprivate init(words: [UInt32], position: Int) { (self.words, self.position) = (words, position) }
}

extension Generator.State {
    /// The state in bytes that `bytes`, or `torch.Generator.get_state()`, has given.
    /// - Throws: `DataError`, kind `malformed`, if they are none.
    public init(bytes: [UInt8]) throws(DataError) {
        func malformed(_ problem: String) -> DataError { DataError(.malformed, "the generator's state", problem) }
        if bytes.count != Self.byteCount { throw malformed("it has \(bytes.count) bytes and not \(Self.byteCount)") }
        func number<Number: FixedWidthInteger>(_ place: Int, _: Number.Type) -> Number {
            bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
        }
        let (left, position) = (number(8, Int32.self), number(16, UInt64.self))
        let isNew = position == 0 && left == 1
        guard isNew || 1...624 ~= position && left == 625 - Int32(position), number(12, Int32.self) == 1 else {
            throw malformed("\(position) words have been handed out in it, and \(left) are left")
        }
        let words = (0..<624).map { number(24 + 8 * $0, UInt64.self) }
        guard words.allSatisfy({ $0 <= UInt32.max }) else { throw malformed("a word has more than 32 bits") }
        let kept = Double(bitPattern: number(5024, UInt64.self))
        guard 0...1 ~= number(5040, Int32.self), kept.isFinite else { throw malformed("its normal number is none") }
        self.init(seed: number(0, UInt64.self))
        twister = MersenneTwister(words: words.map { UInt32($0) }, position: isNew ? 624 : Int(position))
        keptNormal = number(5040, Int32.self) == 1 ? kept : nil
    }
}

extension Generator: Stateful {
    /// The place in the stream, as `state`: the 5,056 bytes of `torch.Generator.get_state()`.
    public var stateDict: StateDict {
        var result = StateDict()
        result[stored: "state"] = state.stored
        return result
    }

    /// Goes to the place in the stream that `stateDict`, of this or another generator, has given.
    /// - Throws: `StateDictError`, if there is none; nothing has been changed then.
    public func loadStateDict(_ state: StateDict) throws(StateDictError) {
        var reader = StateReader(state, of: "Generator")
        let place = reader.place("state")
        let error = reader.finished()
        guard error.isEmpty, let place else { throw error }
        self.state = place
    }
}

extension Generator.State {
    /// The bytes, as a tensor.
    var stored: StoredTensor { StoredTensor(dtype: .uint8, shape: [Self.byteCount], bytes: bytes) }
}

extension StateReader {
    /// A place in a stream of random numbers.
    mutating func place(_ name: String, isOptional: Bool = false) -> Generator.State? {
        guard let numbers: [Int] = value(name, isOptional: isOptional) else { return nil }
        let bytes = numbers.compactMap { UInt8(exactly: $0) }
        guard bytes.count == numbers.count else {
            note(name, "is no place in a stream: it holds numbers that are no bytes")
            return nil
        }
        do {
            return try Generator.State(bytes: bytes)
        } catch {
            note(name, "is no place in a stream: \(error.problem)")
            return nil
        }
    }
}

// Chapters/Workshop/18-10-loader-state.md: Going on
extension Generator {
    /// Runs `body` with random numbers of its own, which go on from a place in a stream.
    static func going<Result>(on place: State, _ body: () -> Result) -> Result {
        let generator = Generator()
        generator.state = place
        return $bound.withValue(generator, operation: body)
    }
}
