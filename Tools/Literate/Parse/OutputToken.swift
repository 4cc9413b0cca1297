import Foundation

/// A piece of printed text, as the comparison of the two columns sees it.
///
///     loss 0.0823, 10 steps  →  loss · 0.0823 · , · 10 · steps
struct OutputToken: Hashable {
    enum Kind: Hashable {
        /// Letters and what follows them without a break: `loss`, `float32`, `nan`.
        case word
        /// One other character.
        case symbol
        /// `10`, `-3`: digits alone.
        case integer
        /// A number with a point or an exponent, and one unit of its last digit: 0.0001 for `0.0823`, and 0 for `3.`,
        /// which is how tensors print whole numbers.
        case real(Double, unit: Double)
        /// The end of a line that isn't inside brackets. A tensor's rows wrap where its columns' width says,
        /// and that may change with a sign; lines of their own don't.
        case lineEnd
    }

    var kind: Kind
    var text: String
    /// The line it stands in, counted from 0.
    var line: Int

    /// Whether it is a value: a number, or a word that stands for one.
    var isValue: Bool {
        switch kind {
        case .integer, .real: true
        case .word: text == "nan" || text == "inf"
        case .symbol, .lineEnd: false
        }
    }
}

extension OutputToken {
    /// The tokens of a text. Spaces separate and are dropped; empty lines at the end don't count.
    static func tokens(of text: String) -> [OutputToken] {
        var scanner = OutputScanner(text)
        return scanner.scan()
    }

    /// Whether two printed numbers are as near as that.
    static func agree(_ expected: Double, _ actual: Double, within allowance: Double) -> Bool {
        // Reading both decimals into binary costs up to half a unit in the last place each, and so does their
        // difference: 0.3 − 0.2 is less than 0.1.
        abs(actual - expected) <= allowance * (1 + 1e-9) + expected.ulp
    }

    /// How many values a text shows.
    static func valueCount(of text: String) -> Int {
        tokens(of: text).count(where: \.isValue)
    }

    /// What a text counts for in the report: its values, and one if it has none.
    static func checkedValues(of text: String) -> Int {
        max(1, valueCount(of: text))
    }
}

/// Cuts printed text into tokens.
private struct OutputScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 0
    private var depth = 0
    private var tokens: [OutputToken] = []

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func scan() -> [OutputToken] {
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "\n" {
                endLine()
            } else if scalar.properties.isWhitespace {
                index += 1
            } else if let end = endOfNumber() {
                appendNumber(upTo: end)
            } else if scalar.startsWord {
                appendWord()
            } else {
                appendSymbol(scalar)
            }
        }
        while tokens.last?.kind == .lineEnd { tokens.removeLast() }
        return tokens
    }

    private mutating func endLine() {
        if depth == 0 { tokens.append(OutputToken(kind: .lineEnd, text: "\n", line: line)) }
        index += 1
        line += 1
    }

    private mutating func appendWord() {
        let end = scalars[index...].firstIndex { !$0.startsWord && !$0.isDigit } ?? scalars.count
        append(.word, upTo: end)
    }

    private mutating func appendSymbol(_ scalar: Unicode.Scalar) {
        if "([{".unicodeScalars.contains(scalar) { depth += 1 }
        if ")]}".unicodeScalars.contains(scalar) { depth = max(0, depth - 1) }
        append(.symbol, upTo: index + 1)
    }

    private mutating func append(_ kind: OutputToken.Kind, upTo end: Int) {
        tokens.append(OutputToken(kind: kind, text: text(index..<end), line: line))
        index = end
    }

    private mutating func appendNumber(upTo end: Int) {
        let text = text(index..<end)
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard digits.contains(where: { ".eE".contains($0) }), let value = Double(text.completedNumber) else {
            return append(.integer, upTo: end)
        }
        append(.real(value, unit: Self.unitOfLastDigit(digits)), upTo: end)
    }

    /// Where the number that begins here ends: `-0.5`, `1.`, `.5`, `1e-05`; nil if none begins here.
    private func endOfNumber() -> Int? {
        var end = index
        if "+-".unicodeScalars.contains(scalars[index]) {
            // In `3-2` and `x-2` it is an operator or a hyphen.
            if index > 0, scalars[index - 1].isDigit || scalars[index - 1].startsWord { return nil }
            end += 1
        }
        let whole = endOfDigits(from: end)
        var hasDigits = whole > end
        end = whole
        if end < scalars.count, scalars[end] == "." {
            let fraction = endOfDigits(from: end + 1)
            hasDigits = hasDigits || fraction > end + 1
            end = fraction
        }
        guard hasDigits else { return nil }
        return endOfExponent(from: end) ?? end
    }

    private func endOfExponent(from start: Int) -> Int? {
        guard start < scalars.count, scalars[start] == "e" || scalars[start] == "E" else { return nil }
        var digits = start + 1
        if digits < scalars.count, "+-".unicodeScalars.contains(scalars[digits]) { digits += 1 }
        let end = endOfDigits(from: digits)
        return end > digits ? end : nil
    }

    private func endOfDigits(from start: Int) -> Int {
        scalars[start...].firstIndex { !$0.isDigit } ?? scalars.count
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// 10 to the power of the last digit's place: 1e-4 for `0.0823`, 1e-9 for `1.2346e-05`; 0 for `3.`.
    private static func unitOfLastDigit(_ digits: Substring) -> Double {
        if digits.last == "." { return 0 }
        let parts = digits.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let decimals = parts[0].firstIndex(of: ".").map { parts[0][$0...].count - 1 } ?? 0
        let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        return pow(10, Double(exponent - decimals))
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var startsWord: Bool { properties.isAlphabetic || self == "_" }
}

extension String {
    /// `1.` and `.5` as `Double` reads them: `1.0`, `0.5`.
    fileprivate var completedNumber: String {
        var number = self
        if let point = number.firstIndex(of: ".") {
            let next = number.index(after: point)
            if next == number.endIndex || !number[next].isNumber { number.insert("0", at: next) }
            if point == number.startIndex || !number[number.index(before: point)].isNumber {
                number.insert("0", at: point)
            }
        }
        return number
    }
}
