import Testing

@testable import Literate

struct CoverageTests {
    private func chapter(_ text: String) throws -> Chapter {
        try Chapter.parse("# T\n\n```swift\nrun()\n```\n\n" + text, path: "Chapters/01-test.md")
    }

    private let text = """
        ```python
        print(1, 2, 3)
        ```

        ```output
        1 2 3
        ```

        ```output of=swift
        0.5
        ```

        *Swift only:* Rounding decides. The sum `a + b`
        ends in another digit.

        ```python
        print(0.25, 0.125)
        ```

        ```output of=python
        0.25 0.125
        ```

        ```output of=swift quotes="04"
        1 2 3 4 5
        ```

        """

    @Test func countsByWhoConfirms() throws {
        let coverage = Coverage([try chapter(text)])
        #expect(coverage.shared == 3)
        #expect(coverage.own == 4)
        #expect(coverage.quoted == 5)
        #expect(coverage.percentage == 75)
        #expect(coverage.unconfirmed.map(\.position.line) == [15])
        #expect(coverage.unconfirmed.map(\.values) == [1])
        #expect(coverage.unconfirmed.map(\.why) == ["Rounding decides. The sum a + b ends in another digit."])
    }

    @Test func anOutputWithoutPythonIsNotShared() throws {
        let coverage = Coverage([try chapter("```output\n1 2\n```\n")])
        #expect(coverage.shared == 0)
        #expect(coverage.own == 2)
    }

    @Test func aRunConfirmsNoMoreThanItHasShown() throws {
        let coverage = Coverage([try chapter(text)])
        #expect(coverage.text.hasPrefix("The PyTorch column prints 3 of 4 printed values, too (75 of 100)."))
        #expect(coverage.text(confirmed: 2).hasPrefix("Confirmed by PyTorch: 2 of 4 printed values (50 of 100)."))
    }
}
