// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-11-checkpoint.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3e78b459e189ac81

// Chapters/Workshop/18-11-checkpoint.md: One file
import CZlib
import Foundation

extension Checkpoint {
    /// Saves all parts in a file. It is replaced in one step: killed at any moment, this leaves the old file or the new.
    /// - Throws: `DataError`, if it can't be written. The old file is untouched then, unless the error says that the new
    ///   one is written.
    public func save(to file: URL) throws {
        let state = stateDict
        try state.write(to: file, metadata: ["format": "kindling checkpoint", "crc32": state.checksum])
    }

    /// Restores all parts from a file.
    /// - Throws: `DataError`, if it can't be read or is damaged; `StateDictError`, if it's of another training; nothing
    ///   has been changed then.
    public func restore(from file: URL) throws {
        try loadStateDict(Self.state(of: file))
    }

    /// What is in a file, whole.
    private static func state(of file: URL) throws -> StateDict {
        let state = try StateDict(contentsOf: file)
        guard let checksum = state.metadata["crc32"] else {
            throw DataError(.malformed, file.lastPathComponent, "it holds tensors, and is no checkpoint")
        }
        if checksum != state.checksum {
            throw DataError(.checksum, file.lastPathComponent, "its content isn't what was written")
        }
        return state
    }
}

extension StateDict {
    /// The CRC-32 of all entries, in the order of their names.
    fileprivate var checksum: String {
        var sum = crc32(0, nil, 0)
        func add(_ bytes: UnsafeRawBufferPointer) {
            // zlib takes less than 4 GB at a time.
            for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
                let piece = bytes[start..<Swift.min(start + 1 << 30, bytes.count)]
                piece.withMemoryRebound(to: UInt8.self) { sum = crc32(sum, $0.baseAddress, uInt($0.count)) }
            }
        }
        for name in keys.sorted() {
            let (dtype, shape) = kind(of: name)
            Array("\(name) \(dtype.rawValue) \(shape)".utf8).withUnsafeBytes(add)
            withBytes(of: name, add)
        }
        return String(sum, radix: 16)
    }
}

// Chapters/Workshop/18-11-checkpoint.md: The last few
extension Checkpoint {
    /// Saves all parts in the folder, as its newest file, and then removes those beyond the last `keepLast`.
    /// - Returns: the file.
    /// - Throws: `DataError`, if it can't be written: all files are as before then, unless it says that the new one is
    ///   written. Or if an old one can't be removed.
    @discardableResult
    public func save() throws -> URL {
        try makeFolder(at: folder)
        let old = try numberedFiles()
        let file = folder.appendingPathComponent(Self.name((old.last?.number ?? 0) + 1))
        try save(to: file)
        let sound = old.filter { !damaged.contains($0.number) }
        for (_, file) in sound.dropLast(keepLast - 1) where unlink(file.path) != 0 && errno != ENOENT {
            throw DataError(.missing, file.lastPathComponent, "a newer one is saved, but this can't be removed")
        }
        return file
    }

    /// The files in the folder, the newest last; none if there is no folder.
    /// - Throws: `DataError`, if the folder can't be read.
    public var files: [URL] { get throws { try numberedFiles().map(\.file) } }

    private static func name(_ number: Int) -> String {
        let digits = String(number)
        return "checkpoint-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).safetensors"
    }

    private func numberedFiles() throws -> [(number: Int, file: URL)] {
        try namesInFolder().compactMap { name -> (number: Int, file: URL)? in
            // A name that wouldn't be made again is somebody else's.
            guard let number = Int(name.dropFirst(11).prefix { $0 != "." }), number < 1 << 53, name == Self.name(number)
            else { return nil }
            return (number, folder.appendingPathComponent(name))
        }.sorted { $0.number < $1.number }
    }

    private func namesInFolder() throws -> [String] {
        let unreadable = DataError(.missing, folder.lastPathComponent, "this folder can't be read at \(folder.path)")
        guard let directory = opendir(folder.path) else {
            if errno == ENOENT { return [] }
            throw unreadable
        }
        defer { closedir(directory) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(directory) {
            let name = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
            names.append(String(cString: name.assumingMemoryBound(to: CChar.self)))
            errno = 0
        }
        if errno != 0 { throw unreadable }
        return names
    }
}

extension Checkpoint {
    /// Restores all parts from the newest file in the folder that isn't damaged.
    ///
    /// - Parameter note: gets a sentence about each damaged file. Without it, they go to standard error.
    /// - Returns: the file; nil if there is none, as before the first run.
    /// - Throws: `DataError`, if files can't be read or all are damaged; `StateDictError`, if a file is of another
    ///   training. Nothing has been changed then.
    @discardableResult
    public func restore(note: ((String) -> Void)? = nil) throws -> URL? {
        let note = note ?? { FileHandle.standardError.write(Data("note: \($0)\n".utf8)) }
        var firstError: DataError?
        for (number, file) in try numberedFiles().reversed() {
            let state: StateDict
            do {
                state = try Self.state(of: file)
            } catch let error as DataError where error.isDamage {
                note("\(error) The checkpoint before it is taken, if there is one.")
                firstError = firstError ?? error
                damaged.insert(number)
                continue
            }
            try loadStateDict(state)
            return file
        }
        if let firstError { throw firstError }
        return nil
    }
}

extension DataError {
    /// Whether the bytes are to blame, and not the way to them.
    fileprivate var isDamage: Bool {
        switch kind {
        case .truncated, .tooLong, .malformed, .checksum: true
        case .missing, .refused, .download: false
        }
    }
}
