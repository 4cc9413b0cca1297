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
