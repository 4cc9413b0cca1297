import Foundation
import Testing

@testable import Literate

struct ZipArchiveTests {
    /// Python's reader checks sizes, checksums and names.
    @Test func anotherReaderReadsIt() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var archive = ZipArchive()
        try archive.add("mimetype", Array("application/epub+zip".utf8), isPacked: false)
        let large = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 300) }
        try archive.add("in/größer.bin", large)
        try archive.add("empty", [])
        let bytes = try archive.data
        #expect(bytes.count < 20_000, "it's packed")
        // An EPUB is known by what stands there.
        #expect(String(decoding: bytes[30..<58], as: UTF8.self) == "mimetypeapplication/epub+zip")
        try Files.write(bytes, to: "\(folder.path)/a.zip")
        let script = """
            import zipfile
            a = zipfile.ZipFile("a.zip")
            assert a.testzip() is None
            print(a.namelist(), len(a.read("in/größer.bin")), sum(a.read("in/größer.bin")), a.read("empty"))
            """
        let result = try await ChildProcess.run(
            "python3", ["-c", script], environment: ["PYTHONUTF8": "1"], directory: folder.path)
        let sum = large.reduce(0) { $0 + Int($1) }
        #expect(
            String(decoding: result.output, as: UTF8.self)
                == "['mimetype', 'in/größer.bin', 'empty'] 100000 \(sum) b''\n",
            "\(result.errorText)")
    }
}
