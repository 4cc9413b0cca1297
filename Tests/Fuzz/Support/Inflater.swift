/// Inflates deflate data (RFC 1951) by the definition, a bit at a time: slow, short, and independent of zlib.
struct Inflater {
    enum Failure: Error { case truncated, malformed, tooLong }

    private let bytes: [UInt8]
    private let limit: Int
    /// Where the next bit stands: `position` bytes and `bit` bits from the start.
    private var position: Int
    private var bit = 0
    private var output: [UInt8] = []

    /// What comes out of the deflate data at a place, and where they end.
    static func inflate(_ bytes: [UInt8], at start: Int, limit: Int) throws(Failure) -> (output: [UInt8], end: Int) {
        var inflater = Inflater(bytes: bytes, limit: limit, position: start)
        try inflater.run()
        return (inflater.output, inflater.position + (inflater.bit > 0 ? 1 : 0))
    }

    private init(bytes: [UInt8], limit: Int, position: Int) {
        self.bytes = bytes
        self.limit = limit
        self.position = position
    }

    private mutating func run() throws(Failure) {
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try storedBlock()
            case 1: try block(literals: Self.fixedLiterals, distances: Self.fixedDistances)
            case 2:
                let (literals, distances) = try dynamicCodes()
                try block(literals: literals, distances: distances)
            default: throw .malformed
            }
        }
    }

    private mutating func bits(_ count: Int) throws(Failure) -> Int {
        var value = 0
        for place in 0..<count {
            guard position < bytes.count else { throw .truncated }
            value |= Int(bytes[position] >> UInt8(bit) & 1) << place
            bit += 1
            if bit == 8 { (position, bit) = (position + 1, 0) }
        }
        return value
    }

    private mutating func emit(_ byte: UInt8) throws(Failure) {
        guard output.count < limit else { throw .tooLong }
        output.append(byte)
    }

    private mutating func storedBlock() throws(Failure) {
        if bit > 0 { (position, bit) = (position + 1, 0) }
        let length = try bits(16)
        guard try bits(16) == length ^ 0xffff else { throw .malformed }
        for _ in 0..<length { try emit(UInt8(try bits(8))) }
    }

    private mutating func block(literals: Code, distances: Code) throws(Failure) {
        while true {
            let symbol = try next(literals)
            if symbol < 256 {
                try emit(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                guard symbol < 286 else { throw .malformed }
                let length = Self.lengths[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
                let place = try next(distances)
                guard place < 30 else { throw .malformed }
                let distance = Self.distances[place] + (try bits(place < 2 ? 0 : place / 2 - 1))
                guard distance <= output.count else { throw .malformed }
                for _ in 0..<length { try emit(output[output.count - distance]) }
            }
        }
    }

    private mutating func dynamicCodes() throws(Failure) -> (Code, Code) {
        let (literals, distances, lengths) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
        guard literals <= 286, distances <= 30 else { throw .malformed }
        var sizes = [Int](repeating: 0, count: 19)
        for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(lengths) {
            sizes[place] = try bits(3)
        }
        guard let code = Code(sizes, mayBeOne: false) else { throw .malformed }
        var all: [Int] = []
        while all.count < literals + distances {
            switch try next(code) {
            case let size where size < 16: all.append(size)
            case 16:
                guard let last = all.last else { throw .malformed }
                all += [Int](repeating: last, count: 3 + (try bits(2)))
            case 17: all += [Int](repeating: 0, count: 3 + (try bits(3)))
            default: all += [Int](repeating: 0, count: 11 + (try bits(7)))
            }
        }
        guard all.count == literals + distances, all[256] > 0,
            let first = Code(Array(all[..<literals]), mayBeOne: true),
            let second = Code(Array(all[literals...]), mayBeOne: true)
        else { throw .malformed }
        return (first, second)
    }

    /// The symbol whose bits come next.
    private mutating func next(_ code: Code) throws(Failure) -> Int {
        var (value, first, index) = (0, 0, 0)
        for length in 1...15 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .malformed
    }

    /// A canonical Huffman code: how many symbols have each length, and the symbols by length.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        /// Nil if the lengths make no code: too many, or too few, but for a single symbol.
        init?(_ sizes: [Int], mayBeOne: Bool) {
            for size in sizes where size > 0 { counts[size] += 1 }
            for length in 1...15 { symbols += sizes.indices.filter { sizes[$0] == length } }
            var left = 1
            for length in 1...15 {
                left = 2 * left - counts[length]
                if left < 0 { return nil }
            }
            if left > 0, !symbols.isEmpty, !mayBeOne || counts[1] != symbols.count { return nil }
        }
    }

    private static let fixedSizes = [(144, 8), (112, 9), (24, 7), (8, 8)].flatMap {
        [Int](repeating: $0.1, count: $0.0)
    }
    private static let fixedLiterals = Code(fixedSizes, mayBeOne: false)!
    private static let fixedDistances = Code([Int](repeating: 5, count: 32), mayBeOne: false)!
    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385,
        24577,
    ]
}

/// Deflate data that hold bytes: stored, or in the fixed code, in blocks of a size.
enum Deflater {
    static func stored(_ bytes: [UInt8], blockSize: Int = 65_535) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        repeat {
            let block = bytes[start..<min(start + blockSize, bytes.count)]
            start += block.count
            let length = UInt16(block.count)
            result += joined([start == bytes.count ? 1 : 0], length.little, (~length).little, Array(block))
        } while start < bytes.count
        return result
    }

    /// Literals alone, and a match of length 3 and distance 1 wherever a byte comes four times.
    static func fixed(_ bytes: [UInt8]) -> [UInt8] {
        var bits: [UInt8] = [1, 1, 0]
        func append(_ value: Int, _ count: Int) { bits += (0..<count).reversed().map { UInt8(value >> $0 & 1) } }
        func append(symbol: Int) {
            switch symbol {
            case ..<144: append(0x30 + symbol, 8)
            case ..<256: append(0x190 + symbol - 144, 9)
            case ..<280: append(symbol - 256, 7)
            default: append(0xc0 + symbol - 280, 8)
            }
        }
        var i = 0
        while i < bytes.count {
            if i > 0, i + 3 <= bytes.count, bytes[i - 1..<i + 3].allSatisfy({ $0 == bytes[i] }) {
                append(symbol: 257)
                append(0, 5)
                i += 3
            } else {
                append(symbol: Int(bytes[i]))
                i += 1
            }
        }
        append(symbol: 256)
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 }
        }
    }
}
