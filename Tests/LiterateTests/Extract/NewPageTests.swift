import Testing

@testable import Literate

struct NewPageTests {
    private static let front = """
        # Book

        See [two](02-b.md).

        ## Contents

        - 01 · [A](01-a.md)
        - 02 · [B](02-b.md)
          - 02-01 · [W](Workshop/02-01-w.md)
        - A · [E](A-e.md)

        """

    private func package() throws -> TemporaryPackage {
        try TemporaryPackage([
            "Chapters/01-a.md": "# A\n", "Chapters/02-b.md": "# B\n", "Chapters/Workshop/02-01-w.md": "# W\n",
            "Chapters/A-e.md": "# E\n",
            "Chapters/README.md": Self.front,
        ])
    }

    @Test(arguments: [
        (
            "03-more-blocks", "Chapters/03-more-blocks.md", "  - 02-01 · [W](Workshop/02-01-w.md)\n",
            "- 03 · [More blocks](03-more-blocks.md)\n"
        ),
        (
            "02-02-x.md", "Chapters/Workshop/02-02-x.md", "  - 02-01 · [W](Workshop/02-01-w.md)\n",
            "  - 02-02 · [X](Workshop/02-02-x.md)\n"
        ),
        ("B-y", "Chapters/B-y.md", "- A · [E](A-e.md)\n", "- B · [Y](B-y.md)\n"),
    ])
    func isSoundAndListed(name: String, path: String, before: String, line: String) throws {
        let package = try package()
        try #require(PageChecks.diagnostics(for: Book.load(root: package.root)).isEmpty)
        let page = try NewPage(name)
        #expect(page.path == path)
        #expect(try page.write(into: Book.load(root: package.root)))
        #expect(try package.text("Chapters/README.md") == Self.front.replacing(before, with: before + line))
        let book = try Book.load(root: package.root)
        #expect(PageChecks.diagnostics(for: book).isEmpty)
        #expect(book.chapter(String(path.split(separator: "/").last!.dropLast(3)))?.hasProgram == true)
        try package.extract()
    }

    @Test(arguments: ["blocks", "17-Blocks", "../17-x", "02-b", "02-c", "11-a", "05-01-x"])
    func namesThatWontDo(name: String) throws {
        let package = try package()
        let before = try package.snapshot()
        #expect(throws: DiagnosticsError.self) { try NewPage(name).write(into: Book.load(root: package.root)) }
        #expect(try package.snapshot() == before)
    }

    @Test func aBookWithoutAPyTorchColumn() throws {
        let package = try package()
        try package.write("Chapters/book.json", #"{ "python": false }"#)
        try NewPage("03-c").write(into: Book.load(root: package.root))
        #expect(PageChecks.diagnostics(for: try Book.load(root: package.root)).isEmpty)
        #expect(try !package.text("Chapters/03-c.md").contains("```python"))
    }

    @Test func aBookWithoutAFrontPage() throws {
        let package = try package()
        try package.remove("Chapters/README.md")
        #expect(try NewPage("03-c").write(into: Book.load(root: package.root)) == false)
        #expect(package.exists("Chapters/03-c.md"))
    }

}
