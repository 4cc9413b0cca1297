import Foundation
import Kindling

extension FuzzTarget {
    /// safetensors: a file is read exactly if the format's definition allows it, and holds what that says.
    static let safetensors = FuzzTarget(
        "safetensors", check: SafetensorsReference.check, mutate: SafetensorsReference.mutated)
}

/// The format by its words, on top of a reader that makes a tree of all JSON.
enum SafetensorsReference {
    private struct Tensor: Equatable {
        var name, dtype: String
        var shape: [Int]
        var bytes: [UInt8]
    }

    static func check(_ bytes: [UInt8]) throws {
        let expected = tensors(in: bytes)
        let state: StateDict
        do { state = try StateDict(safetensors: bytes) } catch let error as DataError {
            try require(expected == nil, "a file is refused: \(error)")
            return try require(
                [.malformed, .truncated, .tooLong].contains(error.kind), "\(error.kind) is no error of safetensors")
        }
        guard let expected else { throw Violation("a file is read that is none: \(state.keys)") }
        let found = state.keys.compactMap { name in
            state[stored: name].map { Tensor(name: name, dtype: $0.dtype.rawValue, shape: $0.shape, bytes: $0.bytes) }
        }
        try require(found == expected.tensors, "the tensors are others: \(found) instead of \(expected.tensors)")
        try require(state.metadata == expected.metadata, "the remarks are others")
        for (name, tensor) in state where tensor.count <= 1000 {
            try require(tensor.array.count == tensor.count, "\(name) has no \(tensor.count) elements")
        }
        let again = try StateDict(safetensors: state.safetensors())
        try require(
            again.keys == state.keys && state.keys.allSatisfy { again[stored: $0] == state[stored: $0] }
                && again.metadata == state.metadata, "it doesn't survive being written")
    }

    // MARK: The definition

    private static let sizes = [
        "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2, "I8": 1,
        "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "F8_E4M3FNUZ": 1, "F8_E5M2FNUZ": 1,
    ]

    private static func tensors(in bytes: [UInt8]) -> (tensors: [Tensor], metadata: [String: String])? {
        guard bytes.count > 8, bytes[4..<8].allSatisfy({ $0 == 0 }), bytes[8] == 0x7b,
            case let length = bytes[..<4].littleNumber, length <= bytes.count - 8,
            case .object(let members) = JSONTree(bytes[8..<8 + length])
        else { return nil }
        let data = Array(bytes[(8 + length)...])
        var result: [Tensor] = []
        var metadata: [String: String] = [:]
        var ranges: [Range<Int>] = []
        for (name, value) in members {
            guard case .object(let entry) = value else { return nil }
            if name == "__metadata__" {
                for (key, value) in entry {
                    guard case .text(let text) = value else { return nil }
                    metadata[key] = text
                }
                continue
            }
            let parts = Dictionary(uniqueKeysWithValues: entry)
            guard case .text(let dtype) = parts["dtype"], let size = sizes[dtype], let shape = parts["shape"]?.naturals,
                shape.count <= 64, let offsets = parts["data_offsets"]?.naturals, offsets.count == 2,
                offsets[0] <= offsets[1],
                offsets[1] <= data.count
            else { return nil }
            // In floating point, where a product can't wrap.
            let count = shape.reduce(1.0) { $0 * Double(max($1, 1)) }
            guard count < 0x1p60, shape.contains(0) || count < 0x1p40 else { return nil }
            guard (shape.contains(0) ? 0 : Int(count) * size) == offsets[1] - offsets[0] else { return nil }
            ranges.append(offsets[0]..<offsets[1])
            result.append(Tensor(name: name, dtype: dtype, shape: shape, bytes: Array(data[offsets[0]..<offsets[1]])))
        }
        // Each byte belongs to one tensor, and those without bytes stand between two others.
        var owners = [Int](repeating: 0, count: data.count)
        for range in ranges { for place in range { owners[place] += 1 } }
        let borders = Set(ranges.filter { !$0.isEmpty }.flatMap { [$0.lowerBound, $0.upperBound] } + [0])
        guard owners.allSatisfy({ $0 == 1 }), ranges.allSatisfy({ !$0.isEmpty || borders.contains($0.lowerBound) })
        else {
            return nil
        }
        return (result, metadata)
    }

    // MARK: Mutation

    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"",
        "\"__metadata__\"", "\"dtype\"", "\"shape\"",
        "\"data_offsets\"", "\"F32\"", "\"BOOL\"", "\"C64\"", "0", "-1", "1.5", "1e3", "01", "4",
        "18446744073709551616",
        "4611686018427387904", "true", "null", " ", "\n", "{}", "[]", "[[[[[[]]]]]]", "\"x\":{\"y\":1,\"y\":2},",
        "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
    ]

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        let length = min(max(0, input.prefix(8).littleNumber), max(0, input.count - 8))
        var header = Array(input.dropFirst(8).prefix(length))
        var data = Array(input.dropFirst(8 + length))
        switch UInt.random(in: 0..<8, using: &random) {
        case 0: return mutate(input)
        case 1: header = mutate(header)
        case 2, 3:
            let place = Int.random(in: 0...header.count, using: &random)
            let end =
                Bool.random(using: &random) ? place : min(header.count, place + Int.random(in: 0..<8, using: &random))
            header.replaceSubrange(place..<end, with: pieces.randomElement(using: &random)!.utf8)
        case 4: data = mutate(data)
        default:
            // A whole file, in any order, with one thing changed perhaps.
            var entries: [String] = []
            data = []
            for i in 0..<Int.random(in: 0..<5, using: &random) {
                let (dtype, size) = sizes.sorted { $0.key < $1.key }.randomElement(using: &random)!
                let shape = (0..<Int.random(in: 0..<3, using: &random)).map { _ in Int.random(in: 0..<4, using: &random)
                }
                let count = shape.reduce(size, *)
                var offsets = [data.count, data.count + count]
                if UInt.random(in: 0..<16, using: &random) == 0 {
                    offsets[Int.random(in: 0..<2, using: &random)] += Int.random(in: -2..<3, using: &random)
                }
                entries.append("\"\(i)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}")
                data += mutate([UInt8](repeating: 1, count: count)).prefix(count)
                data += [UInt8](repeating: 0, count: max(0, offsets[1] - data.count))
            }
            entries.shuffle(using: &random)
            header = Array("{\(entries.joined(separator: ","))}".utf8)
        }
        return joined(UInt64(header.count).little, header, data)
    }
}

/// All of a text in JSON, every name of an object only once.
private indirect enum JSONTree {
    case object([(String, JSONTree)])
    case list([JSONTree])
    case text(String)
    case number(String)
    case word

    /// A list of whole numbers without sign.
    var naturals: [Int]? {
        guard case .list(let values) = self else { return nil }
        let numbers = values.compactMap { value -> Int? in
            if case .number(let digits) = value, digits.allSatisfy(\.isNumber) { Int(digits) } else { nil }
        }
        return numbers.count == values.count ? numbers : nil
    }

    init?(_ bytes: some Collection<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var rest = Substring(text).unicodeScalars
        guard let value = Self.value(&rest, 100), Self.skip(&rest).isEmpty else { return nil }
        self = value
    }

    @discardableResult
    private static func skip(_ rest: inout Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        while let first = rest.first, " \n\r\t".unicodeScalars.contains(first) { rest.removeFirst() }
        return rest
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) -> Bool {
        guard skip(&rest).first == character else { return false }
        rest.removeFirst()
        return true
    }

    private static func value(_ rest: inout Substring.UnicodeScalarView, _ depth: Int) -> JSONTree? {
        guard let first = skip(&rest).first else { return nil }
        switch first {
        case "{", "[":
            guard depth > 0 else { return nil }
            rest.removeFirst()
            var members: [(String, JSONTree)] = []
            let end: Unicode.Scalar = first == "{" ? "}" : "]"
            if !take(end, &rest) {
                repeat {
                    var name = ""
                    if first == "{" {
                        guard let key = string(&rest), take(":", &rest), !members.contains(where: { $0.0 == key })
                        else {
                            return nil
                        }
                        name = key
                    }
                    guard let value = value(&rest, depth - 1) else { return nil }
                    members.append((name, value))
                } while take(",", &rest)
                guard take(end, &rest) else { return nil }
            }
            return first == "{" ? .object(members) : .list(members.map(\.1))
        case "\"": return string(&rest).map { .text($0) }
        case "t", "f", "n":
            for word in ["true", "false", "null"] where rest.starts(with: word.unicodeScalars) {
                rest.removeFirst(word.count)
                return .word
            }
            return nil
        default:
            let digits = String(String.UnicodeScalarView(rest.prefix { "+-.eE0123456789".unicodeScalars.contains($0) }))
            rest.removeFirst(digits.count)
            return isNumber(digits) ? .number(digits) : nil
        }
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, by hand: as a regular expression it would be read anew for each number.
    private static func isNumber(_ text: String) -> Bool {
        var rest = Substring(text)
        func take(_ characters: String) -> Bool {
            guard let first = rest.first, characters.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        func takeDigits() -> Bool {
            let digits = rest.prefix { "0"..."9" ~= $0 }
            rest.removeFirst(digits.count)
            return !digits.isEmpty
        }
        _ = take("-")
        guard take("0") || takeDigits() else { return false }
        if take("."), !takeDigits() { return false }
        if take("eE") {
            _ = take("+-")
            guard takeDigits() else { return false }
        }
        return rest.isEmpty
    }

    private static func string(_ rest: inout Substring.UnicodeScalarView) -> String? {
        guard take("\"", &rest) else { return nil }
        // As UTF-16, in which an escape is a unit.
        var units: [UInt16] = []
        while let next = rest.popFirst(), next.value >= 0x20 {
            if next == "\"" { return String(validating: units, as: UTF16.self) }
            guard next == "\\" else {
                units += Array(String(next).utf16)
                continue
            }
            let plain: [Unicode.Scalar: UInt16] = [
                "\"": 0x22, "\\": 0x5c, "/": 0x2f, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
            ]
            guard let kind = rest.popFirst() else { return nil }
            if let unit = plain[kind] {
                units.append(unit)
            } else {
                let digits = rest.prefix(4)
                guard kind == "u", digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.properties.isHexDigit }),
                    let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
                else { return nil }
                units.append(unit)
                rest.removeFirst(4)
            }
        }
        return nil
    }
}
