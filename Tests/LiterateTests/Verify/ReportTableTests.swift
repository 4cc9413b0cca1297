import Foundation
import Testing

@testable import Literate

struct ReportTableTests {
    @Test func table() throws {
        let results = try [
            ChapterResult.sample("Chapters/01-tensors.md", passed: 112, seconds: 0.42),
            ChapterResult.sample("Chapters/02-autograd.md", passed: 88, isRemembered: true),
            ChapterResult.sample("Chapters/A-engine.md", passed: 7, seconds: 12.04, failure: "no"),
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
            ChapterResult.sample("Chapters/01-tensors.md", passed: 112, torch: 98, seconds: 1),
            ChapterResult.sample("Chapters/02-autograd.md", passed: 88, torch: 60, isRemembered: true),
            ChapterResult.sample("Chapters/A-engine.md", passed: 7, seconds: 0.2),
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

}
