import Foundation

extension ColumnRecord {
    /// Takes what a run of both columns has found. A page that didn't pass, or wasn't run, keeps what it had; a page that
    /// finds the same as before keeps its day.
    package mutating func take(_ results: [ChapterResult], torch: String, on day: Date = .now) {
        let date = day.formatted(.iso8601.year().month().day())
        for result in results {
            guard let column = result.torch, column.failures.isEmpty, !column.isRemembered else { continue }
            let page = result.chapter
            let printed = page.blocks.enumerated().filter { $1.isOutput(in: .python) }
            var outputs: [String: Output] = [:]
            for ((number, block), check) in zip(printed, column.checks) where block.output?.column == nil {
                outputs["\(number + 1)"] = Output(
                    hash: ContentHash.of(block.body), difference: check.largestDifference)
            }
            if outputs.isEmpty {
                pages[page.path] = nil
            } else if pages[page.path]?.outputs != outputs || pages[page.path]?.torch != torch {
                pages[page.path] = Run(torch: torch, date: date, outputs: outputs)
            }
        }
    }
}
