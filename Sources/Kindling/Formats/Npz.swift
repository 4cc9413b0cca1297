// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-06-zip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f15ffa445bf12fd9

// Chapters/Workshop/18-06-zip.md: npz
import Foundation

extension StateDict {
    /// The arrays in an `.npz` file of NumPy's, in the order of the archive. Elements of every type are kept: see
    /// `subscript(stored:)`.
    /// - Parameter limit: the most bytes that compressed arrays may take, all together.
    /// - Throws: `DataError`.
    public init(npz file: URL, limit: Int = 1 << 30) throws {
        try self.init(npz: ByteSource(contentsOf: file), limit: limit)
    }

    /// The same for a file that is in memory.
    package init(npz bytes: [UInt8], source: String = "npz data", limit: Int = 1 << 30) throws {
        try self.init(npz: ByteSource(bytes, name: source), limit: limit)
    }

    private init(npz source: ByteSource, limit: Int) throws {
        let archive = try ZipReader(source, limit: limit)
        self.init()
        for entry in archive.entries {
            guard entry.name.hasSuffix(".npy") else {
                throw DataError(.refused, source.name, "it holds '\(entry.name.prefix(80))', which is no array")
            }
            self[stored: String(entry.name.dropLast(4))] = try StoredTensor(
                npy: archive.content(of: entry), source: "\(source.name), \(entry.name.prefix(80))")
        }
    }

    /// Writes an `.npz` file, in one step. NumPy has no place there for `metadata`.
    /// - Parameter compressed: whether the arrays are deflated, which takes time and pays little for weights. Those of 2
    ///   GB or more aren't.
    /// - Throws: `DataError`: `refused` for types that NumPy doesn't have and names that don't fit, `missing` if it can't
    ///   be written.
    public func write(npz file: URL, compressed: Bool = false) throws {
        let arrays = try npzArrays(of: file.lastPathComponent)
        try replaceFile(at: file) { writer in try pack(arrays, compressed) { try writer.write($0) } }
    }

    /// The bytes that `write(npz:)` writes.
    package func npz(compressed: Bool = false) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try pack(npzArrays(of: "npz data"), compressed) { bytes += $0 }
        return bytes
    }

    private func pack(
        _ arrays: [(name: String, header: [UInt8])], _ compressed: Bool,
        _ write: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var archive = ZipWriter(write)
        for (name, header) in arrays {
            guard let stored = self[stored: name] else { continue }
            try archive.add("\(name).npy", [header, stored.bytes], compressed: compressed)
        }
        try archive.finish()
    }

    /// The names and the arrays' headers, before anything is written.
    private func npzArrays(of file: String) throws -> [(name: String, header: [UInt8])] {
        try keys.map { name in
            guard name.utf8.count < 1 << 15 else {
                throw DataError(.refused, file, "a name of \(name.utf8.count) bytes is too long")
            }
            let (dtype, shape) = kind(of: name)
            return (name, try StoredTensor.npyHeader(dtype, shape, of: file))
        }
    }
}
