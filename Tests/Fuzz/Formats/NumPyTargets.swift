import Foundation
import Kindling

extension FuzzTarget {
    /// npy: each element is where its index says, and what is read is read again after being written.
    static let npy = FuzzTarget("npy", check: NumPyChecks.checkArray, mutate: NumPyChecks.mutatedArray)
    /// npz: the same for several, in an archive whose parts are what a second reader finds in them.
    static let npz = FuzzTarget("npz", check: NumPyChecks.checkArchive, mutate: NumPyChecks.mutatedArchive)
}

enum NumPyChecks {
    private static let kinds: [DataError.Kind] = [.malformed, .truncated, .tooLong, .refused]
    private static let limit = 1 << 16

    @Sendable static func checkArray(_ bytes: [UInt8]) throws {
        let array: StoredTensor
        do { array = try StoredTensor(npy: bytes) } catch let error as DataError {
            return try require(kinds.contains(error.kind), "\(error.kind) is no error of npy")
        }
        let size = array.dtype.size
        let start = bytes.count - array.bytes.count
        let header = String(decoding: bytes[..<start], as: UTF8.self)
        let isFortranOrder = header.contains("True")
        let isBigEndian = header.contains("'>") || header.contains("\">")
        try require(array.bytes.count == array.shape.reduce(size, *), "\(array.bytes.count) bytes for \(array)")
        // Element by element, from its index.
        for element in 0..<min(array.bytes.count / size, 1000) {
            var (rest, index) = (element, [Int]())
            for size in array.shape.reversed() { (rest, index) = (rest / size, [rest % size] + index) }
            var (place, stride) = (0, 1)
            for d in isFortranOrder ? Array(array.shape.indices) : array.shape.indices.reversed() {
                place += index[d] * stride
                stride *= array.shape[d]
            }
            let found = array.bytes[element * size..<(element + 1) * size]
            let there = bytes[start + place * size..<start + (place + 1) * size]
            try require(
                found.elementsEqual(isBigEndian ? there.reversed() : Array(there)), "element \(element) is another")
        }
        try require(array.tensor().shape == array.shape, "the tensor has another shape")
        let again = try StoredTensor(npy: array.npy())
        try require(again == array, "it doesn't survive being written")
        try checkMaking(array)
    }

    /// Made into a tensor, and stored again as what it was, it has the same elements. Of a nan it's enough that it's one.
    private static func checkMaking(_ array: StoredTensor) throws {
        switch array.dtype {
        case .float16, .bfloat16, .float32, .float64:
            let floats = array.tensor()
            let again = StoredTensor(floats, as: array.dtype).tensor()
            let isEqual = zip(again.array, floats.array).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
            try require(isEqual && again.shape == floats.shape, "as \(array.dtype.rawValue) the numbers are others")
        case .bool:
            guard let values = try? array.boolTensor() else { return }
            try require(try StoredTensor(values).boolTensor().array == values.array, "the truths are others")
        default:
            guard let values = try? array.intTensor() else { return }
            try require(StoredTensor(values, as: array.dtype) == array, "the integers are others")
        }
    }

    @Sendable static func checkArchive(_ bytes: [UInt8]) throws {
        let state: StateDict
        do { state = try StateDict(npz: bytes, limit: limit) } catch let error as DataError {
            return try require(
                kinds.contains(error.kind) || error.kind == .checksum, "\(error.kind) is no error of npz")
        }
        // Read from its own headers, the archive holds the same.
        let members = FuzzArchive(bytes).members
        for member in members where member.content.count < 4000 && members.count == state.count {
            let name = String(decoding: member.name.dropLast(4), as: UTF8.self)
            guard let found = state[stored: name], let array = try? StoredTensor(npy: member.content) else { continue }
            try require(found == array, "\(name) is another array")
        }
        try require(
            state.keys.reduce(0) { $0 + (state[stored: $1]?.bytes.count ?? 0) } <= bytes.count + limit,
            "more comes out than may")
        let again = try StateDict(npz: state.npz(compressed: bytes.count % 2 == 0), limit: .max)
        try require(
            again.keys == state.keys && state.keys.allSatisfy { again[stored: $0] == state[stored: $0] },
            "it doesn't survive being written")
    }

    // MARK: Mutation

    @Sendable static func mutatedArray(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        let version = input.count > 6 ? input[6] : 1
        let width = version == 1 ? 2 : 4
        let length = min(input.dropFirst(8).prefix(width).littleNumber, max(0, input.count - 8 - width))
        var header = Array(input.dropFirst(8 + width).prefix(max(0, length)))
        var elements = Array(input.dropFirst(8 + width + max(0, length)))
        switch UInt.random(in: 0..<6, using: &random) {
        case 0: return mutate(input)
        case 1: header = mutate(header)
        case 2: elements = mutate(elements)
        case 3:
            let pieces = [
                "{", "}", "(", ")", ",", ":", "'descr'", "'fortran_order'", "'shape'", "True", "False", "'<f4'",
                "'>i2'", "'|b1'", "'|O'", "\"<f8\"", "1", "0",
                "4L", "-1", "4611686018427387904", "\n", "[", "'\\x41'", "'shape': (1,), ",
            ]
            let place = Int.random(in: 0...header.count, using: &random)
            let end =
                Bool.random(using: &random) ? place : min(header.count, place + Int.random(in: 0..<8, using: &random))
            header.replaceSubrange(place..<end, with: pieces.randomElement(using: &random)!.utf8)
        default:
            let codes = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
            let code = codes.randomElement(using: &random)!
            let shape = (0..<Int.random(in: 0..<4, using: &random)).map { _ in Int.random(in: 0..<4, using: &random) }
            let order = ["<", ">", "=", "|", ""].randomElement(using: &random)!
            let sizes = shape.map { "\($0)," }.joined(separator: Bool.random(using: &random) ? " " : "")
            header =
                "{'descr': '\(order)\(code)', 'fortran_order': \(Bool.random(using: &random) ? "True" : "False"), 'shape': (\(sizes)), }\n"
                .bytes
            let count = shape.reduce(Int(code.dropFirst())!, *)
            elements = Array(joined(mutate(elements), (0..<count).map { UInt8(truncatingIfNeeded: $0) }).prefix(count))
        }
        let isLong = Bool.random(using: &random)
        let digits = isLong ? UInt32(header.count).little : UInt16(truncatingIfNeeded: header.count).little
        return joined([0x93], "NUMPY".bytes, [isLong ? 2 : 1, 0], digits, header, elements)
    }

    @Sendable static func mutatedArchive(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        var archive = FuzzArchive(input)
        if archive.members.isEmpty { archive.members = [.init(name: "a.npy".bytes, content: [])] }
        let place = archive.members.indices.randomElement(using: &random)!
        switch UInt.random(in: 0..<8, using: &random) {
        case 0: return mutate(input)
        case 1, 2: archive.members[place].content = mutatedArray(archive.members[place].content, &random, mutate)
        case 3:
            archive.members[place].name = joined(mutate(Array(archive.members[place].name.dropLast(4))), ".npy".bytes)
        case 4:
            archive.members.insert(
                .init(name: "\(place).npy".bytes, content: mutatedArray([], &random, mutate)), at: place)
        case 5: archive.members.remove(at: place)
        default: archive.damage(&random)
        }
        let result = archive.bytes
        return UInt.random(in: 0..<16, using: &random) == 0 ? mutate(result) : result
    }
}
