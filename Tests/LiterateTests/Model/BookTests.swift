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
            "Chapters/Workshop/01-10-z.md": "# z", "Chapters/Workshop/01-02-y.md": "# y",
            "Chapters/Workshop/A-01-x.md": "# x",
            "Chapters/Solutions/01-a.md": "# S", "Chapters/Workshop/README.md": "",
        ])
        let book = try Book.load(root: package.root)
        #expect(
            book.chapters.map(\.name) == ["01-a", "01-02-y", "01-10-z", "02-b", "A-engine", "A-01-x", "01-a-solutions"])
        #expect(book.chapters.map(\.designation) == ["01", "01-02", "01-10", "02", "A", "A-01", "01"])
        #expect(
            book.chapters.inOrderOfSources.map(\.name) == ["A-engine", "A-01-x", "01-a", "01-02-y", "01-10-z", "02-b"])
        #expect(book.stage(through: "01")?.chapters.map(\.designation) == ["01", "01-02", "01-10", "A", "A-01", "01"])
        #expect(book.chapter("01")?.name == "01-a")
        #expect(book.chapter("01-02")?.name == "01-02-y")
        #expect(try book.chapters(named: ["1"]).map(\.name) == ["01-a", "01-02-y", "01-10-z", "01-a-solutions"])
        #expect(try book.chapters(named: ["A-01", "01-10-z"]).map(\.name) == ["01-10-z", "A-01-x"])
    }

    @Test func whoAsksForAPyTorchColumnThatThereIsnt() throws {
        var settings = BookSettings()
        try Book(root: "/", chapters: [], settings: settings).requirePython()
        settings.hasPython = false
        let book = Book(root: "/", chapters: [try Chapter.parse("# T\n", path: "Chapters/01-t.md")], settings: settings)
        for book in [book, try #require(book.stage(through: "01"))] {
            let error = #expect(throws: DiagnosticsError.self) { try book.requirePython() }
            #expect(
                error?.description.hasPrefix("Chapters/book.json:1: error: this book has no PyTorch column") == true)
        }
    }

    // MARK: What someone means

    private func names(_ designations: String...) throws -> [String] {
        let paths = [
            "Chapters/01-tensors.md", "Chapters/04-scratch.md", "Chapters/A-engine.md",
            "Chapters/Solutions/04-scratch.md",
        ]
        let book = Book(root: "/", chapters: try paths.map { try Chapter.parse("# T\n", path: $0) })
        return try book.chapters(named: designations).map(\.name)
    }

    @Test func byNumberNameAndPath() throws {
        #expect(try names("04") == ["04-scratch", "04-scratch-solutions"])
        #expect(try names("4", "A") == ["04-scratch", "A-engine", "04-scratch-solutions"])
        #expect(try names("04-scratch") == ["04-scratch"])
        #expect(try names("Chapters/01-tensors.md", "01") == ["01-tensors"])
        #expect(try names().count == 4)
    }

    @Test func unknownOnesAreErrors() throws {
        let misspelt = #expect(throws: Failure.self) { try names("04-scrach") }
        #expect(misspelt?.description.contains("Did you mean 04-scratch?") == true)
        let absent = #expect(throws: Failure.self) { try names("17") }
        #expect(absent?.description.contains("The chapters are 01 04 A.") == true)
    }
}
