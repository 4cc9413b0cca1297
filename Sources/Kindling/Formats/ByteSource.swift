// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-03-json.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9bf035bf2e9b73af

// Chapters/Workshop/18-03-json.md: Bytes at a place
import Foundation

/// Bytes that can be read at any place: of a file that stays open, or of an array.
struct ByteSource {
    /// What errors call it.
    let name: String
    /// How many bytes there are.
    let count: Int
    private let fill: (_ start: Int, _ target: UnsafeMutableRawBufferPointer) throws -> Void

    init(_ bytes: [UInt8], name: String) {
        (self.name, count) = (name, bytes.count)
        fill = { start, target in
            bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[start..<start + target.count])) }
        }
    }

    /// - Throws: `DataError` of kind `missing` if it can't be read or is no file.
    init(contentsOf file: URL) throws {
        let name = file.lastPathComponent
        let open = try OpenFile(file)
        (self.name, count) = (name, open.count)
        fill = { start, target in
            var done = 0
            while done < target.count {
                // The system reads as much as it likes; macOS refuses more than 2 GB.
                let length = min(target.count - done, 1 << 30)
                let read = pread(open.descriptor, target.baseAddress?.advanced(by: done), length, off_t(start + done))
                if read < 0, errno == EINTR { continue }
                guard read >= 0 else { throw DataError(.missing, name, "it can't be read: \(systemReason())") }
                guard read > 0 else { throw DataError(.truncated, name, "it became shorter while it was read") }
                done += read
            }
        }
    }

    /// Copies the bytes from `start` on to `target`, as many as it has room for.
    /// - Throws: `DataError`: `truncated` if there are fewer.
    func read(at start: Int, into target: UnsafeMutableRawBufferPointer) throws {
        try require(start, target.count)
        if !target.isEmpty { try fill(start, target) }
    }

    /// A copy of so many bytes from `start` on.
    func read(at start: Int, _ length: Int) throws -> [UInt8] {
        try require(start, length)
        return try [UInt8](unsafeUninitializedCapacity: length) { buffer, initializedCount in
            if length > 0 { try fill(start, UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: length)) }
            initializedCount = length
        }
    }

    private func require(_ start: Int, _ length: Int) throws {
        guard start >= 0, length >= 0, start <= count, length <= count - start else {
            throw DataError(.truncated, name, "it needs \(length) bytes at byte \(start), and has \(count) in all")
        }
    }
}

/// A file that is open for reading until nobody needs it any more.
private final class OpenFile {
    let descriptor: Int32
    let count: Int

    init(_ file: URL) throws {
        // A pipe would make us wait for whoever writes into it; we only want to see that it's no file.
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw DataError(
                .missing, file.lastPathComponent, "it can't be read", advice: "Is there a file \(file.path)?")
        }
        (self.descriptor, count) = (descriptor, Int(status.st_size))
    }

    deinit { close(descriptor) }
}
