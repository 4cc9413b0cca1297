/// Compares what the two columns print: words and whole numbers exactly, but for how each language spells `true`, `nil`
/// and a list's strings; other numbers to one unit of the last digit that the chapter shows, or to a tolerance.
///
/// Not a relation to chain: two texts that both agree with a third may disagree by two units.
struct ColumnComparison {
    /// If given, numbers may differ by this much of the larger of 1 and the shown number: absolute for small numbers,
    /// relative for large ones.
    var tolerance: Double?

    /// Where the texts part.
    struct Mismatch: Hashable {
        /// The line of the shown text, counted from 0.
        var line: Int
        var message: String
    }

    /// The first difference; nil if the texts agree.
    func firstMismatch(shown: String, printed: String) -> Mismatch? {
        let shown = OutputToken.tokens(of: shown)
        let printed = OutputToken.tokens(of: printed)
        for (expected, actual) in zip(shown, printed) where !agree(expected, actual) {
            return Mismatch(line: expected.line, message: message(expected, actual))
        }
        if let missing = shown.dropFirst(printed.count).first {
            return Mismatch(line: missing.line, message: "\(quoted(missing)) and what follows are missing")
        }
        if let extra = printed.dropFirst(shown.count).first {
            return Mismatch(line: shown.last?.line ?? 0, message: "\(quoted(extra)) comes after the end")
        }
        return nil
    }

    /// The largest difference between two numbers in the same place, in the measure of ``tolerance``: divided by the
    /// larger of 1 and the shown number.
    func largestDifference(shown: String, printed: String) -> Double {
        zip(OutputToken.tokens(of: shown), OutputToken.tokens(of: printed)).reduce(0) { largest, pair in
            guard case .real(let expected, _) = pair.0.kind, case .real(let actual, _) = pair.1.kind,
                expected.isFinite, actual.isFinite
            else { return largest }
            return max(largest, abs(actual - expected) / max(1, abs(expected)))
        }
    }

    private func agree(_ expected: OutputToken, _ actual: OutputToken) -> Bool {
        guard case .real(let expectedValue, let unit) = expected.kind, case .real(let actualValue, _) = actual.kind
        else {
            return expected.kind == actual.kind && expected.spelling.isSame(as: actual.spelling)
        }
        // Numbers beyond Double's range, printed with digits: equal, or not at all.
        guard expectedValue.isFinite, actualValue.isFinite else { return expectedValue == actualValue }
        let allowance = tolerance.map { $0 * max(1, abs(expectedValue)) } ?? unit
        return OutputToken.agree(expectedValue, actualValue, within: allowance)
    }

    private func message(_ expected: OutputToken, _ actual: OutputToken) -> String {
        var message = "\(quoted(expected)) is shown, \(quoted(actual)) came"
        if case .real(_, let unit) = expected.kind, case .real = actual.kind {
            message +=
                tolerance.map { ", beyond tol=\($0)" } ?? (unit > 0 ? ", more than \(unit) apart" : ", a whole number")
        }
        return message
    }

    private func quoted(_ token: OutputToken) -> String {
        token.kind == .lineEnd ? "the end of the line" : "`\(token.text)`"
    }
}

extension OutputToken {
    /// The text as Swift would print it: `True` is `true`, `None` is `nil`, and `['a']` is `["a"]`.
    fileprivate var spelling: String {
        switch text {
        case "True": "true"
        case "False": "false"
        case "None": "nil"
        case "'": "\""
        default: text
        }
    }
}
