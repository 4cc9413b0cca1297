import Foundation

/// The table that a verification ends with, a row at a time.
///
///     chapter      checked values   torch   difference   Swift's time   torch's time
///     01-tensors              112      98      1.0e-04          0.4 s          2.1 s
///     02-autograd              88      60            0      unchanged      unchanged
///     A-engine                 10       -            -          0.1 s              -
///     total                   210     158      1.0e-04          0.5 s          2.1 s
package struct ReportTable: Sendable {
    private let nameWidth: Int
    private let hasTorch: Bool

    package init(_ chapters: [Chapter], hasTorch: Bool) {
        nameWidth = max("chapter".count, chapters.map(\.name.count).max() ?? 0)
        self.hasTorch = hasTorch
    }

    package var header: String {
        let values = """
            Checked values: the numbers that outputs show; a text without any, an error message and a figure count \
            as one.

            """
        let difference = """
            Difference: the largest between a number that PyTorch prints and the same of Swift's, divided by the \
            larger of 1 and that.

            """
        return values + (hasTorch ? difference : "") + "\n"
            + row(
                "chapter", "checked values",
                hasTorch ? ["torch", "difference", "Swift's time", "torch's time"] : ["time"])
    }

    package func row(_ result: ChapterResult) -> String {
        var cells = [Self.time(of: result.swift)]
        if hasTorch {
            // A chapter without Python has nothing to compare.
            let torch = result.torch.flatMap { $0.checks.isEmpty ? nil : $0 }
            cells.insert(torch.map { String($0.passed) } ?? "-", at: 0)
            cells.insert(torch.map { Self.difference($0.largestDifference) } ?? "-", at: 1)
            cells.append(torch.map(Self.time) ?? "-")
        }
        let row = row(result.chapter.name, String(result.swift.passed), cells)
        return result.failures.isEmpty ? row : "\(row)   \(result.failures.count) failed"
    }

    /// - Parameter time: What passed on the clock, which is less than the sum if chapters ran side by side. With two
    ///   columns, each has the sum of its own instead.
    package func total(_ results: [ChapterResult], time: Duration) -> String {
        let swift = String(results.reduce(0) { $0 + $1.swift.passed })
        guard hasTorch else { return row("total", swift, [Self.seconds(time)]) }
        let torch = results.compactMap(\.torch)
        return row(
            "total", swift,
            [
                String(torch.reduce(0) { $0 + $1.passed }),
                Self.difference(torch.map(\.largestDifference).max() ?? 0),
                Self.seconds(results.reduce(.zero) { $0 + $1.swift.time }),
                Self.seconds(torch.reduce(.zero) { $0 + $1.time }),
            ])
    }

    private func row(_ name: String, _ values: String, _ cells: [String]) -> String {
        let widths = hasTorch ? [8, 13, 15, 15] : [12]
        return name.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
            + values.leftPadded(to: 17) + zip(cells, widths).map { $0.leftPadded(to: $1) }.joined()
    }

    private static func time(of result: ColumnResult) -> String {
        result.isRemembered ? "unchanged" : seconds(result.time)
    }

    private static func seconds(_ time: Duration) -> String {
        String(format: "%.1f s", Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }

    private static func difference(_ difference: Double) -> String {
        difference == 0 ? "0" : String(format: "%.1e", difference)
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
