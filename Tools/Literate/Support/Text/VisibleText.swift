/// Makes differences visible that a terminal doesn't show.
enum VisibleText {
    /// The lines of a difference, each behind its mark (`-`, `+`, or a blank), with blanks at the ends of lines shown
    /// as `·` and what nobody can tell apart written as in Swift: tabs and other control characters, blanks of other
    /// kinds, characters that are drawn as nothing, and in a line and its counterpart the characters beyond ASCII in
    /// which the two differ.
    static func lines(_ lines: [Edit]) -> [Edit] {
        var result = lines.map { Edit(mark: $0.mark, line: visible($0.line)) }
        // The first of some removed lines is the counterpart of the first added one after them.
        var start = 0
        while start < lines.count {
            let removed = lines[start...].prefix { $0.mark == Edit.removed }
            let added = lines[removed.endIndex...].prefix { $0.mark == Edit.added }
            for (one, other) in zip(removed.indices, added.indices) {
                let (first, second) = spelled(lines[one].line, lines[other].line)
                if let first { result[one].line = visible(first) }
                if let second { result[other].line = visible(second) }
            }
            start = max(added.endIndex, start + 1)
        }
        return result
    }

    /// Two lines that look alike, with the characters beyond ASCII spelled out; nil for those that may stay.
    private static func spelled(_ one: String, _ other: String) -> (String?, String?) {
        // "é" of one character and of two: all of them, for the eye finds none.
        if one == other { return (escaped(one) { !$0.isASCII }, escaped(other) { !$0.isASCII }) }
        let (first, second) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
        guard first.count == second.count else { return (nil, nil) }
        // A minus sign and a hyphen, an А of the Cyrillic alphabet.
        let different = Set(zip(first, second).filter { $0 != $1 }.flatMap { [$0, $1] }.filter { !$0.isASCII })
        return different.isEmpty
            ? (nil, nil) : (escaped(one, where: different.contains), escaped(other, where: different.contains))
    }

    /// A line alone.
    static func visible(_ line: String) -> String {
        let text = line.unicodeScalars.reversed().drop { $0 == " " }.reversed()
        return escaped(String(String.UnicodeScalarView(text))) { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
            case .spaceSeparator: scalar != " "
            default: false
            }
        } + String(repeating: "·", count: line.unicodeScalars.count - text.count)
    }

    private static func escaped(_ text: String, where isHidden: (Unicode.Scalar) -> Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result +=
                isHidden(scalar)
                ? (scalar.isASCII ? scalar.escaped(asASCII: true) : "\\u{\(String(scalar.value, radix: 16))}")
                : String(scalar)
        }
        return result
    }
}
