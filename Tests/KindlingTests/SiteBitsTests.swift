import Foundation
import Testing

/// What the site's pages compute in a browser has the bits of the library.
@Suite("The site's pages compute as the library does") struct SiteBitsTests {
    static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized.path

    /// The folder of this test's own build.
    static var folder: String { Bundle.module.bundleURL.deletingLastPathComponent().path }

    static let hasNode = (try? run(["node", "--version"]).status) == 0

    /// Runs a command in the repository.
    static func run(_ command: [String]) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: root)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Neither is longer than a pipe holds.
        let texts = [output, errors].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return (process.terminationStatus, texts[0], texts[1])
    }

    @Test("bits.txt is what the library computes") func library() throws {
        let recorded = try String(contentsOfFile: "\(Self.root)/Tests/SiteBits/bits.txt", encoding: .utf8)
        let result = try Self.run(["\(Self.folder)/site-bits"])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output == recorded)
    }

    @Test("bits.txt is what the pages compute", .enabled(if: hasNode, "there is no node")) func pages() throws {
        let result = try Self.run(["node", "Tests/SiteBits/check.mjs"])
        #expect(result.status == 0 && result.errors == "")
    }

    @Test("the WebAssembly is what the sources say, where the tools are those that built it") func build() throws {
        let result = try Self.run(["Tools/weave/Wasm/build.sh", "--check"])
        #expect(result.status == 0 && result.errors == "")
        if !result.output.isEmpty { #expect(result.output.contains("left out: ")) }
    }
}
