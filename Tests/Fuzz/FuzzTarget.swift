import TestSupport

/// Something that reads what comes from outside, and what must hold whatever comes.
struct FuzzTarget: Sendable {
    /// Bytes changed in a way that leaves them plausible: with libFuzzer's own mutation somewhere inside, checksums and lengths repaired.
    typealias Mutation =
        @Sendable (_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8]) -> [UInt8]

    let name: String
    /// Reads the bytes and compares with what they must give: throws a `Violation`, or what the reader mustn't throw.
    let check: @Sendable ([UInt8]) throws -> Void
    let mutate: Mutation

    init(_ name: String, check: @escaping @Sendable ([UInt8]) throws -> Void, mutate: @escaping Mutation = { $2($0) }) {
        self.name = name
        self.check = check
        self.mutate = mutate
    }

    static let all: [FuzzTarget] = [
        .chapter, .info, .output, .promote, .pickle, .idx, .gzip, .png, .tar, .safetensors, .npy, .npz, .torch,
    ]
}

/// What doesn't hold, though it must.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw Violation(message()) }
}

/// What mutations draw from.
typealias FuzzRandom = SplitMix64
