// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-06-pickle.md
//   Chapters/Workshop/03-07-pickle-arrays.md
//   Chapters/Workshop/18-07-torch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 006d199b9dc490ee

// Chapters/Workshop/03-06-pickle.md: What comes out
/// What a pickle holds, as far as data go.
public enum PickleValue: Sendable {
    /// `None`.
    case none
    /// `True` or `False`.
    case bool(Bool)
    /// An `int`. One of more than 64 bits is refused.
    case int(Int)
    /// A `float`, which has 64 bits in Python.
    case float(Double)
    /// A `str`.
    case string(String)
    /// A `bytes`, or Python 2's `str`; where the file has the bytes as they are, a slice of it.
    case bytes(ArraySlice<UInt8>)
    /// A `tuple`.
    case tuple([PickleValue])
    /// A `list`.
    case list([PickleValue])
    /// A `dict`, its pairs in the file's order. Any value can be a key, so it isn't a Swift dictionary.
    case dictionary([(key: PickleValue, value: PickleValue)])
    /// A NumPy array. (A number of NumPy's own, such as an element of one, is refused.)
    case array(NumpyArray)
    // Chapters/Workshop/18-07-torch.md: The machine learns torch
    /// A tensor of torch's, in a file that `torch.save` has written.
    case tensor(StoredTensor)
    // place: values
}

/// A NumPy array as a pickle stores it: a shape, an element type, and the bytes.
public struct NumpyArray: Sendable {
    /// The types of elements that are read, by NumPy's codes: a letter for the kind, and the bytes of one element.
    public enum Element: String, Sendable {
        /// `Float`s.
        case float32 = "f4"
        /// `Double`s, NumPy's default.
        case float64 = "f8"
        /// Whole numbers with a sign, NumPy's default on Windows before its version 2.
        case int32 = "i4"
        /// Whole numbers with a sign, NumPy's default elsewhere.
        case int64 = "i8"
        /// Bytes: the pixels of pictures.
        case uint8 = "u1"

        var size: Int {
            switch self {
            case .uint8: 1
            case .float32, .int32: 4
            case .float64, .int64: 8
            }
        }
    }

    /// The size of each dimension; `[]` is an array of one number and no dimensions.
    public let shape: [Int]
    /// What the elements are.
    public let element: Element
    /// Whether an element's most significant byte comes first: NumPy's `>` in `>f4`.
    public let isBigEndian: Bool
    /// Whether the first index runs fastest (Fortran's order) and not the last (C's).
    public let isFortranOrder: Bool
    /// `shape`'s product times the element's size, checked when the array was read.
    public let bytes: ArraySlice<UInt8>

    /// The number of elements, the product of the shape.
    public var count: Int { shape.reduce(1, *) }

    /// The elements as a tensor of `Float`, whatever type they have in the file.
    public func tensor() -> Tensor {
        Tensor(shape: shape) { floats in
            switch element {
            case .uint8: forEach(UInt8.self) { floats[$0] = Float($1) }
            case .int32: forEach(UInt32.self) { floats[$0] = Float(Int32(bitPattern: $1)) }
            case .int64: forEach(UInt64.self) { floats[$0] = Float(Int64(bitPattern: $1)) }
            case .float32: forEach(UInt32.self) { floats[$0] = Float(bitPattern: $1) }
            case .float64: forEach(UInt64.self) { floats[$0] = Float(Double(bitPattern: $1)) }
            }
        }
    }

    /// The elements as a tensor of integers.
    /// - Throws: `DataError`, kind `malformed`, if they are fractions.
    public func intTensor(source: String = "a NumPy array") throws -> IntTensor {
        var values = [Int](repeating: 0, count: count)
        switch element {
        case .uint8: forEach(UInt8.self) { values[$0] = Int($1) }
        case .int32: forEach(UInt32.self) { values[$0] = Int(Int32(bitPattern: $1)) }
        case .int64: forEach(UInt64.self) { values[$0] = Int(Int64(bitPattern: $1)) }
        case .float32, .float64:
            throw DataError(.malformed, source, "\(element.rawValue) elements are no integers")
        }
        return IntTensor(shape: shape, values: values)
    }

    /// Calls `body` with each element's place in row-major order and its bits.
    private func forEach<Bits: FixedWidthInteger>(_: Bits.Type, _ body: (Int, Bits) -> Void) {
        let size = MemoryLayout<Bits>.size
        bytes.withUnsafeBytes { raw in
            func bits(_ place: Int) -> Bits {
                let loaded = raw.loadUnaligned(fromByteOffset: place * size, as: Bits.self)
                return isBigEndian ? Bits(bigEndian: loaded) : Bits(littleEndian: loaded)
            }
            guard isFortranOrder, shape.count > 1 else {
                for i in 0..<count { body(i, bits(i)) }
                return
            }
            // Walk the places of the file; the index that runs fastest is the first.
            var index = [Int](repeating: 0, count: shape.count)
            for place in 0..<count {
                body(zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }, bits(place))
                for d in shape.indices {
                    index[d] += 1
                    if index[d] < shape[d] { break }
                    index[d] = 0
                }
            }
        }
    }
}

// Chapters/Workshop/03-06-pickle.md: Objects by number
/// Reads Python's pickles, protocols 0 to 5, as far as they hold numbers, text, containers and NumPy arrays.
///
/// A pickle is a program for a small stack machine, and one of its instructions calls any function that Python can
/// import. In this machine that instruction calls nothing: it knows the few names that NumPy's arrays need, builds
/// those arrays itself, and refuses every other name.
public struct Pickle {
    /// What the pickle in `bytes` holds.
    /// - Throws: `DataError`: `refused` for anything but data, `truncated`, `malformed`, or `tooLong` when it holds
    ///   more than a million objects, or names them again more than two million times. (A NumPy array counts as one.)
    public static func load(_ bytes: [UInt8], source: String = "the pickle") throws -> PickleValue {
        var machine = Pickle(bytes: bytes, source: source)
        return try machine.run()
    }

    /// The names a pickle may mention.
    private enum Global: String {
        case reconstruct = "numpy.core.multiarray._reconstruct"
        case reconstruct2 = "numpy._core.multiarray._reconstruct"
        case fromBuffer = "numpy.core.numeric._frombuffer"
        case fromBuffer2 = "numpy._core.numeric._frombuffer"
        case ndarray = "numpy.ndarray"
        case dtype = "numpy.dtype"
        case encode = "_codecs.encode"
        case bytes = "__builtin__.bytes"
    }

    /// An object while the pickle is being read. Containers name their contents by number, so a pickle that puts
    /// a list into itself makes no knot in memory, and one that nests a million deep no deep recursion.
    private enum Object {
        case value(PickleValue)
        case tuple([Int])
        case list([Int])
        case dictionary([Int])
        case global(Global)
        case dtype(NumpyArray.Element, isBigEndian: Bool)
        case unfilledArray
        // Chapters/Workshop/18-07-torch.md: The machine learns torch
        case torch(TorchName, text: String)
        case storage([UInt8], StoredTensor.DType?)
        // place: objects
    }

    private static let objectLimit = 1_000_000
    private static let depthLimit = 100

    private let bytes: [UInt8]
    private let source: String
    private var position = 0
    private var objects: [Object] = []
    private var stack: [Int] = []
    private var marks: [Int] = []
    private var memo: [Int: Int] = [:]
    /// How often an object has been named again.
    private var repeats = 0
    /// How many more bytes may be made by re-encoding text. Each byte of the file needs it once.
    private var encodingBudget: Int
    // Chapters/Workshop/18-07-torch.md: The machine learns torch
    /// The file of torch's that the pickle belongs to, if it does.
    private var torch: TorchFile?
    // place: state

    private init(bytes: [UInt8], source: String) {
        self.bytes = bytes
        self.source = source
        encodingBudget = bytes.count
    }

    // Chapters/Workshop/03-06-pickle.md: The loop
    /// Runs the program to its STOP instruction.
    private mutating func run() throws -> PickleValue {
        while true {
            guard stack.count + memo.count + marks.count <= 2 * Self.objectLimit else {
                throw DataError(.tooLong, source, "more than a million objects")
            }
            let opcode = try take(1).first ?? 0
            switch opcode {
            // The frame of the program.
            case 0x80:  // PROTO
                let version = try number(1)
                guard version <= 5 else { throw malformed("protocol \(version); this reader knows 0 to 5") }
            case 0x95:  // FRAME: what belongs together, for those who read from a network; here it need only be there
                let length = try number(8)
                _ = try take(length)
                position -= length
            case UInt8(ascii: "."):
                let result = try pop()
                guard stack.isEmpty, marks.isEmpty else { throw malformed("it stops with unused values on the stack") }
                var done: [Int: (value: PickleValue, height: Int)] = [:]
                return try finish(result, depth: 0, &done).value

            // Constants and numbers.
            case UInt8(ascii: "N"): try push(.none)
            case 0x88: try push(.bool(true))
            case 0x89: try push(.bool(false))
            case UInt8(ascii: "I"):
                let digits = try line()
                if digits == Array("01".utf8)[...] || digits == Array("00".utf8)[...] {
                    try push(.bool(digits.last == UInt8(ascii: "1")))
                } else {
                    try push(.int(integer(digits)))
                }
            case UInt8(ascii: "L"):
                let digits = try line()
                try push(.int(integer(digits.last == UInt8(ascii: "L") ? digits.dropLast() : digits)))
            case UInt8(ascii: "J"): try push(.int(Int(Int32(truncatingIfNeeded: number(4)))))
            case UInt8(ascii: "K"): try push(.int(number(1)))
            case UInt8(ascii: "M"): try push(.int(number(2)))
            case 0x8a: try push(.int(signed(number(1))))
            case 0x8b: try push(.int(signed(number(4))))
            case UInt8(ascii: "F"):
                let digits = try string(line())
                guard let value = Double(digits) else { throw malformed("'\(digits.prefix(40))' is no number") }
                try push(.float(value))
            case UInt8(ascii: "G"):
                let bits = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                try push(.float(Double(bitPattern: bits)))

            // Text and bytes. Python 2's `str` is bytes: NumPy put its elements there.
            case UInt8(ascii: "S"): try push(.bytes(quoted(line())[...]))
            case UInt8(ascii: "T"), UInt8(ascii: "B"): try push(.bytes(take(number(4))))
            case UInt8(ascii: "U"), UInt8(ascii: "C"): try push(.bytes(take(number(1))))
            case 0x8e, 0x96: try push(.bytes(take(number(8))))
            case UInt8(ascii: "V"): try push(.string(unescaped(line())))
            case UInt8(ascii: "X"): try push(text(take(number(4))))
            case 0x8c: try push(text(take(number(1))))
            case 0x8d: try push(text(take(number(8))))

            // Containers.
            case UInt8(ascii: "("): marks.append(stack.count)
            case UInt8(ascii: ")"): try push(object: .tuple([]))
            case UInt8(ascii: "t"): try push(object: .tuple(popToMark()))
            case 0x85, 0x86, 0x87: try push(object: .tuple(pop(count: Int(opcode) - 0x84)))
            case UInt8(ascii: "]"): try push(object: .list([]))
            case UInt8(ascii: "l"): try push(object: .list(popToMark()))
            case UInt8(ascii: "a"): try extend(with: [pop()], inPairs: false)
            case UInt8(ascii: "e"): try extend(with: popToMark(), inPairs: false)
            case UInt8(ascii: "}"): try push(object: .dictionary([]))
            case UInt8(ascii: "d"): try push(object: .dictionary(popToMark()))
            case UInt8(ascii: "s"): try extend(with: pop(count: 2), inPairs: true)
            case UInt8(ascii: "u"): try extend(with: popToMark(), inPairs: true)

            // The stack and the memo.
            case UInt8(ascii: "0"): _ = try pop()
            case UInt8(ascii: "1"): _ = try popToMark()
            case UInt8(ascii: "2"): try push(again: top())
            case UInt8(ascii: "p"): try memo[integer(line())] = top()
            case UInt8(ascii: "q"): try memo[number(1)] = top()
            case UInt8(ascii: "r"): try memo[number(4)] = top()
            case 0x94: memo[memo.count] = try top()
            case UInt8(ascii: "g"): try recall(integer(line()))
            case UInt8(ascii: "h"): try recall(number(1))
            case UInt8(ascii: "j"): try recall(number(4))

            // Names, and what may be done with them.
            // Chapters/Workshop/18-07-torch.md: The machine learns torch
            case UInt8(ascii: "c") where torch != nil: try push(object: torchName(string(line()), string(line())))
            case 0x93 where torch != nil:
                let names = try pop(count: 2).map { try string($0) }
                try push(object: torchName(names[0], names[1]))
            case UInt8(ascii: "Q") where torch != nil: try pushStorage()
            // place: names
            case UInt8(ascii: "c"): try push(object: .global(global(string(line()), string(line()))))
            case 0x93:
                let names = try pop(count: 2).map { try string($0) }
                try push(object: .global(global(names[0], names[1])))
            case UInt8(ascii: "R"): try reduce()
            case UInt8(ascii: "b"): try build()

            default:
                guard let name = Self.active[opcode] else {
                    throw malformed("byte \(position - 1) is \(opcode), no instruction of a pickle")
                }
                throw DataError(
                    .refused, source, "it wants to make an object of a Python class (\(name))",
                    advice: "Only numbers, text, containers and NumPy arrays are read.")
            }
        }
    }

    /// Instructions that make objects of classes or reach outside the file.
    private static let active: [UInt8: String] = [
        UInt8(ascii: "i"): "INST", UInt8(ascii: "o"): "OBJ", 0x81: "NEWOBJ", 0x92: "NEWOBJ_EX",
        UInt8(ascii: "P"): "PERSID", UInt8(ascii: "Q"): "BINPERSID", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4",
        0x8f: "EMPTY_SET", 0x90: "ADDITEMS", 0x91: "FROZENSET", 0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER",
    ]

    // MARK: The stack

    private mutating func push(_ value: PickleValue) throws { try push(object: .value(value)) }

    private mutating func push(object: Object) throws {
        guard objects.count < Self.objectLimit else {
            throw DataError(.tooLong, source, "more than a million objects")
        }
        stack.append(objects.count)
        objects.append(object)
    }

    private mutating func push(again object: Int) throws {
        repeats += 1
        guard repeats <= 2 * Self.objectLimit else {
            throw DataError(.tooLong, source, "more than two million names for its objects")
        }
        stack.append(object)
    }

    private func top() throws -> Int {
        guard let last = stack.last, stack.count > marks.last ?? 0 else { throw malformed("its stack is empty") }
        return last
    }

    private mutating func pop() throws -> Int {
        let last = try top()
        stack.removeLast()
        return last
    }

    private mutating func pop(count: Int) throws -> [Int] {
        guard stack.count - (marks.last ?? 0) >= count else { throw malformed("its stack is empty") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws -> [Int] {
        guard let mark = marks.popLast() else { throw malformed("no mark is on its stack") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    /// Items of a list, or keys and values of a dictionary.
    private mutating func extend(with items: [Int], inPairs: Bool) throws {
        let container = try top()
        switch (objects[container], inPairs) {
        case (.list(var contents), false):
            objects[container] = .list([])  // so that the array below is the only owner and grows in place
            contents += items
            objects[container] = .list(contents)
        case (.dictionary(var contents), true):
            guard items.count.isMultiple(of: 2) else { throw malformed("a dictionary in it has a key without a value") }
            objects[container] = .dictionary([])
            contents += items
            objects[container] = .dictionary(contents)
        default: throw malformed("it adds items to something that doesn't take them")
        }
    }

    private mutating func recall(_ key: Int) throws {
        guard let object = memo[key] else { throw malformed("it recalls number \(key), which it never stored") }
        try push(again: object)
    }

    // MARK: The bytes

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        // A length is only what the file says of itself: compare it with what is left before using it.
        guard count >= 0, count <= bytes.count - position else {
            throw DataError(
                .truncated, source,
                "it needs \(count) more bytes at byte \(position), \(bytes.count - position) are left")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// An unsigned number of `count` bytes, the least significant first.
    private mutating func number(_ count: Int) throws -> Int {
        let value = try take(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let number = Int(exactly: value) else { throw malformed("the length \(value) is impossible") }
        return number
    }

    /// A signed number of `count` bytes, the least significant first.
    private mutating func signed(_ count: Int) throws -> Int {
        guard count <= 8 else { throw malformed("an integer of \(count) bytes does not fit in 64 bits") }
        let digits = try take(count)
        let filler: UInt64 = (digits.last ?? 0) >= 0x80 ? .max : 0
        return Int(truncatingIfNeeded: digits.reversed().reduce(filler) { $0 << 8 | UInt64($1) })
    }

    /// The bytes up to the end of the line.
    private mutating func line() throws -> ArraySlice<UInt8> {
        guard let end = bytes[position...].firstIndex(of: 10) else {
            throw DataError(.truncated, source, "it ends within a line")
        }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    private func integer(_ digits: ArraySlice<UInt8>) throws -> Int {
        let text = try string(digits)
        guard let value = Int(text) else { throw malformed("'\(text.prefix(40))' is no integer of 64 bits") }
        return value
    }

    private func string(_ utf8: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw malformed("text in it is not UTF-8") }
        return text
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws -> PickleValue { .string(try string(utf8)) }

    private func malformed(_ problem: String) -> DataError { DataError(.malformed, source, problem) }

    // Chapters/Workshop/03-07-pickle-arrays.md: Old text
    // MARK: Escapes of protocol 0

    /// Python 2's `'…'` with its backslashes.
    private func quoted(_ characters: ArraySlice<UInt8>) throws -> [UInt8] {
        guard characters.count >= 2, let quote = characters.first, quote == characters.last,
            quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        else { throw malformed("a string in it has no quotes") }
        var result: [UInt8] = []
        var rest = characters.dropFirst().dropLast()
        while let character = rest.popFirst() {
            guard character == UInt8(ascii: "\\") else {
                result.append(character)
                continue
            }
            guard let kind = rest.popFirst() else { throw malformed("an escape in it is damaged") }
            switch Character(Unicode.Scalar(kind)) {
            case "\\", "'", "\"": result.append(kind)
            case "a": result.append(7)
            case "b": result.append(8)
            case "t": result.append(9)
            case "n": result.append(10)
            case "v": result.append(11)
            case "f": result.append(12)
            case "r": result.append(13)
            case "x":
                result.append(UInt8(try code(rest.prefix(2), length: 2)))
                rest = rest.dropFirst(2)
            case "0"..."7":
                let more = rest.prefix(2).prefix { 0x30...0x37 ~= $0 }
                rest = rest[more.endIndex...]
                result.append(UInt8(truncatingIfNeeded: more.reduce(Int(kind) - 0x30) { 8 * $0 + Int($1) - 0x30 }))
            default: result += [UInt8(ascii: "\\"), kind]
            }
        }
        return result
    }

    /// The number that this many hexadecimal digits make. (`UInt32(_:radix:)` would take a sign among them.)
    private func code(_ digits: ArraySlice<UInt8>, length: Int) throws -> UInt32 {
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == length else { throw malformed("an escape in it is damaged") }
        return values.reduce(0) { $0 << 4 | UInt32($1) }
    }

    /// Latin-1 with `\uXXXX` and `\UXXXXXXXX` for what Latin-1 lacks.
    private func unescaped(_ characters: ArraySlice<UInt8>) throws -> String {
        var result = String.UnicodeScalarView()
        var rest = characters
        while let character = rest.popFirst() {
            guard character == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                result.append(Unicode.Scalar(character))
                continue
            }
            guard kind == UInt8(ascii: "u") || kind == UInt8(ascii: "U") else {
                result += [Unicode.Scalar(character), Unicode.Scalar(kind)]
                continue
            }
            let length = kind == UInt8(ascii: "u") ? 4 : 8
            guard let decoded = Unicode.Scalar(try code(rest.prefix(length), length: length)) else {
                throw malformed("an escape in it is damaged")
            }
            rest = rest.dropFirst(length)
            result.append(decoded)
        }
        return String(result)
    }

    // Chapters/Workshop/03-07-pickle-arrays.md: NumPy's arrays
    // MARK: NumPy's arrays

    private func global(_ module: String, _ name: String) throws -> Global {
        guard let global = Global(rawValue: "\(module).\(name)") else {
            throw DataError(
                .refused, source, "it asks for \(module.prefix(80)).\(name.prefix(80))",
                advice: "Only NumPy arrays are read; no pickle's code is run.")
        }
        return global
    }

    /// REDUCE: calls a function with a tuple of arguments. Here a call can only be one of these few.
    private mutating func reduce() throws {
        let operands = try pop(count: 2)
        // Chapters/Workshop/18-07-torch.md: The machine learns torch
        if case .torch(let name, _) = objects[operands[0]] { return try call(name, operands[1]) }
        // place: calls
        guard case .global(let function) = objects[operands[0]],
            case .tuple(let arguments) = objects[operands[1]]
        else { throw malformed("it calls something that is no function") }
        switch function {
        case .reconstruct, .reconstruct2:
            // (ndarray, (0,), b'b'): an empty array, which BUILD then fills.
            guard let first = arguments.first, case .global(.ndarray) = objects[first] else {
                throw DataError(.refused, source, "it reconstructs something other than an ndarray")
            }
            try push(object: .unfilledArray)
        case .dtype:
            // ('f4', False, True); the order of bytes comes with BUILD.
            guard let first = arguments.first else { throw malformed("a dtype in it has no name") }
            let name = try string(first)
            let order = name.first.map { "<>|=".contains($0) ? String($0) : "" } ?? ""
            guard let element = NumpyArray.Element(rawValue: String(name.dropFirst(order.count))) else {
                throw DataError(
                    .refused, source, "an array in it has elements of type '\(name.prefix(40))'",
                    advice: "f4, f8, i4, i8 and u1 are read.")
            }
            try push(object: .dtype(element, isBigEndian: order == ">"))
        case .encode:
            // (text, 'latin1'): how Python 3 writes bytes so that Python 2 can read them.
            guard arguments.count == 2, case .value(.string(let text)) = objects[arguments[0]],
                ["latin1", "latin-1"].contains(try string(arguments[1]))
            else { throw DataError(.refused, source, "it encodes something other than text to Latin-1") }
            var encoded: [UInt8] = []
            for scalar in text.unicodeScalars {
                guard let byte = UInt8(exactly: scalar.value) else { throw malformed("text in it is not Latin-1") }
                encoded.append(byte)
            }
            // Counted in bytes of Latin-1: protocol 0 writes no more for them, protocol 2 up to two for each, in UTF-8.
            guard encoded.count <= encodingBudget else { throw malformed("it encodes more bytes than it has") }
            encodingBudget -= encoded.count
            try push(.bytes(encoded[...]))
        case .fromBuffer, .fromBuffer2:
            // (bytes, dtype, shape, 'C' or 'F'): what protocol 5 writes; for other orders of the axes 'K' and a fifth.
            if arguments.count == 5 {
                throw DataError(
                    .refused, source, "an array in it has its axes in another order",
                    advice: "Save numpy.ascontiguousarray of it.")
            }
            guard arguments.count == 4 else { throw malformed("an array in it lacks a part") }
            guard let order = try letter(arguments[3]), "CF".contains(order) else {
                throw malformed("an array in it lacks its order")
            }
            try push(array(shape: arguments[2], dtype: arguments[1], isFortranOrder: order == "F", data: arguments[0]))
        case .bytes:
            // How Python 3 writes `b''` so that Python 2 can read it.
            guard arguments.isEmpty else { throw DataError(.refused, source, "it makes bytes of something") }
            try push(.bytes([]))
        case .ndarray:
            throw DataError(.refused, source, "it calls numpy.ndarray itself")
        }
    }

    /// BUILD: fills an object with its state.
    private mutating func build() throws {
        let state = try pop()
        let target = try top()
        // Chapters/Workshop/18-07-torch.md: The machine learns torch
        if torch != nil, case .dictionary = objects[target], case .dictionary = objects[state] { return }
        // place: states
        guard case .tuple(let parts) = objects[state] else { throw malformed("a state in it is no tuple") }
        switch objects[target] {
        case .dtype(let element, _):
            // (3, '<', None, None, None, -1, -1, 0)
            guard parts.count >= 5, isInt(parts[0], 3), let order = try letter(parts[1]), "<>|=".contains(order) else {
                throw malformed("a dtype in it lacks its order of bytes")
            }
            // Where elements have parts or names, these say so.
            guard parts[2...4].allSatisfy(isNone) else {
                throw DataError(.refused, source, "an array in it has elements of several parts")
            }
            objects[target] = .dtype(element, isBigEndian: order == ">")
        case .unfilledArray:
            // (1, shape, dtype, is Fortran's order, bytes)
            guard parts.count == 5, isInt(parts[0], 1), case .value(let flag) = objects[parts[3]] else {
                throw malformed("an array in it lacks a part")
            }
            let isFortranOrder: Bool
            switch flag {
            case .bool(let value): isFortranOrder = value
            case .int(let value): isFortranOrder = value != 0
            default: throw malformed("an array in it lacks its order")
            }
            objects[target] = .value(
                try array(shape: parts[1], dtype: parts[2], isFortranOrder: isFortranOrder, data: parts[4]))
        default: throw malformed("it gives a state to something that has none")
        }
    }

    private func array(shape: Int, dtype: Int, isFortranOrder: Bool, data: Int) throws -> PickleValue {
        guard case .tuple(let dimensions) = objects[shape], case .dtype(let element, let isBigEndian) = objects[dtype],
            case .value(.bytes(let bytes)) = objects[data]
        else { throw malformed("an array in it has no shape, no dtype or no bytes") }
        guard dimensions.count <= 64 else { throw malformed("an array in it has \(dimensions.count) dimensions") }
        let sizes = try dimensions.map { dimension in
            guard case .value(.int(let size)) = objects[dimension], size >= 0 else {
                throw malformed("an array in it has a shape that is none")
            }
            return size
        }
        var expected = element.size
        for size in sizes where size > 0 {
            let (product, overflow) = expected.multipliedReportingOverflow(by: size)
            // No tensor can be larger, also where it has no elements.
            guard !overflow, product <= .max / 8 else {
                throw malformed("an array in it has an impossible shape, \(sizes)")
            }
            expected = product
        }
        if sizes.contains(0) { expected = 0 }
        guard expected == bytes.count else {
            throw malformed("an array of shape \(sizes) takes \(expected) bytes, \(bytes.count) are there")
        }
        return .array(
            NumpyArray(
                shape: sizes, element: element, isBigEndian: isBigEndian, isFortranOrder: isFortranOrder,
                bytes: bytes))
    }

    private func string(_ object: Int) throws -> String {
        switch objects[object] {
        case .value(.string(let text)): return text
        case .value(.bytes(let utf8)): return try string(utf8)
        default: throw malformed("it has no text where there must be some")
        }
    }

    private func isInt(_ object: Int, _ number: Int) -> Bool {
        if case .value(.int(number)) = objects[object] { true } else { false }
    }

    private func isNone(_ object: Int) -> Bool {
        if case .value(.none) = objects[object] { true } else { false }
    }

    /// A text of one letter; nil for any other. A long one isn't looked at again and again.
    private func letter(_ object: Int) throws -> Character? {
        if case .value(.bytes(let utf8)) = objects[object], utf8.count != 1 { return nil }
        let text = try string(object)
        return text.utf8.count == 1 ? text.first : nil
    }

    // Chapters/Workshop/03-07-pickle-arrays.md: The result
    // MARK: The result

    /// The object as a value, containers with their contents, and how many containers deep it goes. A container that
    /// is met twice is made once; one that contains itself runs into the limit on depth.
    private func finish(
        _ object: Int, depth: Int, _ done: inout [Int: (value: PickleValue, height: Int)]
    ) throws -> (value: PickleValue, height: Int) {
        if case .value(let simple) = objects[object] { return (simple, 0) }
        if let known = done[object], depth + known.height <= Self.depthLimit { return known }
        guard depth < Self.depthLimit else {
            throw malformed("its containers are nested more than \(Self.depthLimit) deep, or one contains itself")
        }

        var height = 0
        func all(_ contents: [Int]) throws -> [PickleValue] {
            try contents.map { content in
                let (value, below) = try finish(content, depth: depth + 1, &done)
                height = max(height, below)
                return value
            }
        }
        let value: PickleValue
        switch objects[object] {
        case .value(let simple): value = simple
        case .tuple(let contents): value = .tuple(try all(contents))
        case .list(let contents): value = .list(try all(contents))
        case .dictionary(let contents):
            guard contents.count.isMultiple(of: 2) else {
                throw malformed("a dictionary in it has a key without a value")
            }
            let values = try all(contents)
            value = .dictionary(stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) })
        case .global(let name): throw malformed("it holds the name \(name.rawValue) where data should be")
        case .dtype, .unfilledArray: throw malformed("it holds half an array")
        // Chapters/Workshop/18-07-torch.md: The machine learns torch
        case .torch(_, let text): value = .string(text)
        case .storage: throw malformed("it holds a storage where data should be")
        // place: results
        }
        done[object] = (value, height + 1)
        return (value, height + 1)
    }
}

// Chapters/Workshop/18-07-torch.md: The machine learns torch
// MARK: torch's tensors

extension Pickle {
    /// What the pickle in a file of torch's holds.
    /// - Throws: `DataError`.
    static func load(_ file: TorchFile) throws -> PickleValue {
        var machine = Pickle(bytes: try file.pickle, source: file.name)
        machine.torch = file
        return try machine.run()
    }

    private func torchName(_ module: String, _ name: String) throws -> Object {
        let text = "\(module).\(name)"
        if let name = TorchName.all[text] { return .torch(name, text: text) }
        if let global = Global(rawValue: text) { return .global(global) }
        throw DataError(
            .refused, source, "it asks for \(module.prefix(80)).\(name.prefix(80))",
            advice:
                "Tensors, numbers, text and containers are read, and no pickle's code is run. In torch, save the model's state_dict()."
        )
    }

    /// BINPERSID: ('storage', torch.FloatStorage, '0', 'cpu', 7840).
    private mutating func pushStorage() throws {
        guard let torch, case .tuple(let parts) = objects[try pop()], parts.count == 5,
            try string(parts[0]) == "storage",
            case .torch(.storage(let dtype), _) = objects[parts[1]], case .value(.int(let count)) = objects[parts[4]]
        else { throw malformed("a storage in it lacks a part") }
        let key = try string(parts[2])
        let bytes = try torch.storage(key)
        let (size, isTooLarge) = count.multipliedReportingOverflow(by: dtype?.size ?? 1)
        guard !isTooLarge, size == bytes.count else {
            throw malformed("its storage '\(key.prefix(80))' has \(bytes.count) bytes, not \(count) elements")
        }
        try push(object: .storage(bytes, dtype))
    }

    /// Does what the function of this name would have done.
    private mutating func call(_ name: TorchName, _ arguments: Int) throws {
        guard case .tuple(let parts) = objects[arguments] else {
            throw malformed("it calls something without arguments")
        }
        switch name {
        case .rebuild(let version): try push(.tensor(tensor(parts, version)))
        case .rebuildParameter, .size:
            // (tensor, whether it has a gradient, hooks) and ((2, 3),): what is wanted stands first.
            guard let first = parts.first else { throw malformed("it calls something without arguments") }
            stack.append(first)
        case .rebuildFromType:
            // (function, class, its arguments, attributes)
            guard parts.count == 4, case .torch(.rebuild(let version), _) = objects[parts[0]],
                case .tuple(let inner) = objects[parts[2]]
            else { throw DataError(.refused, source, "it rebuilds something other than a tensor") }
            try push(.tensor(tensor(inner, version)))
        case .orderedDict:
            var contents: [Int] = []
            if let first = parts.first {
                guard case .list(let pairs) = objects[first] else {
                    throw malformed("a dictionary in it is made of no list")
                }
                for pair in pairs {
                    switch objects[pair] {
                    case .tuple(let both) where both.count == 2, .list(let both) where both.count == 2: contents += both
                    default: throw malformed("a dictionary in it is made of something other than pairs")
                    }
                }
            }
            try push(object: .dictionary(contents))
        case .device:
            guard let first = parts.first else { throw malformed("a device in it has no name") }
            try push(.string(string(first)))
        case .type, .storage, .dtype: throw DataError(.refused, source, "it calls a class of torch's itself")
        }
    }

    /// (storage, offset, shape, strides, whether it has a gradient, hooks), and in version 3 then the type.
    private func tensor(_ parts: [Int], _ version: Int) throws -> StoredTensor {
        guard let torch, parts.count >= [4, 6, 7][version - 1],
            case .storage(let bytes, let storageType) = objects[parts[0]],
            case .value(.int(let offset)) = objects[parts[1]]
        else { throw malformed("a tensor in it lacks a part") }
        let (shape, strides) = (try integers(parts[2]), try integers(parts[3]))
        var dtype = storageType
        if version == 3, case .torch(.dtype(let type), _) = objects[parts[6]] { dtype = type }
        guard let dtype else { throw malformed("a tensor in it has no type") }
        guard let size = StoredTensor.byteCount(shape, dtype), strides.count == shape.count else {
            throw malformed("a tensor in it has the impossible shape \(shape.prefix(65))")
        }
        var (last, isInside) = (offset, offset >= 0)
        for (size, stride) in zip(shape, strides) where size > 1 {
            let (reach, isTooFar) = stride.multipliedReportingOverflow(by: size - 1)
            let (sum, isBeyond) = last.addingReportingOverflow(reach)
            (last, isInside) = (sum, isInside && stride >= 0 && !isTooFar && !isBeyond)
        }
        if shape.contains(0) { return StoredTensor(dtype: dtype, shape: shape, bytes: []) }
        guard isInside, last < bytes.count / dtype.size else {
            throw malformed("a tensor in it reaches beyond its storage")
        }
        try torch.spend(size)
        let layout = Layout(shape: shape, strides: strides, offset: offset)
        return StoredTensor(dtype: dtype, layout: layout, bytes: bytes, isBigEndian: torch.isBigEndian)
    }

    private func integers(_ object: Int) throws -> [Int] {
        guard case .tuple(let parts) = objects[object], parts.count <= 64 else {
            throw malformed("a shape in it is no tuple, or has more than 64 dimensions")
        }
        return try parts.map { part in
            guard case .value(.int(let number)) = objects[part] else {
                throw malformed("a shape in it is none of integers")
            }
            return number
        }
    }
}
