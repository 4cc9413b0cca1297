import Kindling

extension FuzzTarget {
    /// pickle: what is read is read again after being written, and arrays hold what their bytes say.
    static let pickle = FuzzTarget("pickle", check: PickleChecks.check, mutate: PickleChecks.mutated)
}

enum PickleChecks {
    private static let kinds: [DataError.Kind] = [.malformed, .truncated, .refused, .tooLong]

    static func check(_ bytes: [UInt8]) throws {
        let value: PickleValue
        do { value = try Pickle.load(bytes) } catch let error as DataError {
            return try require(kinds.contains(error.kind), "\(error.kind) is no error of pickle")
        }
        // One container met in many places is many when it's written out.
        var budget = 2000
        guard let written = pickle(value, &budget) else { return }
        let again = try Pickle.load(joined([0x80, 4], written, ".".bytes))
        budget = 4000
        try require(pickle(again, &budget) == written, "it is read otherwise after being written")
        try checkArrays(in: value)
    }

    /// A value's own pickle; nil beyond so many objects. Floats are written by their bits, so that equal bytes mean equal values.
    private static func pickle(_ value: PickleValue, _ budget: inout Int) -> [UInt8]? {
        budget -= 1
        if budget < 0 { return nil }
        func all(_ values: [PickleValue], _ budget: inout Int) -> [UInt8]? {
            var result: [UInt8] = []
            for value in values {
                guard let bytes = pickle(value, &budget) else { return nil }
                result += bytes
            }
            return result
        }
        switch value {
        case .none: return "N".bytes
        case .bool(let value): return [value ? 0x88 : 0x89]
        case .int(let value): return joined([0x8a, 8], value.little)
        case .float(let value): return joined("G".bytes, value.bitPattern.big)
        case .string(let text): return joined("X".bytes, UInt32(text.utf8.count).little, text.bytes)
        case .bytes(let bytes): return joined("B".bytes, UInt32(bytes.count).little, Array(bytes))
        case .tuple(let values): return all(values, &budget).map { joined("(".bytes, $0, "t".bytes) }
        case .list(let values): return all(values, &budget).map { joined("](".bytes, $0, "e".bytes) }
        case .dictionary(let pairs):
            return all(pairs.flatMap { [$0.key, $0.value] }, &budget).map { joined("}(".bytes, $0, "u".bytes) }
        case .array(let array):
            let type = (array.isBigEndian ? ">" : "<") + array.element.rawValue
            return joined(
                "cnumpy.core.numeric\n_frombuffer\n(B".bytes, UInt32(array.bytes.count).little, Array(array.bytes),
                "cnumpy\ndtype\n(S'\(type)'\nI0\nI1\ntR(".bytes, array.shape.flatMap { joined([0x8a, 8], $0.little) },
                "tS'\(array.isFortranOrder ? "F" : "C")'\ntR".bytes)
        case .tensor: return nil
        }
    }

    private static func checkArrays(in value: PickleValue) throws {
        switch value {
        case .tuple(let values), .list(let values): for value in values { try checkArrays(in: value) }
        case .dictionary(let pairs): for (key, value) in pairs { try checkArrays(in: .tuple([key, value])) }
        case .array(let array): try check(array)
        default: break
        }
    }

    /// Each element by its place in the bytes.
    private static func check(_ array: NumpyArray) throws {
        let size = ["f4": 4, "f8": 8, "i4": 4, "i8": 8, "u1": 1][array.element.rawValue] ?? 0
        try require(array.bytes.count == array.count * size, "\(array.bytes.count) bytes for shape \(array.shape)")
        guard array.count <= 1000 else { return }
        let bytes = Array(array.bytes)
        let elements: [UInt64] = (0..<array.count).map { element in
            // Its index in each dimension, the last first, and from them its place in the file.
            var (rest, place, stride) = (element, 0, 1)
            var index: [Int] = []
            for size in array.shape.reversed() { (rest, index) = (rest / size, [rest % size] + index) }
            let isFirstFastest = array.isFortranOrder
            for d in isFirstFastest ? Array(array.shape.indices) : array.shape.indices.reversed() {
                place += index[d] * stride
                stride *= array.shape[d]
            }
            let digits = bytes[place * size..<(place + 1) * size]
            let number: Int = array.isBigEndian ? digits.bigNumber : digits.littleNumber
            return UInt64(bitPattern: Int64(number))
        }
        let floats: [Float] = elements.map { bits in
            switch array.element {
            case .uint8: Float(bits)
            case .int32: Float(Int32(truncatingIfNeeded: bits))
            case .int64: Float(Int64(bitPattern: bits))
            case .float32: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            case .float64: Float(Double(bitPattern: bits))
            }
        }
        func same(_ a: [Float], _ b: [Float]) -> Bool {
            a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        }
        try require(
            same(array.tensor().array, floats) && array.tensor().shape == array.shape, "the tensor has other elements")
        switch array.element {
        case .float32, .float64: try require((try? array.intTensor()) == nil, "fractions become integers")
        case .uint8, .int64:
            try require(try array.intTensor().array == elements.map { Int(bitPattern: UInt($0)) }, "other integers")
        case .int32:
            try require(
                try array.intTensor().array == elements.map { Int(Int32(truncatingIfNeeded: $0)) }, "other integers")
        }
    }

    // MARK: Mutation

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        var program = instructions(of: input)
        let kind = UInt.random(in: 0..<10, using: &random)
        guard kind > 0, !program.isEmpty else { return mutate(input) }
        let place = Int.random(in: 0..<program.count, using: &random)
        switch kind {
        case 1, 2, 3: program.insert(instruction(&random, mutate), at: place)
        case 4: program.remove(at: place)
        case 5: program.swapAt(place, Int.random(in: 0..<program.count, using: &random))
        case 6:
            let end = min(program.count, place + Int.random(in: 1...8, using: &random))
            program.insert(contentsOf: program[place..<end], at: Int.random(in: 0...program.count, using: &random))
        default: program[place].argument = mutate(program[place].argument)
        }
        var result = program.flatMap(\.bytes)
        if UInt.random(in: 0..<16, using: &random) > 0, result.last != UInt8(ascii: ".") {
            result.append(UInt8(ascii: "."))
        }
        return result
    }

    /// How an instruction's argument stands in a pickle.
    private enum Form {
        case none, line, twoLines
        case fixed(Int)
        /// Behind its own length of so many bytes.
        case counted(Int)
    }

    private struct Instruction {
        var code: UInt8
        var argument: [UInt8]

        var bytes: [UInt8] {
            switch form(of: code) {
            case .none: return [code]
            case .fixed(let count):
                return joined([code], Array(joined(argument, [UInt8](repeating: 0, count: count)).prefix(count)))
            case .line: return joined([code], argument.filter { $0 != 10 }, [10])
            case .twoLines:
                let lines = argument.split(separator: 10, omittingEmptySubsequences: false)
                return joined([code], Array(lines.first ?? []), [10], Array(lines.dropFirst().first ?? []), [10])
            case .counted(let size):
                let content = argument.prefix(size == 1 ? 255 : 5000)
                return joined([code], Array(UInt64(content.count).little.prefix(size)), Array(content))
            }
        }
    }

    private static func form(of code: UInt8) -> Form {
        switch code {
        case 0x80, UInt8(ascii: "K"), UInt8(ascii: "q"), UInt8(ascii: "h"): .fixed(1)
        case UInt8(ascii: "M"): .fixed(2)
        case UInt8(ascii: "J"), UInt8(ascii: "r"), UInt8(ascii: "j"): .fixed(4)
        case 0x95, UInt8(ascii: "G"): .fixed(8)
        case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "F"), UInt8(ascii: "S"), UInt8(ascii: "V"),
            UInt8(ascii: "p"),
            UInt8(ascii: "g"), UInt8(ascii: "P"):
            .line
        case UInt8(ascii: "c"), UInt8(ascii: "i"): .twoLines
        case 0x8a, UInt8(ascii: "U"), UInt8(ascii: "C"), 0x8c: .counted(1)
        case 0x8b, UInt8(ascii: "T"), UInt8(ascii: "B"), UInt8(ascii: "X"): .counted(4)
        case 0x8d, 0x8e, 0x96: .counted(8)
        default: .none
        }
    }

    private static func instruction(_ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8]) -> Instruction {
        let codes = joined("N.ILJKMFGSTBUCVX()tl]ae}dsu012pqrghjcRbioPQ".bytes, (0x80...0x98).map { UInt8($0) })
        let code = codes.randomElement(using: &random)!
        let names = [
            "numpy\ndtype", "numpy\nndarray", "numpy.core.multiarray\n_reconstruct", "numpy._core.numeric\n_frombuffer",
            "_codecs\nencode",
            "__builtin__\nbytes", "os\nsystem", "torch._utils\n_rebuild_tensor_v2", "torch\nFloatStorage",
            "collections\nOrderedDict",
        ]
        let lines = [
            "0", "1", "-5", "01", "00", "3L", "1.5", "nan", "'f4'", "'<'", "\"C\"", "'\\x41\\n'", "latin1", "\\u00e4",
            "i8", "u1",
        ]
        switch form(of: code) {
        case .twoLines: return Instruction(code: code, argument: Array(names.randomElement(using: &random)!.utf8))
        case .line, .counted:
            let line = Array(lines.randomElement(using: &random)!.utf8)
            return Instruction(code: code, argument: Bool.random(using: &random) ? line : mutate(line))
        default: return Instruction(code: code, argument: [UInt8.random(in: 0..<6, using: &random)])
        }
    }

    private static func instructions(of bytes: [UInt8]) -> [Instruction] {
        var result: [Instruction] = []
        var rest = bytes[...]
        while let code = rest.popFirst(), result.count < 2000 {
            var argument: [UInt8] = []
            func take(_ count: Int) {
                argument += rest.prefix(count)
                rest = rest.dropFirst(count)
            }
            func line() {
                argument += rest.prefix { $0 != 10 }
                rest = rest.drop { $0 != 10 }.dropFirst()
            }
            switch form(of: code) {
            case .none: break
            case .fixed(let count): take(count)
            case .line: line()
            case .twoLines:
                line()
                argument.append(10)
                line()
            case .counted(let size):
                let count = min(max(0, rest.prefix(size).littleNumber), rest.count)
                rest = rest.dropFirst(size)
                take(count)
            }
            result.append(Instruction(code: code, argument: argument))
        }
        return result
    }
}
