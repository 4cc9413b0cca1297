/// What a program printed, cut at the markers that its checkpoints leave.
///
/// Between the markers stands exactly what was printed, up to the byte:
///
///     loss 0.08␊␁checkpoint 2␊done␊  →  [(2, "loss 0.08␊")], rest "done␊"
struct MarkedOutput: Hashable {
    /// The text before a checkpoint.
    struct Segment: Hashable {
        /// The output's number among those of the page, from 1; in Python's script, the line of its fence.
        var number: Int
        var text: String
        /// Whether the bytes were UTF-8. What wasn't is U+FFFD in the text.
        var isUTF8 = true
    }

    var segments: [Segment] = []
    /// The text after the last checkpoint.
    var rest = ""

    /// How a marker begins; a number and a line feed follow. Python's script prints the same.
    static let marker = "\u{1}checkpoint "

    /// The number of the code that the program was written from, which it prints first; nil of one that doesn't.
    var code: String?

    private static let program = Array("\u{1}program ".utf8)

    init(_ output: [UInt8]) {
        var remaining = output[...]
        if remaining.starts(with: Self.program) {
            let number = remaining.dropFirst(Self.program.count).prefix { $0 != UInt8(ascii: "\n") }
            code = String(decoding: number, as: UTF8.self)
            remaining = remaining[number.endIndex...].dropFirst()
        }
        while let found = remaining.firstRange(of: Array(Self.marker.utf8)) {
            let number = remaining[found.upperBound...].prefix { $0 != UInt8(ascii: "\n") }
            guard let value = Int(String(decoding: number, as: UTF8.self)) else { break }
            let bytes = remaining[..<found.lowerBound]
            segments.append(
                Segment(number: value, text: Self.text(bytes), isUTF8: String(validating: bytes, as: UTF8.self) != nil))
            remaining = remaining[number.endIndex...].dropFirst()
        }
        rest = Self.text(remaining)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
