// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-03-gzip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 400562ccb2ef8d3c

// Chapters/Workshop/03-03-gzip.md: gzip
import CZlib
import Foundation

/// Inflates gzip data piece by piece, so that a large file never has to be in memory whole.
///
/// The format is RFC 1952: one or more members, each a header, a deflate stream, and the CRC-32 and length of what
/// comes out. zlib checks both.
public final class GzipReader {
    private let compressed: [UInt8]
    private let source: String
    private var position = 0
    private var memberIsOpen = true
    private var mayGoOn = true
    // zlib's state points back at this structure, so it must stay where it is.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameters:
    ///   - compressed: the whole compressed data, which are small beside what comes out of them.
    ///   - source: what errors call the data.
    /// - Throws: `DataError` if zlib has no memory for its window.
    public init(_ compressed: [UInt8], source: String = "gzip data") throws {
        self.compressed = compressed
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 to say that a gzip header must come, not zlib's own.
        let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw DataError(.malformed, source, "zlib can't start (status \(status))")
        }
    }

    /// The same for data of one member, behind which nothing may stand.
    package convenience init(oneMember compressed: [UInt8], source: String) throws {
        try self.init(compressed, source: source)
        mayGoOn = false
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Fills as much of `buffer` as it can, and returns how many bytes it wrote: fewer than the buffer holds only at
    /// the end of the data, 0 once there is nothing left.
    /// - Throws: `DataError`, kind `truncated` or `malformed`.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var written = 0
        while written < buffer.count, memberIsOpen {
            // zlib counts in 32 bits.
            let room = min(buffer.count - written, 1 << 30)
            let offered = min(compressed.count - position, 1 << 30)
            let status = compressed.withUnsafeBytes { input in
                stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self).advanced(by: position))
                stream.pointee.avail_in = UInt32(offered)
                stream.pointee.next_out = buffer.baseAddress?
                    .assumingMemoryBound(to: UInt8.self).advanced(by: written)
                stream.pointee.avail_out = UInt32(room)
                return CZlib.inflate(stream, Z_NO_FLUSH)
            }
            let produced = room - Int(stream.pointee.avail_out)
            position += offered - Int(stream.pointee.avail_in)
            written += produced

            switch status {
            case Z_OK:
                break
            case Z_STREAM_END:
                try startNextMember()
            case Z_BUF_ERROR where position == compressed.count:
                throw DataError(
                    .truncated, source, "the gzip data stop before their end",
                    advice: "The file is incomplete: delete it and fetch it again.")
            default:
                throw DataError(
                    .malformed, source, "not gzip data, or damaged (\(message(for: status)))",
                    advice: "Delete the file and fetch it again.")
            }
        }
        return written
    }

    /// gzip files may be written one after the other; what comes out is one after the other, too.
    private func startNextMember() throws {
        // Zeros pad files to the block of a tape or disk, also in front of the next one.
        if mayGoOn { position = compressed[position...].firstIndex { $0 != 0 } ?? compressed.count }
        guard position < compressed.count else {
            memberIsOpen = false
            return
        }
        // One byte alone may be the beginning of a member that was cut: zlib will miss the rest.
        guard mayGoOn, compressed[position] == 0x1f,
            position + 1 == compressed.count || compressed[position + 1] == 0x8b
        else {
            throw DataError(.malformed, source, "\(compressed.count - position) bytes follow the gzip data")
        }
        inflateReset(stream)
    }

    private func message(for status: Int32) -> String {
        stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status \(status)"
    }
}

/// Whole gzip files in one call.
public enum Gzip {
    /// What comes out of gzip data.
    /// - Parameters:
    ///   - compressed: the data, one member or more.
    ///   - limit: the most bytes that may come out; `.max` for any number. A few kilobytes of gzip can hold gigabytes
    ///     of zeros, so the reader says what it is prepared to hold.
    ///   - source: what errors call the data.
    /// - Throws: `DataError`: `truncated`, `malformed`, or `tooLong` when more than `limit` bytes come out.
    public static func inflate(_ compressed: [UInt8], limit: Int, source: String = "gzip data") throws -> [UInt8] {
        let reader = try GzipReader(compressed, source: source)
        var result: [UInt8] = []
        // One byte more than allowed is enough to know.
        let most = limit == .max ? limit : max(0, limit + 1)
        // Memory follows what has come out, never what a header declares.
        var room = min(max(4 * compressed.count, 4096), most)
        while true {
            let start = result.count
            let chunk = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if start == 0 { result = chunk } else { result += chunk }
            guard result.count <= limit else {
                throw DataError(.tooLong, source, "more than \(limit) bytes come out of the gzip data")
            }
            if chunk.count < room { return result }
            room = min(max(result.count, 4096), most - result.count)
        }
    }

    /// Gzip data that hold `bytes`. The bytes it returns depend on zlib's version; what they inflate to does not.
    public static func deflate(_ bytes: [UInt8]) throws -> [UInt8] {
        // zlib counts in 32 bits.
        guard bytes.count < 1 << 31 else {
            throw DataError(.tooLong, "gzip", "\(bytes.count) bytes are too many to compress in one call")
        }
        var stream = z_stream()
        let started = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw DataError(.malformed, "gzip", "zlib can't start (status \(started))") }
        defer { deflateEnd(&stream) }

        var status = Z_OK
        let room = Int(deflateBound(&stream, uLong(bytes.count)))
        let result = bytes.withUnsafeBytes { input in
            [UInt8](unsafeUninitializedCapacity: room) { output, count in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                stream.avail_in = UInt32(truncatingIfNeeded: bytes.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(truncatingIfNeeded: room)
                status = CZlib.deflate(&stream, Z_FINISH)
                count = room - Int(stream.avail_out)
            }
        }
        guard status == Z_STREAM_END else {
            throw DataError(.malformed, "gzip", "zlib can't compress (status \(status))")
        }
        return result
    }
}
