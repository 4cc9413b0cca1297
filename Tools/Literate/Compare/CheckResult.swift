/// What one comparison came to.
struct CheckResult: Sendable {
    /// The values that came out as shown.
    var passed = 0
    /// Those of them that both columns print.
    var shared = 0
    /// How far the columns are apart at most; see ``ColumnComparison/largestDifference(shown:printed:)``.
    var largestDifference = 0.0
    var failure: Failure?
    /// What the chapter would have to show.
    var correction: Correction?

    static func passed(_ values: Int) -> CheckResult { CheckResult(passed: values) }

    static func failed(_ failure: Failure, correction: Correction? = nil) -> CheckResult {
        CheckResult(failure: failure, correction: correction)
    }
}
