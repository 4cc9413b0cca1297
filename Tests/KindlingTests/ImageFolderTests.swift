import CZlib
import Foundation
import Kindling
import TestSupport
import Testing

/// Pictures made by Fixtures/make_pngs.py.
private struct PNGRecord: Decodable {
    var name: String
    var png: Data
    var width, height, channels, depth: Int
    var samples: [UInt16]
}

/// Archives made by Fixtures/make_tars.py.
private struct TarRecord: Decodable {
    var name: String
    var gzip: Data
    var files: [String: String]?
    var error: String?
}

/// A chunk of a PNG file, with a right checksum.
private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    func big(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    return big(content.count) + body + big(Int(crc32(0, body, uInt(body.count))))
}

private let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

private func header(_ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 0, interlace: UInt8 = 0) -> [UInt8] {
    let sizes = [width, height].flatMap { number in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    return chunk("IHDR", sizes + [depth, colour, 0, 0, interlace])
}

private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
        compress(buffer.baseAddress, &count, bytes, uLong(bytes.count))
        initialized = Int(count)
    }
}

@Suite("Folder of pictures", .ownRandomNumbers) struct ImageFolderTests {
    @Test("PNG files of every kind decode to what went in")
    func everyKind() throws {
        let records = try fixture("pngs", as: [PNGRecord].self)
        #expect(records.count > 30)
        for record in records {
            let picture = try PNG.decode([UInt8](record.png), source: record.name)
            let expected = Picture(
                width: record.width, height: record.height, channels: record.channels, depth: record.depth,
                samples: record.samples)
            #expect(picture == expected, "\(record.name)")
        }
    }

    /// A picture of one pixel, with its colours in a palette of so many bytes.
    private func coloured(palette: Int) -> [UInt8] {
        signature + header(1, 1, colour: 3) + chunk("PLTE", [UInt8](repeating: 9, count: palette))
            + chunk("IDAT", deflated([0, 0])) + chunk("IEND", [])
    }

    @Test(
        "a palette has one colour at least, and 256 at most",
        arguments: [(0, false), (3, true), (5, false), (768, true), (771, false)])
    func palettes(size: Int, isOne: Bool) {
        #expect(kind { _ = try PNG.decode(coloured(palette: size)) } == (isOne ? nil : .malformed))
    }

    @Test("a picture as large as allowed, and one that is larger")
    func largest() throws {
        #expect(try PNG.decode(coloured(palette: 3), limit: 4).samples == [9, 9, 9])
        #expect(kind { _ = try PNG.decode(coloured(palette: 3), limit: 3) } == .tooLong)
    }

    @Test("what PNG.encode writes, PNG.decode reads")
    func roundTrip() throws {
        var random = SplitMix64(seed: 3)
        for (width, height, channels) in [(1, 1, 1), (28, 28, 1), (3, 70, 3), (300, 300, 1)] {
            let pixels = (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
            let picture = try PNG.decode(
                [UInt8](PNG.encode(width: width, height: height, channels: channels, pixels: pixels)))
            #expect(
                picture.samples == pixels.map(UInt16.init) && picture.width == width && picture.channels == channels)
        }
    }

    @Test("every cut and every flipped bit is an error or changes nothing that counts")
    func damaged() throws {
        let records = try fixture("pngs", as: [PNGRecord].self)
        for record in records
        where ["palette with alpha", "interlaced 3 x 2", "grey 16", "many IDAT"].contains(record.name) {
            let png = [UInt8](record.png)
            for count in 0..<png.count {
                #expect(throws: DataError.self) { try PNG.decode(Array(png[..<count])) }
            }
            for bit in 0..<png.count * 8 {
                var flipped = png
                flipped[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: DataError.self) { try PNG.decode(flipped) }
            }
        }
    }

    @Test("hostile pictures are refused with a reason, and quickly")
    func hostilePictures() {
        let row = deflated([0, 1, 2, 3, 4])
        let good = signature + header(4, 1) + chunk("IDAT", row) + chunk("IEND", [])
        #expect(kind { _ = try PNG.decode(good) } == nil)
        let end = chunk("IEND", [])
        let palette = chunk("PLTE", [1, 2, 3])
        let cases: [(String, [UInt8], DataError.Kind)] = [
            ("nothing", [], .truncated),
            ("text", Array("not a picture".utf8), .malformed),
            ("signature only", signature, .truncated),
            ("no header", signature + chunk("IDAT", row) + end, .malformed),
            ("two headers", signature + header(4, 1) + header(4, 1) + chunk("IDAT", row) + end, .malformed),
            ("no pixels", signature + header(4, 1) + end, .truncated),
            ("a size of 0", signature + header(0, 1) + chunk("IDAT", row) + end, .malformed),
            ("a huge size", signature + header(1 << 30, 1 << 30) + chunk("IDAT", row) + end, .tooLong),
            ("a negative size", signature + header(-1, 1) + chunk("IDAT", row) + end, .malformed),
            ("a large size and few bytes", signature + header(4000, 4000) + chunk("IDAT", row) + end, .truncated),
            ("too few rows", signature + header(4, 2) + chunk("IDAT", row) + end, .truncated),
            (
                "too many rows",
                signature + header(4, 1) + chunk("IDAT", deflated([UInt8](repeating: 0, count: 10))) + end, .malformed
            ),
            (
                "an unknown filter", signature + header(4, 1) + chunk("IDAT", deflated([5, 1, 2, 3, 4])) + end,
                .malformed
            ),
            ("no zlib data", signature + header(4, 1) + chunk("IDAT", [1, 2, 3]) + end, .malformed),
            ("an impossible depth", signature + header(4, 1, depth: 3) + chunk("IDAT", row) + end, .malformed),
            ("an impossible colour", signature + header(4, 1, colour: 5) + chunk("IDAT", row) + end, .malformed),
            ("an unknown interlacing", signature + header(4, 1, interlace: 2) + chunk("IDAT", row) + end, .malformed),
            ("no palette", signature + header(4, 1, colour: 3) + chunk("IDAT", row) + end, .malformed),
            (
                "outside the palette", signature + header(4, 1, colour: 3) + palette + chunk("IDAT", row) + end,
                .malformed
            ),
            ("a late palette", signature + header(4, 1, colour: 3) + chunk("IDAT", row) + palette + end, .malformed),
            (
                "a ragged palette",
                signature + header(4, 1, colour: 3) + chunk("PLTE", [1, 2]) + chunk("IDAT", row) + end, .malformed
            ),
            (
                "interrupted pixels",
                signature + header(4, 1) + chunk("IDAT", row) + chunk("tEXt", []) + chunk("IDAT", row) + end, .malformed
            ),
            (
                "a chunk of no letters", signature + header(4, 1) + chunk("t\u{5}Xt", []) + chunk("IDAT", row) + end,
                .malformed
            ),
            (
                "an unknown critical chunk", signature + header(4, 1) + chunk("EVIL", []) + chunk("IDAT", row) + end,
                .refused
            ),
            ("a chunk without end", signature + header(4, 1) + [0x7f, 255, 255, 255] + Array("IDAT".utf8), .truncated),
        ]
        for (name, bytes, expected) in cases {
            #expect(kind { _ = try PNG.decode(bytes) } == expected, "\(name)")
        }
        #expect(
            kind { _ = try PNG.decode(signature + header(100, 100) + chunk("IDAT", row) + end, limit: 1000) }
                == .tooLong)
        #expect(kind { _ = try PNG.decode(good, limit: .min) } == .tooLong)
        #expect(kind { _ = try PNG.decode(good, limit: .max) } == nil)
        // The number of its bytes, 8 a pixel, is beyond 64 bits.
        let vast = signature + header(0x7fff_ffff, 0x4000_0000, depth: 16, colour: 6) + chunk("IDAT", row) + end
        #expect(kind { _ = try PNG.decode(vast, limit: .max) } == .tooLong)
        let early = signature + header(4, 1, colour: 3) + chunk("tRNS", [1]) + palette + chunk("IDAT", row) + end
        #expect(kind { _ = try PNG.decode(early) } == .malformed)
    }

    @Test("a transparent colour counts in the bits that a number has, as libpng has it")
    func transparentColour() throws {
        let rows = deflated([0, 1, 2, 3, 4])
        let picture = try PNG.decode(
            signature + header(4, 1) + chunk("tRNS", [0xff, 2]) + chunk("IDAT", rows) + chunk("IEND", []))
        #expect(picture.samples == [1, 255, 2, 0, 3, 255, 4, 255])
    }

    @Test("pictures as tensors")
    func tensors() {
        let colour = Picture(width: 2, height: 1, channels: 3, depth: 8, samples: [255, 0, 51, 0, 102, 255])
        #expect(colour.tensor().shape == [3, 1, 2])
        #expect(colour.tensor().array == [1, 0, 0, 0.4, 0.2, 1])
        #expect(colour.grey().samples == [82, 89])
        #expect(Picture(width: 1, height: 1, channels: 1, depth: 16, samples: [65_535]).tensor().array == [1])
        #expect(Picture(width: 1, height: 1, channels: 2, depth: 8, samples: [7, 0]).grey().samples == [7])
    }

    @Test("archives that Python made: every form unpacks, every hostile one is refused and leaves nothing")
    func archives() throws {
        for record in try fixture("tars", as: [TarRecord].self) {
            try withDataFolder { folder in
                let archive = folder.appendingPathComponent("a.tar.gz")
                for compressed in [true, false] {
                    let bytes =
                        try compressed ? [UInt8](record.gzip) : Gzip.inflate([UInt8](record.gzip), limit: 1 << 20)
                    try Data(bytes).write(to: archive)
                    let target = folder.appendingPathComponent("out-\(compressed)")
                    let found = kind { try Tar.unpack(archive, to: target) }
                    if let files = record.files {
                        #expect(found == nil, "\(record.name)")
                        for (path, text) in files {
                            let content = try? String(contentsOf: target.appendingPathComponent(path), encoding: .utf8)
                            #expect(content == text, "\(record.name): \(path)")
                        }
                    } else {
                        #expect(found.map { "\($0)" } == record.error, "\(record.name)")
                        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                        #expect(left == ["a.tar.gz"], "\(record.name)")
                    }
                }
            }
        }
    }

    @Test("what Tar.pack packs, Tar and Python's tar unpack")
    func packing() throws {
        let entries = [
            Tar.Entry("a", nil), Tar.Entry("a/one", [1]),
            Tar.Entry("a/" + String(repeating: "long", count: 50), [2, 3]),
            Tar.Entry("a/block", [UInt8](repeating: 7, count: 512)), Tar.Entry("a/empty", []),
        ]
        var found: [Tar.Entry] = []
        try Tar.forEachEntry(of: Tar.pack(entries)) { found.append($0) }
        #expect(found == entries)
        #expect(Tar.pack(entries) == Tar.pack(entries))
        // POSIX's header: the format's name stands at byte 257, its version behind it.
        #expect(Array(Tar.pack([Tar.Entry("a", [])])[257..<265]) == Array("ustar\0".utf8) + Array("00".utf8))
    }

    @Test("cut, flipped and oversized archives throw")
    func damagedArchives() throws {
        let archive = Tar.pack([Tar.Entry("a/one", [UInt8](repeating: 9, count: 700)), Tar.Entry("b", [1])])
        for count in stride(from: 0, to: archive.count - 1024, by: 100) {
            #expect(kind { try Tar.forEachEntry(of: Array(archive[..<count])) { _ in } } == .truncated)
        }
        for byte in 0..<512 where byte != 155 {  // the space behind the checksum
            var flipped = archive
            flipped[byte] ^= 0x55
            #expect(throws: DataError.self) { try Tar.forEachEntry(of: flipped) { _ in } }
        }
        #expect(kind { try Tar.forEachEntry(of: archive, limit: 1000) { _ in } } == .tooLong)
        let zeros = try Gzip.deflate(Tar.pack([Tar.Entry("zeros", [UInt8](repeating: 0, count: 1 << 20))]))
        #expect(zeros.count < 10_000)
        #expect(kind { try Tar.forEachEntry(of: zeros, limit: 1 << 16) { _ in } } == .tooLong)
        // A header that declares terabytes, with nothing behind it.
        let huge = resized(Array(archive[..<512]), "77777777777\u{0}")
        #expect(kind { try Tar.forEachEntry(of: huge, limit: .max) { _ in } } == .truncated)
        #expect(kind { try Tar.forEachEntry(of: huge) { _ in } } == .tooLong)
    }

    /// An archive whose first header says another size, with a right checksum.
    private func resized(_ archive: [UInt8], _ size: String) -> [UInt8] {
        var result = archive
        result.replaceSubrange(124..<136, with: Array(size.utf8))
        result.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
        let sum = String(result[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
        result.replaceSubrange(
            148..<156, with: Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20])
        return result
    }

    @Test("old archives have blanks around their numbers, and nothing else")
    func numbersInBlanks() throws {
        let entry = Tar.Entry("a", [UInt8](repeating: 3, count: 65))
        let archive = Tar.pack([entry])
        for size in ["      101 \u{0}\u{0}", "101        \u{0}", "        101 ", "00000000101 "] {
            var found: [Tar.Entry] = []
            try Tar.forEachEntry(of: resized(archive, size)) { found.append($0) }
            #expect(found == [entry], "\(size)")
        }
        for size in ["101 7      \u{0}", "10x        \u{0}", "101       x\u{0}", "0000000019\u{0}\u{0}"] {
            #expect(kind { try Tar.forEachEntry(of: resized(archive, size)) { _ in } } == .malformed, "\(size)")
        }
    }

    @Test("an existing folder is not touched, and a missing archive is an error")
    func existingFolder() throws {
        try withDataFolder { folder in
            let archive = folder.appendingPathComponent("a.tar")
            try Data(Tar.pack([Tar.Entry("new", [1])])).write(to: archive)
            let target = folder.appendingPathComponent("target")
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            #expect(kind { try Tar.unpack(archive, to: target) } == .refused)
            #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty)
            #expect(
                kind {
                    try Tar.unpack(folder.appendingPathComponent("none.tar"), to: folder.appendingPathComponent("x"))
                } == .missing)
            #expect(try Tar.unpack(archive, to: folder.appendingPathComponent("deep/er")) == ["new"])
        }
    }

    @Test("classes in order, broken files listed, pictures and labels right")
    func folder() async throws {
        try await withDataFolder { root in
            func write(_ path: String, _ bytes: [UInt8]) throws {
                let file = root.appendingPathComponent(path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
            func png(_ level: UInt8) -> [UInt8] { [UInt8](PNG.encode(width: 2, height: 2, pixels: [level, 1, 2, 3])) }
            try write("b/2.png", png(20))
            try write("b/1.PNG", png(10))
            try write("a/x/deep.png", png(30))
            try write("a/empty.png", [])
            try write("a/half.png", Array(png(0).dropLast(20)))
            try write("a/text.png", Array("text".utf8))
            try write("a/photo.jpg", [0xff, 0xd8])
            try write("a/notes.txt", Array("ignored".utf8))
            try write(".hidden/1.png", png(0))
            try write("loose.png", png(0))
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent("c"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: root.appendingPathComponent("a/loop"), withDestinationURL: root)

            let folder = try ImageFolder(root: root)
            #expect(folder.classes == ["a", "b", "c"] && folder.classToIndex == ["a": 0, "b": 1, "c": 2])
            #expect(folder.samples.map(\.path) == ["a/x/deep.png", "b/1.PNG", "b/2.png"])
            #expect(folder.samples.map(\.label) == [0, 1, 1])
            #expect(folder.skipped.map(\.path) == ["a/empty.png", "a/half.png", "a/photo.jpg", "a/text.png"])
            #expect(folder.skipped.map(\.reason.kind) == [.truncated, .truncated, .refused, .malformed])
            let (picture, label) = folder[1]
            #expect(picture.shape == [1, 2, 2] && label == 1 && picture.array[0] == Float(10) / 255)
            #expect(folder[-1].0.array[0] == Float(20) / 255)
            for (images, labels) in DataLoader(folder, batchSize: 3, workers: 2) {
                #expect(images.shape == [3, 1, 2, 2] && labels.array == [0, 1, 1])
            }
            let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [path = root.path as String] in
                _ = try ImageFolder(root: URL(fileURLWithPath: path))[3]
            }
            let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
            #expect(text.contains("Fatal error: ImageFolder: there is no sample 3 among 3"))
            // A picture of more than 2^28 bytes is none that anybody wants in memory. This one has holes for bytes.
            let large = root.appendingPathComponent("c/large.png")
            try write("c/large.png", png(0))
            let handle = try FileHandle(forWritingTo: large)
            try handle.truncate(atOffset: 1 << 28 + 1)
            try handle.close()
            #expect(try ImageFolder(root: root).skipped.last?.reason.kind == .tooLong)
            try FileManager.default.removeItem(at: large)
            #expect(kind { _ = try ImageFolder(root: root, limit: 100) } == .tooLong)
            // A header that promises too many pixels is a broken picture, however few bytes are left.
            let row = chunk("IDAT", deflated([0, 1, 2, 3, 4]))
            try write("c/vast.png", signature + header(0x4000_0000, 0x4000_0000) + row + chunk("IEND", []))
            let vast = try ImageFolder(root: root, limit: 1 << 20).skipped.last
            #expect(vast?.path == "c/vast.png" && vast?.reason.kind == .tooLong)
            // What a link leads to belongs to another folder.
            try FileManager.default.createSymbolicLink(
                at: root.appendingPathComponent("c/link.png"),
                withDestinationURL: root.appendingPathComponent("b/2.png"))
            #expect(try ImageFolder(root: root).samples.map(\.label) == [0, 1, 1])
            #if os(Linux)
                for name in ["e\u{301}", "\u{e9}"] {
                    try FileManager.default.createDirectory(
                        at: root.appendingPathComponent(name), withIntermediateDirectories: true)
                }
                #expect(kind { _ = try ImageFolder(root: root) } == .malformed)
            #endif
            #expect(kind { _ = try ImageFolder(root: root.appendingPathComponent("none")) } == .missing)
            #expect(kind { _ = try ImageFolder(root: root.appendingPathComponent("b")) } == .missing)
        }
    }
}
