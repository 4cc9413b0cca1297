/// The places inside a library or engine file, at which later pages put what they add to it.
///
/// A place is a comment line of its own, `// place: gradients`. It is declared once a file, and filled by any number of
/// pages in the book's order.
enum Places {
    /// The name of the place that a line declares.
    static func name(in line: some StringProtocol) -> String? {
        let words = line.drop { $0 == " " || $0 == "\t" }
        guard words.hasPrefix(mark) else { return nil }
        let name = words.dropFirst(mark.count)
        return isName(name) ? String(name) : nil
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    static let mark = "// place: "
}
