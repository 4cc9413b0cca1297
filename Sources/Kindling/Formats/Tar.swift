// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-05-tar.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 384105c82fc6e043

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
            if path.count > 100 {
                // A name too long for the header stands in an entry of its own before it.
                archive += header(Array("././@LongLink".utf8), size: path.count + 1, type: "L")
                archive += padded(path + [0])
            }
            archive += header(Array(path.prefix(100)), size: entry.content?.count ?? 0, type: entry.content == nil ? "5" : "0")
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
    /// Nothing is left half done: the files go into a folder with a temporary name beside `folder`, which gets its name when all is
    /// there. Nothing is written outside it: paths that lead out are refused, and so are links.
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

    init(source: String, limit: Int, next: @escaping (Int) throws -> [UInt8]) {
        self.source = source
        self.limit = limit
        self.next = next
    }

    func error(_ kind: DataError.Kind, _ problem: String) -> DataError { DataError(kind, source, problem) }

    /// The next file or folder; nil at the end of the archive.
    mutating func nextEntry() throws -> Tar.Entry? {
        var longName: String?
        var longSize: Int?
        while true {
            let block = try bytes(512)
            if block.allSatisfy({ $0 == 0 }) {
                // Two blocks of zeros end an archive. Reading on lets gzip check its sum over all of it.
                while case let rest = try next(1 << 16), !rest.isEmpty {
                    limit -= rest.count
                    if limit < 0 { throw error(.tooLong, "more comes out than allowed") }
                }
                return nil
            }
            try check(block)
            let size = try longSize ?? number(block[124..<136])
            let type = block[156]
            switch Character(UnicodeScalar(type)) {
            case "L", "x":
                // What follows says the name (and more) of the entry behind it.
                guard size <= 1 << 16 else { throw error(.refused, "a name of \(size) bytes is too long") }
                let text = try content(size)
                if type == UInt8(ascii: "L") {
                    longName = try string(text[...])
                } else {
                    for (key, value) in try records(text) {
                        if key == "path" { longName = value }
                        if key == "size" {
                            guard let given = Int(value), given >= 0 else { throw error(.malformed, "a size is not a number") }
                            longSize = given
                        }
                    }
                }
            case "g":
                // Remarks on the whole archive.
                guard size <= 1 << 16 else { throw error(.refused, "a remark of \(size) bytes is too long") }
                _ = try content(size)
            case "0", "\0", "7", "5":
                var path = try string(block[0..<100])
                if block[257..<262].elementsEqual("ustar".utf8), block[345] != 0, block[262] == 0 {
                    path = try string(block[345..<500]) + "/" + path
                }
                path = longName ?? path
                let isFolder = type == UInt8(ascii: "5") || path.hasSuffix("/")
                let clean = try cleaned(path)
                let content = try content(size)
                // The folder itself, "./", needs no entry.
                if clean.isEmpty {
                    longName = nil
                    longSize = nil
                    continue
                }
                return Tar.Entry(clean, isFolder ? nil : content)
            case "1", "2":
                throw error(.refused, "it holds a link, and links can lead anywhere")
            default:
                throw error(.refused, "it holds an entry of type \(type), which is neither file nor folder")
            }
        }
    }

    /// A path with its parts checked, so that it stays inside the folder.
    private func cleaned(_ path: String) throws -> String {
        let parts = path.split(separator: "/").filter { $0 != "." }
        if path.hasPrefix("/") || parts.contains("..") {
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
        guard result.count == count else { throw error(.truncated, "the archive stops before its end") }
        limit -= count
        if limit < 0 { throw error(.tooLong, "more comes out than allowed") }
        return result
    }

    /// The header's sum over its own bytes, with its own field counted as spaces.
    private func check(_ block: [UInt8]) throws {
        let sum = block.indices.reduce(0) { $0 + (148..<156 ~= $1 ? 0x20 : Int(block[$1])) }
        guard try number(block[148..<156]) == sum else {
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
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        guard digits.allSatisfy({ 0x30...0x37 ~= $0 }), digits.count <= 12 else {
            throw error(.malformed, "it is no tar archive, or damaged")
        }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }

    /// Text up to the first zero byte.
    private func string(_ field: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: field.prefix { $0 != 0 }, as: UTF8.self) else {
            throw error(.refused, "it holds a name that is not UTF-8")
        }
        return text
    }

    /// pax's records: `30 path=a/long/name\n`, each beginning with its own length.
    private func records(_ text: [UInt8]) throws -> [(String, String)] {
        var result: [(String, String)] = []
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            guard let length = Int(String(decoding: digits, as: UTF8.self)), length > digits.count + 1, length <= rest.count,
                rest[rest.startIndex + length - 1] == 0x0a
            else {
                throw error(.malformed, "a long name is damaged")
            }
            let record = rest.prefix(length - 1).dropFirst(digits.count + 1)
            rest = rest.dropFirst(length)
            guard let split = record.firstIndex(of: UInt8(ascii: "=")) else { throw error(.malformed, "a long name is damaged") }
            let (key, value) = (String(decoding: record[..<split], as: UTF8.self), record[record.index(after: split)...])
            if key == "path" || key == "size" {
                guard !value.contains(0) else { throw error(.refused, "it holds a name with a zero in it") }
                result.append((key, try string(value)))
            }
        }
        return result
    }
}
