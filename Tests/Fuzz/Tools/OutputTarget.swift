@testable import Literate

extension FuzzTarget {
    /// The comparison of outputs: two texts, a form feed between them.
    static let output = FuzzTarget(
        "output", check: OutputChecks.check, mutate: FuzzText.mutation(of: OutputChecks.pieces))
}

enum OutputChecks {
    static func check(_ bytes: [UInt8]) throws {
        let texts = FuzzText.parts(of: bytes)
        let (shown, printed) = (texts[0], texts.dropFirst().first ?? texts[0])
        try checkTokens(of: shown)
        try checkDifference(shown, printed)
        try checkColumns(shown, printed, ColumnComparison(tolerance: [nil, 1e-3, 0.5][bytes.count % 3]))
        try checkMarkers(in: bytes)
    }

    /// The tokens are the text, without its blanks.
    private static func checkTokens(of text: String) throws {
        let tokens = OutputToken.tokens(of: text)
        let letters = text.unicodeScalars.filter { !$0.properties.isWhitespace }.map { $0 }
        let kept = tokens.filter { $0.kind != .lineEnd }.flatMap { $0.text.unicodeScalars }
        try require(letters == kept, "the tokens of '\(text)' aren't its text")
        let lineCount = text.unicodeScalars.count { $0 == "\n" } + 1
        try require(zip(tokens, tokens.dropFirst()).allSatisfy { $0.line <= $1.line }, "the lines of tokens go back")
        try require(tokens.allSatisfy { 0..<lineCount ~= $0.line }, "a token is in no line")
        for token in tokens {
            guard case .real(let value, let unit) = token.kind else { continue }
            try require(!value.isNaN && unit >= 0, "\(token.text) is \(value), in units of \(unit)")
        }
        try require(
            OutputToken.valueCount(of: text) == tokens.count(where: \.isValue), "the values are counted otherwise")
    }

    /// To the last character: no difference means equal, but for a last line's end.
    private static func checkDifference(_ shown: String, _ printed: String) throws {
        let isEqual = shown.endingInLineFeed.utf8.elementsEqual(printed.endingInLineFeed.utf8)
        let difference = TextDifference(expected: shown, actual: printed)
        try require(
            (difference == nil) == isEqual, "'\(shown)' and '\(printed)': \(difference == nil ? "no" : "a") difference")
        let backwards = TextDifference(expected: printed, actual: shown)
        try require(difference?.line == backwards?.line, "the difference stands elsewhere, seen from the other side")
        guard let difference else { return }
        let most = max(shown.textLines.count, printed.textLines.count)
        try require(0...most ~= difference.line, "the difference is in line \(difference.line) of \(most)")
        // By bytes: an accent at a line's beginning makes one character with the blank before it.
        let isShown = difference.excerpt.contains { $0.utf8.starts(with: "- ".utf8) || $0.utf8.starts(with: "+ ".utf8) }
        try require(isShown, "nothing of the difference is shown: \(difference.excerpt)")
    }

    private static func checkColumns(_ shown: String, _ printed: String, _ comparison: ColumnComparison) throws {
        for text in [shown, printed] {
            try require(
                comparison.firstMismatch(shown: text, printed: text) == nil, "a text isn't equal to itself: '\(text)'")
            try require(
                comparison.largestDifference(shown: text, printed: text) == 0, "a text differs from itself: '\(text)'")
        }
        let mismatch = comparison.firstMismatch(shown: shown, printed: printed)
        if shown.utf8.elementsEqual(printed.utf8) {
            try require(mismatch == nil, "equal texts: \(String(describing: mismatch))")
        }
        let (old, new) = (OutputToken.tokens(of: shown), OutputToken.tokens(of: printed))
        if let mismatch {
            try require(0..<max(1, shown.textLines.count + 1) ~= mismatch.line, "a mismatch in line \(mismatch.line)")
            try require(!mismatch.message.isEmpty, "nothing is said about a mismatch")
        } else {
            try require(old.count == new.count, "\(old.count) tokens agree with \(new.count)")
            // Words and whole numbers agree both ways.
            for (a, b) in zip(old, new) where a.kind == .word || a.kind == .integer {
                try require(b.kind == a.kind, "\(a.text) agrees with \(b.text)")
                try require(
                    comparison.firstMismatch(shown: b.text, printed: a.text) == nil,
                    "\(b.text) doesn't agree with \(a.text)")
            }
        }
        let largest = comparison.largestDifference(shown: shown, printed: printed)
        try require(largest >= 0 && !largest.isNaN, "a difference of \(largest)")
        if mismatch == nil, let tolerance = comparison.tolerance {
            try require(largest <= tolerance * 1.001 + 1e-12, "a difference of \(largest)")
        }
    }

    /// Between markers stands exactly what was printed.
    private static func checkMarkers(in bytes: [UInt8]) throws {
        let output = MarkedOutput(bytes)
        var whole = ""
        for segment in output.segments { whole += "\(segment.text)\(MarkedOutput.marker)\(segment.number)\n" }
        whole += output.rest
        let text = String(decoding: bytes, as: UTF8.self)
        // Numbers may be written in another way; then only their texts are compared.
        if output.segments.allSatisfy({ text.contains("\(MarkedOutput.marker)\($0.number)\n") }),
            String(validating: bytes, as: UTF8.self) != nil
        {
            try require(whole.utf8.count <= text.utf8.count + 1, "more stands between markers than was printed")
        }
    }

    static let pieces = [
        "tensor([[0.0823, 1.], [-2., 3e-05]])", "0.1", "0.3", ".5", "1.", "1e-05", "-0", "+5", "nan", "-inf", "True",
        "true", "None", "nil", "['a']", "[\"a\"]",
        "1e400", "1.5e-400", "99999999999999999999", "0.30000000000000004", "(", ")", "[", "]", "{", "}", "\u{c}", "",
        " ", "\t", "\r", "\u{a0}", "e\u{301}",
        "\u{1}checkpoint 1", "\u{1}checkpoint 22", "3-2", "x-2", "1.2.3", "1e5e5", "--1", "0x10", "float32", "\u{661}",
        "loss 0.0823, 10 steps", "e5", "1e+",
    ]
}
