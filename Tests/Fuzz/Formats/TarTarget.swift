import Foundation
import Kindling

extension FuzzTarget {
    /// tar: no path leads out, what is read is read again after packing, and a cut archive never holds something else.
    static let tar = FuzzTarget("tar", check: TarChecks.check, mutate: TarChecks.mutated)
}

enum TarChecks {
    private static let limit = 1 << 20
    private static let kinds: [DataError.Kind] = [.malformed, .truncated, .refused, .tooLong]

    static func check(_ bytes: [UInt8]) throws {
        var entries: [Tar.Entry] = []
        var failure: DataError?
        do { try Tar.forEachEntry(of: bytes, limit: limit) { entries.append($0) } } catch let error as DataError {
            failure = error
        }

        for entry in entries { try checkPath(entry.path) }
        if let failure {
            let isGzip = bytes.starts(with: [0x1f, 0x8b])
            try require(kinds.contains(failure.kind), "\(failure.kind) is no error of tar\(isGzip ? ".gz" : "")")
        } else {
            try require(bytes.count >= 20, "\(bytes.count) bytes are an archive")
            let again = try self.entries(of: Tar.pack(entries))
            try require(again == entries, "packed and unpacked, other entries come: \(again) instead of \(entries)")
        }
        // Writing files takes a thousand times as long as reading them from memory.
        if crc32(bytes) % 61 == 0 { try checkFiles(bytes, entries, failure) }
        guard !bytes.starts(with: [0x1f, 0x8b]) else { return }

        let content = entries.reduce(0) { $0 + 512 + ($1.content?.count ?? 0) }
        try require(content <= bytes.count, "\(entries.count) entries come of \(bytes.count) bytes")
        // Compressed, it's the same.
        let compressed = Result { try self.entries(of: Gzip.deflate(bytes), limit: limit) }
        switch compressed {
        case .success(let found): try require(failure == nil && found == entries, "compressed, it is read otherwise")
        case .failure(let error as DataError):
            try require(error.kind == failure?.kind, "compressed, the error is \(error)")
        case .failure(let error): throw error
        }
        // What was cut off is missed, or wasn't anything but whole entries and zeros.
        if failure == nil, bytes.count > 0 {
            let cut = Int(crc32(bytes)) % bytes.count
            if let found = try? self.entries(of: Array(bytes[..<cut])) {
                try require(entries.starts(with: found), "cut at \(cut), it holds something else")
                try require(cut % 512 == 0 || found == entries, "cut within an entry, at \(cut), it is whole")
            }
        }
    }

    /// Unpacked, all is there or nothing, and nothing stands outside the folder.
    private static func checkFiles(_ bytes: [UInt8], _ entries: [Tar.Entry], _ failure: DataError?) throws {
        let files = FileManager.default
        let outside = files.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
        try files.createDirectory(at: outside, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: outside) }
        let (archive, folder) = (outside.appendingPathComponent("a.tar"), outside.appendingPathComponent("a"))
        try Data(bytes).write(to: archive)
        do {
            let paths = try Tar.unpack(archive, to: folder, limit: limit)
            try require(
                failure == nil && paths == entries.filter { $0.content != nil }.map(\.path),
                "other files are unpacked: \(paths)")
            // Of two files of one name the last stays.
            let last = Dictionary(entries.map { ($0.path, $0.content) }) { $1 }
            for (path, content) in last {
                guard let content else { continue }
                let found = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + path)))
                try require(found == content, "\(path) has another content")
            }
        } catch let error as DataError {
            // A file may have the name of a folder. Only the disk sees that, and maybe before the archive goes wrong.
            try require(
                error.kind == failure?.kind || error.kind == .missing, "on the disk, the error is \(error)")
            try require(!files.fileExists(atPath: folder.path), "half an archive is left")
        }
        let left = try files.contentsOfDirectory(atPath: outside.path)
        try require(Set(left).isSubset(of: ["a", "a.tar"]), "beside the folder stands \(left)")
    }

    private static func entries(of bytes: [UInt8], limit: Int = 4 * Self.limit) throws -> [Tar.Entry] {
        var entries: [Tar.Entry] = []
        try Tar.forEachEntry(of: bytes, limit: limit) { entries.append($0) }
        return entries
    }

    /// As the file system sees it, in bytes.
    private static func checkPath(_ path: String) throws {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
        let isPlain = parts.allSatisfy {
            !$0.isEmpty && $0 != [0x2e] && $0 != [0x2e, 0x2e] && !$0.contains(0) && $0.count <= 255
        }
        try require(isPlain, "the path '\(path)' leads elsewhere")
    }

    // MARK: Mutation

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        let isGzip = input.starts(with: [0x1f, 0x8b])
        if isGzip, UInt.random(in: 0..<2, using: &random) == 0 { return GzipReference.mutated(input, &random, mutate) }
        var members = members(of: isGzip ? (try? Gzip.inflate(input, limit: 20_000)) ?? [] : input)
        if members.isEmpty { members = [Member(header: header("a", size: 1, type: "0"), content: [1])] }
        let place = Int.random(in: 0..<members.count, using: &random)
        switch UInt.random(in: 0..<12, using: &random) {
        case 0: return mutate(input)
        case 1:
            let types = "0\u{0}57LxgS12K".bytes
            members[place].header[156] = types.randomElement(using: &random)!
        case 2, 3:
            // One of the header's fields.
            let fields = [0..<100, 100..<108, 124..<136, 148..<156, 257..<265, 345..<500]
            let field = fields.randomElement(using: &random)!
            let content = mutate(Array(members[place].header[field].prefix { $0 != 0 }))
            members[place].header.replaceSubrange(
                field, with: joined(content, [UInt8](repeating: 0, count: field.count)).prefix(field.count))
            members[place].isRepaired = field.lowerBound != 148
            members[place].isSizeKept = field.lowerBound == 124
        case 4: members[place].content = mutate(members[place].content)
        case 5: members.remove(at: place)
        case 6: members.insert(members.randomElement(using: &random)!, at: place)
        case 7:
            members.insert(
                Member(
                    header: header("././@LongLink", size: 0, type: "L"), content: joined(mutate("a/b/c".bytes), [0])),
                at: place)
        case 8, 9:
            let keys = ["path", "size", "mtime", "GNU.sparse.major", "SCHILY.realsize", "comment", "path"]
            let values = ["a/b", "1", "0", "../b", "", "\u{e4}", "../\u{338}x", "512"]
            let records = (0..<Int.random(in: 1...3, using: &random)).flatMap { _ in
                let value = Array(values.randomElement(using: &random)!.utf8)
                return record(keys.randomElement(using: &random)!, Bool.random(using: &random) ? value : mutate(value))
            }
            let type: Character = UInt.random(in: 0..<4, using: &random) == 0 ? "g" : "x"
            members.insert(Member(header: header("pax", size: 0, type: type), content: records), at: place)
        case 10: members[place].isBaseTwo.toggle()
        default: members[place].isNegative.toggle()
        }
        var result = members.flatMap(\.bytes)
        switch UInt.random(in: 0..<8, using: &random) {
        case 0: break
        case 1: result += [UInt8](repeating: 0, count: 512)
        case 2: result = Array(result.dropLast(Int.random(in: 0..<600, using: &random)))
        default: result += [UInt8](repeating: 0, count: 1024)
        }
        return isGzip || UInt.random(in: 0..<20, using: &random) == 0 ? (try? Gzip.deflate(result)) ?? [] : result
    }

    private static func header(_ name: String, size: Int, type: Character) -> [UInt8] {
        // A packed entry begins with its header.
        var block = Array(Tar.pack([Tar.Entry(name, [UInt8](repeating: 0, count: size))]).prefix(512))
        block[156] = type.asciiValue ?? 0
        return block
    }

    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = joined([0x20], key.bytes, [0x3d], value, [0x0a])
        var length = rest.count + 1
        while String(length).utf8.count + rest.count > length { length += 1 }
        return joined(String(length).bytes, rest)
    }

    private struct Member {
        var header: [UInt8]
        var content: [UInt8]
        var isRepaired = true
        var isSizeKept = false
        var isBaseTwo = false
        var isNegative = false

        var bytes: [UInt8] {
            var block = header
            if !isSizeKept {
                let digits = String(content.count, radix: 8).utf8
                let octal = joined([UInt8](repeating: 0x30, count: 11 - digits.count), Array(digits), [0])
                block.replaceSubrange(
                    124..<136, with: isBaseTwo ? joined([0x80, 0, 0, 0], UInt64(content.count).big) : octal)
            }
            if isRepaired {
                block.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
                let sum = block.reduce(0) { $0 + (isNegative ? Int(Int8(bitPattern: $1)) : Int($1)) }
                let digits = String(max(0, sum), radix: 8).utf8
                let zeros = [UInt8](repeating: 0x30, count: 6 - min(6, digits.count))
                block.replaceSubrange(148..<156, with: joined(zeros, Array(digits.prefix(6)), [0, 0x20]))
            }
            return joined(block, content, [UInt8](repeating: 0, count: (512 - content.count % 512) % 512))
        }
    }

    /// Header by header, whatever their sums.
    private static func members(of bytes: [UInt8]) -> [Member] {
        var members: [Member] = []
        var rest = bytes[...]
        while rest.count >= 512, members.count < 20, rest.first != 0 {
            let header = Array(rest.prefix(512))
            rest = rest.dropFirst(512)
            let size = Int(String(decoding: header[124..<135], as: UTF8.self), radix: 8) ?? 0
            let content = Array(rest.prefix(min(max(0, size), 4000)))
            rest = rest.dropFirst((content.count + 511) / 512 * 512)
            members.append(Member(header: header, content: content))
        }
        return members
    }
}
