import Testing

@testable import Literate

struct ReportSummaryTests {
    @Test func endsWithTheCount() throws {
        let sketch = "# T\n\n```swift sketch why=\"later\"\nx\n```\n"
        let results = try [
            ChapterResult.sample("Chapters/01-tensors.md", passed: 112, torch: 98, isRemembered: true),
            ChapterResult.sample(
                "Chapters/04-scratch.md", passed: 7, torch: 0, failure: "something else", text: sketch),
        ]
        let orphan = Failure(
            "no program writes this figure", at: SourcePosition(file: "Chapters/Figures/a.svg", line: 1))
        #expect(
            ReportSummary(results, bookFailures: [orphan]).text == """
                1 chapter unchanged since passing: counted, not run again (--all runs all).
                1 sketch, shown without being compiled.

                Chapters/04-scratch.md:88: error: something else

                Chapters/Figures/a.svg:1: error: no program writes this figure

                Confirmed by PyTorch: 0 of 0 printed values (100 of 100). 0 more are printed by ourselves alone, for \
                reasons that the chapters give: `verify --coverage` lists them. Not counted: 0 that quote others.

                217 passed, 2 failed
                """)
        #expect(ReportSummary([try ChapterResult.sample("Chapters/01-a.md", passed: 3)]).text == "3 passed, 0 failed")
    }
}
