import Foundation
import Synchronization
import Testing

@testable import Literate

struct ReportTests {
    private func result(
        _ path: String, passed: Int, torch: Int? = nil, seconds: Double = 0, failure: String? = nil,
        isRemembered: Bool = false, text: String = "# T\n"
    ) throws -> ChapterResult {
        let chapter = try Chapter.parse(text, path: path)
        var swift = ColumnResult([.passed(passed)])
        if let failure { swift.checks.append(.failed(Failure(failure, at: SourcePosition(file: path, line: 88)))) }
        swift.time = .seconds(seconds)
        swift.isRemembered = isRemembered
        var result = ChapterResult(chapter: chapter, swift: swift, torch: torch.map { ColumnResult([.passed($0)]) })
        result.torch?.isRemembered = isRemembered
        return result
    }

    @Test func table() throws {
        let results = try [
            result("Chapters/01-tensors.md", passed: 112, seconds: 0.42),
            result("Chapters/02-autograd.md", passed: 88, isRemembered: true),
            result("Chapters/A-engine.md", passed: 7, seconds: 12.04, failure: "no"),
        ]
        let table = ReportTable(results.map(\.chapter), hasTorch: false)
        let rows = results.map(table.row) + [table.total(results, time: .seconds(12.5))]
        #expect(
            rows == [
                "01-tensors               112       0.4 s",
                "02-autograd               88   unchanged",
                "A-engine                   7      12.0 s   1 failed",
                "total                    207      12.5 s",
            ])
        #expect(table.header.hasSuffix("\nchapter       checked values        time"))
    }

    @Test func tableWithBothColumns() throws {
        var results = try [
            result("Chapters/01-tensors.md", passed: 112, torch: 98, seconds: 1),
            result("Chapters/02-autograd.md", passed: 88, torch: 60, isRemembered: true),
            result("Chapters/A-engine.md", passed: 7, seconds: 0.2),
        ]
        results[0].torch?.checks[0].largestDifference = 1e-4
        results[0].torch?.time = .seconds(2.25)
        results[2].torch = ColumnResult()
        let table = ReportTable(results.map(\.chapter), hasTorch: true)
        let rows = results.map(table.row) + [table.total(results, time: .seconds(9))]
        #expect(
            rows == [
                "01-tensors               112      98      1.0e-04          1.0 s          2.2 s",
                "02-autograd               88      60            0      unchanged      unchanged",
                "A-engine                   7       -            -          0.2 s              -",
                "total                    207     158      1.0e-04          1.2 s          2.2 s",
            ])
        #expect(
            table.header.hasSuffix("\nchapter       checked values   torch   difference   Swift's time   torch's time"))
    }

    @Test func endsWithTheCount() throws {
        let sketch = "# T\n\n```swift sketch why=\"later\"\nx\n```\n"
        let results = try [
            result("Chapters/01-tensors.md", passed: 112, torch: 98, isRemembered: true),
            result("Chapters/04-scratch.md", passed: 7, torch: 0, failure: "something else", text: sketch),
        ]
        let orphan = Failure("no program writes this figure", at: SourcePosition(file: "Chapters/Figures/a.svg", line: 1))
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
        #expect(ReportSummary([try result("Chapters/01-a.md", passed: 3)]).text == "3 passed, 0 failed")
    }
}

struct ProgressLineTests {
    private final class Screen: Sendable {
        let text = Mutex("")
    }

    private func progress(isTerminal: Bool) -> (ProgressLine, Screen) {
        let screen = Screen()
        let progress = ProgressLine(total: 3, isTerminal: isTerminal) { written in
            screen.text.withLock { $0 += written }
        }
        return (progress, screen)
    }

    @Test func tellsWhatIsRunning() {
        let (progress, screen) = progress(isTerminal: true)
        progress.begin("01-tensors")
        progress.begin("02-autograd")
        progress.end("01-tensors")
        progress.clear()
        let lines = screen.text.withLock { $0 }.components(separatedBy: "\r\u{1b}[2K")
        #expect(lines == ["", "0 of 3 · 01-tensors · 0 s", "0 of 3 · 01-tensors, 02-autograd · 0 s", "1 of 3 · 02-autograd · 0 s", ""])
    }

    @Test func fitsALine() {
        let (progress, screen) = progress(isTerminal: true)
        for number in 0..<20 { progress.begin("\(number)-chapter") }
        let longest = screen.text.withLock { $0 }.split(separator: "\r").map(\.count).max() ?? 0
        #expect(longest < 80 + 4)
    }

    @Test func isSilentWhereNothingCanBeTakenBack() {
        let (progress, screen) = progress(isTerminal: false)
        progress.begin("01-tensors")
        progress.clear()
        #expect(screen.text.withLock { $0 } == "")
    }
}
