import Foundation
import Testing

@testable import Literate

struct PNGFileTests {
    /// A grey picture, written by Python without packing, and what Python finds in another.
    private func python(_ script: String, _ arguments: String...) async throws -> String {
        let common = """
            import struct, sys, zlib
            def chunk(type, body): return struct.pack(">I", len(body)) + type + body + struct.pack(">I", zlib.crc32(type + body))
            def chunks(data):
                data = data[8:]
                while data:
                    n = struct.unpack(">I", data[:4])[0]
                    body = data[4:8 + n]
                    assert zlib.crc32(body) == struct.unpack(">I", data[8 + n:12 + n])[0], "checksum"
                    yield body[:4], body[4:]
                    data = data[12 + n:]

            """
        let result = try await ChildProcess.run("python3", ["-c", common + script] + arguments, directory: "/")
        #expect(result.status == .exited(0), "\(result.errorText)")
        return String(decoding: result.output, as: UTF8.self)
    }

    @Test func theSamePixelsInFewerBytes() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (old, new) = ("\(folder.path)/old.png", "\(folder.path)/new.png")
        _ = try await python(
            """
            rows = b"".join(b"\\0" + bytes((x // 9 + y) % 7 for x in range(200)) for y in range(90))
            data = zlib.compress(rows, 0)
            file = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 90, 8, 0, 0, 0, 0))
            file += chunk(b"tEXt", b"a\\0b") + chunk(b"IDAT", data[:9000]) + chunk(b"IDAT", data[9000:]) + chunk(b"IEND", b"")
            open(sys.argv[1], "wb").write(file)
            """, old)
        let file = try #require(PNGFile(Files.read(old)))
        #expect(file.width == 200 && file.height == 90)
        let repacked = file.repacked
        #expect(repacked.count < 2_000)
        try Files.write(repacked, to: new)
        let found = try await python(
            """
            def pixels(path): return zlib.decompress(b"".join(b for t, b in chunks(open(path, "rb").read()) if t == b"IDAT"))
            print(pixels(sys.argv[1]) == pixels(sys.argv[2]), [t.decode() for t, b in chunks(open(sys.argv[2], "rb").read())])
            """, old, new)
        #expect(found == "True ['IHDR', 'tEXt', 'IDAT', 'IEND']\n")
        #expect(PNGFile(repacked)?.repacked == repacked, "what can't be smaller stays")
    }

    @Test func whatIsNoPicture() throws {
        #expect(PNGFile([]) == nil)
        #expect(PNGFile([0x89, 0x50, 0x4E, 0x47]) == nil)
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        #expect(PNGFile(start + [0xFF, 0xFF, 0xFF, 0xFF, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 0]) == nil)
        // Its pixels can't be unpacked, so they stay as they are.
        var broken = start
        broken += [0, 0, 0, 13]
        broken += "IHDR".utf8
        broken += [0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0]
        broken += [0, 0, 0, 2]
        broken += "IDAT".utf8
        broken += [1, 2, 0, 0, 0, 0]
        #expect(PNGFile(broken)?.repacked == broken)
    }
}
