import Foundation
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
                "Sources/Programs/02-b/main.swift",
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

    @Test func solutionsOnRequest() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let folder = "\(package.root)/stage"
        try Stage(of: book, through: "02", hasSolutions: true).write(to: folder)
        #expect(package.exists("stage/Sources/Programs/02-b-solutions/main.swift"))
        try Stage(of: book, through: "02").write(to: folder)
        #expect(!package.exists("stage/Sources/Programs/02-b-solutions"))
    }

    /// A generated file, one that is copied, and the manifest.
    @Test(arguments: ["Sources/Kindling/All.swift", "Chapters/Data/numbers.txt", "Package.swift"])
    func anEditInTheStageIsRefused(path: String) throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let (folder, file) = ("\(package.root)/stage", "stage/\(path)")
        try Stage(of: book, through: "01").write(to: folder)
        let original = try package.text(file)
        try package.write(file, original + "// mine\n")
        let before = try package.snapshot()
        for number in ["01", "02"] {
            let found = try diagnostics { try Stage(of: book, through: number).write(to: folder) }
            #expect(found.map(\.position) == [SourcePosition(file: path, line: 1)])
            #expect(found.allSatisfy { $0.message.contains("changed since the stage was written") })
        }
        #expect(try package.snapshot() == before)
        try Stage(of: book, through: "01").write(to: folder, force: true)
        #expect(try package.text(file) == original)
    }

    @Test func whatAReaderAddsToTheStageStays() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let folder = "\(package.root)/stage"
        try Stage(of: book, through: "02").write(to: folder)
        let mine = ["stage/Chapters/Data/mine.txt", "stage/Sources/Kindling/Mine.swift", "stage/notes.md"]
        for path in mine { try package.write(path, "mine") }
        try package.remove("Chapters/Data/numbers.txt")
        try package.write("stage/Chapters/Data/numbers.txt", "changed, and no longer in the book")
        try Stage(of: book, through: "01").write(to: folder)
        for path in mine { #expect(try package.text(path) == "mine") }
        #expect(try package.text("stage/Chapters/Data/numbers.txt").hasPrefix("changed"))
    }

    @Test func itsFilesAreItsOwn() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let paths = [
            "Tools/Checkpoint/Checkpoint.swift", "Sources/Kindling/Resources/MNIST/images.gz",
            "Chapters/Data/numbers.txt",
        ]
        try Stage(of: book, through: "01").write(to: "\(package.root)/stage")
        for path in paths { #expect(!Files.isSameFile("\(package.root)/\(path)", "\(package.root)/stage/\(path)")) }

        // As stages once were.
        try package.remove("stage/\(paths[0])")
        try FileManager.default.linkItem(
            atPath: "\(package.root)/\(paths[0])", toPath: "\(package.root)/stage/\(paths[0])")
        try Stage(of: book, through: "01").write(to: "\(package.root)/stage")
        #expect(!Files.isSameFile("\(package.root)/\(paths[0])", "\(package.root)/stage/\(paths[0])"))
    }

    /// Killed between the announcement and the end.
    @Test func aStageThatIsHalfWrittenIsFinished() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let folder = "\(package.root)/stage"
        try Stage(of: book, through: "01").write(to: folder)
        let first = try StageRecord(of: folder)
        try package.write("Chapters/Data/numbers.txt", "4 5 6")
        try Stage(of: book, through: "01").write(to: folder)
        let second = try StageRecord(of: folder)
        for text in ["1 2 3", "4 5 6"] {
            try package.write("stage/Chapters/Data/numbers.txt", text)
            try package.write("stage/.kindling-stage", first.joined(with: second).text)
            try package.write("Chapters/Data/numbers.txt", "7 8 9")
            try Stage(of: book, through: "01").write(to: folder)
            #expect(try package.text("stage/Chapters/Data/numbers.txt") == "7 8 9")
        }
    }

    @Test func otherFoldersAreNotWrittenOver() throws {
        let package = try package()
        let stage = try Stage(of: Book.load(root: package.root), through: "01")
        let before = try package.snapshot()
        for folder in ["Chapters", "", "Package.swift"] {
            #expect(throws: DiagnosticsError.self) { try stage.write(to: "\(package.root)/\(folder)") }
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
        #expect(throws: DiagnosticsError.self) { try Manifest.withoutTools("a\n  // stage: leave out\nb\n") }
        let found = try diagnostics { _ = try Manifest.withoutTools("a\n  // stage: leave out\nb\n") }
        #expect(found.map(\.position) == [SourcePosition(file: "Package.swift", line: 2)])
    }
}
