import Testing

@testable import Literate

@Suite struct BookLoadingTests {
    @Test func allMistakesOfAllChaptersAreFoundAndSorted() throws {
        let package = try TemporaryPackage([
            "Chapters/02-b.md": "# B\n\n```nonsense\n```\n\n```\n```\n", "Chapters/01-a.md": "",
            "Chapters/notes.txt": "",
        ])
        try package.write("Chapters/03-c.md", Array("# C\n\nä".utf8) + [0xe4])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(
            found.map { $0.position?.description } == [
                "Chapters/01-a.md:1", "Chapters/02-b.md:3", "Chapters/02-b.md:6", "Chapters/03-c.md:3",
                "Chapters/notes.txt:1",
            ])
        #expect(DiagnosticsError(found.reversed()).diagnostics == found)
        #expect(DiagnosticsError(found).description.split(separator: "\n").count == 5)
    }

    @Test func theRootIsFoundFromBelow() throws {
        let package = try TemporaryPackage(["Chapters/Data/deep/x": ""])
        #expect(try Book.findRoot(from: "\(package.root)/Chapters/Data/deep") == package.root)
        #expect(try Book.findRoot(from: package.root) == package.root)
        #expect(throws: DiagnosticsError.self) { try Book.findRoot(from: "/") }
    }

    /// They would take all of Sources with them.
    @Test func anEmptyFolder() throws {
        let package = try TemporaryPackage(["Chapters/README.md": "# Front", "Chapters/Data/1.md": ""])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map(\.message).first?.hasPrefix("there is no page in Chapters") == true)
    }

    @Test func noChapters() throws {
        let package = try TemporaryPackage()
        try package.remove("Chapters")
        #expect(throws: DiagnosticsError.self) { try Book.load(root: package.root) }
    }
}
