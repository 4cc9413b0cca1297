import Kindling

extension FuzzTarget {
    /// PNG: the picture is the one that the format's definition gives.
    static let png = FuzzTarget("png", check: PNGReference.check, mutate: PNGReference.mutated)
}

/// The decoder by the words of ISO/IEC 15948, a pixel at a time, on top of `Inflater`.
enum PNGReference {
    static let limit = 1 << 16
    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    static func check(_ bytes: [UInt8]) throws {
        let expected = picture(in: bytes)
        do {
            let found = try PNG.decode(bytes, limit: limit)
            guard let expected else {
                throw Violation("a picture comes of what is none: \(found.width) x \(found.height)")
            }
            try require(found == expected, "the picture is another: \(found) instead of \(expected)")
            // The writer takes what has 8 bits and no alpha.
            guard found.depth == 8, found.channels % 2 == 1 else { return }
            let again = PNG.encode(
                width: found.width, height: found.height, channels: found.channels,
                pixels: found.samples.map { UInt8($0) })
            try require(try PNG.decode(Array(again)) == found, "it doesn't survive being written")
        } catch let error as DataError {
            try require(expected == nil, "a picture is refused: \(error)")
            try require(
                [.malformed, .truncated, .checksum, .refused, .tooLong].contains(error.kind),
                "\(error.kind) is no error of PNG")
        }
    }

    private struct Chunk {
        var name: [UInt8]
        var content: [UInt8]
        /// If nil, the right one.
        var checksum: UInt32?

        init(_ name: String, _ content: [UInt8]) { (self.name, self.content) = (Array(name.utf8), content) }
        init(name: [UInt8], content: [UInt8]) { (self.name, self.content) = (name, content) }

        var text: String { String(decoding: name, as: UTF8.self) }
        var bytes: [UInt8] { joined(UInt32(content.count).big, name, content, (checksum ?? crc32(name + content)).big) }
    }

    private struct Header {
        var width, height, depth, type: Int
        var isInterlaced: Bool

        /// Numbers for each pixel in the file.
        var channels: Int { type == 2 ? 3 : type == 4 ? 2 : type == 6 ? 4 : 1 }

        init?(_ content: [UInt8]) {
            guard content.count == 13, content[10] == 0, content[11] == 0, content[12] < 2 else { return nil }
            (width, height) = (content[0..<4].bigNumber, content[4..<8].bigNumber)
            (depth, type, isInterlaced) = (Int(content[8]), Int(content[9]), content[12] == 1)
            let isKnown = [0, 2, 3, 4, 6].contains(type) && [1, 2, 4, 8, 16].contains(depth)
            guard isKnown, depth == 8 || (depth == 16 ? type != 3 : type == 0 || type == 3) else { return nil }
            guard 1...0x7fff_ffff ~= width, 1...0x7fff_ffff ~= height,
                Double(width) * Double(height) * 4 <= Double(limit)
            else { return nil }
        }

        /// The columns and rows of each of the pictures that the rows make.
        var passes: [(columns: [Int], rows: [Int])] {
            guard isInterlaced else { return [(Array(0..<width), Array(0..<height))] }
            // Which pass a pixel belongs to, by its place in a square of 8 x 8.
            let square = [
                [1, 6, 4, 6, 2, 6, 4, 6], [7, 7, 7, 7, 7, 7, 7, 7], [5, 6, 5, 6, 5, 6, 5, 6], [7, 7, 7, 7, 7, 7, 7, 7],
                [3, 6, 4, 6, 3, 6, 4, 6], [7, 7, 7, 7, 7, 7, 7, 7], [5, 6, 5, 6, 5, 6, 5, 6], [7, 7, 7, 7, 7, 7, 7, 7],
            ]
            return (1...7).map { pass in
                (
                    (0..<width).filter { x in square.contains { $0[x % 8] == pass } },
                    (0..<height).filter { y in square[y % 8].contains(pass) }
                )
            }.filter { !$0.0.isEmpty && !$0.1.isEmpty }
        }

        /// How many bytes a row of so many pixels has, without the byte of its filter.
        func rowSize(_ count: Int) -> Int { (count * channels * depth + 7) / 8 }
        var size: Int { passes.reduce(0) { $0 + $1.rows.count * (1 + rowSize($1.columns.count)) } }
    }

    // MARK: The definition

    private static func picture(in bytes: [UInt8]) -> Picture? {
        guard bytes.starts(with: signature), let chunks = chunks(of: bytes), let first = chunks.first,
            first.text == "IHDR",
            let header = Header(first.content), chunks.filter({ $0.text == "IHDR" }).count == 1
        else { return nil }
        var (palette, transparency, data): ([UInt8]?, [UInt8]?, [UInt8]) = (nil, nil, [])
        var previous = ""
        for chunk in chunks.dropFirst() {
            switch chunk.text {
            case "PLTE":
                guard palette == nil, data.isEmpty, 3...768 ~= chunk.content.count, chunk.content.count % 3 == 0 else {
                    return nil
                }
                palette = chunk.content
            case "tRNS":
                let size = header.type == 0 ? 2 : header.type == 2 ? 6 : header.type == 3 ? nil : -1
                guard transparency == nil, data.isEmpty,
                    size.map({ $0 == chunk.content.count }) ?? !chunk.content.isEmpty,
                    header.type != 3 || 3 * chunk.content.count <= palette?.count ?? 0
                else { return nil }
                transparency = chunk.content
            case "IDAT":
                guard data.isEmpty || previous == "IDAT" else { return nil }
                data += chunk.content
            case "IEND": break
            default: if chunk.name[0] & 0x20 == 0 { return nil }
            }
            previous = chunk.text
        }
        guard !data.isEmpty, header.type != 3 || palette != nil, let rows = inflated(data, count: header.size) else {
            return nil
        }
        return picture(header, rows, palette: palette, transparency: transparency)
    }

    /// The chunks up to the last; nil if they break off, or if a checksum is wrong.
    private static func chunks(of bytes: [UInt8]) -> [Chunk]? {
        var chunks: [Chunk] = []
        var rest = bytes.dropFirst(8)
        while chunks.last?.text != "IEND" {
            guard rest.count >= 12, case let length = rest.prefix(4).bigNumber, length <= rest.count - 12 else {
                return nil
            }
            let body = rest.dropFirst(4).prefix(4 + length)
            rest = rest.dropFirst(8 + length)
            guard rest.prefix(4).bigNumber == Int(crc32(body)) else { return nil }
            rest = rest.dropFirst(4)
            guard
                body.prefix(4).allSatisfy({
                    Character(Unicode.Scalar($0)).isASCII && Character(Unicode.Scalar($0)).isLetter
                })
            else { return nil }
            chunks.append(Chunk(name: Array(body.prefix(4)), content: Array(body.dropFirst(4))))
        }
        return chunks
    }

    /// What comes out of data in zlib's format (RFC 1950), if it has this length.
    private static func inflated(_ data: [UInt8], count: Int) -> [UInt8]? {
        guard data.count >= 2, data[0] & 15 == 8, data[0] >> 4 <= 7, (Int(data[0]) << 8 | Int(data[1])) % 31 == 0,
            data[1] & 0x20 == 0,
            let (output, end) = try? Inflater.inflate(data, at: 2, limit: count), output.count == count,
            data.count >= end + 4,
            data[end..<end + 4].bigNumber == Int(adler32(output))
        else { return nil }
        return output
    }

    private static func picture(_ header: Header, _ rows: [UInt8], palette: [UInt8]?, transparency: [UInt8]?)
        -> Picture?
    {
        let isPalette = header.type == 3
        let channels = (isPalette ? 3 : header.channels) + (transparency == nil ? 0 : 1)
        var samples = [UInt16](repeating: 0, count: header.width * header.height * channels)
        var rest = rows[...]
        let step = max(1, header.channels * header.depth / 8)
        for pass in header.passes {
            var above = [UInt8](repeating: 0, count: header.rowSize(pass.columns.count))
            for y in pass.rows {
                guard let filter = rest.popFirst(),
                    let row = unfiltered(Array(rest.prefix(above.count)), filter, above, step)
                else { return nil }
                rest = rest.dropFirst(above.count)
                above = row
                for (i, x) in pass.columns.enumerated() {
                    let pixel = (0..<header.channels).map {
                        sample(row, at: i * header.channels + $0, depth: header.depth)
                    }
                    guard let colours = colours(pixel, header, palette, transparency) else { return nil }
                    for (channel, colour) in colours.enumerated() {
                        samples[(y * header.width + x) * channels + channel] = UInt16(colour)
                    }
                }
            }
        }
        return Picture(
            width: header.width, height: header.height, channels: channels, depth: header.depth == 16 ? 16 : 8,
            samples: samples)
    }

    private static func unfiltered(_ row: [UInt8], _ filter: UInt8, _ above: [UInt8], _ step: Int) -> [UInt8]? {
        guard filter < 5 else { return nil }
        var result: [UInt8] = []
        for (i, byte) in row.enumerated() {
            let (a, b, c) = (i < step ? 0 : Int(result[i - step]), Int(above[i]), i < step ? 0 : Int(above[i - step]))
            let p = a + b - c
            let nearest = [a, b, c].min { abs(p - $0) < abs(p - $1) } ?? 0
            let guesses: [Int] = [0, a, b, (a + b) / 2, nearest]
            result.append(UInt8((Int(byte) + guesses[Int(filter)]) % 256))
        }
        return result
    }

    /// The number in a row that stands there, the most significant bit first.
    private static func sample(_ row: [UInt8], at place: Int, depth: Int) -> Int {
        (place * depth..<(place + 1) * depth).reduce(0) { (number: Int, bit: Int) -> Int in
            number << 1 | Int(row[bit / 8] >> UInt8(7 - bit % 8) & 1)
        }
    }

    private static func colours(_ pixel: [Int], _ header: Header, _ palette: [UInt8]?, _ transparency: [UInt8]?)
        -> [Int]?
    {
        let most = (1 << header.depth) - 1
        if let palette, header.type == 3 {
            guard 3 * pixel[0] < palette.count else { return nil }
            let colour: [Int] = palette[3 * pixel[0]..<3 * pixel[0] + 3].map { Int($0) }
            guard let transparency else { return colour }
            return colour + [pixel[0] < transparency.count ? Int(transparency[pixel[0]]) : 255]
        }
        let spread = pixel.map { header.depth < 8 ? $0 * 255 / most : $0 }
        guard let transparency else { return spread }
        let hidden = stride(from: 0, to: transparency.count, by: 2).map { transparency[$0..<$0 + 2].bigNumber & most }
        return spread + [pixel == hidden ? 0 : max(255, most)]
    }

    // MARK: Mutation

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        let kind = UInt.random(in: 0..<12, using: &random)
        if kind == 0 { return mutate(input) }
        var chunks = input.count > 8 ? leniently(input) : []
        guard !chunks.isEmpty else { return signature + Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]).bytes }
        let place = Int.random(in: 0..<chunks.count, using: &random)
        switch kind {
        case 1: chunks[place].content = mutate(chunks[place].content)
        case 2: chunks[place].checksum = UInt32.random(in: 0...3, using: &random)
        case 3: chunks.insert(chunks.randomElement(using: &random)!, at: place)
        case 4: chunks.remove(at: place)
        case 5: chunks.swapAt(place, Int.random(in: 0..<chunks.count, using: &random))
        case 6:
            let names = ["PLTE", "tRNS", "tEXt", "EVIL", "IDAT", "IEND", "gAMA"]
            let size = [0, 1, 2, 3, 6, 9, 768].randomElement(using: &random)!
            chunks.insert(
                Chunk(
                    names.randomElement(using: &random)!,
                    (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }), at: place)
        case 7:
            // Pixels in several chunks.
            guard let i = chunks.firstIndex(where: { $0.text == "IDAT" }) else { break }
            let content = chunks[i].content
            let cut = Int.random(in: 0...content.count, using: &random)
            chunks.replaceSubrange(
                i...i, with: [Chunk("IDAT", Array(content[..<cut])), Chunk("IDAT", Array(content[cut...]))])
        default: repaint(&chunks, isOther: kind < 10, &random, mutate)
        }
        return signature + chunks.flatMap(\.bytes)
    }

    /// New rows for the header, or for another.
    private static func repaint(
        _ chunks: inout [Chunk], isOther: Bool, _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8]
    ) {
        guard let first = chunks.firstIndex(where: { $0.text == "IHDR" }) else { return }
        let data = chunks.filter { $0.text == "IDAT" }.flatMap(\.content)
        var rows = (try? Inflater.inflate(data, at: 2, limit: 4000))?.output ?? []
        if isOther {
            let kinds = [
                (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8),
                (4, 16), (6, 8), (6, 16),
            ]
            let (type, depth) = kinds.randomElement(using: &random)!
            chunks[first].content =
                joined(
                    UInt32.random(in: 1...20, using: &random).big, UInt32.random(in: 1...12, using: &random).big,
                    [UInt8(depth), UInt8(type), 0, 0, UInt8.random(in: 0...1, using: &random)])
        }
        rows = mutate(rows)
        if let header = Header(chunks[first].content), header.size < 4000 {
            rows = Array(
                joined(rows, [UInt8](repeating: 7, count: max(0, header.size - rows.count))).prefix(header.size))
            // Mostly filters that there are.
            var start = 0
            for pass in header.passes {
                for _ in pass.rows {
                    if UInt.random(in: 0..<64, using: &random) > 0 { rows[start] %= 5 }
                    start += 1 + header.rowSize(pass.columns.count)
                }
            }
            if header.type == 3, !chunks.contains(where: { $0.text == "PLTE" }) {
                chunks.insert(
                    Chunk("PLTE", (0..<48).map { _ in UInt8.random(in: 0...255, using: &random) }), at: first + 1)
            }
        }
        let deflated = Bool.random(using: &random) ? Deflater.fixed(rows) : Deflater.stored(rows)
        let place = chunks.firstIndex { $0.text == "IDAT" } ?? chunks.count
        chunks.removeAll { $0.text == "IDAT" }
        chunks.insert(Chunk("IDAT", joined([0x78, 0x01], deflated, adler32(rows).big)), at: min(place, chunks.count))
    }

    /// The chunks, whatever their checksums and lengths.
    private static func leniently(_ bytes: [UInt8]) -> [Chunk] {
        var chunks: [Chunk] = []
        var rest = bytes.dropFirst(8)
        while rest.count >= 8, chunks.count < 40 {
            let length = min(rest.prefix(4).bigNumber, rest.count - 8)
            let body = rest.dropFirst(4).prefix(4 + length)
            chunks.append(Chunk(name: Array(body.prefix(4)), content: Array(body.dropFirst(4))))
            rest = rest.dropFirst(12 + length)
        }
        return chunks
    }
}
