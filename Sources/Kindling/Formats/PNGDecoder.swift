// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-06-png.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 23f9088f66f6ec72

// Chapters/Workshop/10-06-png.md: The decoder
import CZlib

extension PNG {
    /// Reads a PNG file of any kind: grey, colour or palette, with or without transparency, 1 to 16 bits, interlaced or
    /// not.
    ///
    /// The format is ISO/IEC 15948 (W3C, "Portable Network Graphics"). The checksum of every chunk is compared.
    /// Grey levels of less than 8 bits are spread over 0...255; palettes become red, green and blue; a transparent
    /// colour becomes alpha.
    /// - Parameters:
    ///   - source: what errors call the file.
    ///   - limit: the most numbers (pixels times 4 channels) to hold; `.max` for any. A short file can declare a huge
    ///     picture.
    /// - Throws: `DataError`, kinds `malformed`, `truncated`, `checksum`, `refused` and `tooLong`.
    public static func decode(_ bytes: [UInt8], source: String = "PNG data", limit: Int = 1 << 26) throws -> Picture {
        var decoder = PNGDecoder(source: source)
        return try decoder.decode(bytes, limit: limit)
    }
}

private struct PNGDecoder {
    let source: String
    var width = 0
    var height = 0
    var depth = 0
    var colourType = 0
    var isInterlaced = false
    /// Red, green and blue of each palette entry.
    var palette: [[UInt16]] = []
    /// The content of the tRNS chunk.
    var transparency: [UInt8] = []

    /// How many numbers a pixel has in the file.
    var storedChannels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colourType] ?? 0 }

    func error(_ kind: DataError.Kind, _ problem: String) -> DataError { DataError(kind, source, problem) }

    mutating func decode(_ bytes: [UInt8], limit: Int) throws -> Picture {
        if bytes.isEmpty { throw error(.truncated, "the file is empty") }
        guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) else {
            throw error(.malformed, "it doesn't begin like a PNG file")
        }
        let compressed = try readChunks(bytes, limit: limit)
        let rows = try inflated(compressed, count: passes.reduce(0) { $0 + $1.height * (1 + rowBytes($1.width)) })
        return try assembled(rows)
    }

    // MARK: Chunks

    /// Reads all chunks and returns the compressed pixels.
    private mutating func readChunks(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        var compressed: [UInt8] = []
        var position = 8
        var previous = ""
        while true {
            guard bytes.count - position >= 12 else { throw error(.truncated, "the file stops within a chunk") }
            let length = number(bytes[position..<position + 4])
            guard length <= bytes.count - position - 12 else {
                throw error(.truncated, "the file stops within a chunk")
            }
            let named = bytes[position + 4..<position + 8 + length]
            let name = String(decoding: named.prefix(4), as: UTF8.self)
            guard name.utf8.allSatisfy({ 0x41...0x5a ~= $0 & 0xdf }) else {
                throw error(.malformed, "a chunk's name is not of letters")
            }
            let content = Array(named.dropFirst(4))
            let checksum = named.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
            guard Int(checksum) == number(bytes[(position + 8 + length)..<(position + 12 + length)]) else {
                throw error(.checksum, "the checksum of a chunk is wrong")
            }
            position += 12 + length

            if (previous == "") != (name == "IHDR") {
                throw error(.malformed, "the header is missing or comes twice")
            }
            switch name {
            case "IHDR":
                try readHeader(content, limit: limit)
            case "PLTE":
                guard palette.isEmpty, compressed.isEmpty, content.count % 3 == 0, 3...768 ~= content.count else {
                    throw error(.malformed, "the palette is misplaced or of a wrong size")
                }
                palette = stride(from: 0, to: content.count, by: 3).map { content[$0..<$0 + 3].map(UInt16.init) }
            case "tRNS":
                let size = [0: 2, 2: 6][colourType]
                guard compressed.isEmpty, transparency.isEmpty,
                    colourType == 3 ? !content.isEmpty && content.count <= palette.count : content.count == size
                else {
                    throw error(.malformed, "the transparency is misplaced or of a wrong size")
                }
                transparency = content
            case "IDAT":
                guard compressed.isEmpty || previous == "IDAT" else {
                    throw error(.malformed, "the pixels are interrupted by another chunk")
                }
                compressed += content
            case "IEND":
                guard !compressed.isEmpty else { throw error(.truncated, "there are no pixels") }
                guard colourType != 3 || !palette.isEmpty else { throw error(.malformed, "the palette is missing") }
                return compressed
            default:
                // A capital first letter says: not to be ignored.
                guard let first = named.first, first & 0x20 != 0 else {
                    throw error(.refused, "it needs a chunk that this reader doesn't know")
                }
            }
            previous = name
        }
    }

    private mutating func readHeader(_ content: [UInt8], limit: Int) throws {
        guard content.count == 13 else { throw error(.malformed, "the header has \(content.count) bytes, not 13") }
        (width, height) = (number(content[0..<4]), number(content[4..<8]))
        (depth, colourType) = (Int(content[8]), Int(content[9]))
        let depths = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
        guard depths[colourType]?.contains(depth) == true else {
            throw error(.malformed, "there are no pictures of colour type \(colourType) with \(depth) bits")
        }
        guard content[10] == 0, content[11] == 0, content[12] <= 1 else {
            throw error(.malformed, "the header names unknown methods")
        }
        isInterlaced = content[12] == 1
        guard 1...0x7fff_ffff ~= width, 1...0x7fff_ffff ~= height else {
            throw error(.malformed, "a picture of \(width) x \(height) pixels can't be")
        }
        // However much is allowed: the number of bytes must be one that can be counted.
        guard width <= min(limit, 1 << 56) / 4 / height else {
            throw error(.tooLong, "a picture of \(width) x \(height) pixels is larger than allowed")
        }
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    // MARK: Pixels

    /// A picture is stored whole or, interlaced, in seven passes (Adam7), each a coarse picture of its own.
    private struct Pass {
        var width, height: Int
        var left = 0, top = 0
        var across = 1, down = 1
    }

    private var passes: [Pass] {
        guard isInterlaced else { return [Pass(width: width, height: height)] }
        let places = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        return places.map { left, top, across, down in
            Pass(
                width: max(0, (width - left + across - 1) / across), height: max(0, (height - top + down - 1) / down),
                left: left, top: top, across: across, down: down)
        }.filter { $0.width > 0 && $0.height > 0 }
    }

    private func rowBytes(_ width: Int) -> Int { (width * storedChannels * depth + 7) / 8 }

    private func inflated(_ compressed: [UInt8], count: Int) throws -> [UInt8] {
        // Deflate makes at most 1032 bytes of one. Memory follows what is there, not what the header declares.
        guard count / 1032 <= compressed.count else { throw error(.truncated, "there are too few pixels") }
        var written = uLongf(count)
        var status = Z_OK
        let rows = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            status = uncompress(buffer.baseAddress, &written, compressed, uLong(compressed.count))
            initialized = status == Z_OK ? Int(written) : 0
        }
        switch status {
        case Z_OK where rows.count == count: return rows
        case Z_OK: throw error(.truncated, "there are too few pixels")
        case Z_BUF_ERROR: throw error(.malformed, "the number of pixels is not what the header says")
        default: throw error(.malformed, "the compressed pixels are damaged")
        }
    }

    private func assembled(_ stored: [UInt8]) throws -> Picture {
        let usesPalette = colourType == 3
        let hasAlphaAdded = !transparency.isEmpty
        let channels = (usesPalette ? 3 : storedChannels) + (hasAlphaAdded ? 1 : 0)
        var samples = [UInt16](repeating: 0, count: width * height * channels)
        var stored = stored
        var position = 0
        for pass in passes {
            let count = rowBytes(pass.width)
            for row in 0..<pass.height {
                try unfilter(&stored, at: position, count: count, isFirst: row == 0)
                let line = stored[position + 1..<position + 1 + count]
                position += 1 + count
                if depth == 8, !usesPalette, !hasAlphaAdded, !isInterlaced {
                    // The common case: the numbers stand there as they are.
                    for (i, byte) in line.enumerated() { samples[row * count + i] = UInt16(byte) }
                    continue
                }
                for column in 0..<pass.width {
                    let pixel = try colours(of: line, column)
                    let place = (pass.top + row * pass.down) * width + pass.left + column * pass.across
                    for channel in 0..<channels { samples[place * channels + channel] = pixel[channel] }
                }
            }
        }
        return Picture(width: width, height: height, channels: channels, depth: depth == 16 ? 16 : 8, samples: samples)
    }

    /// Undoes the filter of a row in place: each byte was stored as the difference to a guess from its neighbours.
    private func unfilter(_ bytes: inout [UInt8], at start: Int, count: Int, isFirst: Bool) throws {
        let step = max(1, storedChannels * depth / 8)
        let filter = bytes[start]
        guard filter <= 4 else { throw error(.malformed, "a row has the unknown filter \(filter)") }
        if filter == 0 { return }
        for i in start + 1..<start + 1 + count {
            let left = i - start > step ? Int(bytes[i - step]) : 0
            let above = isFirst ? 0 : Int(bytes[i - count - 1])
            let corner = isFirst || i - start <= step ? 0 : Int(bytes[i - count - 1 - step])
            let guess: Int
            switch filter {
            case 1: guess = left
            case 2: guess = above
            case 3: guess = (left + above) / 2
            default:
                // Paeth's: the neighbour nearest to left + above - corner.
                let (a, b, c) = (abs(above - corner), abs(left - corner), abs(left + above - 2 * corner))
                guess = a <= b && a <= c ? left : (b <= c ? above : corner)
            }
            bytes[i] &+= UInt8(guess)
        }
    }

    /// The numbers of one pixel, in the picture's channels.
    private func colours(of line: ArraySlice<UInt8>, _ column: Int) throws -> [UInt16] {
        var raw: [UInt16] = []
        for channel in 0..<storedChannels {
            let place = column * storedChannels + channel
            switch depth {
            case 16:
                raw.append(
                    UInt16(line[line.startIndex + 2 * place]) << 8 | UInt16(line[line.startIndex + 2 * place + 1]))
            case 8: raw.append(UInt16(line[line.startIndex + place]))
            default:
                let byte = line[line.startIndex + place * depth / 8]
                let shift = 8 - depth - place * depth % 8
                raw.append(UInt16(byte >> shift) & (1 << depth - 1))
            }
        }
        if colourType == 3 {
            guard Int(raw[0]) < palette.count else { throw error(.malformed, "a pixel is outside the palette") }
            let entry = Int(raw[0])
            let alpha: [UInt16] =
                transparency.isEmpty ? [] : [entry < transparency.count ? UInt16(transparency[entry]) : 255]
            return palette[entry] + alpha
        }
        let spread = depth < 8 ? UInt16(255 / (1 << depth - 1)) : 1
        var pixel = raw.map { $0 * spread }
        if !transparency.isEmpty {
            // The colour stands in 16 bits, of which a picture of fewer counts the lowest.
            let transparent = stride(from: 0, to: transparency.count, by: 2).map {
                (UInt16(transparency[$0]) << 8 | UInt16(transparency[$0 + 1])) & UInt16(1 << depth - 1)
            }
            pixel.append(raw == transparent ? 0 : (depth == 16 ? 65_535 : 255))
        }
        return pixel
    }
}
