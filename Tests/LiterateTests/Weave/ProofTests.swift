import Testing

@testable import Literate

struct ProofTests {
    private func proof(_ text: String, record: String? = nil) throws -> Proof {
        let package = try TemporaryPackage(["Chapters/01-one.md": "# One\n\n" + text])
        if let record { try package.write("Chapters/columns.json", record) }
        let site = try SiteContents(Book.load(root: package.root))
        let blocks = site.book.chapters[0].blocks
        return Proof(
            of: blocks[blocks.count - 1], at: .init(page: "Chapters/01-one.md", block: blocks.count - 1), in: site,
            note: nil)
    }

    private let columns = "```swift\nprint(1.5)\n```\n\n```python\nprint(1.5)\n```\n\n"

    @Test func whatVouchesForAnOutput() throws {
        #expect(try proof(columns + "```output\n1.5\n```\n").mark == "both")
        #expect(try proof(columns + "```output tol=1e-3\n1.5\n```\n").details.contains("within 0.001"))
        #expect(
            try proof("```swift traps\nfatalError(\"no\")\n```\n\n```error\nno\n```\n").summary
                == "Checked: the message")
        let measured = "```measured\n1 s\n```\n\n*Measured:* `make`, a machine, 2026-11-28.\n"
        #expect(try proof(measured).summary == "Measured, 2026-11-28")
    }

    @Test func howFarPyTorchWasAway() throws {
        let record = ColumnRecord(pages: [
            "Chapters/01-one.md": .init(
                torch: "2", date: "2026-11-28", outputs: ["3": .init(hash: ContentHash.of("1.5\n"), difference: 2e-7)])
        ])
        let package = try TemporaryPackage()
        try record.write(root: package.root)
        let text = try package.text("Chapters/columns.json")
        let shown = try proof(columns + "```output\n1.5\n```\n", record: text)
        #expect(shown.details.contains("On 2026-11-28, the largest difference was 2.0e-07."))
        #expect(try !proof(columns + "```output\n1.6\n```\n", record: text).details.contains("2026"))
    }
}
