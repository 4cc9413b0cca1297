// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-07-torch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4dfeb1ad1114df61

// Chapters/Workshop/18-07-torch.md: Names
/// A name that the pickle in a file of torch's may mention.
enum TorchName {
    /// `_rebuild_tensor`, of its versions 1 to 3.
    case rebuild(version: Int)
    /// A tensor with something around it that we drop: what a parameter or a subclass has besides.
    case rebuildParameter
    case rebuildFromType
    case orderedDict
    case size
    case device
    /// A class of tensors.
    case type
    /// A class of storages, with the type of its elements; nil for one that is only bytes.
    case storage(StoredTensor.DType?)
    case dtype(StoredTensor.DType)

    static let all: [String: TorchName] = {
        var names: [String: TorchName] = [
            "torch._utils._rebuild_tensor": .rebuild(version: 1),
            "torch._utils._rebuild_tensor_v2": .rebuild(version: 2),
            "torch._utils._rebuild_tensor_v3": .rebuild(version: 3),
            "torch._utils._rebuild_parameter": .rebuildParameter,
            "torch._tensor._rebuild_from_type_v2": .rebuildFromType, "torch.Tensor": .type,
            "torch.nn.parameter.Parameter": .type, "torch.nn.parameter.Buffer": .type,
            "collections.OrderedDict": .orderedDict, "torch.Size": .size, "torch.device": .device,
            "torch.storage.UntypedStorage": .storage(nil),
        ]
        let types: [(storage: String?, name: String, dtype: StoredTensor.DType)] = [
            ("Float", "float32", .float32), ("Double", "float64", .float64), ("Half", "float16", .float16),
            ("BFloat16", "bfloat16", .bfloat16), ("Long", "int64", .int64), ("Int", "int32", .int32),
            ("Short", "int16", .int16), ("Char", "int8", .int8), ("Byte", "uint8", .uint8), ("Bool", "bool", .bool),
            (nil, "uint16", .uint16), (nil, "uint32", .uint32), (nil, "uint64", .uint64),
            (nil, "float8_e4m3fn", .float8e4m3), (nil, "float8_e5m2", .float8e5m2),
            (nil, "float8_e8m0fnu", .float8e8m0),
            (nil, "float8_e4m3fnuz", .float8e4m3fnuz), (nil, "float8_e5m2fnuz", .float8e5m2fnuz),
        ]
        for (storage, name, dtype) in types {
            if let storage { names["torch.\(storage)Storage"] = .storage(dtype) }
            names["torch.\(name)"] = .dtype(dtype)
        }
        return names
    }()
}

// Chapters/Workshop/18-07-torch.md: The archive
/// The archive that `torch.save` writes: a pickle, and the bytes of its storages.
final class TorchFile {
    let name: String
    let isBigEndian: Bool
    /// How many bytes the tensors and their names may take.
    let allowance: Int
    private var taken = 0
    private let archive: ZipReader
    private let entries: [String: ZipReader.Entry]
    /// The folder in the archive in which all is.
    private let folder: Substring
    private var storages: [String: [UInt8]] = [:]

    /// - Parameter limit: how many bytes may come out beyond those that the file has.
    /// - Throws: `DataError`.
    init(_ source: ByteSource, limit: Int) throws {
        name = source.name
        let start = try source.read(at: 0, min(6, source.count))
        guard start != [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc] else {
            throw DataError(
                .refused, name, "it was written by a torch before 1.6",
                advice: "Load it with torch and save it again; then it's a file of today's form.")
        }
        archive = try ZipReader(source, limit: limit)
        allowance = limit < .max - source.count ? source.count + max(limit, 0) : .max
        entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
        let pickles = archive.entries.map(\.name).filter { $0.hasSuffix("/data.pkl") }
        guard pickles.count == 1, let pickle = pickles.first else {
            throw DataError(.malformed, name, "it is a zip archive, but none of torch's: it has no data.pkl")
        }
        folder = pickle.dropLast("/data.pkl".count)
        let order =
            try entries["\(folder)/byteorder"].map { [archive] in try archive.content(of: $0) } ?? Array("little".utf8)
        isBigEndian = order == Array("big".utf8)
        guard isBigEndian || order == Array("little".utf8) else {
            throw DataError(.malformed, name, "the order of its bytes is neither little nor big")
        }
    }

    private func content(_ path: String) throws -> [UInt8] {
        guard let entry = entries["\(folder)/\(path)"] else {
            throw DataError(.malformed, name, "it lacks its part '\(path.prefix(80))'")
        }
        return try archive.content(of: entry)
    }

    var pickle: [UInt8] { get throws { try content("data.pkl") } }

    /// The bytes of a storage, read once however many tensors show parts of it.
    func storage(_ key: String) throws -> [UInt8] {
        if let known = storages[key] { return known }
        let bytes = try content("data/\(key)")
        storages[key] = bytes
        return bytes
    }

    /// Accounts for a tensor's bytes before there is any memory for them.
    func spend(_ count: Int) throws {
        guard count <= allowance - taken else {
            throw DataError(.tooLong, name, "its tensors take far more bytes than it has")
        }
        taken += count
    }
}
