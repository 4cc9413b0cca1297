// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-06-zip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: daf071bf80f01c92

// Chapters/Workshop/18-06-zip.md: What a zip archive says, and says again
import CZlib
import Foundation

/// Reads the files in a zip archive (PKWARE's *APPNOTE*), stored or deflated, with the fields of 64 bits for large ones.
struct ZipReader {
    struct Entry {
        let name: String
        let isDeflated: Bool
        let checksum: UInt32
        /// The bytes that come out.
        let size: Int
        /// Where its header stands.
        fileprivate let offset: Int
        /// The bytes that the archive holds of it.
        fileprivate let compressedSize: Int
        /// Where they begin.
        fileprivate var start = 0
    }

    /// In the directory's order.
    private(set) var entries: [Entry] = []
    private let source: ByteSource

    /// - Parameter limit: the most bytes that compressed entries may give, all together.
    /// - Throws: `DataError`: `malformed`, `truncated`, `tooLong` beyond the limit, `refused` for what is encrypted or
    ///   compressed in another way.
    init(_ source: ByteSource, limit: Int) throws {
        self.source = source
        let (directory, count) = try directory()
        try readEntries(of: directory, count: count)
        var inflated = 0
        for entry in entries where entry.isDeflated {
            let (sum, isTooLarge) = inflated.addingReportingOverflow(entry.size)
            guard !isTooLarge, sum <= limit else {
                throw DataError(.tooLong, source.name, "more than \(limit) bytes come out of it")
            }
            inflated = sum
        }
        try checkPlaces(before: directory.lowerBound)
    }

    private func malformed(_ problem: String) -> DataError { DataError(.malformed, source.name, problem) }

    /// Where the directory stands, and how many entries it has: found from the end of the archive.
    private func directory() throws -> (place: Range<Int>, count: Int) {
        let length = min(source.count, 22 + 65_535)
        let tail = try source.read(at: source.count - length, length)
        // The last one whose remark reaches to the end of the archive.
        let found = stride(from: length - 22, through: 0, by: -1).first { place in
            tail[place...].starts(with: [0x50, 0x4b, 5, 6]) && place + 22 + tail.number(2, at: place + 20) == length
        }
        guard length >= 22, let place = found else {
            throw try source.read(at: 0, min(4, source.count)) == [0x50, 0x4b, 3, 4]
                ? DataError(.truncated, source.name, "it is a zip archive without its end")
                : malformed("it is no zip archive")
        }
        var end = source.count - length + place
        let record = Array(tail[place...])
        var (count, size, offset) = (record.number(2, at: 10), record.number(4, at: 12), record.number(4, at: 16))
        guard record.number(2, at: 4) == 0, record.number(2, at: 6) == 0, record.number(2, at: 8) == count else {
            throw DataError(.refused, source.name, "it is a part of a zip archive that has several")
        }
        if end >= 20, case let locator = try source.read(at: end - 20, 20), locator.starts(with: [0x50, 0x4b, 6, 7]) {
            end = locator.number(8, at: 8)
            let large = try source.read(at: end, 56)
            guard large.starts(with: [0x50, 0x4b, 6, 6]), [0xffff, large.number(8, at: 32)].contains(count),
                [0xffff_ffff, large.number(8, at: 40)].contains(size),
                [0xffff_ffff, large.number(8, at: 48)].contains(offset)
            else { throw malformed("its two ends say different things") }
            (count, size, offset) = (large.number(8, at: 32), large.number(8, at: 40), large.number(8, at: 48))
        }
        // The directory is followed by its end, and each entry in it has 46 bytes or more.
        guard offset >= 0, size >= 0, offset <= end, size == end - offset, 0...(size / 46) ~= count else {
            throw malformed("its directory isn't where it says")
        }
        return (offset..<end, count)
    }

    private mutating func readEntries(of directory: Range<Int>, count: Int) throws {
        let bytes = try source.read(at: directory.lowerBound, directory.count)
        var names: Set<String> = []
        var place = 0
        while place < bytes.count {
            guard bytes.count - place >= 46, bytes[place...].starts(with: [0x50, 0x4b, 1, 2]) else {
                throw malformed("its directory is damaged at byte \(directory.lowerBound + place)")
            }
            let (flags, method) = (bytes.number(2, at: place + 8), bytes.number(2, at: place + 10))
            let (nameEnd, extra) = (place + 46 + bytes.number(2, at: place + 28), bytes.number(2, at: place + 30))
            let next = nameEnd + extra + bytes.number(2, at: place + 32)
            guard next <= bytes.count else {
                throw malformed("its directory is damaged at byte \(directory.lowerBound + place)")
            }
            guard let name = String(validating: bytes[place + 46..<nameEnd], as: UTF8.self) else {
                throw DataError(.refused, source.name, "it holds a name that is not UTF-8")
            }
            guard names.insert(name).inserted else { throw malformed("it holds '\(name.prefix(80))' twice") }
            func refused(_ what: String) -> DataError {
                DataError(.refused, source.name, "'\(name.prefix(80))' in it is \(what)")
            }
            // Encrypted; a patch for another file; encrypted together with its header.
            guard flags & 0x2061 == 0 else { throw refused("encrypted") }
            guard method == 0 || method == 8 else { throw refused("compressed by method \(method); 0 and 8 are read") }
            var numbers = [24, 20, 42].map { bytes.number(4, at: place + $0) }
            try replaceLarge(&numbers, from: bytes[nameEnd..<nameEnd + extra], name)
            guard numbers.allSatisfy({ $0 >= 0 }), method == 8 || numbers[0] == numbers[1] else {
                throw malformed("the sizes of '\(name.prefix(80))' in it can't be")
            }
            entries.append(
                Entry(
                    name: name, isDeflated: method == 8, checksum: UInt32(bytes.number(4, at: place + 16)),
                    size: numbers[0],
                    offset: numbers[2], compressedSize: numbers[1]))
            place = next
        }
        // Who believes the end would read others.
        guard entries.count == count else {
            throw malformed("its directory has \(entries.count) entries, and its end says \(count)")
        }
    }

    /// Numbers of four bytes that are all ones stand with eight in a field of their own, in this order.
    private func replaceLarge(_ numbers: inout [Int], from extra: ArraySlice<UInt8>, _ name: String) throws {
        guard numbers.contains(0xffff_ffff) else { return }
        var fields = extra
        while fields.count >= 4 {
            let (kind, size) = (Array(fields.prefix(4)).number(2, at: 0), Array(fields.prefix(4)).number(2, at: 2))
            var content = Array(fields.dropFirst(4).prefix(size))
            if kind == 1 {
                for i in numbers.indices where numbers[i] == 0xffff_ffff && content.count >= 8 {
                    numbers[i] = content.number(8, at: 0)
                    content.removeFirst(8)
                }
                return
            }
            fields = fields.dropFirst(4 + size)
        }
    }

    /// Finds where each entry's bytes begin, and makes sure that none overlaps another.
    private mutating func checkPlaces(before directory: Int) throws {
        var end = directory
        for i in entries.indices.sorted(by: { entries[$0].offset > entries[$1].offset }) {
            let entry = entries[i]
            guard entry.offset <= end, end - entry.offset >= 30 else {
                throw malformed("'\(entry.name.prefix(80))' in it overlaps what follows")
            }
            let header = try source.read(at: entry.offset, 30)
            let length = header.number(2, at: 26)
            let start = entry.offset + 30 + length + header.number(2, at: 28)
            guard header.starts(with: [0x50, 0x4b, 3, 4]), start <= end, length == entry.name.utf8.count,
                try source.read(at: entry.offset + 30, length).elementsEqual(entry.name.utf8)
            else { throw malformed("'\(entry.name.prefix(80))' in it has another header than its directory says") }
            guard entry.compressedSize <= end - start else {
                throw malformed("'\(entry.name.prefix(80))' in it overlaps what follows")
            }
            entries[i].start = start
            end = entry.offset
        }
    }

    /// What is in a file of the archive.
    /// - Throws: `DataError`: `checksum`, `malformed`, `tooLong` or `truncated` if it isn't what the directory says.
    func content(of entry: Entry) throws -> [UInt8] {
        let bytes = try source.read(at: entry.start, entry.compressedSize)
        let name = "\(source.name), \(entry.name.prefix(80))"
        guard entry.isDeflated else {
            guard Self.checksum(of: [bytes]) == entry.checksum else {
                throw DataError(.checksum, name, "its checksum isn't the one in the archive's directory")
            }
            return bytes
        }
        let trailer = entry.checksum.littleBytes + UInt32(truncatingIfNeeded: entry.size).littleBytes
        let reader = try GzipReader(
            oneMember: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + bytes + trailer, source: name)
        var (content, isAtEnd) = ([UInt8](), false)
        while !isAtEnd, content.count <= entry.size {
            let room = Swift.min(Swift.max(content.count, 1 << 16), entry.size - content.count) + 1
            content += try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
                isAtEnd = count < room
            }
        }
        let isLonger = content.count > entry.size
        guard content.count == entry.size else {
            throw DataError(
                isLonger ? .tooLong : .malformed, name,
                "\(isLonger ? "more" : "\(content.count)") bytes come out, not the promised \(entry.size)")
        }
        return content
    }

    /// CRC-32 of bytes in pieces. zlib counts in 32 bits.
    static func checksum(of pieces: [[UInt8]]) -> UInt32 {
        var sum = crc32(0, nil, 0)
        for piece in pieces {
            piece.withUnsafeBufferPointer { buffer in
                for start in stride(from: 0, to: buffer.count, by: 1 << 30) {
                    let part = UnsafeBufferPointer(rebasing: buffer[start...].prefix(1 << 30))
                    sum = crc32(sum, part.baseAddress, uInt(part.count))
                }
            }
        }
        return UInt32(sum)
    }
}

extension [UInt8] {
    /// The unsigned number of so many bytes, the least significant first. One too large for an Int is -1.
    fileprivate func number(_ count: Int, at place: Int) -> Int {
        Int(exactly: self[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) ?? -1
    }
}

extension FixedWidthInteger {
    /// Its bytes, the least significant first.
    fileprivate var littleBytes: [UInt8] { (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}

// Chapters/Workshop/18-06-zip.md: Writing
/// Writes a zip archive piece by piece.
struct ZipWriter {
    private let write: (UnsafeRawBufferPointer) throws -> Void
    /// From here on numbers need 64 bits. Less, for trying it out.
    private let large: Int
    private var position = 0
    private var directory: [UInt8] = []
    private var count = 0

    init(large: Int = 0xffff_ffff, _ write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        (self.large, self.write) = (large, write)
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
        position += bytes.count
    }

    /// - Parameter content: in pieces, which follow each other.
    mutating func add(_ name: String, _ content: [[UInt8]], compressed: Bool) throws {
        let whole = compressed ? content.flatMap { $0 } : []
        // zlib compresses less than 2 GB in one call. Between gzip's header and trailer stands what zip wants.
        let deflated =
            compressed && whole.count < 1 << 31 ? Array(try Gzip.deflate(whole).dropFirst(10).dropLast(8)) : nil
        let size = content.reduce(0) { $0 + $1.count }
        let pieces = deflated.map { [$0] } ?? content
        let stored = deflated?.count ?? size
        // In 64 bits all three, and in the file's own header both sizes, or none.
        let isLarge = max(size, stored) >= large || position >= large
        func four(_ number: Int) -> [UInt8] { isLarge ? [255, 255, 255, 255] : UInt32(number).littleBytes }
        func field(_ numbers: [Int]) -> [UInt8] {
            isLarge ? [1, 0, UInt8(8 * numbers.count), 0] + numbers.flatMap { UInt64($0).littleBytes } : []
        }
        let checksum = ZipReader.checksum(of: content)
        let offset = position
        // The version needed, 4.5 for 64 bits; names in UTF-8; the method; 0 o'clock on the first of January 1980.
        let start = [isLarge ? 45 : 20, 0, 0, 8, deflated == nil ? 0 : 8, 0, 0, 0, 0x21, 0] + checksum.littleBytes
        let sizes = four(stored) + four(size) + UInt16(name.utf8.count).littleBytes
        let local = field([size, stored])
        try put([0x50, 0x4b, 3, 4] + start + sizes + UInt16(local.count).littleBytes + Array(name.utf8) + local)
        for piece in pieces { try put(piece) }
        let central = field([size, stored, offset])
        directory += [0x50, 0x4b, 1, 2, isLarge ? 45 : 20, 0] + start + sizes + UInt16(central.count).littleBytes
        directory += [UInt8](repeating: 0, count: 10) + four(offset) + Array(name.utf8) + central
        count += 1
    }

    /// Writes the directory, and the end.
    mutating func finish() throws {
        let (start, size) = (position, directory.count)
        try put(directory)
        let isLarge = count >= min(large, 0xffff) || size >= large || start >= large
        if isLarge {
            let end = position
            let numbers = [count, count, size, start].flatMap { UInt64($0).littleBytes }
            try put([0x50, 0x4b, 6, 6] + UInt64(44).littleBytes + [45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0] + numbers)
            try put([0x50, 0x4b, 6, 7, 0, 0, 0, 0] + UInt64(end).littleBytes + [1, 0, 0, 0])
        }
        let short = UInt16(isLarge ? 0xffff : count).littleBytes
        let long = [size, start].flatMap { UInt32(isLarge ? 0xffff_ffff : $0).littleBytes }
        try put([0x50, 0x4b, 5, 6, 0, 0, 0, 0] + short + short + long + [0, 0])
    }
}
