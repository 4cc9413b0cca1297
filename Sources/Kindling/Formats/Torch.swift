// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-07-torch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 23a3cd0b60341376

// Chapters/Workshop/18-07-torch.md: A state
import Foundation

extension StateDict {
    /// The tensors in a file that `torch.save` has written. No code in it is run.
    ///
    /// What is nested gets names with dots: `{'model': {'weight': …}}` gives `model.weight`, and the elements of a list
    /// are counted. Numbers and text go into `metadata`, under their names. A single tensor is called `tensor`.
    /// Elements of every type are kept: see `subscript(stored:)`.
    /// - Parameters:
    ///   - key: reads only what stands in the outermost dictionary under this name.
    ///   - limit: how many bytes the tensors and their names may take beyond those that the file has, where it's
    ///     compressed or where tensors show elements several times.
    /// - Throws: `DataError`: `refused` if it asks for anything but tensors, numbers, text and containers; `missing`,
    ///   `truncated`, `checksum`; `malformed`, also if nothing stands under `key`; `tooLong` beyond the limit.
    public init(torch file: URL, key: String? = nil, limit: Int = 1 << 30) throws {
        try self.init(torch: ByteSource(contentsOf: file), key: key, limit: limit)
    }

    /// The same for a file that is in memory.
    package init(torch bytes: [UInt8], source: String = "torch data", key: String? = nil, limit: Int = 1 << 30) throws {
        try self.init(torch: ByteSource(bytes, name: source), key: key, limit: limit)
    }

    private init(torch source: ByteSource, key: String?, limit: Int) throws {
        let file = try TorchFile(source, limit: limit)
        var value = try Pickle.load(file)
        if let key {
            guard case .dictionary(let pairs) = value else {
                throw DataError(.malformed, source.name, "it holds no dictionary, and nothing under '\(key)'")
            }
            let names = pairs.map { Self.name($0.key) }
            guard let place = names.lastIndex(of: key) else {
                throw DataError(
                    .malformed, source.name,
                    "it holds nothing under '\(key)', but under \(names.prefix(20).compactMap { $0 }.joined(separator: ", "))"
                )
            }
            value = pairs[place].value
        }
        var walk = Walk(source: file.name, bytes: file.allowance)
        if case .tensor = value { try walk.add(value, "tensor") } else { try walk.add(value, "") }
        self = walk.state
    }

    /// The name that a key gives; nil for a key that gives none. Python 2's texts are bytes.
    private static func name(_ key: PickleValue) -> String? {
        switch key {
        case .string(let text): text
        case .bytes(let utf8): String(validating: utf8, as: UTF8.self)
        case .int(let number): String(number)
        default: nil
        }
    }

    /// Collects what is nested.
    private struct Walk {
        var state = StateDict()
        let source: String
        /// How many more values and bytes may come.
        var values = 1_000_000
        var bytes: Int

        mutating func add(_ value: PickleValue, _ name: String) throws {
            func inside(_ part: String) -> String { name.isEmpty ? part : "\(name).\(part)" }
            values -= 1
            guard values >= 0 else { throw DataError(.tooLong, source, "it holds more than a million values") }
            try take(name.utf8.count)
            switch value {
            case .dictionary(let pairs):
                for (key, value) in pairs {
                    guard let part = StateDict.name(key) else {
                        throw DataError(.refused, source, "it holds a dictionary whose keys are no names")
                    }
                    try add(value, inside(part))
                }
            case .list(let elements), .tuple(let elements):
                for (i, element) in elements.enumerated() { try add(element, inside(String(i))) }
            case .tensor(let tensor): try put(tensor, name)
            case .array(let array): try put(StoredTensor(array), name)
            case .bool(let value): state.metadata[name] = String(value)
            case .int(let value): state.metadata[name] = String(value)
            case .float(let value): state.metadata[name] = String(value)
            case .string(let text): state.metadata[name] = text
            case .none, .bytes: break
            }
        }

        private mutating func take(_ count: Int) throws {
            bytes -= count
            guard bytes >= 0 else {
                throw DataError(.tooLong, source, "its tensors and names take far more bytes than it has")
            }
        }

        private mutating func put(_ tensor: StoredTensor, _ name: String) throws {
            try take(tensor.bytes.count)
            guard !state.has(name) else {
                throw DataError(.malformed, source, "two tensors in it get the name '\(name.prefix(80))'")
            }
            state[stored: name] = tensor
        }
    }
}

extension StoredTensor {
    /// A NumPy array that stands in a pickle.
    init(_ array: NumpyArray) {
        let types: [NumpyArray.Element: DType] = [
            .float32: .float32, .float64: .float64, .int32: .int32, .int64: .int64, .uint8: .uint8,
        ]
        self.init(
            dtype: types[array.element] ?? .uint8,
            layout: array.isFortranOrder ? Layout(columnMajor: array.shape) : Layout(shape: array.shape),
            bytes: Array(array.bytes), isBigEndian: array.isBigEndian)
    }
}
