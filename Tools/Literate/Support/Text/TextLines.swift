extension StringProtocol {
    /// The lines of a text, without their ends. A last line feed ends the last line; it doesn't begin an empty one.
    ///
    /// Works on UTF-8, so that `\r\n`, one `Character` in Swift, ends a line as well, and leaves the `\r`.
    var textLines: [Substring] {
        var lines = Substring(self).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Byte for byte. To `==`, an é of one character is one of two.
    func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension String {
    /// The text, ending in a line feed unless it is empty.
    ///
    /// The body of a fenced block can't say whether its last line is ended, so a comparison with one doesn't ask.
    var endingInLineFeed: String {
        isEmpty || utf8.last == UInt8(ascii: "\n") ? self : self + "\n"
    }
}
