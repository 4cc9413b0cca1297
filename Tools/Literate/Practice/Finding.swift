import Foundation

/// What is wrong with a reader's body, in plain words.
package struct Finding: Hashable, Sendable, Codable {
    /// A sentence or two.
    package var message: String
    /// Lines that show it.
    package var details: [String] = []
}

extension Finding {
    static let endless = "hasn't come to an end. Is there a loop that doesn't?"

    var isEndless: Bool { message.hasSuffix(Self.endless) }

    /// The first difference between what a page shows and what its program printed with a reader's body.
    ///
    /// - Parameter tolerance: How far numbers may be apart; if nil, a unit of the last digit that is shown.
    init?(expected: String, found: String, tolerance: Double?) {
        guard !expected.endingInLineFeed.isSame(as: found.endingInLineFeed) else { return nil }
        let comparison = ColumnComparison(tolerance: tolerance)
        guard let mismatch = comparison.firstMismatch(shown: expected, printed: found) else { return nil }
        message = ""
        let (shown, printed) = (expected.textLines, found.textLines)
        var line = mismatch.line
        // What is missing is told of the line before it.
        while line < min(shown.count, printed.count), shown[line].isSame(as: printed[line]) { line += 1 }
        line = min(line, max(shown.count, printed.count) - 1)
        // Two lines that differ only in what a terminal doesn't show.
        let edits = VisibleText.lines(
            [(Edit.removed, shown), (Edit.added, printed)].compactMap { mark, lines in
                lines.indices.contains(line) ? Edit(mark: mark, line: String(lines[line])) : nil
            })
        details = [
            "expected  " + (edits.first { $0.mark == Edit.removed }?.line ?? "nothing more"),
            "found     " + (edits.first { $0.mark == Edit.added }?.line ?? "nothing more"),
        ]
        let shapes = (Self.shape(of: expected), Self.shape(of: found))
        if let one = shapes.0, let other = shapes.1, one != other {
            details.append("shapes    expected \(one), found \(other)")
        } else {
            let largest = Self.largestDifference(expected, found)
            if largest > 0 { details.append("largest difference: \(Self.short(largest))") }
        }
    }

    /// The shape of the first tensor in a printed text; nil if there is none, or not all of it is shown.
    static func shape(of text: String) -> [Int]? {
        guard let start = text.firstRange(of: "tensor([")?.upperBound else { return nil }
        var shape: [Int] = []
        var open = [0]
        var depth = 1
        for character in text[text.index(before: start)...].dropFirst() {
            switch character {
            case "[":
                depth += 1
                open.append(0)
            case "]":
                let commas = open.removeLast()
                if shape.count < depth { shape = shape + Array(repeating: 0, count: depth - shape.count) }
                shape[depth - 1] = commas + 1
                depth -= 1
                if depth == 0 { return shape }
            case "," where !open.isEmpty: open[open.count - 1] += 1
            case ".": if text.contains("...") { return nil }
            default: break
            }
        }
        return nil
    }

    /// The largest difference of two numbers in the same place.
    private static func largestDifference(_ expected: String, _ found: String) -> Double {
        zip(OutputToken.tokens(of: expected), OutputToken.tokens(of: found)).reduce(0) { largest, pair in
            guard case .real(let one, _) = pair.0.kind, case .real(let other, _) = pair.1.kind, one.isFinite,
                other.isFinite
            else { return largest }
            return max(largest, abs(other - one))
        }
    }

    /// A number with three digits.
    static func short(_ number: Double) -> String { String(format: "%.3g", number) }
}

/// What a trial has shown: values with labels and shapes.
struct TrialOutput: Hashable {
    struct Value: Hashable {
        var label: String
        var shape: String
        var numbers: [String]
    }

    var values: [Value] = []

    /// - Parameter output: All that the program has printed; what stands before the trial isn't its.
    init(_ output: String) {
        let start = output.lastRange(of: "\u{1}trial\n")?.upperBound ?? output.endIndex
        for line in output[start...].textLines {
            guard let mark = line.firstRange(of: "\u{1}show\t") else { continue }
            let fields = line[mark.upperBound...].split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            values.append(
                Value(
                    label: String(fields[0]), shape: String(fields[1]),
                    numbers: fields[2].split(separator: " ").map(String.init)))
        }
    }

    /// How far numbers may be apart, of the larger of 1 and the book's: another order of the same sums is no fault.
    static let tolerance = 1e-4

    /// The first value that isn't the book's.
    ///
    /// - Parameter revealing: Whether the values are told, which a grade doesn't.
    func firstMistake(of own: TrialOutput, revealing: Bool) -> Finding? {
        for (index, (expected, found)) in zip(values, own.values).enumerated() {
            let difference: [String]
            if expected.label != found.label {
                difference = ["expected  \(Self.whole(expected))", "found     something else: \(found.label)"]
            } else if let values = Self.difference(expected, found) {
                difference = values
            } else {
                continue
            }
            let place =
                "Tried on other numbers than the page's: the \(Self.ordinal(index + 1)) of \(values.count) values is wrong."
            guard revealing else { return Finding(message: "It's wrong on other inputs than the page's.") }
            return Finding(message: place, details: ["what      \(label(of: index))"] + difference)
        }
        guard own.values.count != values.count else { return nil }
        return Finding(
            message: "Tried on other numbers, it showed \(own.values.count) values instead of \(values.count).")
    }

    /// What a value is. "its strides" goes on with what stands before it.
    func label(of index: Int) -> String {
        let label = values[index].label
        guard label.hasPrefix("its "), let whole = values[..<index].last(where: { !$0.label.hasPrefix("its ") }) else {
            return label
        }
        return "\(label); \(whole.label)"
    }

    private static func difference(_ expected: Value, _ found: Value) -> [String]? {
        guard expected.shape == found.shape, expected.numbers.count == found.numbers.count else {
            return ["expected  \(whole(expected))", "found     \(whole(found))"]
        }
        var (first, largest) = (Int?.none, 0.0)
        for (index, (one, other)) in zip(expected.numbers, found.numbers).enumerated() where one != other {
            if one.contains(where: { ".en".contains($0) }), let a = Double(one), let b = Double(other) {
                let distance = abs(a - b) / max(1, abs(a))
                if distance <= tolerance || (a.isNaN && b.isNaN) { continue }
                largest = max(largest, distance.isNaN ? .infinity : abs(a - b))
            }
            first = first ?? index
        }
        guard let first else { return nil }
        if expected.shape.isEmpty {
            return ["expected  \(whole(expected))", "found     \(whole(found))"]
                + (largest > 0 ? ["largest difference: \(Finding.short(largest))"] : [])
        }
        let place = "\(expected.shape) from index \(first) on: "
        return [
            "expected  \(place)\(start(expected.numbers, from: first))",
            "found     \(place)\(start(found.numbers, from: first))",
        ] + (largest > 0 ? ["largest difference: \(Finding.short(largest))"] : [])
    }

    /// All of a text; of a list, its shape and how it begins.
    private static func whole(_ value: Value) -> String {
        value.shape.isEmpty
            ? value.numbers.joined(separator: " ") : "\(value.shape) \(start(value.numbers, from: 0))"
    }

    private static func start(_ numbers: [String], from first: Int) -> String {
        let shown = numbers.dropFirst(first).prefix(4).joined(separator: " ")
        return numbers.count - first > 4 ? shown + " …" : shown
    }

    private static func ordinal(_ number: Int) -> String {
        switch (number % 10, number % 100) {
        case (1, let rest) where rest != 11: "\(number)st"
        case (2, let rest) where rest != 12: "\(number)nd"
        case (3, let rest) where rest != 13: "\(number)rd"
        default: "\(number)th"
        }
    }
}
