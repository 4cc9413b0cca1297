/// What verifying one column of a chapter came to.
struct ColumnResult: Sendable {
    var checks: [CheckResult]
    /// The names of the figures that the program wrote.
    var figures: [String]
    var time = Duration.zero
    /// Whether nothing had changed since it last passed, so that it wasn't run again.
    var isRemembered = false

    init(_ checks: [CheckResult] = [], figures: [String] = []) {
        self.checks = checks
        self.figures = figures
    }

    /// The values that came out as shown.
    var passed: Int { checks.reduce(0) { $0 + $1.passed } }
    /// Those of them that both columns print.
    var shared: Int { checks.reduce(0) { $0 + $1.shared } }
    /// How far the columns are apart at most.
    var largestDifference: Double { checks.reduce(0) { max($0, $1.largestDifference) } }
    package var failures: [Failure] { checks.compactMap(\.failure) }
    package var corrections: [Correction] { checks.compactMap(\.correction) }
}
