import Testing

@testable import Literate

struct SettingsCheckTests {
    private func mistakes(_ page: String, settings: String) throws -> [String] {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# A\n\n```swift\nf()\n```\n\n" + page, "Chapters/book.json": settings,
        ])
        return try diagnostics { _ = try Book.load(root: package.root) }.map(\.description)
    }

    private static let withoutPython = #"{ "python": false }"#
    private static let withoutLibrary = #"{ "library": null }"#

    @Test func anOutputNeedsNoPythonWhereThereIsNone() throws {
        let page = "```output\n0.5\n```\n\n```output of=swift\n2\n```\n"
        #expect(try mistakes(page, settings: Self.withoutPython) == [])
        #expect(try mistakes(page, settings: Self.withoutLibrary).count == 2)
    }

    @Test func aQuotationNeedsItsNumbersAllTheSame() throws {
        let found = try mistakes("```output of=swift quotes=\"01\"\n0.5\n```\n", settings: Self.withoutPython)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("Chapters/01-a.md:8: error: `0.5` stands in none of 01") == true, "\(found)")
    }

    @Test(arguments: [
        ("```python\nf()\n```\n", ["7"]), ("```python\nf()\n```\n\n```output of=python\n1\n```\n", ["7", "11"]),
    ])
    func pythonThatNobodyWouldRun(page: String, lines: [String]) throws {
        let found = try mistakes(page, settings: Self.withoutPython)
        #expect(found.map { $0.split(separator: ":")[1] } == lines.map { $0[...] }, "\(found)")
        #expect(found.allSatisfy { $0.contains("this book has no PyTorch column") && $0.hasSuffix("book.json") })
        #expect(try mistakes(page, settings: Self.withoutLibrary) == [])
    }

    @Test(arguments: ["```swift file=A.swift\n```\n", "```c file=a.c\n```\n"])
    func codeOfALibraryThatThereIsnt(page: String) throws {
        let found = try mistakes(page, settings: Self.withoutLibrary)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("Chapters/01-a.md:7: error: this book has no library; to write one, name") == true)
        #expect(try mistakes(page, settings: Self.withoutPython) == [])
    }
}
