import Testing

@testable import Literate

@Suite struct StageTests {
    private func package() throws -> TemporaryPackage {
        func chapter(_ number: String) -> String {
            "# Chapter\n\n```swift file=All.swift\nlet x\(number) = "
                + "1\n```\n\n```swift\nprint(x\(number))\n```\n"
        }
        return try TemporaryPackage([
            "Chapters/01-a.md": chapter("01"), "Chapters/02-b.md": chapter("02"),
            "Chapters/03-c.md": chapter("03"),
            "Chapters/A-engine.md": "# A\n\n```c file=a.c\nint a;\n```\n", "Chapters/Data/numbers.txt": "1 2 3",
            "Chapters/Solutions/02-b.md": "# S\n\n```swift\n```\n",
            "Sources/Kindling/Resources/MNIST/images.gz": "bytes",
            "Tools/CZlib/shim.h": "#include <zlib.h>", "Tools/Checkpoint/Checkpoint.swift": "// …",
            "Tools/Literate/Model.swift": "// not in a stage",
        ])
    }

    private func files(below folder: String) throws -> [String] {
        try Files.list(folder).flatMap { name in
            Files.isDirectory("\(folder)/\(name)")
                ? try files(below: "\(folder)/\(name)").map { "\(name)/\($0)" } : [name]
        }
    }

    @Test func holdsTheBookSoFar() throws {
        let package = try package()
        let stage = try Stage(of: Book.load(root: package.root), through: "2")
        #expect(stage.lastChapter.name == "02-b")
        let folder = "\(package.root)/.build-stage/02"
        try stage.write(to: folder)
        #expect(
            try files(below: folder).sorted() == [
                ".kindling-stage", "Chapters/Data/numbers.txt", "Package.swift", "Sources/Engine/a.c",
                "Sources/Kindling/All.swift",
                "Sources/Kindling/Resources/MNIST/images.gz", "Sources/Programs/01-a/main.swift",
                "Sources/Programs/02-b-solutions/main.swift", "Sources/Programs/02-b/main.swift",
                "Tools/CZlib/shim.h",
                "Tools/Checkpoint/Checkpoint.swift",
            ])
        #expect(Files.isDirectory("\(folder)/Chapters/Figures"))
        let library = try package.text(".build-stage/02/Sources/Kindling/All.swift")
        #expect(library.contains("let x02 = 1") && !library.contains("let x03"))
        #expect(
            try package.text(".build-stage/02/Package.swift") == """
                // swift-tools-version: 6.2
                let programs: [String] = [
                    // extract: programs begin
                    "01-a",
                    "02-b",
                    "02-b-solutions",
                    // extract: programs end
                ]
                let targets = [
                    "Kindling",
                ]

                """)
        #expect(!package.exists("Sources/Programs"), "the package itself is not written")
    }

    @Test func isWrittenOverAnotherStage() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let folder = "\(package.root)/stage"
        try Stage(of: book, through: "03").write(to: folder)
        let before = try package.snapshot()
        #expect(try Stage(of: book, through: "03").write(to: folder).isEmpty)
        #expect(
            try package.snapshot().filter { !$0.key.hasSuffix(".kindling-stage") }
                == before.filter { !$0.key.hasSuffix(".kindling-stage") })

        try package.remove("Chapters/Data/numbers.txt")
        try package.write("Chapters/Data/letters.txt", "a b c")
        try Stage(of: book, through: "01").write(to: folder)
        #expect(try files(below: "\(folder)/Sources/Programs") == ["01-a/main.swift"])
        #expect(try files(below: "\(folder)/Chapters") == ["Data/letters.txt"])
        #expect(try !package.text("stage/Sources/Kindling/All.swift").contains("x02"))
    }

    @Test func dropsEditsInTheStage() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        try Stage(of: book, through: "01").write(to: "\(package.root)/stage")
        try package.write("stage/Sources/Kindling/All.swift", "mine")
        try Stage(of: book, through: "01").write(to: "\(package.root)/stage")
        #expect(try package.text("stage/Sources/Kindling/All.swift").contains("let x01"))
    }

    @Test func otherFoldersAreNotWrittenOver() throws {
        let package = try package()
        let stage = try Stage(of: Book.load(root: package.root), through: "01")
        let before = try package.snapshot()
        for folder in ["Chapters", "", "Package.swift"] {
            #expect(throws: BookError.self) { try stage.write(to: "\(package.root)/\(folder)") }
        }
        #expect(try package.snapshot() == before)
    }

    @Test(arguments: ["00", "04", "A", "x"])
    func thereIsNoSuchChapter(number: String) throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let found = try diagnostics { _ = try Stage(of: book, through: number) }
        #expect(found.map(\.message) == ["there is no chapter \(number) to stop after; there are 01, 02, 03"])
    }

    @Test func aManifestWhoseMarkerHasNoEnd() throws {
        #expect(throws: BookError.self) { try Manifest.withoutTools("a\n  // stage: leave out\nb\n") }
        let found = try diagnostics { _ = try Manifest.withoutTools("a\n  // stage: leave out\nb\n") }
        #expect(found.map(\.position) == [SourcePosition(file: "Package.swift", line: 2)])
    }
}
