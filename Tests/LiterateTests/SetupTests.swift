import Testing

@testable import Literate

/// `Tools/setup.sh`, with which `make` begins.
struct SetupTests {
    private let package: TemporaryPackage

    init() throws {
        let tests = try #require(#filePath.range(of: "/Tests/", options: .backwards))
        let script = try Files.read("\(#filePath[..<tests.lowerBound])/Tools/setup.sh")
        package = try TemporaryPackage([
            "Tools/setup.sh": String(decoding: script, as: UTF8.self),
            "Sources/Engine/a.c": "", "Sources/Kindling/A.swift": "",
        ])
    }

    private func setUp() async throws -> (isDone: Bool, said: String) {
        let result = try await ChildProcess.run("sh", ["Tools/setup.sh"], directory: package.root)
        return (result.status == .exited(0), String(decoding: result.output, as: UTF8.self) + result.errorText)
    }

    /// What the compiler has built before the first `make`: by `swift run extract`, say.
    @Test func whatWasBuiltHereStays() async throws {
        let here = try #require(Files.resolved(package.root))
        try package.write(".build/release/a.d", "a.o: \(here)/Sources/Engine/a.c\n")
        try package.write(".build-fuzz/none.txt", "")
        try package.write(".build/release/ModuleCache/a.pcm", "")
        for _ in 0..<2 {
            let result = try await setUp()
            #expect(result.isDone && result.said.isEmpty, "\(result.said)")
        }
        #expect(Files.exists("\(package.root)/.build/release/ModuleCache/a.pcm"))
        #expect(Files.exists("\(package.root)/.build-fuzz/place"))
    }

    @Test func whatWasBuiltElsewhereIsMadeAgain() async throws {
        try package.write(".build/release/a.d", "a.o: /elsewhere/Sources/Engine/a.c\n")
        try package.write(".build/release/ModuleCache/a.pcm", "")
        let result = try await setUp()
        #expect(result.isDone, "\(result.said)")
        #expect(result.said == "setup: the checkout was moved; removing the compiler's caches in .build\n")
        #expect(!Files.exists("\(package.root)/.build/release/ModuleCache"))
    }

    /// SwiftPM runs nothing while a folder that the manifest names is missing.
    @Test func foldersOfTheManifestAreMade() async throws {
        try package.write(
            "Package.swift", "// extract: programs begin\n    \"01-one\",\n// extract: programs end\n")
        let result = try await setUp()
        #expect(result.isDone, "\(result.said)")
        #expect(Files.isDirectory("\(package.root)/Sources/Programs/01-one"))
    }
}
