// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-05-tar.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e357a5387fa1be76

// Chapters/Workshop/10-05-tar.md: Packing
import Foundation

/// Archives of files, as the program `tar` makes them (POSIX ustar, with GNU's and pax's long names).
public enum Tar {
    /// A file or a folder in an archive.
    public struct Entry: Equatable, Sendable {
        /// Its path, with slashes.
        public var path: String
        /// What is in the file; nil for a folder.
        public var content: [UInt8]?

        /// A file, or with nil a folder.
        public init(_ path: String, _ content: [UInt8]?) {
            self.path = path
            self.content = content
        }
    }

    /// An archive that holds `entries`. The same entries always give the same bytes: all are dated 1970.
    public static func pack(_ entries: [Entry]) -> [UInt8] {
        var archive: [UInt8] = []
        for entry in entries {
            let path = Array((entry.content == nil ? entry.path + "/" : entry.path).utf8)
            // A name that would come out as another, and a size for which the header has no room.
            guard !entry.path.isEmpty, !path.contains(0), entry.content == nil || path.last != UInt8(ascii: "/"),
                entry.content?.count ?? 0 < 1 << 33
            else {
                fatalError(
                    "Tar.pack: '\(entry.path)' with \(entry.content?.count ?? 0) bytes can't stand in an archive")
            }
            if path.count > 100 {
                // A name too long for the header stands in an entry of its own before it.
                archive += header(Array("././@LongLink".utf8), size: path.count + 1, type: "L")
                archive += padded(path + [0])
            }
            archive += header(
                Array(path.prefix(100)), size: entry.content?.count ?? 0, type: entry.content == nil ? "5" : "0")
            archive += padded(entry.content ?? [])
        }
        return archive + [UInt8](repeating: 0, count: 1024)
    }

    private static func header(_ name: [UInt8], size: Int, type: Character) -> [UInt8] {
        func octal(_ number: Int, _ width: Int) -> [UInt8] {
            let digits = String(number, radix: 8)
            return Array((String(repeating: "0", count: max(0, width - 1 - digits.count)) + digits).utf8) + [0]
        }
        var block = name + [UInt8](repeating: 0, count: 100 - name.count)
        block += octal(type == "5" ? 0o755 : 0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12)
        block += [UInt8](repeating: 0x20, count: 8) + Array(String(type).utf8)
        block += [UInt8](repeating: 0, count: 100) + Array("ustar\u{0}00".utf8)
        block += [UInt8](repeating: 0, count: 512 - block.count)
        let sum = block.reduce(0) { $0 + Int($1) }
        block.replaceSubrange(148..<156, with: octal(sum, 7) + [0x20])
        return block
    }

    private static func padded(_ content: [UInt8]) -> [UInt8] {
        content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
}

// Chapters/Workshop/10-05-tar.md: Unpacking
extension Tar {
    /// Unpacks an archive, plain or compressed with gzip, into a new folder.
    ///
    /// Nothing is left half done: the files go into a folder with a temporary name beside `folder`, which gets its name
    /// when all is there. (A program that is killed meanwhile leaves it; it may be deleted.) Nothing is written outside it: paths that lead out are refused, and so are links.
    /// - Parameters:
    ///   - archive: the file.
    ///   - folder: where the content goes. It must not be there yet.
    ///   - limit: the most bytes that may come out.
    /// - Returns: the paths of the files, in the archive's order.
    /// - Throws: `DataError`.
    @discardableResult
    public static func unpack(_ archive: URL, to folder: URL, limit: Int = 1 << 32) throws -> [String] {
        let name = archive.lastPathComponent
        let bytes = try readBytes(of: archive, limit: limit)
        let files = FileManager.default
        guard !files.fileExists(atPath: folder.path) else {
            throw DataError(.refused, name, "the folder \(folder.lastPathComponent) is there already")
        }
        let parent = folder.deletingLastPathComponent()
        let temporary = parent.appendingPathComponent(".\(folder.lastPathComponent).\(UUID().uuidString).part")
        func outside(_ problem: String) -> DataError { DataError(.missing, name, problem) }
        do {
            try files.createDirectory(at: temporary, withIntermediateDirectories: true)
        } catch {
            throw outside("no folder can be made in \(parent.path)")
        }
        defer { try? files.removeItem(at: temporary) }

        var paths: [String] = []
        try forEachEntry(of: bytes, source: name, limit: limit) { entry in
            let place = temporary.appendingPathComponent(entry.path)
            do {
                guard let content = entry.content else {
                    try files.createDirectory(at: place, withIntermediateDirectories: true)
                    return
                }
                try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(content).write(to: place)
                paths.append(entry.path)
            } catch {
                throw outside("\(entry.path) can't be written in \(parent.path)")
            }
        }
        guard rename(temporary.path, folder.path) == 0 else {
            throw outside("the folder \(folder.lastPathComponent) can't be made in \(parent.path)")
        }
        return paths
    }

    /// Calls `body` for each file and folder of an archive, plain or compressed with gzip.
    ///
    /// Paths come out clean: relative, without `.` and `..`.
    /// - Throws: `DataError`, or what `body` throws.
    public static func forEachEntry(
        of archive: [UInt8], source: String = "tar data", limit: Int = 1 << 32, _ body: (Entry) throws -> Void
    ) throws {
        var reader = TarReader(source: source, limit: limit, next: try byteSource(archive, source: source))
        while let entry = try reader.nextEntry() { try body(entry) }
    }

    /// A function that gives the next so many bytes of the archive, fewer only at its end.
    private static func byteSource(_ archive: [UInt8], source: String) throws -> (Int) throws -> [UInt8] {
        if archive.starts(with: [0x1f, 0x8b]) {
            let reader = try GzipReader(archive, source: source)
            return { count in
                try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                    initialized = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
        }
        var rest = archive[...]
        return { count in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }
}

private struct TarReader {
    let source: String
    var limit: Int
    let next: (Int) throws -> [UInt8]
    private var hasBegun = false
    /// What entries before a file's say of it.
    private var longName: String?
    private var longSize: Int?

    init(source: String, limit: Int, next: @escaping (Int) throws -> [UInt8]) {
        self.source = source
        self.limit = limit
        self.next = next
    }

    func error(_ kind: DataError.Kind, _ problem: String) -> DataError { DataError(kind, source, problem) }

    func holes() -> DataError {
        error(.refused, "it holds a file with holes (tar --sparse), which this reader doesn't fill")
    }

    /// The next file or folder; nil at the end of the archive.
    mutating func nextEntry() throws -> Tar.Entry? {
        while let block = try header() {
            let size = try number(block[124..<136])
            switch block[156] {
            case UInt8(ascii: "L"): longName = try string(remark(size)[...])
            case UInt8(ascii: "x"):
                let records = try records(remark(size))
                longName = records.path ?? longName
                longSize = records.size ?? longSize
            case UInt8(ascii: "g"):
                // Remarks on the whole archive.
                let records = try records(remark(size))
                if records.path != nil || records.size != nil {
                    throw error(.refused, "it gives one name or size to all files")
                }
            case UInt8(ascii: "0"), 0, UInt8(ascii: "7"), UInt8(ascii: "5"):
                if let entry = try entry(block, size: size) { return entry }
            case UInt8(ascii: "1"), UInt8(ascii: "2"):
                throw error(.refused, "it holds a link, and links can lead anywhere")
            case UInt8(ascii: "S"): throw holes()
            case let type:
                throw error(.refused, "it holds an entry of type \(type), which is neither file nor folder")
            }
        }
        guard longName == nil, longSize == nil else { throw error(.truncated, "the archive stops before its end") }
        return nil
    }

    /// The next header; nil at the end of the archive.
    private mutating func header() throws -> [UInt8]? {
        let block = try next(512)
        if block.isEmpty, hasBegun { return nil }
        hasBegun = true
        try account(for: block.count, of: 512)
        if block.contains(where: { $0 != 0 }) {
            try check(block)
            return block
        }
        // Two blocks of zeros end an archive. Reading on lets gzip check its sum over all of it.
        while case let rest = try next(1 << 16), !rest.isEmpty {
            try account(for: rest.count, of: rest.count)
            guard rest.allSatisfy({ $0 == 0 }) else {
                throw error(.malformed, "something follows the end of the archive")
            }
        }
        return nil
    }

    /// The file or folder of a header; nil for the folder that everything goes into, `./`.
    private mutating func entry(_ block: [UInt8], size headerSize: Int) throws -> Tar.Entry? {
        defer { (longName, longSize) = (nil, nil) }
        let path = try longName ?? shortName(block)
        let size = longSize ?? headerSize
        let isFolder = block[156] == UInt8(ascii: "5") || path.utf8.last == UInt8(ascii: "/")
        // Some programs count a folder's size among the archive's bytes, and some don't.
        guard !isFolder || size == 0 else { throw error(.refused, "it holds a folder with content") }
        let clean = try cleaned(path)
        guard isFolder || !clean.isEmpty else { throw error(.malformed, "it holds a file without a name") }
        let content = try content(size)
        return clean.isEmpty ? nil : Tar.Entry(clean, isFolder ? nil : content)
    }

    /// The name in a header, with ustar's room for what stands before it.
    private func shortName(_ block: [UInt8]) throws -> String {
        let name = try string(block[0..<100])
        guard block[257..<263].elementsEqual("ustar\0".utf8), block[345] != 0 else { return name }
        return try string(block[345..<500]) + "/" + name
    }

    /// The content of an entry that says something about others.
    private mutating func remark(_ size: Int) throws -> [UInt8] {
        guard size <= 1 << 16 else { throw error(.refused, "a name or remark of \(size) bytes is too long") }
        return try content(size)
    }

    /// A path with its parts checked, so that it stays inside the folder.
    private func cleaned(_ path: String) throws -> String {
        // Cut between bytes, as the file system does. To Swift, a slash with an accent is one character, and no slash.
        let slash = UInt8(ascii: "/")
        let parts = path.utf8.split(separator: slash).map { String(Substring($0)) }.filter { $0 != "." }
        if path.utf8.first == slash || parts.contains("..") {
            throw error(.refused, "it holds the path \(path), which leads out of the folder")
        }
        if path.utf8.count > 4096 || parts.contains(where: { $0.utf8.count > 255 }) {
            throw error(.refused, "it holds a path of \(path.utf8.count) bytes, longer than file systems take")
        }
        return parts.joined(separator: "/")
    }

    /// The content of an entry, which fills whole blocks.
    private mutating func content(_ size: Int) throws -> [UInt8] {
        guard size <= limit else { throw error(.tooLong, "more comes out than allowed") }
        var result: [UInt8] = []
        // A declared size is believed a megabyte at a time.
        while result.count < size { result += try bytes(min(1 << 20, size - result.count)) }
        _ = try bytes((512 - size % 512) % 512)
        return result
    }

    private mutating func bytes(_ count: Int) throws -> [UInt8] {
        if count == 0 { return [] }
        let result = try next(count)
        try account(for: result.count, of: count)
        return result
    }

    /// Checks that all bytes came that were asked for, and not more than allowed.
    private mutating func account(for count: Int, of wanted: Int) throws {
        guard count == wanted else { throw error(.truncated, "the archive stops before its end") }
        guard count <= limit else { throw error(.tooLong, "more comes out than allowed") }
        limit -= count
    }

    /// The header's sum over its own bytes, with its own field counted as spaces. A few old programs took bytes above
    /// 127 for negative ones.
    private func check(_ block: [UInt8]) throws {
        let (head, tail) = (block[..<148], block[156...])
        let sum = (head + tail).reduce(8 * 0x20) { $0 + Int($1) }
        let negative = (head + tail).reduce(8 * 0x20) { $0 + Int(Int8(bitPattern: $1)) }
        guard case let given = try number(block[148..<156]), given == sum || given == negative else {
            throw error(.malformed, "it is no tar archive, or damaged")
        }
    }

    /// A number in octal digits, or (GNU, for large files) in plain bytes behind a first one of 128.
    private func number(_ field: ArraySlice<UInt8>) throws -> Int {
        if field.first == 0x80 {
            let digits = field.dropFirst().drop { $0 == 0 }
            guard digits.count < 8 else { throw error(.malformed, "a number is too large") }
            return digits.reduce(0) { $0 << 8 | Int($1) }
        }
        let text = field.drop { $0 == 0x20 }.prefix { $0 != 0 }
        let digits = text.prefix { $0 != 0x20 }
        guard digits.allSatisfy({ 0x30...0x37 ~= $0 }), digits.count <= 12,
            text.dropFirst(digits.count).allSatisfy({ $0 == 0x20 })
        else { throw error(.malformed, "it is no tar archive, or damaged") }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }

    /// Text up to the first zero byte.
    private func string(_ field: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: field.prefix { $0 != 0 }, as: UTF8.self) else {
            throw error(.refused, "it holds a name that is not UTF-8")
        }
        return text
    }

    /// What pax's records say that counts: `30 path=a/long/name\n`, each beginning with its own length.
    private func records(_ text: [UInt8]) throws -> (path: String?, size: Int?) {
        var result: (path: String?, size: Int?)
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            guard let length = decimal(digits), length > digits.count + 1, length <= rest.count,
                rest[digits.endIndex] == 0x20, rest[rest.startIndex + length - 1] == 0x0a,
                let split = rest.prefix(length).firstIndex(of: UInt8(ascii: "="))
            else { throw error(.malformed, "a record is damaged") }
            let key = String(decoding: rest[(digits.endIndex + 1)..<split], as: UTF8.self)
            let value = rest.prefix(length - 1)[(split + 1)...]
            rest = rest.dropFirst(length)
            switch key {
            case "path":
                guard !value.contains(0) else { throw error(.refused, "it holds a name with a zero in it") }
                result.path = try string(value)
            case "size":
                guard let size = decimal(value) else { throw error(.malformed, "a size is not a number") }
                result.size = size
            case _ where key.hasPrefix("GNU.sparse.") || key == "SCHILY.realsize":
                throw holes()
            default: break
            }
        }
        return result
    }

    /// The number that digits alone make; nil if something else is among them, or if it is too large.
    private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy { 0x30...0x39 ~= $0 } ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
}
