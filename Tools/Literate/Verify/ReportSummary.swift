/// What is said below the table.
package struct ReportSummary: Sendable {
    private let results: [ChapterResult]
    private let bookFailures: [Failure]

    /// - Parameter bookFailures: What is wrong with no one chapter.
    package init(_ results: [ChapterResult], bookFailures: [Failure] = []) {
        self.results = results
        self.bookFailures = bookFailures
    }

    var passed: Int { results.reduce(0) { $0 + $1.passed } }
    package var failures: [Failure] { results.flatMap(\.failures) + bookFailures }

    /// Remarks, the failures, how much PyTorch has confirmed, and as the last line `N passed, N failed`.
    package var text: String {
        let paragraphs = [remarks.joined(separator: "\n")] + failures.map(\.description) + [coverage]
        return (paragraphs.filter { !$0.isEmpty } + ["\(passed) passed, \(failures.count) failed"])
            .joined(separator: "\n\n")
    }

    /// Empty if the PyTorch column wasn't asked for.
    private var coverage: String {
        let torch = results.compactMap(\.torch)
        guard !torch.isEmpty else { return "" }
        return Coverage(results.map(\.chapter)).text(confirmed: torch.reduce(0) { $0 + $1.shared })
    }

    private var remarks: [String] {
        let unchanged = results.count(where: \.isRemembered)
        let sketches = results.reduce(0) { $0 + $1.chapter.sketchCount }
        return [
            unchanged == 0
                ? nil
                : """
                \(Self.count(unchanged, "chapter")) unchanged since passing: counted, not run again (--all runs \
                all).
                """,
            sketches == 0 ? nil : "\(Self.count(sketches, "sketch", "sketches")), shown without being compiled.",
        ].compactMap { $0 }
    }

    private static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}
