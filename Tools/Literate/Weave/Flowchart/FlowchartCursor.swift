/// A place in a line of a flowchart.
struct FlowchartCursor {
    private(set) var rest: Substring
    let number: Int

    init(_ line: Substring, number: Int) {
        rest = line
        self.number = number
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: Character? { rest.first }

    func starts(with sign: String) -> Bool { rest.hasPrefix(sign) }

    func error(_ message: String) -> FlowchartError { FlowchartError(message: message, line: number) }

    mutating func skipBlanks() {
        rest = rest.drop { $0.isWhitespace }
    }

    /// Goes over the sign if it stands here.
    mutating func take(_ sign: String) -> Bool {
        guard rest.hasPrefix(sign) else { return false }
        rest = rest.dropFirst(sign.count)
        return true
    }

    /// Goes over the character, as often as it stands here.
    mutating func count(_ character: Character) -> Int {
        let run = rest.prefix { $0 == character }
        rest = rest[run.endIndex...]
        return run.count
    }

    /// Goes over a name: letters, digits and `_`, and inside of it single `-` and `.`.
    mutating func word() -> String {
        func isPart(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || character == "_"
        }
        var end = rest.startIndex
        while end < rest.endIndex {
            let after = rest.index(after: end)
            if !isPart(rest[end]) {
                guard end > rest.startIndex, rest[end] == "-" || rest[end] == ".", after < rest.endIndex,
                    isPart(rest[after])
                else { break }
            }
            end = after
        }
        defer { rest = rest[end...] }
        return String(rest[..<end])
    }

    /// Goes over a label and the sign that closes it.
    mutating func label(until close: String) throws(FlowchartError) -> [String] {
        let label = try label(before: close)
        _ = take(close)
        return label
    }

    /// Goes over a label, up to the sign that closes it.
    mutating func label(before close: String) throws(FlowchartError) -> [String] {
        skipBlanks()
        if take("\"") {
            guard let end = rest.firstIndex(of: "\"") else {
                throw error("this label has no closing quotation mark; end it in its line, and break lines with <br/>")
            }
            let text = rest[..<end]
            rest = rest[end...].dropFirst()
            skipBlanks()
            guard starts(with: close) else {
                throw error("after a label in quotation marks comes \(close); write #quot; for a mark inside of it")
            }
            return try FlowchartLabel.lines(of: text, in: self)
        }
        guard let text = text(before: close) else {
            throw error("this label has no closing \(close); write it in the same line, and break lines with <br/>")
        }
        rest = rest[text.endIndex...]
        guard !text.contains(where: { "()[]{}\"|".contains($0) }) else {
            throw error("brackets, | and quotation marks stand in quoted labels only; write \"…\" around the label")
        }
        return try FlowchartLabel.lines(of: text, in: self)
    }

    private func text(before sign: String) -> Substring? {
        var start = rest.startIndex
        while start < rest.endIndex {
            if rest[start...].hasPrefix(sign) { return rest[..<start] }
            start = rest.index(after: start)
        }
        return nil
    }
}
