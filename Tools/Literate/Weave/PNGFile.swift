import CZlib

/// A picture as PNG: its size, and the same pixels in fewer bytes. The book's own writer packs nothing.
///
/// Source: W3C, *Portable Network Graphics (PNG) Specification*, chapters 5 and 10.
struct PNGFile {
    private struct Chunk {
        var type: ArraySlice<UInt8>
        var content: ArraySlice<UInt8>
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private let bytes: [UInt8]
    private let chunks: [Chunk]

    let width: Int
    let height: Int

    /// Nil for what isn't one, or is cut off.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: Self.signature) else { return nil }
        var chunks: [Chunk] = []
        var rest = bytes.dropFirst(Self.signature.count)
        while !rest.isEmpty {
            guard rest.count >= 12 else { return nil }
            let length = Self.number(rest.prefix(4))
            guard length <= rest.count - 12 else { return nil }
            let type = rest.dropFirst(4).prefix(4)
            chunks.append(Chunk(type: type, content: rest.dropFirst(8).prefix(length)))
            rest = rest.dropFirst(12 + length)
        }
        guard let header = chunks.first, header.type.elementsEqual("IHDR".utf8), header.content.count == 13 else {
            return nil
        }
        self.bytes = bytes
        self.chunks = chunks
        width = Self.number(header.content.prefix(4))
        height = Self.number(header.content.dropFirst(4).prefix(4))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The file with its pixels packed as tightly as zlib can; as it is where that isn't smaller, or can't be done.
    var repacked: [UInt8] {
        let data = chunks.filter { $0.type.elementsEqual("IDAT".utf8) }.flatMap(\.content)
        // A bit more than the pixels have, so that what is unpacked can't be anything.
        let limit = (width * 8 + 16) * (height + 1) * 2
        guard !data.isEmpty, limit < 1 << 28, let pixels = Self.unpacked(data, limit: limit),
            let packed = Self.packed(pixels)
        else { return bytes }
        var result = Self.signature
        var isDone = false
        for chunk in chunks {
            guard chunk.type.elementsEqual("IDAT".utf8) else {
                Self.put(Array(chunk.type), Array(chunk.content), into: &result)
                continue
            }
            if !isDone { Self.put(Array("IDAT".utf8), packed, into: &result) }
            isDone = true
        }
        return result.count < bytes.count ? result : bytes
    }

    private static func put(_ type: [UInt8], _ content: [UInt8], into result: inout [UInt8]) {
        let body = type + content
        let checksum = body.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
        withUnsafeBytes(of: UInt32(content.count).bigEndian) { result += $0 }
        result += body
        withUnsafeBytes(of: checksum.bigEndian) { result += $0 }
    }

    private static func unpacked(_ data: [UInt8], limit: Int) -> [UInt8]? {
        var pixels = [UInt8](repeating: 0, count: limit)
        var count = uLongf(limit)
        guard uncompress(&pixels, &count, data, uLong(data.count)) == Z_OK else { return nil }
        return Array(pixels.prefix(Int(count)))
    }

    private static func packed(_ pixels: [UInt8]) -> [UInt8]? {
        var count = compressBound(uLong(pixels.count))
        var packed = [UInt8](repeating: 0, count: Int(count))
        guard compress2(&packed, &count, pixels, uLong(pixels.count), Z_BEST_COMPRESSION) == Z_OK else { return nil }
        return Array(packed.prefix(Int(count)))
    }
}
