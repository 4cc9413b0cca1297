import Testing

@testable import Literate

@Suite struct BookChecksTests {
    @Test func workshopPagesThatClash() throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# 1", "Chapters/11-b.md": "# 11", "Chapters/Workshop/01-01-z.md": "# z",
            "Chapters/Workshop/01-01-y.md": "# y", "Chapters/Workshop/11-01-z.md": "# z",
            "Chapters/Workshop/03-01-x.md": "# x",
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
}
