import Testing

@testable import Literate

@Suite struct BookTests {
    @Test func chaptersComeInTheOrderOfTheBook() throws {
        let package = try TemporaryPackage([
            "Chapters/B-index.md": "# B", "Chapters/A-engine.md": "# A", "Chapters/10-later.md": "# Later",
            "Chapters/02-first.md": "# First", "Chapters/Solutions/02-first.md": "# Answers",
            "Chapters/Solutions/A-engine.md": "# Answers", "Chapters/README.md": "Not a chapter",
            "Chapters/.hidden": "",
            "Chapters/02-first.md~": "an editor's", "Chapters/Data/x.md": "", "Chapters/Figures/y.svg": "",
            "Chapters/Solutions/README.md": "",
        ])
        let book = try Book.load(root: package.root)
        #expect(
            book.chapters.map(\.name) == [
                "02-first", "10-later", "A-engine", "B-index", "02-first-solutions", "A-engine-solutions",
            ])
    }

    /// 100 comes after 99, whatever the characters say.
    @Test func aBookMayHaveMoreThan99Chapters() throws {
        let package = try TemporaryPackage([
            "Chapters/100-hundredth.md": "# 100", "Chapters/11-eleventh.md": "# 11", "Chapters/99-ninth.md": "# 99",
            "Chapters/A-engine.md": "# A", "Chapters/Solutions/100-hundredth.md": "# 100",
        ])
        let book = try Book.load(root: package.root)
        #expect(book.chapters.map(\.number) == ["11", "99", "100", "A", "100"])
        #expect(book.stage(through: "99")?.chapters.map(\.number) == ["11", "99", "A"])
        #expect(book.stage(through: "100")?.chapters.count == 5)
    }

    @Test(arguments: ["02", "2", "02-first", "Chapters/02-first.md"])
    func findsAChapter(designation: String) throws {
        let package = try TemporaryPackage([
            "Chapters/02-first.md": "# First", "Chapters/A-engine.md": "# A",
            "Chapters/Solutions/02-first.md": "# Answers",
        ])
        let book = try Book.load(root: package.root)
        #expect(book.chapter(designation)?.name == "02-first")
        #expect(book.chapter("A")?.name == "A-engine")
        #expect(book.chapter("02-first-solutions")?.title == "Answers")
        #expect(book.chapter("03") == nil)
    }

    @Test func aStageHasTheChaptersSoFarAndTheAppendices() throws {
        let package = try TemporaryPackage([
            "Chapters/02-first.md": "# 2", "Chapters/03-second.md": "# 3", "Chapters/A-engine.md": "# A",
            "Chapters/Solutions/02-first.md": "# 2", "Chapters/Solutions/03-second.md": "# 3",
            "Chapters/Solutions/A-engine.md": "# A",
        ])
        let book = try Book.load(root: package.root)
        #expect(
            book.stage(through: "02")?.chapters.map(\.name) == [
                "02-first", "A-engine", "02-first-solutions", "A-engine-solutions",
            ])
        #expect(book.stage(through: "04") == nil)
        #expect(book.stage(through: "A") == nil)
    }

    @Test func workshopPagesStandBehindTheirLesson() throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# 1", "Chapters/02-b.md": "# 2", "Chapters/A-engine.md": "# A",
            "Chapters/Workshop/01-10-z.md": "# z", "Chapters/Workshop/01-02-y.md": "# y", "Chapters/Workshop/A-01-x.md": "# x",
            "Chapters/Solutions/01-a.md": "# S", "Chapters/Workshop/README.md": "",
        ])
        let book = try Book.load(root: package.root)
        #expect(book.chapters.map(\.name) == ["01-a", "01-02-y", "01-10-z", "02-b", "A-engine", "A-01-x", "01-a-solutions"])
        #expect(book.chapters.map(\.designation) == ["01", "01-02", "01-10", "02", "A", "A-01", "01"])
        #expect(book.chapters.inOrderOfSources.map(\.name) == ["A-engine", "A-01-x", "01-a", "01-02-y", "01-10-z", "02-b"])
        #expect(book.stage(through: "01")?.chapters.map(\.designation) == ["01", "01-02", "01-10", "A", "A-01", "01"])
        #expect(book.chapter("01")?.name == "01-a")
        #expect(book.chapter("01-02")?.name == "01-02-y")
        #expect(try book.chapters(named: ["1"]).map(\.name) == ["01-a", "01-02-y", "01-10-z", "01-a-solutions"])
        #expect(try book.chapters(named: ["A-01", "01-10-z"]).map(\.name) == ["01-10-z", "A-01-x"])
    }

    @Test func workshopPagesThatClash() throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# 1", "Chapters/11-b.md": "# 11", "Chapters/Workshop/01-01-z.md": "# z",
            "Chapters/Workshop/01-01-y.md": "# y", "Chapters/Workshop/11-01-z.md": "# z", "Chapters/Workshop/03-01-x.md": "# x",
            "Chapters/Workshop/01-x.md": "", "Chapters/Workshop/01-00-x.md": "",
        ])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(
            found.map { $0.position?.file ?? "" } == [
                "Chapters/Workshop/01-00-x.md", "Chapters/Workshop/01-01-z.md", "Chapters/Workshop/01-x.md",
                "Chapters/Workshop/03-01-x.md", "Chapters/Workshop/11-01-z.md",
            ], "\(found)")
        #expect(found[1].message.contains("workshop page 01-01 is also Chapters/Workshop/01-01-y.md"))
        #expect(found[3].message.contains("there is no chapter 03"))
        #expect(found[4].message.contains("its program's module would be called _1_01_z"))
    }

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
        #expect(BookError(found.reversed()).diagnostics == found)
        #expect(BookError(found).description.split(separator: "\n").count == 5)
    }

    @Test(arguments: [
        "Chapters/scratch.md", "Chapters/04-Scratch.md", "Chapters/x.txt", "Chapters/Solutions/x.md",
    ])
    func unknownFiles(path: String) throws {
        let package = try TemporaryPackage([path: "# Title"])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map { $0.position?.description } == ["\(path):1"])
        #expect(found.allSatisfy { $0.message.contains("a page is named NN-slug.md (01 to 99, then 100) or A-slug.md") })
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

    @Test func twoChaptersWithOneNumber() throws {
        let package = try TemporaryPackage([
            "Chapters/04-a.md": "# A", "Chapters/04-b.md": "# B", "Chapters/05-c.md": "# C",
        ])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(
            found.map(\.description) == [
                "Chapters/04-b.md:1: error: chapter 04 is also Chapters/04-a.md; give one of them another "
                    + "number"
            ])
    }

    @Test func twoProgramsWithOneModule() throws {
        let package = try TemporaryPackage([
            "Chapters/04-data.md": "# A", "Chapters/14-data.md": "# B", "Chapters/15-data.md": "#  C",
        ])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(
            found.map(\.description) == [
                "Chapters/14-data.md:1: error: its program's module would be called _4_data, as that of "
                    + "Chapters/04-data.md; "
                    + "give one of them another slug"
            ])
    }

    @Test(arguments: [
        ("04-data.md", "_4_data"), ("A-engine-room.md", "A_engine_room"),
        ("Solutions/04-data.md", "_4_data_solutions"),
        ("Solutions/A-engine.md", "A_engine_solutions"),
    ])
    func modules(file: String, module: String) {
        #expect(ChapterName(path: "Chapters/\(file)")?.module == module)
    }

    @Test func solutionsWithoutTheirChapter() throws {
        let package = try TemporaryPackage(["Chapters/04-a.md": "# A", "Chapters/Solutions/04-b.md": "# B"])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.count == 1)
        #expect(
            found.first?.description.hasPrefix(
                "Chapters/Solutions/04-b.md:1: error: there is no Chapters/04-b.md") == true)
    }

    @Test(arguments: [
        ("swift file=NN/Linear.swift", "swift file=Optim/Linear.swift"),
        ("swift file=NN/Linear.swift", "swift file=nn/Linear.swift"),
        ("c file=gemm.c", "c file=Gemm.c"),
    ])
    func filesThatClash(first: String, second: String) throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# A\n\n```\(first)\n```\n",
            "Chapters/02-b.md": "# B\n\n```\(first)\n```\n\n```\(second)\n```\n",
        ])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map(\.position) == [SourcePosition(file: "Chapters/02-b.md", line: 6)])
        #expect(found.allSatisfy { $0.message.contains("rename one of them") })
    }

    @Test func theRootIsFoundFromBelow() throws {
        let package = try TemporaryPackage(["Chapters/Data/deep/x": ""])
        #expect(try Book.findRoot(from: "\(package.root)/Chapters/Data/deep") == package.root)
        #expect(try Book.findRoot(from: package.root) == package.root)
        #expect(throws: BookError.self) { try Book.findRoot(from: "/") }
    }

    /// They would take all of Sources with them.
    @Test func anEmptyFolder() throws {
        let package = try TemporaryPackage(["Chapters/README.md": "# Front", "Chapters/Data/1.md": ""])
        let found = try diagnostics { _ = try Book.load(root: package.root) }
        #expect(found.map(\.message).first?.hasPrefix("there is no page in Chapters") == true)
    }

    @Test func whatEditorsAndMergesLeaveIsNoPage() throws {
        let leavings = ["#04-a.md#", ".#04-a.md", "04-a.md~", "04-a.md.orig", "04-a.md.rej", "04-a.md.bak", ".04-a.md.swp", "Thumbs.db", "desktop.ini"]
        let package = try TemporaryPackage(["Chapters/04-a.md": "# A"])
        for name in leavings { try package.write("Chapters/\(name)", "x") }
        #expect(try Book.load(root: package.root).chapters.map(\.name) == ["04-a"])
    }

    @Test func foldersThatAreNotReadAreSaid() throws {
        let package = try TemporaryPackage([
            "Chapters/04-a.md": "# A", "Chapters/Drafts/05-b.md": "# B", "Chapters/Workshop/Old/04-01-c.md": "# C", "Chapters/.git/x": "",
            "Chapters/Figures/a.svg": "", "Chapters/Data/deep/x": "",
        ])
        let warnings = try Book.load(root: package.root).warnings
        #expect(warnings.map { $0.position?.file } == ["Chapters/Drafts", "Chapters/Workshop/Old"])
        #expect(warnings.allSatisfy { $0.severity == .warning && $0.message.hasPrefix("pages in this folder are not the book's") })
    }

    @Test func noChapters() throws {
        let package = try TemporaryPackage()
        try package.remove("Chapters")
        #expect(throws: BookError.self) { try Book.load(root: package.root) }
    }
}
