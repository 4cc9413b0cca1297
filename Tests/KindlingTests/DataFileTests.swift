import Foundation
import Kindling
import TestSupport
import Testing

@Suite(.ownRandomNumbers) struct DataGzipTests {
    let text = Array("the quick brown fox jumps over the lazy dog".utf8)

    @Test(arguments: [0, 1, 63, 64, 4095, 4096, 4097, 100_000, 3_000_000])
    func returnsWhatWasCompressed(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 7) }
        #expect(try Gzip.inflate(Gzip.deflate(bytes), limit: count) == bytes)
    }

    @Test func readsGzipOfOthers() throws {
        // printf 'hello, gzip' | gzip -n9
        let compressed: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51, 0x48,
            0xaf, 0xca, 0x2c, 0x00, 0x00, 0x4a, 0x9b, 0xb1, 0x5c, 0x0b, 0x00, 0x00, 0x00,
        ]
        #expect(try Gzip.inflate(compressed, limit: 11) == Array("hello, gzip".utf8))
    }

    @Test func concatenatedMembersCountAsOne() throws {
        let halves = try Gzip.deflate(Array(text[..<10])) + Gzip.deflate([]) + Gzip.deflate(Array(text[10...]))
        #expect(try Gzip.inflate(halves, limit: 1000) == text)
        #expect(try Gzip.inflate(halves + [0, 0, 0], limit: 1000) == text)
    }

    /// As Python's gzip reads them; tapes and disks pad to whole blocks.
    @Test func zerosMayStandBetweenMembers() throws {
        let (first, second) = (try Gzip.deflate(Array(text[..<10])), try Gzip.deflate(Array(text[10...])))
        for count in [1, 2, 511, 100_000] {
            let padded = first + [UInt8](repeating: 0, count: count) + second
            #expect(try Gzip.inflate(padded + [0], limit: 1000) == text)
            #expect(kind { _ = try Gzip.inflate(padded + [0, 7], limit: 1000) } == .malformed)
            #expect(kind { _ = try Gzip.inflate(Array(padded.dropLast(second.count - 1)), limit: 1000) } == .truncated)
        }
        #expect(kind { _ = try Gzip.inflate([0] + first, limit: 1000) } == .malformed)
    }

    @Test func theLargestLimitIsNoLimit() throws {
        #expect(try Gzip.inflate(Gzip.deflate(text), limit: .max) == text)
        for limit in [0, -1, -5, .min] {
            #expect(kind { _ = try Gzip.inflate(Gzip.deflate(text), limit: limit) } == .tooLong)
        }
        #expect(try Gzip.inflate(Gzip.deflate([]), limit: 0) == [])
    }

    @Test func everyCutIsNoticed() throws {
        let whole = try Gzip.deflate(text)
        for length in 0..<whole.count {
            #expect(kind { _ = try Gzip.inflate(Array(whole[..<length]), limit: 1000) } == .truncated, "\(length)")
        }
    }

    /// Up to seven bits pad the deflate stream to a whole byte and mean nothing; every other one matters.
    @Test func everyFlippedBitOfTheBodyIsNoticed() throws {
        let whole = try Gzip.deflate(text)
        var unnoticed = 0
        for position in 10..<whole.count {
            for bit in 0..<8 {
                var damaged = whole
                damaged[position] ^= 1 << bit
                guard let result = try? Gzip.inflate(damaged, limit: 1000) else { continue }
                #expect(result == text, "byte \(position), bit \(bit)")
                unnoticed += 1
            }
        }
        #expect(unnoticed <= 7)
    }

    @Test func otherFormatsAndTrailingBytesAreErrors() throws {
        #expect(kind { _ = try Gzip.inflate(text, limit: 1000) } == .malformed)
        #expect(kind { _ = try Gzip.inflate(Gzip.deflate(text) + [1, 2], limit: 1000) } == .malformed)
        #expect(kind { _ = try Gzip.inflate([], limit: 1000) } == .truncated)
    }

    @Test func aBombStopsAtTheLimit() throws {
        let bomb = try Gzip.deflate([UInt8](repeating: 0, count: 50_000_000))
        #expect(bomb.count < 100_000)
        #expect(kind { _ = try Gzip.inflate(bomb, limit: 1_000_000) } == .tooLong)
        #expect(kind { _ = try Gzip.inflate(bomb, limit: 49_999_999) } == .tooLong)
        #expect(try Gzip.inflate(bomb, limit: 50_000_000).count == 50_000_000)
    }

    @Test func piecesOfAnySizeAddUp() throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * $0) }
        let reader = try GzipReader(Gzip.deflate(bytes))
        var result: [UInt8] = []
        var size = 1
        while true {
            let piece = try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if piece.isEmpty { break }
            result += piece
            size = size * 3 % 101 + 1
        }
        #expect(result == bytes)
    }
}

@Suite(.ownRandomNumbers) struct DataSHA256Tests {
    // The examples of FIPS 180-4, and the million of a's.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func vectors(text: String, digest: String) {
        #expect(SHA256.hex(Array(text.utf8)) == digest)
    }

    @Test func aMillion() {
        let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hex([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)) == digest)
    }

    @Test func piecesGiveTheSameDigest() {
        var random = SplitMix64(seed: 5)
        let bytes = (0..<1000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000] {
            var hash = SHA256()
            var start = 0
            while start < length {
                let end = min(length, start + Int(random.next() % 130))
                bytes[start..<end].withUnsafeBytes { hash.update($0) }
                start = end
            }
            #expect(hash.hex == SHA256.hex(Array(bytes[..<length])), "\(length)")
        }
    }

    @Test func aDigestCanBeReadOnTheWay() {
        var hash = SHA256()
        Array("a".utf8).withUnsafeBytes { hash.update($0) }
        _ = hash.hex
        Array("bc".utf8).withUnsafeBytes { hash.update($0) }
        #expect(hash.hex == SHA256.hex(Array("abc".utf8)))
    }
}

@Suite(.ownRandomNumbers) struct DataIDXTests {
    @Test func readsShapeAndElements() throws {
        let idx = try IDX([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])
        #expect(idx.shape == [2, 3])
        #expect(Array(idx.elements) == [1, 2, 3, 4, 5, 6])
    }

    @Test func everyCutIsNoticed() throws {
        let whole: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
        for length in 0..<whole.count {
            #expect(kind { _ = try IDX(Array(whole[..<length])) } == .truncated, "\(length)")
        }
        #expect(kind { _ = try IDX(whole + [7]) } == .tooLong)
    }

    @Test func wrongMagicAndWrongType() {
        #expect(kind { _ = try IDX([0, 1, 8, 1, 0, 0, 0, 0]) } == .malformed)
        #expect(kind { _ = try IDX([0, 0, 9, 1, 0, 0, 0, 0]) } == .malformed)
        let zipped = #expect(throws: DataError.self) { try IDX([0x1f, 0x8b, 8, 0]) }
        #expect(zipped?.advice.contains("inflate") == true)
    }

    @Test func hugeCountsAllocateNothing() {
        let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff]
        #expect(kind { _ = try IDX([0, 0, 8, 1] + huge + [1, 2, 3]) } == .truncated)
        #expect(kind { _ = try IDX([0, 0, 8, 3] + huge + huge + huge) } == .malformed)
        #expect(kind { _ = try IDX([0, 0, 8, 255]) } == .truncated)
    }

    @Test func errorsNameTheFile() {
        let error = #expect(throws: DataError.self) { try IDX([0, 0, 8, 1, 0, 0, 0, 9], source: "digits.idx") }
        #expect(error?.description.hasPrefix("digits.idx: the header promises 9 bytes [9], 0 are there.") == true)
    }
}

@Suite(.ownRandomNumbers) struct DataReadBytesTests {
    @Test func filesAndLimits() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("bytes")
            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
            try Data(bytes).write(to: file)
            #expect(try readBytes(of: file, limit: 3_000_000) == bytes)
            #expect(kind { _ = try readBytes(of: file, limit: 2_999_999) } == .tooLong)
            #expect(try readBytes(of: file, limit: .max) == bytes)
            #expect(kind { _ = try readBytes(of: file, limit: .min) } == .tooLong)
            #expect(kind { _ = try readBytes(of: folder.appendingPathComponent("no"), limit: 1) } == .missing)
            #expect(kind { _ = try readBytes(of: folder, limit: 1) } == .missing)
        }
    }

    @Test func anEndlessFileStopsAtTheLimit() {
        #expect(kind { _ = try readBytes(of: URL(fileURLWithPath: "/dev/zero"), limit: 1 << 20) } == .tooLong)
    }
}
