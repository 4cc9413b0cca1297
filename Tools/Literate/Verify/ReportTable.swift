import Foundation

/// The table that a verification ends with, a row at a time.
///
///     chapter      checked values   torch     time
///     01-tensors              112      98    0.4 s
///     02-autograd              88       -    unchanged
///     total                   200      98    0.4 s
public struct ReportTable: Sendable {
    private let nameWidth: Int
    private let hasTorch: Bool

    public init(_ chapters: [Chapter], hasTorch: Bool) {
        nameWidth = max("chapter".count, chapters.map(\.name.count).max() ?? 0)
        self.hasTorch = hasTorch
    }

    public var header: String {
        """
        Checked values: the numbers that outputs show; a text without any, an error message and a figure count as one.

        \(row("chapter", "checked values", "torch", "time"))
        """
    }

    public func row(_ result: ChapterResult) -> String {
        let row = row(
            result.chapter.name, String(result.swift.passed), result.torch.map { String($0.passed) } ?? "-",
            result.isRemembered ? "unchanged" : Self.seconds(result.time))
        return result.failures.isEmpty ? row : "\(row)   \(result.failures.count) failed"
    }

    /// - Parameter time: What passed on the clock, which is less than the sum if chapters ran side by side.
    public func total(_ results: [ChapterResult], time: Duration) -> String {
        row(
            "total", String(results.reduce(0) { $0 + $1.swift.passed }),
            String(results.reduce(0) { $0 + ($1.torch?.passed ?? 0) }), Self.seconds(time))
    }

    private func row(_ name: String, _ values: String, _ torch: String, _ time: String) -> String {
        let torchColumn = hasTorch ? torch.leftPadded(to: 8) : ""
        return name.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
            + values.leftPadded(to: 17) + torchColumn + time.leftPadded(to: 12)
    }

    private static func seconds(_ time: Duration) -> String {
        String(format: "%.1f s", Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }
}

/// What is said below the table.
public struct ReportSummary: Sendable {
    private let results: [ChapterResult]
    private let bookFailures: [Failure]

    /// - Parameter bookFailures: What is wrong with no one chapter.
    public init(_ results: [ChapterResult], bookFailures: [Failure] = []) {
        self.results = results
        self.bookFailures = bookFailures
    }

    public var passed: Int { results.reduce(0) { $0 + $1.passed } }
    public var failures: [Failure] { results.flatMap(\.failures) + bookFailures }

    /// Remarks, the failures, and as the last line `N passed, N failed`.
    public var text: String {
        let paragraphs = [remarks.joined(separator: "\n")] + failures.map(\.description)
        return (paragraphs.filter { !$0.isEmpty } + ["\(passed) passed, \(failures.count) failed"])
            .joined(separator: "\n\n")
    }

    private var remarks: [String] {
        let unchanged = results.count(where: \.isRemembered)
        let sketches = results.reduce(0) { $0 + $1.chapter.sketchCount }
        return [
            unchanged == 0 ? nil : "\(Self.count(unchanged, "chapter")) unchanged since passing: counted, not run again (--all runs all).",
            sketches == 0 ? nil : "\(Self.count(sketches, "sketch", "sketches")), shown without being compiled.",
        ].compactMap { $0 }
    }

    private static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
