/// What one comparison came to.
public struct Check: Sendable {
    /// The values that came out as shown.
    public var passed = 0
    /// Those of them that both columns print.
    public var shared = 0
    /// How far the columns are apart at most; see ``ColumnComparison/largestDifference(shown:printed:)``.
    public var largestDifference = 0.0
    public var failure: Failure?
    /// What the chapter would have to show.
    public var correction: Correction?

    static func passed(_ values: Int) -> Check { Check(passed: values) }

    /// Without the correction if the text that came can't stand in its block, with the reason in the place of the way
    /// out.
    mutating func refuseWhatCantStand(in chapter: Chapter) {
        guard let correction, let obstacle = Promotion.obstacle(to: correction, in: chapter) else { return }
        self.correction = nil
        failure?.remedy = "What came can't stand in a block: \(obstacle). Print it in another way."
    }

    static func failed(_ failure: Failure, correction: Correction? = nil) -> Check {
        Check(failure: failure, correction: correction)
    }
}

/// Something the book shows that isn't what came, and what came.
public enum Correction: Hashable, Sendable {
    /// A fenced block's text. `swiftVersion` is the new value of an `error` block's attribute.
    case block(fenceLine: Int, body: String, swiftVersion: String? = nil)
    /// A file of Chapters/Figures.
    case figure(name: String, bytes: [UInt8])
}

/// What a text counts for in the report: its numbers, and one if it has none.
func checkedValues(of text: String) -> Int {
    max(1, OutputToken.valueCount(of: text))
}
