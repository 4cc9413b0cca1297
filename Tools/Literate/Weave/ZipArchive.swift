import CZlib

/// A zip archive in memory, for what reading systems want packed: no file of 4 GB, no date.
struct ZipArchive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// - Parameter isPacked: Whether it's compressed; what must be found by its place in the file isn't.
    mutating func add(_ path: String, _ content: [UInt8], isPacked: Bool = true) throws {
        let packed = isPacked ? try Self.deflated(content) : content
        let name = Array(path.utf8)
        guard let offset = UInt32(exactly: bytes.count), let size = UInt32(exactly: content.count),
            let packedSize = UInt32(exactly: packed.count), let nameSize = UInt16(exactly: name.count), count < .max
        else { throw Failure("\(path) doesn't fit into a zip archive", at: nil) }
        let checksum = content.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
        // Version 2.0, names in UTF-8, the first of January 1980.
        let entry =
            Self.halves(20, 0x800, isPacked ? 8 : 0, 0, 0x21) + Self.words(checksum, packedSize, size)
            + Self.halves(nameSize, 0)
        bytes += Self.words(0x0403_4B50) + entry + name + packed
        directory += Self.words(0x0201_4B50) + Self.halves(20) + entry + Self.halves(0, 0, 0)
        directory += Self.words(0, offset) + name
        count += 1
    }

    /// The archive with the list at its end.
    var data: [UInt8] {
        get throws {
            guard let offset = UInt32(exactly: bytes.count), let size = UInt32(exactly: directory.count) else {
                throw Failure("this is more than a zip archive holds", at: nil)
            }
            let end = Self.words(0x0605_4B50, 0) + Self.halves(count, count) + Self.words(size, offset) + Self.halves(0)
            return bytes + directory + end
        }
    }

    private static func halves(_ values: UInt16...) -> [UInt8] { values.flatMap { bytes(of: $0) } }

    private static func words(_ values: UInt32...) -> [UInt8] { values.flatMap { bytes(of: $0) } }

    private static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// Packed by zlib, without its header.
    private static func deflated(_ content: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        let version = ZLIB_VERSION
        guard
            deflateInit2_(
                &stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, version,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw Failure("zlib can't begin", at: nil) }
        defer { deflateEnd(&stream) }
        var content = content
        var packed = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
        let result = content.withUnsafeMutableBufferPointer { from in
            packed.withUnsafeMutableBufferPointer { to in
                stream.next_in = from.baseAddress
                stream.avail_in = UInt32(from.count)
                stream.next_out = to.baseAddress
                stream.avail_out = UInt32(to.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { throw Failure("zlib can't pack this", at: nil) }
        return Array(packed.prefix(packed.count - Int(stream.avail_out)))
    }
}
