// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-05-pictures.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4cee2a983cecb5e1

// Chapters/Workshop/03-05-pictures.md: PNG
import CZlib
import Foundation

/// Writes PNG pictures of 8 bits a channel.
///
/// The pixels are stored, not compressed, so that a picture's bytes depend on its pixels alone: what a compressor
/// makes of them changes with its version.
public enum PNG {
    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - channels: 1 for grey, 3 for red, green, blue.
    ///   - pixels: `height * width * channels` bytes, row by row.
    public static func encode(width: Int, height: Int, channels: Int = 1, pixels: [UInt8]) -> Data {
        let (area, isVast) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, channels == 1 || channels == 3, !isVast, pixels.count.isMultiple(of: channels),
            pixels.count / channels == area
        else {
            fatalError("PNG.encode: \(pixels.count) bytes are no picture of \(width) x \(height) x \(channels)")
        }
        // A chunk says its length in 31 bits: the rows, what stands between their blocks, a header and a checksum.
        guard pixels.count + height < 0x7ffd_0000 else {
            fatalError("PNG.encode: \(width) x \(height) x \(channels) bytes are too many for a picture")
        }
        // Each row starts with a byte that says how it was filtered: 0, not at all.
        var rows: [UInt8] = []
        rows.reserveCapacity(pixels.count + height)
        for row in stride(from: 0, to: pixels.count, by: width * channels) {
            rows.append(0)
            rows += pixels[row..<row + width * channels]
        }

        var png = Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
        append("IHDR", big(width) + big(height) + [8, channels == 1 ? 0 : 2, 0, 0, 0], to: &png)
        append("IDAT", stored(rows), to: &png)
        append("IEND", [], to: &png)
        return png
    }

    /// A chunk: its length, its name, its bytes, and the CRC-32 of name and bytes.
    private static func append(_ name: String, _ bytes: [UInt8], to png: inout Data) {
        let body = Array(name.utf8) + bytes
        png.append(contentsOf: big(bytes.count))
        png.append(contentsOf: body)
        png.append(contentsOf: big(Int(crc32(0, body, uInt(body.count)))))
    }

    /// `bytes` in zlib's format, in blocks of "stored" data: two bytes of header, the blocks, an Adler-32.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: bytes.count, by: 65_535) {
            let block = bytes[start..<min(start + 65_535, bytes.count)]
            let isLast = block.endIndex == bytes.count
            let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
            result += [isLast ? 1 : 0, low, high, ~low, ~high]
            result += block
        }
        return result + big(Int(adler32(1, bytes, uInt(bytes.count))))
    }

    private static func big(_ number: Int) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

extension PNG {
    /// A tensor as a grey picture: 0 black, 1 and above white.
    /// - Parameters:
    ///   - image: `(H, W)`.
    ///   - scale: how many pixels of the picture, across and down, show one of the image.
    public static func grey(_ image: Tensor, scale: Int = 1) -> Data {
        guard image.shape.count == 2, scale > 0 else {
            fatalError("PNG.grey: shape \(image.shape) at scale \(scale) is no picture; it needs (H, W)")
        }
        let (height, width) = (image.size(0), image.size(1))
        // What is too large even before it is known how much is PNG.encode's to say.
        guard max(height, width, scale) < 1 << 31, height * scale < 1 << 31, width * scale < 1 << 31 else {
            fatalError("PNG.grey: shape \(image.shape) at scale \(scale) is too large for a picture")
        }
        let values = image.array
        var pixels: [UInt8] = []
        pixels.reserveCapacity(height * width * scale * scale)
        for row in 0..<height * scale {
            for column in 0..<width * scale {
                let value = values[row / scale * width + column / scale]
                pixels.append(value > 0 ? UInt8(min(255, (value * 256).rounded(.down))) : 0)
            }
        }
        return encode(width: width * scale, height: height * scale, pixels: pixels)
    }
}
