// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-05-npy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ff47190a982262c8

// Chapters/Workshop/18-05-npy.md: The format
import Foundation

/// The header of NumPy's arrays: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
private struct NpyHeader {
    let dtype: StoredTensor.DType
    let isBigEndian: Bool
    let layout: Layout
    /// Where the elements begin.
    let start: Int

    /// NumPy's names for the kind and the size of elements.
    static let codes: [(code: String, dtype: StoredTensor.DType)] = [
        ("b1", .bool), ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64), ("u1", .uint8), ("u2", .uint16),
        ("u4", .uint32), ("u8", .uint64), ("f2", .float16), ("f4", .float32), ("f8", .float64),
    ]
    static let magic = [0x93] + Array("NUMPY".utf8)

    /// - Throws: `DataError`.
    init(of source: ByteSource) throws {
        func problem(_ kind: DataError.Kind, _ text: String) -> DataError { DataError(kind, source.name, text) }
        let first = try source.read(at: 0, min(12, source.count))
        guard first.starts(with: Self.magic.prefix(first.count)) else {
            throw problem(.malformed, "it is no array of NumPy's")
        }
        guard first.count > 8 else { throw problem(.truncated, "it ends within its header") }
        let version = first[6]
        guard 1...3 ~= version, first[7] == 0 else {
            throw problem(.malformed, "its version is \(version).\(first[7]); this reader knows 1.0, 2.0 and 3.0")
        }
        let digits = first[8...].prefix(version == 1 ? 2 : 4)
        let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
        // NumPy itself doesn't read more than 10,000 bytes unless it's told to.
        guard length <= 1 << 16 else { throw problem(.malformed, "its header would have \(length) bytes") }
        start = 8 + digits.count + length
        var literal = PythonLiteral(try source.read(at: 8 + digits.count, length), source: source.name)
        let (descr, isFortranOrder, shape) = try literal.arrayHeader()
        (dtype, isBigEndian) = try Self.type(descr, source.name)
        guard let count = StoredTensor.byteCount(shape, dtype) else {
            throw problem(.malformed, "its shape is impossible: \(shape.prefix(65))")
        }
        layout = isFortranOrder ? Layout(columnMajor: shape) : Layout(shape: shape)
        let there = source.count - start
        guard count <= there else {
            throw problem(.truncated, "an array of shape \(shape) takes \(count) bytes, \(there) are there")
        }
        guard count == there else {
            throw problem(.tooLong, "an array of shape \(shape) takes \(count) bytes, \(there) are there")
        }
    }

    /// `<f4`: the order of the bytes, the kind, and their number. Without the first it's the machine's own order.
    private static func type(_ descr: String, _ source: String) throws -> (StoredTensor.DType, isBigEndian: Bool) {
        let order = descr.first.flatMap { "<>|=".contains($0) ? $0 : nil }
        let code = order == nil ? descr : String(descr.dropFirst())
        guard let dtype = codes.first(where: { $0.code == code })?.dtype else {
            throw DataError(
                .refused, source, "it has elements of type '\(descr.prefix(40))'",
                advice: "Integers, truth values and floating-point numbers of 16, 32 and 64 bits are read.")
        }
        return (dtype, order == ">")
    }
}

extension Layout {
    /// The layout of a tensor in which the first dimension's neighbours stand side by side.
    init(columnMajor shape: [Int]) {
        var strides: [Int] = []
        var next = 1
        for size in shape {
            strides.append(next)
            next *= Swift.max(size, 1)
        }
        self.init(shape: shape, strides: strides)
    }
}

/// Reads the one literal of Python's that stands in a header of NumPy's.
private struct PythonLiteral {
    private var rest: ArraySlice<UInt8>
    private let source: String

    init(_ bytes: [UInt8], source: String) { (rest, self.source) = (bytes[...], source) }

    private func malformed(_ problem: String) -> DataError {
        DataError(.malformed, source, "its header, at byte \(rest.startIndex): \(problem)")
    }

    mutating func arrayHeader() throws -> (descr: String, isFortranOrder: Bool, shape: [Int]) {
        var (descr, order, shape): (String?, Bool?, [Int]?)
        try expect("{")
        while !take("}") {
            let name = try text()
            try expect(":")
            switch name {
            case "descr" where descr == nil: descr = try text()
            case "fortran_order" where order == nil:
                order = take("True")
                if order == false { try expect("False") }
            case "shape" where shape == nil: shape = try tuple()
            default: throw malformed("the name '\(name.prefix(40))' is unknown, or comes twice")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard rest.isEmpty else { throw malformed("something follows its end") }
        guard let descr, let order, let shape else { throw malformed("it lacks descr, fortran_order or shape") }
        return (descr, order, shape)
    }

    /// `(2, 3)`, `(2,)`, `()`; Python 2 wrote `(2L, 3L)`.
    private mutating func tuple() throws -> [Int] {
        var sizes: [Int] = []
        try expect("(")
        while !take(")") {
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            guard let size = Int(String(decoding: digits, as: UTF8.self)) else {
                throw malformed("a size must stand here")
            }
            rest = rest[digits.endIndex...]
            _ = take("L")
            sizes.append(size)
            if !take(",") {
                try expect(")")
                // Python takes a number in parentheses for a number.
                guard sizes.count > 1 else { throw malformed("its shape is no tuple") }
                break
            }
        }
        return sizes
    }

    /// A text in quotes of either kind. None of those that can stand here has an escape.
    private mutating func text() throws -> String {
        skipBlanks()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw malformed("a text in quotes must stand here")
        }
        let content = rest.dropFirst().prefix { $0 != quote && 0x20..<0x7f ~= $0 && $0 != UInt8(ascii: "\\") }
        rest = rest[content.endIndex...]
        guard rest.popFirst() == quote else { throw malformed("a text in quotes must stand here") }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func skipBlanks() { rest = rest.drop { [0x20, 0x0a, 0x0d, 0x09].contains($0) } }

    private mutating func take(_ word: String) -> Bool {
        skipBlanks()
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        skipBlanks()
        return true
    }

    private mutating func expect(_ word: String) throws {
        if !take(word) { throw malformed("'\(word)' must stand here") }
    }
}

// Chapters/Workshop/18-05-npy.md: Reading and writing
extension StoredTensor {
    /// The array in an `.npy` file, its elements in the type that they have there. The order of the elements and of
    /// their bytes becomes ours.
    /// - Throws: `DataError`: `refused` for a type that isn't in `DType`; `missing`, `truncated`, `malformed`, `tooLong`.
    public init(npy file: URL) throws { try self.init(npy: ByteSource(contentsOf: file)) }

    /// The same for a file that is in memory.
    package init(npy bytes: [UInt8], source: String = "npy data") throws {
        try self.init(npy: ByteSource(bytes, name: source))
    }

    private init(npy source: ByteSource) throws {
        let header = try NpyHeader(of: source)
        let bytes = try source.read(at: header.start, source.count - header.start)
        self.init(dtype: header.dtype, layout: header.layout, bytes: bytes, isBigEndian: header.isBigEndian)
    }

    /// Writes an `.npy` file, in one step: the bytes that `np.save` writes.
    /// - Throws: `DataError`: `refused` for types that NumPy doesn't have, `bfloat16` and those of 8 bits, and `missing`
    ///   if it can't be written.
    public func write(npy file: URL) throws {
        let header = try Self.npyHeader(dtype, shape, of: file.lastPathComponent)
        try replaceFile(at: file) { writer in
            try header.withUnsafeBytes { try writer.write($0) }
            try bytes.withUnsafeBytes { try writer.write($0) }
        }
    }

    /// The bytes that `write(npy:)` writes.
    package func npy() throws -> [UInt8] { try Self.npyHeader(dtype, shape, of: "npy data") + bytes }

    /// The bytes of an `.npy` file up to the elements.
    static func npyHeader(_ dtype: DType, _ shape: [Int], of file: String) throws -> [UInt8] {
        guard let code = NpyHeader.codes.first(where: { $0.dtype == dtype })?.code else {
            throw DataError(
                .refused, file, "NumPy has no elements of type \(dtype.rawValue)",
                advice: "Store it as float32, which holds them all.")
        }
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(dtype.size == 1 ? "|" : "<")\(code)', 'fortran_order': False, 'shape': (\(sizes)), }"
        // NumPy leaves room for a first size of 21 digits, so that rows can be added without moving what follows.
        if let first = shape.first { text += String(repeating: " ", count: 21 - "\(first)".utf8.count) }
        let start = NpyHeader.magic.count + 4
        text += String(repeating: " ", count: 64 - (start + text.utf8.count + 1) % 64) + "\n"
        let length = text.utf8.count
        return NpyHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
    }
}
