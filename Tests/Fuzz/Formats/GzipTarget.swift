import Kindling

extension FuzzTarget {
    /// gzip: what comes out is what the format's definition says, whatever the pieces in which it's asked for.
    static let gzip = FuzzTarget("gzip", check: GzipReference.check, mutate: GzipReference.mutated)
}

/// RFC 1952 by its words, on top of `Inflater`.
enum GzipReference {
    static let limit = 1 << 16

    static func check(_ bytes: [UInt8]) throws {
        let expected = Result { () throws(Inflater.Failure) in try inflate(bytes) }
        let found = Result { try Gzip.inflate(bytes, limit: limit) }
        switch (expected, found) {
        case (.success(let expected), .success(let found)):
            try require(expected == found, "\(found.count) bytes come out, not the \(expected.count) that should")
            try require(try pieces(of: bytes) == expected, "in pieces, something else comes out")
            try require(
                try Gzip.inflate(Gzip.deflate(found), limit: limit) == found, "it doesn't survive being compressed")
            try require((try? Gzip.inflate(bytes, limit: found.count)) == found, "its own length is no limit for it")
            if !found.isEmpty {
                try require((try? Gzip.inflate(bytes, limit: found.count - 1)) == nil, "a limit is not kept")
            }
        case (.failure(let expected), .failure(let found as DataError)):
            let isLong = found.kind == .tooLong
            try require(isLong == (expected == .tooLong), "it is \(expected), and said to be \(found.kind)")
            try require(
                isLong || found.kind == .truncated || found.kind == .malformed, "\(found.kind) is no error of gzip")
        default: throw Violation("\(expected) is right, \(found) came")
        }
    }

    private static func pieces(of bytes: [UInt8]) throws -> [UInt8] {
        let reader = try GzipReader(bytes)
        var result: [UInt8] = []
        var size = 1
        while true {
            let piece = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if piece.isEmpty { return result }
            result += piece
            size = size * 3 % 1009 + 1
        }
    }

    // MARK: The definition

    static func inflate(_ bytes: [UInt8]) throws(Inflater.Failure) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        repeat {
            let data = try header(of: bytes, at: position)
            let (output, end) = try Inflater.inflate(bytes, at: data, limit: limit - result.count)
            guard bytes.count - end >= 8 else {
                // Damage is seen as soon as the checksum is there.
                guard bytes.count - end < 4 || UInt32(bytes[end..<end + 4].littleNumber) == crc32(output) else {
                    throw .malformed
                }
                throw .truncated
            }
            guard bytes[end..<end + 4].littleNumber == Int(crc32(output)),
                bytes[end + 4..<end + 8].littleNumber == output.count
            else {
                throw .malformed
            }
            result += output
            position = bytes[(end + 8)...].firstIndex { $0 != 0 } ?? bytes.count
        } while position < bytes.count
        return result
    }

    /// Where the header's data begin.
    private static func header(of bytes: [UInt8], at start: Int) throws(Inflater.Failure) -> Int {
        let rest = bytes[start...]
        for (byte, magic) in zip(rest, [0x1f, 0x8b, 8] as [UInt8]) where byte != magic { throw .malformed }
        guard rest.count >= 4 else { throw .truncated }
        let flags = rest[start + 3]
        guard flags & 0xe0 == 0 else { throw .malformed }
        guard rest.count >= 10 else { throw .truncated }
        var position = start + 10
        if flags & 4 != 0 {
            guard bytes.count - position >= 2 else { throw .truncated }
            position += 2 + bytes[position..<position + 2].littleNumber
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard position <= bytes.count, let end = bytes[position...].firstIndex(of: 0) else { throw .truncated }
            position = end + 1
        }
        if flags & 2 != 0 {
            guard bytes.count - position >= 2 else { throw .truncated }
            guard bytes[position..<position + 2].littleNumber == Int(crc32(bytes[start..<position]) & 0xffff) else {
                throw .malformed
            }
            position += 2
        }
        guard position <= bytes.count else { throw .truncated }
        return position
    }

    // MARK: Mutation

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        var members = self.members(of: input)
        if members.isEmpty { members = [Member(header: plainHeader, data: Deflater.stored(Array(input.prefix(500))))] }
        let place = Int.random(in: 0..<members.count, using: &random)
        switch UInt.random(in: 0..<10, using: &random) {
        case 0: return mutate(input)
        case 1: members[place].header = flagged(&random, mutate)
        case 2: members[place].padding = Int.random(in: 0..<600, using: &random)
        case 3: members.insert(members.randomElement(using: &random)!, at: place)
        case 4: members[place].trailer = mutate(members[place].trailer ?? [0, 0, 0, 0, 0, 0, 0, 0])
        case 5, 6: members[place].data = mutate(members[place].data)
        default:
            let content = mutate((try? Inflater.inflate(members[place].data, at: 0, limit: 4000))?.output ?? [])
            members[place].data =
                switch UInt.random(in: 0..<3, using: &random) {
                case 0: Deflater.stored(content, blockSize: Int.random(in: 1..<600, using: &random))
                case 1: Deflater.fixed(content)
                // zlib's own stands between gzip's header of ten bytes and trailer of eight.
                default: Array((try? Gzip.deflate(content))?.dropFirst(10).dropLast(8) ?? [])
                }
        }
        let result = members.flatMap(\.bytes)
        if UInt.random(in: 0..<16, using: &random) == 0 {
            return Array(result.dropLast(Int.random(in: 0..<12, using: &random)))
        }
        return result
    }

    private static let plainHeader: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]

    /// A header with some of the fields that one may have.
    private static func flagged(_ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8]) -> [UInt8] {
        let flags = UInt8.random(in: 0..<32, using: &random)
        var header: [UInt8] = [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 2, 255]
        if flags & 4 != 0 {
            let extra = mutate([1, 2, 3]).prefix(1000)
            header += joined(UInt16(extra.count).little, Array(extra))
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            header += joined(mutate([65, 66]).filter { $0 != 0 }, [0])
        }
        if flags & 2 != 0 { header += UInt16(truncatingIfNeeded: crc32(header)).little }
        return header
    }

    private struct Member {
        var header: [UInt8]
        var data: [UInt8]
        /// Checksum and length, if they aren't the right ones.
        var trailer: [UInt8]?
        var padding = 0

        var bytes: [UInt8] {
            let output = (try? Inflater.inflate(data, at: 0, limit: limit))?.output ?? []
            let right = joined(crc32(output).little, UInt32(output.count).little)
            return joined(header, data, trailer ?? right, [UInt8](repeating: 0, count: padding))
        }
    }

    private static func members(of bytes: [UInt8]) -> [Member] {
        var members: [Member] = []
        var position = 0
        while position < bytes.count, members.count < 20, let data = try? header(of: bytes, at: position) {
            let end = (try? Inflater.inflate(bytes, at: data, limit: limit).end) ?? bytes.count
            let next = bytes[min(end + 8, bytes.count)...].firstIndex { $0 != 0 } ?? bytes.count
            members.append(
                Member(
                    header: Array(bytes[position..<data]), data: Array(bytes[data..<end]),
                    padding: min(1000, max(0, next - end - 8))))
            position = next
        }
        return members
    }
}
