import Testing

@testable import Literate

/// `*Swift only:* …` and `*Measured:* …` under a block.
@Suite struct VisibleNoteTests {
    private static let program = "# T\n\n```swift\nrun()\n```\n\n"

    private func kinds(_ text: String) throws -> [Block.Kind] {
        try Chapter.sample(Self.program + text).blocks.dropFirst().map(\.kind)
    }

    @Test(arguments: [
        "```output of=swift\n1\n```\n\n*Swift only:* PyTorch rounds `a + b` otherwise. It's *its* way.\n",
        "```output of=swift\n1\n```\n*Swift only:* PyTorch rounds `a + b` otherwise. It's *its* way.",
        "~~~output of=swift\n~~~\n\n\n*Swift only:*\nPyTorch rounds `a + b`\notherwise. It's\n_its_ way.\n\nProse.\n",
    ])
    func aReason(text: String) throws {
        let why = "PyTorch rounds a + b otherwise. It's its way."
        #expect(try kinds(text) == [.output(.init(of: .swift, why: why))])
    }

    @Test(
        arguments: [
            ("`make bench`, 2 cores with AVX2, 2026-11-22.", "make bench", "2 cores with AVX2"),
            ("`make bench`, 2 cores with AVX2, 2026-11-22", "make bench", "2 cores with AVX2"),
            ("`make a, b` in Tests, 2 cores,\nAVX2, quiet,\n2026-11-22.", "make a, b in Tests", "2 cores, AVX2, quiet"),
            ("the command above, an EPYC (Zen 3), 2026-11-22.", "the command above", "an EPYC (Zen 3)"),
        ])
    func aMeasurement(note: String, by: String, on: String) throws {
        let expected = Block.Kind.measured(by: by, on: on, date: "2026-11-22")
        #expect(try kinds("```measured\n1 s\n```\n\n*Measured:* \(note)\n") == [expected])
        let listed = "- Fast:\n\n  ```measured\n  1 s\n  ```\n\n  *Measured:* \(note.replacing("\n", with: "\n  "))\n"
        #expect(try kinds(listed) == [expected])
    }

    @Test(arguments: [
        ("make bench", "names a command, a machine and a day, with commas between: *Measured:* `make bench`, 2 cores"),
        ("`make bench`, 2026-11-22.", "names a command, a machine and a day, with commas between"),
        ("", "names a command, a machine and a day, with commas between"),
        (", 2 cores, 2026-11-22.", "doesn't say how; begin with the command that measures it again"),
        ("`make bench`, , 2026-11-22.", "names no machine; put it between command and day"),
        ("`make bench`, 2026-11-21, 2026-11-22.", "names no machine; put it between command and day"),
        ("`make bench`, 2 cores, yesterday.", "ends with a day, and 'yesterday' is none; write it as 2026-11-22"),
        ("`make bench`, 2 cores, 2026-02-30.", "ends with a day, and '2026-02-30' is none"),
    ])
    func aMeasurementThatLacksSomething(note: String, message: String) throws {
        try expectErrors(message, in: "# T\n\n```measured\n1 s\n```\n\n1️⃣*Measured:* \(note)\n")
    }

    @Test(arguments: ["", "Prose.\n", "*Measured* by `make bench`, 2 cores, 2026-11-22.\n", "<!-- -->\n\n*Swift:* x\n"])
    func aMeasurementWithoutNote(text: String) throws {
        try expectErrors(
            "'measured' doesn't say how, where and when; write it as the paragraph right under the block: *Measured:* `make",
            in: "# T\n\n1️⃣```measured\n1 s\n```\n\n\(text)")
    }

    @Test(arguments: [
        "```output\n1\n```\n", "```output of=python\n1\n```\n", "```text\n1\n```\n", "```measured\n1 s\n```\n",
    ])
    func aReasonUnderAnotherBlock(block: String) throws {
        try expectErrors(
            "*Swift only:* belongs right under an 'output of=swift'; move it there",
            in: Self.program + "```python\n```\n\n" + block + "\n1️⃣*Swift only:* Rounding decides.\n")
    }

    @Test(arguments: ["```output of=swift\n1\n```\n", "```swift\n```\n"])
    func aMeasurementUnderAnotherBlock(block: String) throws {
        try expectErrors(
            "*Measured:* belongs right under a 'measured' block; move it there",
            in: Self.program + block + "\n1️⃣*Measured:* `make bench`, 2 cores, 2026-11-22.\n")
    }

    @Test func aNoteUnderNoBlock() throws {
        try expectErrors(
            "belongs right under an 'output of=swift'", "belongs right under a 'measured' block",
            in: Self.program + "Prose.\n\n1️⃣*Swift only:* Rounding decides.\n\n2️⃣*Measured:* x, y, 2026-11-22.\n")
        try expectErrors(
            "the chapter has no title", in: "1️⃣Prose.\n")
    }

    @Test func aReasonWithoutWords() throws {
        try expectErrors(
            "gives no reason; write a sentence behind it",
            in: Self.program + "```output of=swift\n1\n```\n\n1️⃣*Swift only:*\n")
    }

    @Test func aQuotationNeedsNoReason() throws {
        try expectErrors(
            "quotes= needs no *Swift only:*",
            in: Self.program + "```output of=swift quotes=\"04\"\n1\n```\n\n1️⃣*Swift only:* Rounding decides.\n")
        #expect(
            try kinds("```output of=swift quotes=\"04\"\n1\n```\n\nProse.\n") == [
                .output(.init(of: .swift, quotes: ["04"]))
            ])
    }

    @Test func theFirstParagraphMayBeANote() throws {
        try expectErrors(
            "the chapter has no title", "belongs right under an 'output of=swift'", in: "1️⃣\n2️⃣*Swift only:* x\n")
    }
}
