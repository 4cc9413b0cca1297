import Foundation
import TestSupport
import Testing

@testable import Kindling

/// Files of weights that lie, or are only unusual. Those of which Python's safetensors 0.8.0 says something else than
/// we do are marked.
@Suite(.ownRandomNumbers) struct StateHostileTests {
    private static func safetensors(_ header: String, _ count: Int = 8, length: UInt64? = nil) -> [UInt8] {
        safetensors(Array(header.utf8), count, length: length)
    }

    private static func safetensors(_ header: [UInt8], _ count: Int = 8, length: UInt64? = nil) -> [UInt8] {
        let length = length ?? UInt64(header.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header
            + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func entry(
        _ name: String, _ shape: String, _ offsets: String, _ dtype: String = "F32", _ more: String = ""
    ) -> String {
        #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)\#(more)}"#
    }

    private static let whole = entry("a", "[2]", "[0,8]")

    static let lyingFiles: [[UInt8]] = [
        safetensors("{\(whole)}", length: .max), safetensors("{\(whole)}", length: 1 << 63),
        safetensors("{\(whole)}", length: 100_000_001), safetensors("[\(whole)]"), safetensors("", 0),
        safetensors("null"),
        safetensors("{\(whole)"), safetensors("{\(whole)}}"), safetensors("{\(whole),}"), safetensors("{\(whole)} x"),
        // Python reads these: a blank in front; a name twice; no remarks; an entry as a list.
        safetensors(" {\(whole)}"), safetensors("{\(whole),\(whole)}"),
        safetensors(#"{"__metadata__":null,\#(whole)}"#),
        safetensors(#"{"a":["F32",[2],[0,8]]}"#),
        // Python's strings differ where Swift's don't.
        safetensors("{\(entry("\u{e9}", "[1]", "[0,4]")),\(entry("e\u{301}", "[1]", "[4,8]"))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","dtype":"F32""#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":{"y":1,"y":1}"#))}"),
        safetensors(#"{"__metadata__":{"a":"b","a":"b"},\#(whole)}"#),
        safetensors(#"{"__metadata__":{"a":1},\#(whole)}"#),
        safetensors(#"{"__metadata__":[],\#(whole)}"#),
        safetensors(#"{"__metadata__":{},"__metadata__":{},\#(whole)}"#),
        safetensors("{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[1]", "[2,6]"))}"),
        safetensors("{\(whole),\(entry("b", "[2]", "[0,8]"))}"),
        safetensors("{\(whole),\(entry("b", "[1]", "[4,8]"))}"),
        safetensors("{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[0]", "[2,2]"))}", 4),
        safetensors("{\(entry("a", "[1]", "[4,8]"))}"),
        safetensors("{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[0]", "[8,8]"))}"),
        safetensors("{\(entry("a", "[3]", "[0,8]"))}"), safetensors("{\(entry("a", "[1]", "[0,8]"))}"),
        safetensors("{\(entry("a", "[]", "[0,8]"))}"), safetensors("{\(entry("a", "[2]", "[8,0]"))}"),
        safetensors("{\(entry("a", "[2]", "[-8,0]"))}"), safetensors("{\(entry("a", "[2]", "[0,8,8]"))}"),
        safetensors("{\(entry("a", "[2]", "[8]"))}"), safetensors("{\(entry("a", "[2]", "[0,8.0]"))}"),
        safetensors("{\(entry("a", "[2]", "[0,8e0]"))}"), safetensors("{\(entry("a", "[2]", "[0,08]"))}"),
        safetensors("{\(entry("a", "[2]", "[0,\"8\"]"))}"),
        safetensors("{\(entry("a", "[2]", "[0,18446744073709551624]"))}"),
        safetensors("{\(entry("a", "[-2]", "[0,8]"))}"), safetensors("{\(entry("a", "[2.0]", "[0,8]"))}"),
        safetensors("{\(entry("a", "[true]", "[0,8]"))}"), safetensors("{\(entry("a", "2", "[0,8]"))}"),
        safetensors("{\(entry("a", "[4294967296,4294967296]", "[0,0]"))}", 0),
        safetensors("{\(entry("a", "[4611686018427387904]", "[0,0]"))}", 0),
        safetensors("{\(entry("a", "[9223372036854775807,9223372036854775807,0]", "[0,0]"))}", 0),
        // Python reads this one: its product is zero before it can be too large.
        safetensors("{\(entry("a", "[0,4611686018427387904]", "[0,0]"))}", 0),
        safetensors("{\(entry("a", "[\(Array(repeating: "1", count: 65).joined(separator: ","))]", "[0,4]"))}", 4),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F4"))}"), safetensors("{\(entry("a", "[1]", "[0,8]", "C64"))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "f32"))}"), safetensors("{\(entry("a", "[2]", "[0,8]", ""))}"),
        safetensors(#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#),
        safetensors(#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#),
        safetensors(#"{"a":{"dtype":"F32","shape":[2]}}"#), safetensors(#"{"a":5}"#), safetensors(#"{"a":null}"#),
        safetensors("{\"x\":" + String(repeating: "[", count: 200_000)),
        safetensors("{\"x\":" + String(repeating: #"{"y":"#, count: 200_000)),
        safetensors(
            "{\(entry("a", "[2]", "[0,8]", "F32", #","x":"# + String(repeating: "[", count: 99) + String(repeating: "]", count: 99)))}"
        ),
        safetensors([0x7b, 0x22, 0xff, 0x22, 0x3a]), safetensors(Array(#"{"\ud800":"#.utf8)),
        safetensors(Array(#"{"\ud800\u0041":"#.utf8)),
        safetensors(Array(#"{"\udc00":"#.utf8)), safetensors(Array(#"{"\x":"#.utf8)),
        safetensors(Array(#"{"\u12"#.utf8)), safetensors(Array(#"{"\"#.utf8)),
        safetensors(Array("{\"a\nb\":".utf8)), safetensors([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a]),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":01"#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":1."#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":-"#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":+1"#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":nan"#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x":tru"#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #","x""#))}"),
        safetensors("{\(entry("a", "[2]", "[0,8]", "F32", #",x:1"#))}"),
        Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 40), [0x93] + Array("NUMPY".utf8) + [1, 0, 0, 0],
    ]

    // By number: some are too long to be printed.
    @Test(arguments: lyingFiles.indices)
    func safetensorsThatLie(number: Int) {
        let bytes = Self.lyingFiles[number]
        #expect(
            kind { _ = try StateDict(safetensors: bytes) } == .malformed,
            "\(String(decoding: bytes.prefix(300), as: UTF8.self))")
    }

    @Test func safetensorsOfAnotherLength() {
        for (bytes, expected) in [
            (Self.safetensors("{\(Self.whole)}", 7), DataError.Kind.truncated),
            (Self.safetensors("{\(Self.whole)}", 0), .truncated),
            (Self.safetensors("{\(Self.whole)}", length: 500), .truncated),
            (Self.safetensors("{\(Self.whole)}", 9), .tooLong),
            (Self.safetensors("{}", 1), .tooLong), ([1, 2, 3], .truncated), ([], .truncated),
            (Self.safetensors("{\(Self.entry("a", "[250000000000000]", "[0,1000000000000000]"))}"), .truncated),
        ] {
            #expect(kind { _ = try StateDict(safetensors: bytes) } == expected)
        }
    }

    @Test(arguments: [
        safetensors("{\(whole)}"), safetensors("{\(whole)}  \n\t"),
        safetensors("{ \(whole.replacingOccurrences(of: ",", with: " , ")) }"),
        safetensors(#"{"__metadata__":{},\#(whole)}"#), safetensors(#"{\#(whole),"__metadata__":{"a":"b"}}"#),
        safetensors("{}", 0),
        safetensors("{\(entry("x", "[1]", "[0,1]", "U8")),\(entry("a", "[2]", "[1,9]"))}", 9),
        safetensors("{\(entry("b", "[1]", "[4,8]")),\(entry("a", "[1]", "[0,4]"))}"),
        safetensors(
            "{\(entry("a", "[0,3]", "[0,0]")),\(entry("b", "[2]", "[0,8]")),\(entry("c", "[0]", "[8,8]")),\(entry("d", "[0]", "[0,0]"))}"
        ),
        safetensors("{\(entry("a", "[]", "[0,4]"))}", 4), safetensors("{\(entry("", "[2]", "[0,8]"))}"),
        safetensors(
            "{\(entry("a", "[2]", "[0,8]", "F32", #","x":[1,-0.5e+3,true,false,null,"\u00e9\ud83d\ude00\/",{"y":[]}]"#))}"
        ),
        safetensors(#"{"a":{"data_offsets":[0,8],"\u0064type":"F32","shape":[2]}}"#),
        safetensors(
            "{\(entry("a", "[2]", "[0,8]", "F32", #","x":"# + String(repeating: "[", count: 98) + String(repeating: "]", count: 98)))}"
        ),
    ])
    func safetensorsThatAreUnusual(bytes: [UInt8]) throws {
        let state = try StateDict(safetensors: bytes)
        let again = try StateDict(safetensors: state.safetensors())
        #expect(again.keys == state.keys && state.keys.allSatisfy { again[stored: $0] == state[stored: $0] })
    }

    @Test func theErrorNamesFileAndPlace() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("lie.safetensors")
            try Data(Self.safetensors("{\(Self.whole),\(Self.whole)}")).write(to: file)
            let error = #expect(throws: DataError.self) { try StateDict(contentsOf: file) }
            #expect(error?.description == "lie.safetensors: its header, at byte 57: the name 'a' comes twice.")
        }
    }

    @Test func namesOfEveryKindComeBack() throws {
        var state = StateDict()
        let names = [
            "", "\"", "\\", "a\u{0}b", "\n\r\t\u{8}\u{c}\u{f}\u{10}\u{1f}\u{7f}", "é", "\u{1F600}", "/", "a.b",
            "\u{2028}",
            "\u{202e}x",
        ]
        for (i, name) in names.enumerated() { state[name] = Tensor(Double(i)) }
        state.metadata = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
        let again = try StateDict(safetensors: state.safetensors())
        #expect(again.keys == names && again.metadata == state.metadata)
        #expect(names.indices.allSatisfy { again[names[$0]]!.item() == Double($0) })
        // Another reader of JSON finds them, too.
        let bytes = try state.safetensors()
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any]
        #expect(header.map { Set($0.keys) } == Set(names + ["__metadata__"]))
        #expect(kind { _ = try (["__metadata__": Tensor(1)] as StateDict).safetensors() } == .refused)
    }

    // MARK: NumPy

    private static func npy(_ header: String, _ elements: [UInt8] = [0, 0, 0, 0], version: UInt8 = 1) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [version, 0] + [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
            + (version == 1 ? [] : [0, 0]) + Array(header.utf8) + elements
    }

    private static let plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }"

    private static func changed(_ part: String, _ other: String) -> String {
        plain.replacingOccurrences(of: part, with: other)
    }

    private static let lies: [String] = [
        "", "{}", "{'descr': '<f4'}", plain + "x", "[" + plain, changed("(1,)", "(1)"),
        changed("(1,)", "[1]"), changed("(1,)", "(-1,)"),
        changed("(1,)", "(1.0,)"),
        changed("(1,)", "(1 << 3,)"),
        changed("(1,)", "(1,,)"),
        changed("(1,)", "(99999999999999999999,)"),
        changed("(1,)", "(4294967296, 4294967296)"),
        changed("(1,)", "(0, 4611686018427387904)"),
        changed("(1,)", "(0, 4611686018427387904, 4611686018427387904)"),
        changed("False", "0"), changed("False", "None"),
        changed("}", "'shape': (1,), }"),
        changed("}", "'more': (1,), }"),
        changed("'<f4'", "'<f\\x34'"),
        changed("'<f4'", "'<f4\""),
        changed("'<f4'", "__import__('os').system('x')"),
        changed("'<f4'", "[('x', '<f4')]"),
        changed("(1,)", "(" + String(repeating: "1, ", count: 65) + ")"), "{'descr': '",
        String(repeating: "{", count: 60_000),
    ]

    @Test(arguments: lies.indices)
    func npyHeadersThatLie(number: Int) {
        let header = Self.lies[number]
        #expect(kind { _ = try StoredTensor(npy: Self.npy(header)) } == .malformed, "\(header.prefix(200))")
    }

    @Test func npyOfOtherTypesVersionsAndLengths() throws {
        for type in ["|O", "<c8", "|S1", "<U1", "<V2", "<M8[s]", "<f16", "<i3", "", "<", "f", "<<f4", "|b2"] {
            #expect(
                kind { _ = try StoredTensor(npy: Self.npy(Self.plain.replacingOccurrences(of: "<f4", with: type))) }
                    == .refused, "\(type)")
        }
        #expect(kind { _ = try StoredTensor(npy: Self.npy(Self.plain, version: 4)) } == .malformed)
        #expect(kind { _ = try StoredTensor(npy: Self.npy(Self.plain, [0, 0, 0])) } == .truncated)
        #expect(kind { _ = try StoredTensor(npy: Self.npy(Self.plain, [0, 0, 0, 0, 0])) } == .tooLong)
        for shape in ["(1L,)", "( 1 , )", "(1, 1)", "(1,1,)", "()"] {
            let array = try StoredTensor(npy: Self.npy(Self.plain.replacingOccurrences(of: "(1,)", with: shape)))
            #expect(array.tensor().count == 1)
        }
        for type in ["=f4", "f4"] {
            #expect(
                try StoredTensor(npy: Self.npy(Self.plain.replacingOccurrences(of: "<f4", with: type))).dtype
                    == .float32)
        }
    }

    @Test func npyHeadersHaveALimit() throws {
        for (length, expected) in [(1 << 16, nil), (1 << 16 | 1, DataError.Kind.malformed)] {
            let header = Self.plain + String(repeating: " ", count: length - Self.plain.utf8.count)
            let size = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
            let bytes = [0x93] + Array("NUMPY".utf8) + [2, 0] + size + Array(header.utf8) + [0, 0, 0x80, 0x3f]
            #expect(kind { _ = try StoredTensor(npy: bytes) } == expected, "\(length)")
        }
    }

    @Test func whatIsMissingIsCounted() throws {
        let source = ByteSource([1, 2, 3], name: "three")
        #expect(try source.read(at: 1, 2) == [2, 3] && source.read(at: 3, 0) == [])
        for (start, length) in [(2, 5), (5, 2), (-1, 1), (1, -1), (.max, .max)] {
            let error = #expect(throws: DataError.self) { try source.read(at: start, length) }
            #expect(error?.description == "three: it needs \(length) bytes at byte \(start), and has 3 in all.")
        }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 5, alignment: 1)
        defer { room.deallocate() }
        let error = #expect(throws: DataError.self) { try source.read(at: 2, into: room) }
        #expect(error?.description == "three: it needs 5 bytes at byte 2, and has 3 in all.")
    }

    // MARK: Zip

    /// An archive from its parts.
    private static func archive(_ parts: [(String, [UInt8])], compressed: Bool = false, large: Int = 0xffff_ffff) throws
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        var writer = ZipWriter(large: large) { bytes += $0 }
        for (name, content) in parts { try writer.add(name, [content], compressed: compressed) }
        try writer.finish()
        return bytes
    }

    private static func contents(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [String: [UInt8]] {
        let reader = try ZipReader(ByteSource(bytes, name: "a.zip"), limit: limit)
        return try Dictionary(uniqueKeysWithValues: reader.entries.map { ($0.name, try reader.content(of: $0)) })
    }

    private static let parts: [(String, [UInt8])] = [
        ("a", Array("some text, some text".utf8)), ("b/c", []), ("ü", [UInt8](repeating: 7, count: 5000)),
    ]

    @Test func archivesComeBackAlsoWithFieldsOf64Bits() throws {
        for compressed in [false, true] {
            for large in [0xffff_ffff, 0, 1000] {
                let bytes = try Self.archive(Self.parts, compressed: compressed, large: large)
                let found = try Self.contents(bytes)
                #expect(found.count == 3 && Self.parts.allSatisfy { found[$0.0] == $0.1 })
                for length in 0..<bytes.count {
                    let thrown = kind { _ = try Self.contents(Array(bytes[..<length])) }
                    #expect(thrown == .truncated || thrown == .malformed)
                }
            }
        }
        #expect(try Self.contents(Self.archive([])) == [:])
    }

    /// APPNOTE, 4.3.14 to 4.3.16: what a reader finds that needs 64 bits, from the end on.
    @Test func theEndOfALargeArchive() throws {
        func little(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).littleEndian, Array.init) }
        let bytes = try Self.archive(Self.parts, large: 0)
        let record = bytes.count - 22 - 20 - 56
        // The directory begins with its first entry's signature.
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
        var expected: [UInt8] = [0x50, 0x4b, 6, 6] + little(44)
        expected += [45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        expected += little(3) + little(3) + little(record - start) + little(start)
        expected += [0x50, 0x4b, 6, 7, 0, 0, 0, 0] + little(record) + [1, 0, 0, 0]
        expected += [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 12) + [0, 0]
        #expect(Array(bytes[record...]) == expected)
    }

    /// Every byte of the directory and of each part counts, or changes nothing.
    @Test func everyChangedByteIsNoticedOrMeansNothing() throws {
        for compressed in [false, true] {
            let bytes = try Self.archive(Self.parts, compressed: compressed, large: compressed ? 100 : 0xffff_ffff)
            let expected = try Self.contents(bytes)
            for place in bytes.indices {
                for change: UInt8 in [1, 0x80, 0xff] {
                    var damaged = bytes
                    damaged[place] ^= change
                    do {
                        let found = try Self.contents(damaged)
                        #expect(found == expected || Set(found.keys) != Set(expected.keys), "byte \(place)")
                    } catch { #expect(error is DataError) }
                }
            }
        }
    }

    @Test func archivesThatLie() throws {
        let bytes = try Self.archive([("a", [1, 2, 3]), ("b", [4, 5, 6])])
        // A local header has 30 bytes and a name of one; an entry of the directory 46 and that; then comes the end.
        let (first, second, directory) = (0, 34, 68)
        let entry = { (number: Int) in directory + number * 47 }
        func with(_ changes: [Int: UInt8]) -> [UInt8] {
            var bytes = bytes
            for (place, byte) in changes { bytes[place] = byte }
            return bytes
        }
        for (changed, expected, what) in [
            (with([first + 30: 0x78]), DataError.Kind.malformed, "the header has another name"),
            (with([entry(1) + 46: 0x61]), .malformed, "two of one name"),
            (with([entry(0) + 8: 1]), .refused, "encrypted"),
            (with([entry(0) + 10: 12]), .refused, "bzip2"), (with([entry(0) + 10: 8]), .malformed, "not deflated"),
            (with([entry(0) + 20: 4, entry(0) + 24: 4]), .malformed, "overlaps"),
            (with([entry(0) + 24: 4]), .malformed, "two sizes"),
            (with([entry(0) + 16: 0]), .checksum, "checksum"), (with([first + 31: 9]), .checksum, "content"),
            (with([entry(1) + 42: 0]), .malformed, "one place for two"),
            (with([entry(1) + 43: 1]), .malformed, "a place behind the directory"),
            (with([entry(0) + 46: 0xff, first + 30: 0xff]), .refused, "a name that is no UTF-8"),
            (with([bytes.count - 12: 3]), .refused, "count"),
            (with([bytes.count - 14: 1, bytes.count - 12: 1]), .malformed, "fewer than there are"),
            (with([bytes.count - 6: 60]), .malformed, "the directory's place"),
            (with([bytes.count - 18: 1]), .refused, "several disks"), (with([second: 0]), .malformed, "no header"),
            ([0] + bytes, .malformed, "something in front"), (bytes + [0], .truncated, "something behind"),
        ] {
            let thrown = kind { _ = try Self.contents(changed) }
            #expect(thrown == expected, "\(what)")
        }
    }

    /// gzip's files may have several members. Whoever reads a zip archive's entry to the end of the first finds nothing in this one.
    @Test func anEntryHasOneMember() throws {
        let payload = Array("some text".utf8)
        let packed = try Gzip.deflate(payload)
        let content = try Gzip.deflate([]).dropFirst(10) + packed.dropLast(8)
        var bytes = try Self.archive([("a", Array(content))])
        let directory = 31 + content.count
        for (place, method, checksum, size) in [(0, 8, 14, 22), (directory, 10, 16, 24)] {
            bytes[place + method] = 8
            bytes.replaceSubrange(place + checksum..<place + checksum + 4, with: packed.suffix(8).prefix(4))
            bytes[place + size] = UInt8(payload.count)
        }
        #expect(kind { _ = try Self.contents(bytes) } == .malformed)
    }

    @Test func archivesOfZerosStopAtTheLimit() throws {
        let bytes = try Self.archive([("a", [UInt8](repeating: 0, count: 1 << 20))], compressed: true)
        #expect(bytes.count < 2000)
        #expect(try Self.contents(bytes, limit: 1 << 20).count == 1)
        #expect(kind { _ = try Self.contents(bytes, limit: 1 << 20 - 1) } == .tooLong)
        // It promises a byte less, in its directory.
        var lying = bytes
        let place = bytes.count - 22 - 47 + 24
        #expect(lying[place + 2] == 0x10)
        (lying[place], lying[place + 1], lying[place + 2]) = (0xff, 0xff, 0x0f)
        #expect([.tooLong, .malformed].contains(kind { _ = try Self.contents(lying) }))
    }

    // MARK: torch

    private static func torch(
        _ pickle: String, storage: [UInt8] = [UInt8](repeating: 0, count: 16), more: [(String, [UInt8])] = []
    ) throws -> [UInt8] {
        try archive([("x/data.pkl", pickle.unicodeScalars.map { UInt8($0.value) }), ("x/data/0", storage)] + more)
    }

    /// A tensor over the storage 0, of 4 floats.
    private static func tensor(
        _ offset: String = "I0\n", _ shape: String = "(I2\nt", _ strides: String = "(I1\nt", count: Int = 4
    ) -> String {
        "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI\(count)\ntQ\(offset)\(shape)\(strides)I00\nNtR"
    }

    private static func dictionary(_ value: String) -> String { "(Va\n\(value)d." }

    @Test(arguments: [
        tensor("I3\n"), tensor("I-1\n"), tensor("I9223372036854775807\n"), tensor("I0\n", "(I5\nt"),
        tensor("I0\n", "(I2\nt", "(I4\nt"),
        tensor("I0\n", "(I2\nt", "(I-1\nt"), tensor("I3\n", "(I2\nt", "(I-1\nt"), tensor("I0\n", "(I-2\nt"),
        tensor("I0\n", "(I2\nt", "t"),
        tensor("I0\n", "(I2\nI2\nt", "(I9223372036854775807\nI9223372036854775807\nt"),
        tensor("I0\n", "(I2\nt", "(I9223372036854775807\nt"),
        tensor("I0\n", "(I4611686018427387904\nI0\nt", "(I1\nI1\nt"),
        tensor("I0\n", "(I4294967296\nI4294967296\nt", "(I0\nI0\nt"),
        tensor("I0\n", "(S'2'\nt"), tensor("I0\n", "I2\n"), tensor("N"), tensor(count: 3), tensor(count: -4),
        tensor(count: 4_611_686_018_427_387_905),
        tensor(
            "I0\n", "(" + String(repeating: "I1\n", count: 65) + "t", "(" + String(repeating: "I1\n", count: 65) + "t"),
        "ctorch._utils\n_rebuild_tensor_v2\n(NtR", "ctorch._utils\n_rebuild_tensor_v2\nNR",
        "ctorch._utils\n_rebuild_parameter\n)R",
        "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ",
        "(S'storage'\nctorch\nFloatStorage\nS'1'\nS'cpu'\nI4\ntQ",
        "(S'storage'\nctorch\nFloatStorage\nS'../data.pkl'\nS'cpu'\nI4\ntQ",
        "(S'module'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ", "S'0'\nQ",
        "ccollections\nOrderedDict\n((I1\nltR", "ccollections\nOrderedDict\n(I1\ntR", "ctorch\nSize\n)R",
        "ctorch\ndevice\n)R",
    ])
    func torchTensorsThatLie(value: String) throws {
        let bytes = try Self.torch(Self.dictionary(value))
        #expect(kind { _ = try StateDict(torch: bytes) } == .malformed, "\(value)")
    }

    @Test(arguments: [
        "cos\nsystem\n(S'true'\ntR", "c__main__\nNet\n)R", "c__main__\nNet\n)\u{81}", "ctorch\nComplexFloatStorage\n",
        "ctorch\nload\n(S'x'\ntR",
        "ctorch.storage\n_load_from_bytes\n(S'x'\ntR", "ctorch\nFloatStorage\n(I4\ntR", "ctorch\nTensor\n)R",
        "cbuiltins\neval\n", "ctorch._utils\n_rebuild_sparse_tensor\n",
        "ctorch._tensor\n_rebuild_from_type_v2\n(ctorch\nTensor\nctorch\nTensor\n)}tR", "ccollections\ndefaultdict\n",
        "(ios\nsystem\n", "Pid\n",
        "}(I1\nI2\nuN", "(NI1\nd",
    ])
    func torchPicklesThatAskForMoreAreRefused(value: String) throws {
        let bytes = try Self.torch(Self.dictionary(value))
        let expected: [DataError.Kind] = value.hasPrefix("}") ? [.malformed] : [.refused]
        #expect(expected.contains(kind { _ = try StateDict(torch: bytes) } ?? .download), "\(value)")
    }

    @Test func torchTensorsThatAreUnusual() throws {
        let floats = [1, 2, 3, 4].flatMap { withUnsafeBytes(of: Float($0).bitPattern, Array.init) }
        for (text, expected) in [
            (Self.tensor(), [1, 2]), (Self.tensor("I2\n"), [3, 4]), (Self.tensor("I3\n", "(I1\nt", "(I99\nt"), [4]),
            (Self.tensor("I1\n", "(t", "(t"), [2]),
            (Self.tensor("I1\n", "(I3\nt", "(I0\nt"), [2, 2, 2]),
            (Self.tensor("I0\n", "(I2\nI2\nt", "(I1\nI2\nt"), [1, 3, 2, 4]),
            (Self.tensor("I99\n", "(I0\nt", "(I9223372036854775807\nt"), []),
            (Self.tensor("I0\n", "(I0\nI2\nt", "(I9223372036854775807\nI9223372036854775807\nt"), []),
        ] as [(String, [Float])] {
            let state = try StateDict(torch: Self.torch(Self.dictionary(text), storage: floats))
            #expect(state["a"]?.array == expected, "\(text)")
        }
        let big = try StateDict(
            torch: Self.torch(
                Self.dictionary(Self.tensor()), storage: floats.reversed(), more: [("x/byteorder", Array("big".utf8))]))
        #expect(big["a"]?.array == [4, 3])
        #expect(
            kind {
                _ = try StateDict(
                    torch: Self.torch(Self.dictionary(Self.tensor()), more: [("x/byteorder", Array("pdp".utf8))]))
            } == .malformed)
        #expect(
            kind { _ = try StateDict(torch: Self.torch(Self.dictionary(Self.tensor()), more: [("y/data.pkl", [])])) }
                == .malformed)
        #expect(kind { _ = try StateDict(torch: Self.archive([("data", [])])) } == .malformed)
    }

    /// A stride of 0 shows one number a billion times; one storage may be shown a thousand times.
    @Test func torchTensorsStopAtTheLimit() throws {
        let vast = try Self.torch(Self.dictionary(Self.tensor("I0\n", "(I1000000000\nt", "(I0\nt")))
        #expect(kind { _ = try StateDict(torch: vast) } == .tooLong)
        let thousand = try Self.torch(Self.dictionary(Self.tensor("I0\n", "(I1000\nt", "(I0\nt")))
        #expect(try StateDict(torch: thousand)["a"]!.count == 1000)
        #expect(kind { _ = try StateDict(torch: thousand, limit: 1000) } == .tooLong)
        let shared =
            "(lp0\n\(Self.tensor("I0\n", "(I1000\nt", "(I0\nt"))p1\na" + String(repeating: "g1\na", count: 1000) + "."
        #expect(kind { _ = try StateDict(torch: Self.torch(shared), limit: 100_000) } == .tooLong)
        // Ten lists in ten lists, …: a hundred lines, and ten to the thirtieth numbers.
        let nested =
            "(I1\nlp0\n0" + (0..<30).map { "(" + String(repeating: "g\($0)\n", count: 10) + "lp\($0 + 1)\n0" }.joined()
            + "g30\n."
        #expect(kind { _ = try StateDict(torch: Self.torch(nested)) } == .tooLong)
        // A long name before many numbers stands before each of them.
        let name = String(repeating: "k", count: 100_000)
        let named = "(V\(name)\n(" + String(repeating: "I1\n", count: 3000) + "ld."
        #expect(kind { _ = try StateDict(torch: Self.torch(named), limit: 1 << 20) } == .tooLong)
        #expect(try StateDict(torch: Self.torch(named)).metadata.count == 3000)
    }

    @Test func torchNamesThatMeet() throws {
        let twice = "(Va.b\n\(Self.tensor())Va\n(Vb\n\(Self.tensor())dd."
        #expect(kind { _ = try StateDict(torch: Self.torch(twice)) } == .malformed)
        #expect(kind { _ = try StateDict(torch: Self.torch(Self.dictionary(Self.tensor())), key: "b") } == .malformed)
        #expect(kind { _ = try StateDict(torch: Self.torch("I1\n."), key: "b") } == .malformed)
        #expect(kind { _ = try StateDict(torch: [UInt8]()) } == .malformed)
    }

    /// torch's names are for torch's files.
    @Test func otherPicklesKnowNothingOfTorch() {
        for pickle in [Self.dictionary(Self.tensor()), "ccollections\nOrderedDict\n)R.", "ctorch\nSize\n((I1\nttR."] {
            #expect(kind { _ = try Pickle.load(Array(pickle.utf8)) } == .refused)
        }
    }

    /// No tensor has such a shape, with elements or without.
    @Test func numpyArraysOfImpossibleShapes() {
        let pickle =
            "cnumpy.core.numeric\n_frombuffer\n(S''\ncnumpy\ndtype\n(S'u1'\nI0\nI1\ntR(I0\nI4611686018427387904\ntS'C'\ntR."
        #expect(kind { _ = try Pickle.load(Array(pickle.utf8)) } == .malformed)
    }
}
