import Testing

@testable import Literate

/// Every printed number has something to vouch for it.
@Suite struct AccountingTests {
    private static let program = "# T\n\n```swift\nrun()\n```\n\n"
    private static let data = "{\"loss\": [0.08237, 12]}"

    /// What is wrong with a book of this chapter, one that prints `0.2756`, and a file of numbers.
    private func mistakes(_ text: String) throws -> [String] {
        let package = try TemporaryPackage([
            "Chapters/01-test.md": Self.program + text,
            "Chapters/04-scratch.md": Self.program + "```python\n```\n\n```output\nloss 0.2756\n```\n",
            "Chapters/Data/numbers.json": Self.data,
        ])
        return try diagnostics { _ = try Book.load(root: package.root) }.map(\.description)
    }

    @Test(arguments: [
        "```python\nprint(1)\n```\n\n```output\n1\n```\n",
        "```output of=swift\n1\n```\n\n*Swift only:* Rounding decides.\n\n```python\n```\n\n```output of=python\n2\n```\n",
        "```output of=swift quotes=\"04 numbers.json\"\nloss 7: 0.2756 and 0.0824, 12.\n```\n",
        "```output of=swift quotes=\"numbers.json\"\nno numbers\n```\n",
    ])
    func accountedFor(text: String) throws {
        #expect(try mistakes(text) == [])
    }

    @Test func anOutputThatNoPythonPrints() throws {
        let message = """
            no python block prints this output; write the PyTorch before it, or make it 'output of=swift' and say \
            right \
            under it why PyTorch can't confirm it: *Swift only:* …
            """
        #expect(try mistakes("```output\n1\n```\n") == ["Chapters/01-test.md:7: error: \(message)"])
        let second = "```python\n```\n\n```output\n1\n```\n\n```output\n2\n```\n"
        #expect(try mistakes(second) == ["Chapters/01-test.md:14: error: \(message)"])
    }

    @Test func aSwiftOutputWithoutAReason() throws {
        let message = """
            'output of=swift' doesn't say why PyTorch doesn't print the same; write the paragraph '*Swift only:* The \
            reason.' right under the block, or quotes="04 figures.json", where its numbers come from
            """
        #expect(try mistakes("```output of=swift\n1\n```\n") == ["Chapters/01-test.md:7: error: \(message)"])
    }

    @Test(arguments: [
        ("04", "0.0824", 8), ("numbers.json", "0.2756", 8), ("04 numbers.json", "\n0.2756\n0.2759", 10),
        ("04", "0.29", 8), ("numbers.json", "11.", 8),
    ])
    func aNumberThatStandsInNoSource(sources: String, text: String, line: Int) throws {
        let found = try mistakes("```output of=swift quotes=\"\(sources)\"\n\(text)\n```\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("Chapters/01-test.md:\(line): error: `") == true, "\(found)")
        #expect(found.first?.contains("which this block quotes") == true)
    }

    @Test(arguments: [
        ("05", "known are 01, 04, numbers.json"), ("number.json", "did you mean 'numbers.json'?"),
        ("../../Package.swift", "known are 01, 04, numbers.json"),
    ])
    func anUnknownSource(source: String, suggestion: String) throws {
        let found = try mistakes("```output of=swift quotes=\"\(source)\"\n1\n```\n")
        #expect(
            found.first?.contains("quotes=\(source) is neither a chapter's number nor a text in Chapters/Data") == true)
        #expect(found.first?.hasSuffix(suggestion) == true, "\(found)")
    }

    /// A quotation of a quotation would vouch for itself.
    @Test func quotationsAreNoSource() throws {
        let found = try mistakes("```output of=swift quotes=\"01\"\n0.5\n```\n")
        #expect(found.count == 1)
    }
}
