import Testing

@testable import Literate

@Suite struct ChapterShelfTests {
    @Test(arguments: [
        "Chapters/scratch.md", "Chapters/04-Scratch.md", "Chapters/x.txt", "Chapters/Solutions/x.md",
    ])
    func unknownFiles(path: String) throws {
        let package = try TemporaryPackage([path: "# Title"])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map { $0.position?.description } == ["\(path):1"])
        #expect(
            found.allSatisfy { $0.message.contains("a page is named NN-slug.md (01 to 99, then 100) or A-slug.md") })
    }

    @Test(
        arguments: [
            ([0xff, 0xfe, 0x23, 0x00], 1, "not UTF-8"),
            ([0x23, 0x20, 0x54, 0x0a, 0x0d, 0x0a, 0x61, 0xc3], 3, "not UTF-8"),
            ([0x23, 0x0d, 0x0a, 0xed, 0xa0, 0x80], 2, "not UTF-8"),
            ([0x23, 0x0a, 0x61, 0x00, 0x0a], 2, "zero byte"),
        ] as [([UInt8], Int, String)])
    func notText(bytes: [UInt8], line: Int, message: String) throws {
        let package = try TemporaryPackage()
        try package.write("Chapters/01-a.md", bytes)
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map(\.position) == [SourcePosition(file: "Chapters/01-a.md", line: line)])
        #expect(found.allSatisfy { $0.message.contains(message) })
    }

    @Test func aChapterThatCannotBeRead() throws {
        let package = try TemporaryPackage(["Chapters/01-a.md/x": ""])
        try package.link("Chapters/02-b.md", to: "nowhere.md")
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map { $0.position?.description } == ["Chapters/01-a.md:1", "Chapters/02-b.md:1"])
        #expect(found.allSatisfy { $0.message.hasPrefix("can't read ") })
        #expect(
            found.map { $0.message.split(separator: ": ").last } == [
                "Is a directory", "No such file or directory",
            ])
    }

    @Test func whatEditorsAndMergesLeaveIsNoPage() throws {
        let leavings = [
            "#04-a.md#", ".#04-a.md", "04-a.md~", "04-a.md.orig", "04-a.md.rej", "04-a.md.bak", ".04-a.md.swp",
            "Thumbs.db", "desktop.ini",
        ]
        let package = try TemporaryPackage(["Chapters/04-a.md": "# A"])
        for name in leavings { try package.write("Chapters/\(name)", "x") }
        #expect(try Book.load(root: package.root).chapters.map(\.name) == ["04-a"])
    }

    @Test func foldersThatAreNotReadAreSaid() throws {
        let package = try TemporaryPackage([
            "Chapters/04-a.md": "# A", "Chapters/Drafts/05-b.md": "# B", "Chapters/Workshop/Old/04-01-c.md": "# C",
            "Chapters/.git/x": "",
            "Chapters/Figures/a.svg": "", "Chapters/Data/deep/x": "",
        ])
        let warnings = try Book.load(root: package.root).warnings
        #expect(warnings.map { $0.position?.file } == ["Chapters/Drafts", "Chapters/Workshop/Old"])
        #expect(
            warnings.allSatisfy {
                $0.severity == .warning && $0.message.hasPrefix("pages in this folder are not the book's")
            })
    }
}
