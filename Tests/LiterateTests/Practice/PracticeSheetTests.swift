import Testing

@testable import Literate

struct PracticeSheetTests {
    private let whole = """
        # Practice for chapter 01

        Words before the first heart are nobody's hint.

        ## `f(_:)`

        A hint
        of two lines.

        Another.

        ```swift
        show("f", f(1))
        ```

        ```swift traps
        f(-1)
        ```

        """

    @Test func sections() throws {
        let sheet = try PracticeSheet(whole, path: "Chapters/Practice/01-t.md")
        try #require(sheet.sections.count == 1)
        #expect(sheet.sections[0].name == "f(_:)")
        #expect(sheet.sections[0].hints == ["A hint\nof two lines.", "Another."])
        #expect(sheet.sections[0].trials == [PracticeSheet.Piece(code: "show(\"f\", f(1))\n", firstLine: 13)])
        #expect(sheet.sections[0].traps == [PracticeSheet.Piece(code: "f(-1)\n", firstLine: 17)])
    }

    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try PracticeSheet(text, path: "S.md")
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test func whatIsMissing() {
        #expect(
            mistakes("# T\n\n## `f()`\n\nOne.\n\n```swift\nf()\n```\n") == [
                "S.md:3: error: f() has 1 hints; two paragraphs, each telling more"
            ])
        #expect(
            mistakes("# T\n\n## `f()`\n\nOne.\n\nTwo.\n") == [
                "S.md:3: error: f() has no trial; write one, a block 'swift' that shows what it makes"
            ])
        #expect(
            mistakes("# T\n\n## `f()`\n\nOne.\n\nTwo.\n\n```swift\nf()\n```\n\n```text\nx\n```\n") == [
                "S.md:13: error: a trial is 'swift', or 'swift traps' for what must stop"
            ])
    }
}
