// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-04-safetensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 20f266787601aa32

// Chapters/Workshop/18-04-safetensors.md: Reading the header
import Foundation

/// What stands at the beginning of a safetensors file: names, types, shapes, and where the elements are.
private struct SafetensorsHeader {
    struct Entry {
        let name: String
        let dtype: StoredTensor.DType
        let shape: [Int]
        /// Its bytes, counted from the end of the header.
        let range: Range<Int>
    }

    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    /// Where the tensors' bytes begin.
    let start: Int

    private static let limit = 100_000_000

    /// - Throws: `DataError`.
    init(of source: ByteSource) throws {
        let digits = try source.read(at: 0, min(8, source.count))
        try Self.requireNoOtherFormat(digits, source.name)
        guard digits.count == 8 else {
            throw DataError(.truncated, source.name, "it has \(digits.count) bytes, too few for a safetensors file")
        }
        let length = digits.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Self.limit else {
            throw DataError(.malformed, source.name, "it is no safetensors file: its header would have \(length) bytes")
        }
        guard length <= source.count - 8 else {
            throw DataError(
                .truncated, source.name, "its header has \(length) bytes, and \(source.count - 8) are there")
        }
        start = 8 + Int(length)
        let text = try source.read(at: 8, Int(length))
        guard text.first == UInt8(ascii: "{") else {
            throw DataError(.malformed, source.name, "it is no safetensors file: its header doesn't begin with {")
        }
        var reader = try JSONReader(text, source: source.name, part: "its header")
        try reader.object { reader, name in
            if name == "__metadata__" {
                try reader.object { metadata[$1] = try $0.string() }
            } else {
                entries.append(try Self.entry(name, &reader))
            }
        }
        try reader.end()
        try check(against: source)
    }

    /// `{"dtype":"F32","shape":[10],"data_offsets":[0,40]}`
    private static func entry(_ name: String, _ reader: inout JSONReader) throws -> Entry {
        var (code, shape, offsets): (String?, [Int]?, [Int]?)
        try reader.object { reader, member in
            func integers() throws -> [Int] {
                var result: [Int] = []
                try reader.array {
                    guard result.count < 64 else { throw $0.malformed("a list here has more than 64 numbers") }
                    result.append(try $0.integer())
                }
                return result
            }
            switch member {
            case "dtype": code = try reader.string()
            case "shape": shape = try integers()
            case "data_offsets": offsets = try integers()
            default: try reader.skip()
            }
        }
        func malformed(_ problem: String) -> DataError {
            reader.malformed("the tensor '\(name.prefix(80))' \(problem)")
        }
        guard let code, let shape, let offsets else { throw malformed("lacks its dtype, shape or data_offsets") }
        guard let dtype = StoredTensor.DType(rawValue: code) else {
            throw malformed("has elements of type '\(code.prefix(40))', which this reader doesn't know")
        }
        guard let count = StoredTensor.byteCount(shape, dtype) else {
            throw malformed("has an impossible shape, \(shape.prefix(65))")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw malformed("has the data_offsets \(offsets.prefix(3))")
        }
        guard offsets[1] - offsets[0] == count else {
            throw malformed("takes \(count) bytes, and its data_offsets \(offsets) are \(offsets[1] - offsets[0])")
        }
        return Entry(name: name, dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
    }

    /// The tensors cover the bytes behind the header, each byte once.
    private func check(against source: ByteSource) throws {
        func problem(_ kind: DataError.Kind, _ problem: String) -> DataError { DataError(kind, source.name, problem) }
        var end = 0
        // Those without bytes come before the one that begins where they stand.
        for entry in entries.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            let (name, range) = (entry.name.prefix(80), entry.range)
            guard range.lowerBound >= end else {
                throw problem(
                    .malformed,
                    "the tensor '\(name)' begins at byte \(range.lowerBound), within another that ends at \(end)")
            }
            guard range.lowerBound == end else {
                throw problem(
                    .malformed, "the bytes \(end) to \(range.lowerBound) before the tensor '\(name)' belong to none")
            }
            end = range.upperBound
        }
        let there = source.count - start
        guard end <= there else { throw problem(.truncated, "its tensors have \(end) bytes, and \(there) are there") }
        guard end == there else { throw problem(.tooLong, "its tensors have \(end) bytes, and \(there) are there") }
    }

    private static func requireNoOtherFormat(_ start: [UInt8], _ name: String) throws {
        let advice =
            if start.starts(with: Array("PK".utf8)) {
                "It's a zip archive: StateDict(torch:) reads torch's files, StateDict(npz:) NumPy's."
            } else if start.starts(with: [0x93] + Array("NUMPY".utf8)) {
                "It's an array of NumPy's: StoredTensor(npy:) reads it."
            } else {
                ""
            }
        if !advice.isEmpty { throw DataError(.malformed, name, "it is no safetensors file", advice: advice) }
    }
}

// Chapters/Workshop/18-04-safetensors.md: Reading the tensors
extension StateDict {
    /// The tensors in a safetensors file, in the order of its header, and its `metadata`.
    ///
    /// Elements of every type are kept as they are in the file: see `subscript(stored:)`.
    /// - Throws: `DataError` if it can't be read, or isn't as the format's definition wants it.
    public init(contentsOf file: URL) throws { try self.init(ByteSource(contentsOf: file)) }

    /// The same for a file that is in memory.
    package init(safetensors bytes: [UInt8], source: String = "safetensors data") throws {
        try self.init(ByteSource(bytes, name: source))
    }

    private init(_ source: ByteSource) throws {
        let header = try SafetensorsHeader(of: source)
        self.init()
        metadata = header.metadata
        for entry in header.entries {
            let start = header.start + entry.range.lowerBound
            if entry.dtype == .float32 {
                self[entry.name] = try Tensor(shape: entry.shape) { floats in
                    try source.read(at: start, into: UnsafeMutableRawBufferPointer(floats))
                }
            } else {
                self[stored: entry.name] = StoredTensor(
                    dtype: entry.dtype, shape: entry.shape, bytes: try source.read(at: start, entry.range.count))
            }
        }
    }

    // Chapters/Workshop/18-04-safetensors.md: Writing
    /// Writes a safetensors file, in one step: the file is the old one or the new one, never half of it.
    ///
    /// Equal states make equal bytes. Elements of other types than Float are written as they are.
    /// - Parameter metadata: remarks that go into the file besides those in `self.metadata`, and instead of them where
    ///   both have a name.
    /// - Throws: `DataError`: `missing` if it can't be written, `refused` for a tensor called `__metadata__`, `tooLong`
    ///   for a header beyond 100 MB. The old file is untouched then, unless the error says that the new one is written.
    public func write(to file: URL, metadata: [String: String] = [:]) throws {
        let (header, order) = try safetensorsHeader(metadata, of: file.lastPathComponent)
        try replaceFile(at: file) { writer in
            try header.withUnsafeBytes { try writer.write($0) }
            for name in order { try withBytes(of: name) { try writer.write($0) } }
        }
    }

    /// The bytes that `write(to:)` writes.
    package func safetensors(metadata: [String: String] = [:]) throws -> [UInt8] {
        var (result, order) = try safetensorsHeader(metadata, of: "safetensors data")
        for name in order { withBytes(of: name) { result += $0 } }
        return result
    }

    /// The length and the header, and the order in which the tensors' bytes follow.
    private func safetensorsHeader(_ more: [String: String], of file: String) throws -> (
        bytes: [UInt8], order: [String]
    ) {
        var order: [String] = []
        var entries: [String: (code: String, shape: [Int], range: Range<Int>)] = [:]
        var end = 0
        for size in [8, 4, 2, 1] {
            for name in keys {
                let (dtype, shape) = kind(of: name)
                guard dtype.size == size else { continue }
                let start = end
                end += shape.reduce(size, *)
                order.append(name)
                entries[name] = (dtype.rawValue, shape, start..<end)
            }
        }
        var members: [String] = []
        let remarks = metadata.merging(more) { $1 }.sorted {
            Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8))
        }
        if !remarks.isEmpty {
            let pairs = remarks.map { "\(jsonText($0.key)):\(jsonText($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        for name in keys {
            guard name != "__metadata__", let (code, shape, range) = entries[name] else {
                throw DataError(.refused, file, "a tensor can't be called \(name) in this format")
            }
            let sizes = shape.map(String.init).joined(separator: ",")
            members.append(
                "\(jsonText(name)):{\"dtype\":\"\(code)\",\"shape\":[\(sizes)],"
                    + "\"data_offsets\":[\(range.lowerBound),\(range.upperBound)]}")
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
        guard header.count <= 100_000_000 else {
            throw DataError(.tooLong, file, "a header of \(header.count) bytes is longer than readers take")
        }
        return ((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header, order)
    }
}
