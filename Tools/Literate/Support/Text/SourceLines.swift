/// The lines of a text as cmark counts them: a line ends at `\n`, `\r\n` or a lone `\r`.
struct SourceLines: Sendable {
    private let bytes: [UInt8]
    /// Where each line begins, and after the last line the end of the text.
    private let starts: [Int]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            let isCarriageReturn =
                byte == Self.carriageReturn
                && !(index + 1 < bytes.count && bytes[index + 1] == Self.lineFeed)
            if byte == Self.lineFeed || isCarriageReturn { starts.append(index + 1) }
        }
        if starts.last != bytes.count { starts.append(bytes.count) }
        self.bytes = bytes
        self.starts = starts
    }

    var count: Int { starts.count - 1 }

    /// All lines, with their ends.
    var withEnds: [String] { zip(starts, starts.dropFirst()).map { String(decoding: bytes[$0..<$1], as: UTF8.self) } }

    /// The line of this number, counted from 1, without its line end.
    subscript(_ number: Int) -> String {
        String(decoding: utf8(number), as: UTF8.self)
    }

    /// The bytes of a line without its line end; empty for a line that is not there.
    func utf8(_ number: Int) -> ArraySlice<UInt8> {
        var line = bytes[range(number)]
        while let last = line.last, last == Self.lineFeed || last == Self.carriageReturn { line.removeLast() }
        return line
    }

    private func range(_ number: Int) -> Range<Int> {
        guard number >= 1, number <= count else { return bytes.count..<bytes.count }
        return starts[number - 1]..<starts[number]
    }

    /// The end of a line that has one.
    static func end(of line: String) -> String {
        String(line.unicodeScalars.drop { $0 != "\n" && $0 != "\r" })
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
