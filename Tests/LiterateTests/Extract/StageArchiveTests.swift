import Testing

@testable import Literate

struct StageArchiveTests {
    @Test func aFileForEachStageAndOneForTheData() async throws {
        let package = try TemporaryPackage([
            "Chapters/01-one.md": "# One\n\n```swift file=A.swift\npublic struct A {}\n```\n",
            "Chapters/02-two.md": "# Two\n\n```swift file=B.swift\npublic struct B {}\n```\n",
            "Sources/Kindling/Resources/large.bin": "data", "Tools/CZlib/shim.h": "", "Tools/Checkpoint/C.swift": "",
        ])
        let names = try await StageArchive(Book.load(root: package.root)).write(to: "\(package.root)/out")
        #expect(names == ["kindling-01.tar.gz", "kindling-02.tar.gz", "kindling-data.tar.gz"])
        func list(_ name: String) async throws -> [String] {
            let result = try await ChildProcess.run("tar", ["-tzf", "out/\(name)"], directory: package.root)
            return String(decoding: result.output, as: UTF8.self).textLines.map(String.init)
        }
        let first = try await list("kindling-01.tar.gz")
        #expect(first.contains("kindling-01/Sources/Kindling/A.swift"))
        #expect(!first.contains("kindling-01/Sources/Kindling/B.swift"))
        #expect(!first.contains { $0.hasSuffix("large.bin") })
        #expect(try await list("kindling-02.tar.gz").contains("kindling-02/Sources/Kindling/B.swift"))
        #expect(try await list("kindling-data.tar.gz").contains("Sources/Kindling/Resources/large.bin"))
    }
}
