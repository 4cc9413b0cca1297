import Testing

@testable import Literate

@Suite struct ExtractionTests {
    private static let tensors = """
        # Tensors
        *Tensor/Tensor.swift*
        ```swift file=Tensor/Tensor.swift
        public struct Tensor {}
        public struct Shape {}
        ```

        ```swift
        print(1)
        ```

        ```python
        print(1)
        ```

        ```output
        1
        ```

        """
    private static let engine = "# Engine\n*Engine/include/engine.h*\n```c file=include/engine.h\nint one(void);\n```\n"

    private func package() throws -> TemporaryPackage {
        try TemporaryPackage(["Chapters/01-tensors.md": Self.tensors, "Chapters/A-engine.md": Self.engine])
    }

    private static let header = "Sources/Engine/include/engine.h"
    private static let index = "Chapters/INDEX.md"
    private static let library = "Sources/Kindling/Tensor/Tensor.swift"
    private static let program = "Sources/Programs/01-tensors/main.swift"

    @Test func writesEverything() throws {
        let package = try package()
        let extraction = try package.extraction()
        #expect(
            extraction.changes.map(\.path) == [Self.index, "Package.swift", Self.header, Self.library, Self.program])
        #expect(extraction.fileCount == 3)
        try extraction.write()
        for file in try Tangle.library(of: Book.load(root: package.root)) {
            #expect(try package.text(file.path) == file.text)
        }
        #expect(try package.text(Self.program).contains("_checkpoint(1)"))
        #expect(
            try package.text("Package.swift")
                == TemporaryPackage.manifest.replacing(
                    "programs begin\n", with: "programs begin\n    \"01-tensors\",\n"))
    }

    @Test func aSecondTimeNothingIsTouched() throws {
        let package = try package()
        try package.extract()
        let before = try package.snapshot()
        let again = try package.extraction()
        #expect(again.changes.isEmpty && again.diff().isEmpty)
        try again.write()
        #expect(try package.snapshot() == before)
    }

    @Test func aLibraryOfAnotherName() throws {
        let package = try package()
        try package.write("Chapters/book.json", #"{ "library": "Shapes" }"#)
        try package.write("Sources/Shapes/Resources/data.swift", "let data = 0\n")
        try package.write("Sources/Shapes/mine.swift", "let mine = 0\n")
        try package.write("Sources/Kindling/else.swift", "let other = 0\n")
        #expect(try package.extraction().strangers.map { $0.position?.file } == ["Sources/Shapes/mine.swift"])
        try package.extract()
        #expect(try package.text("Sources/Shapes/Tensor/Tensor.swift").contains("public struct Shape {}"))
        #expect(try package.text(Self.index).contains("- [Tensors](01-tensors.md): the type"))
        #expect(try package.text("Chapters/01-tensors.md") == Self.tensors)
        #expect(!package.exists(Self.library))
        #expect(try package.extraction().changes.isEmpty)
    }

    @Test func onlyWhatChangedIsWritten() throws {
        let package = try package()
        try package.extract()
        let before = try package.snapshot()
        try package.write("Chapters/A-engine.md", Self.engine + "*Engine/one.c*\n```c file=one.c\nint one;\n```\n")
        #expect(try package.extraction().changes.map(\.path) == ["Sources/Engine/one.c"])
        try package.extract()
        let after = try package.snapshot()
        #expect(before.filter { $0.key != "Chapters/A-engine.md" }.allSatisfy { after[$0.key] == $0.value })
        #expect(try package.text("Sources/Engine/one.c").hasSuffix("// Chapters/A-engine.md: Engine\nint one;\n"))
    }

    /// What depends on the library isn't built again because a sentence was added. A program's directives move.
    @Test func anEditOfProseChangesNoLibraryFile() throws {
        let package = try package()
        try package.extract()
        try package.write(
            "Chapters/01-tensors.md", Self.tensors.replacing("# Tensors\n", with: "# Tensors\n\nMore prose.\n\n"))
        try package.write("Chapters/A-engine.md", "\n\n" + Self.engine)
        #expect(try package.extraction().changes.map(\.path) == [Self.program])
    }

    @Test func chaptersWithTheirCaptionsAreNotWritten() throws {
        let package = try package()
        let windows = Self.tensors.split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\r\n")
        try package.write("Chapters/01-tensors.md", windows)
        try package.extract()
        #expect(try Array(package.text("Chapters/01-tensors.md").utf8) == Array(windows.utf8))
        #expect(try !package.text(Self.library).utf8.contains(13))
        #expect(try !package.text(Self.program).utf8.contains(13))
    }

    @Test func aMistakeLeavesEveryFileUntouched() throws {
        let package = try package()
        try package.extract()
        try package.write("Chapters/A-engine.md", "# Engine\n")
        try package.write("Chapters/01-tensors.md", Self.tensors + "\n```nonsense\n```\n")
        let before = try package.snapshot()
        #expect(throws: DiagnosticsError.self) { try package.extract(force: true) }
        #expect(try package.snapshot() == before)
    }

    @Test func theDiffIsThatOfTheFiles() throws {
        let package = try package()
        try package.extract()
        try package.write("Chapters/01-tensors.md", Self.tensors.replacing("Shape {}", with: "Size {}"))
        let before = try package.snapshot()
        let diff = try package.extraction().diff()
        #expect(diff.contains("--- a/\(Self.library)\n+++ b/\(Self.library)\n@@ "))
        #expect(diff.contains("\n-public struct Shape {}\n+public struct Size {}\n"))
        #expect(try package.snapshot() == before)
    }

    @Test func textsAreComparedByteForByte() throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n\n```swift\nprint(\"\u{e9}\")\n```\n"])
        try package.extract()
        try package.write("Chapters/01-a.md", "# A\n\n```swift\nprint(\"e\u{301}\")\n```\n")
        try package.extract()
        let program = try package.text("Sources/Programs/01-a/main.swift")
        #expect(program.unicodeScalars.contains("\u{301}"))
    }

    // MARK: Files that no chapter owns

    @Test func orphansGoWithTheirFolders() throws {
        let package = try package()
        try package.extract()
        try package.write("Chapters/01-tensors.md", "# Tensors\n")
        let extraction = try package.extraction()
        #expect(extraction.changes.filter { $0.new == nil }.map(\.path) == [Self.index, Self.library, Self.program])
        try extraction.write()
        #expect(!package.exists("Sources/Kindling/Tensor"))
        #expect(!package.exists("Sources/Programs/01-tensors"))
        #expect(
            package.exists("Sources/Kindling") && package.exists("Sources/Programs")
                && package.exists(Self.header))
        #expect(try package.text("Package.swift") == TemporaryPackage.manifest)
    }

    @Test func whatExtractDidNotWriteStays() throws {
        let package = try package()
        let others = [
            "Sources/Kindling/Resources/MNIST/data.gz", "Sources/Kindling/Resources/code.swift",
            "Sources/Kindling/notes.txt",
            "Sources/Programs/01-tensors/.DS_Store",
        ]
        for path in others { try package.write(path, "mine") }
        try package.write("Sources/Kindling/Mine.swift", "let mine = 1\n")
        let extraction = try package.extraction()
        #expect(
            extraction.strangers.map(\.description) == [
                "Sources/Kindling/Mine.swift:1: warning: no chapter has written this; move its code to a chapter, "
                    + "or it out of Sources"
            ])
        try extraction.write(force: true)
        for path in others { #expect(try package.text(path) == "mine") }
        #expect(try package.text("Sources/Kindling/Mine.swift") == "let mine = 1\n")
    }

    /// As SwiftPM needs it at every moment: the manifest names a program's folder after it is there, and as long as it
    /// is.
    @Test func theManifestIsWrittenBetweenWhatComesAndWhatGoes() throws {
        let package = try package()
        try package.extract()
        try package.write("Chapters/02-new.md", "# New\n\n```swift\nlet x = 1\n```\n")
        try package.write("Chapters/01-tensors.md", "# Tensors\n")
        // The removal fails, after all the rest.
        let folder = "\(package.root)/Sources/Programs/01-tensors"
        let extraction = try package.extraction()
        #expect(
            extraction.steps.map(\.path) == [
                "Sources/Programs/02-new/main.swift", "Package.swift", Self.index, Self.library, Self.program,
            ])
        try extraction.write()
        #expect(!Files.exists(folder))
    }

    @Test func anEmptyFileIsWhatAPowerFailureLeaves() throws {
        let package = try package()
        try package.extract()
        let text = try package.text(Self.library)
        try package.write(Self.library, "")
        try package.extract()
        #expect(try package.text(Self.library) == text)
    }

    /// The pages are what is merged; what is written from them follows.
    @Test func aMergesMarksInAGeneratedFile() throws {
        let package = try package()
        try package.extract()
        let text = try package.text(Self.library)
        try package.write(
            Self.library,
            text.replacing(
                "public struct Shape",
                with: "<<<<<<< HEAD\nlet a = 1\n=======\nlet b = 1\n>>>>>>> theirs\npublic struct Shape"))
        try package.extract()
        #expect(try package.text(Self.library) == text)
    }

    @Test func emptyFoldersGo() throws {
        let package = try package()
        try package.extract()
        try Files.makeDirectories("\(package.root)/Sources/Programs/09-gone")
        try Files.makeDirectories("\(package.root)/Sources/Kindling/Gone/Deep")
        try package.extract()
        #expect(try Files.list("\(package.root)/Sources/Programs") == ["01-tensors"])
        #expect(try Files.list("\(package.root)/Sources/Kindling") == ["Tensor"])
    }

    // MARK: Edits by hand

    /// Expects extraction to refuse and to touch nothing.
    private func expectRefusal(
        _ package: TemporaryPackage, _ message: String, line: Int = 1, path: String = library
    ) throws {
        let before = try package.snapshot()
        let found = try diagnostics { try package.extract() }
        #expect(found.map(\.position) == [SourcePosition(file: path, line: line)])
        #expect(
            found.allSatisfy {
                $0.message.contains(message) && $0.message.contains("'swift run extract --force'")
            }, "\(found)")
        #expect(try package.snapshot() == before)
    }

    @Test func anEditIsRefusedAndShownWithItsChaptersLine() throws {
        let package = try package()
        try package.extract()
        let text = try package.text(Self.library)
        try package.write(Self.library, text.replacing("Shape {}", with: "Shape { var rank = 0 }"))
        try expectRefusal(package, "bring the edit to Chapters/01-tensors.md:5 and extract again", line: 9)
        try expectRefusal(
            package,
            """
            @@
             // Chapters/01-tensors.md: Tensors
             public struct Tensor {}
            -public struct Shape {}
            +public struct Shape { var rank = 0 }

            """, line: 9)
        try package.extract(force: true)
        #expect(try package.text(Self.library) == text)
    }

    @Test func anEditThatIsBackInTheChapterIsNoEdit() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.library, package.text(Self.library).replacing("Shape {}", with: "Size {}"))
        try package.write("Chapters/01-tensors.md", "\n\n" + Self.tensors.replacing("Shape {}", with: "Size {}"))
        try package.extract()
        #expect(try package.extraction().changes.isEmpty)
    }

    @Test func linesAddedAtTheEnd() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.library, package.text(Self.library) + "// more\n")
        try expectRefusal(package, "+// more\n", line: 10)
    }

    @Test func aHeaderThatIsDamaged() throws {
        let package = try package()
        try package.extract()
        try package.write(
            Self.library,
            package.text(Self.library).replacing("Shape", with: "X").replacing("Content hash", with: "H"))
        try expectRefusal(package, "edited by hand", line: 9)
    }

    @Test func everythingBelowTheHeaderIsGone() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.library, GeneratedHeader.firstLine + "\n")
        try expectRefusal(package, "-public struct Tensor {}")
    }

    @Test func onlyTheDirectivesDiffer() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.program, package.text(Self.program).replacing("line: 9", with: "line: 77"))
        try package.extract()
        #expect(try package.text(Self.program).contains("line: 9)"))
    }

    @Test func aFileOfAnotherHandIsInTheWay() throws {
        let package = try package()
        try package.write(Self.library, "let mine = 1\n")
        try expectRefusal(
            package, "not written by extract, but Chapters/01-tensors.md:3 makes a file of this name")
        try package.extract(force: true)
        #expect(try package.text(Self.library).contains("struct Tensor"))
    }

    @Test func anOrphanThatWasEdited() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.library, package.text(Self.library) + "// more\n")
        try package.write("Chapters/01-tensors.md", "# Tensors\n")
        try expectRefusal(package, "no chapter owns it any more")
        try package.extract(force: true)
        #expect(!package.exists(Self.library))
    }

    @Test func anEmptyFileThatWasEdited() throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n*A.swift*\n```swift file=A.swift\n```\n"])
        try package.extract()
        try package.write("Sources/Kindling/A.swift", package.text("Sources/Kindling/A.swift") + "// more\n")
        try expectRefusal(
            package, "bring the edit to Chapters/01-a.md:3", line: 8, path: "Sources/Kindling/A.swift")
    }

    // MARK: What stands in the way

    @Test(arguments: [
        "Sources", "Sources/Kindling", "Sources/Kindling/Tensor", "Sources/Kindling/Tensor/Tensor.swift",
    ])
    func aLinkThatLeadsOut(path: String) throws {
        let outside = try TemporaryPackage()
        let package = try TemporaryPackage([
            "Chapters/01-tensors.md": "# T\n*Tensor/Tensor.swift*\n```swift file=Tensor/Tensor.swift\n```\n"
        ])
        try package.link(path, to: outside.root)
        let before = try outside.snapshot()
        let found = try diagnostics { try package.extract(force: true) }
        #expect(
            found.map(\.description) == [
                "Chapters/01-tensors.md:3: error: Sources/Kindling/Tensor/Tensor.swift would be written "
                    + "through the link \(path); "
                    + "remove the link"
            ])
        #expect(try outside.snapshot() == before)
    }

    @Test func aFolderWhereAFileMustGo() throws {
        let package = try package()
        try package.write("\(Self.program)/x", "")
        let before = try package.snapshot()
        let found = try diagnostics { try package.extract() }
        #expect(found.map(\.position) == [SourcePosition(file: Self.program, line: 1)])
        #expect(try package.snapshot() == before)
    }

    @Test(arguments: [
        "", "// extract: programs begin\n", "// extract: programs end\n// extract: programs begin\n",
    ])
    func aManifestWithoutTheMarkers(manifest: String) throws {
        let package = try package()
        try package.write("Package.swift", manifest)
        let found = try diagnostics { try package.extract() }
        #expect(found.map(\.position) == [SourcePosition(file: "Package.swift", line: 1)])
        #expect(!package.exists("Sources"))
    }

    @Test func noManifest() throws {
        let package = try package()
        try package.remove("Package.swift")
        #expect(throws: DiagnosticsError.self) { try package.extract() }
        #expect(!package.exists("Sources"))
    }
}
