/// A place in a code, and the pieces before it.
struct CodeCursor {
    let bytes: [UInt8]
    var position = 0
    private(set) var pieces: [CodePiece] = []
    /// Where the last significant piece stands in `pieces`.
    private var lastSignificant: Int?
    private var isFirstOnLine = true

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        pieces.reserveCapacity(bytes.count / 2)
    }

    var isAtEnd: Bool { position >= bytes.count }
    /// Whether no significant piece stands on this line yet.
    var isAtStartOfLine: Bool { isFirstOnLine }
    /// Where the piece begins that is being read.
    var start: Int { pieces.last?.range.upperBound ?? 0 }
    /// The last piece that is no space and no comment.
    var previous: CodePiece? { lastSignificant.map { pieces[$0] } }

    /// The byte at the place, or some bytes after it; 0 after the end.
    func peek(_ offset: Int = 0) -> UInt8 {
        let place = position + offset
        return place < bytes.count ? bytes[place] : 0
    }

    func isAt(_ scalar: Unicode.Scalar, _ offset: Int = 0) -> Bool { peek(offset) == UInt8(ascii: scalar) }

    func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            position + text.count <= bytes.count && text.indices.allSatisfy { bytes[position + $0] == text[$0] }
        }
    }

    /// How often a byte stands here, one after the other.
    func count(of scalar: Unicode.Scalar, from offset: Int = 0, atMost limit: Int = .max) -> Int {
        var count = 0
        while count < limit, peek(offset + count) == UInt8(ascii: scalar) { count += 1 }
        return count
    }

    mutating func advance(_ count: Int = 1) { position = min(position + count, bytes.count) }

    mutating func advance(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { position += 1 }
    }

    /// Goes on to the end of the line, whose end isn't passed.
    mutating func advanceToEndOfLine() { advance { !$0.isLineEnd } }

    /// Passes one character, so that a place in the middle of one is never left.
    mutating func advanceByScalar() {
        advance()
        advance { $0 & 0xC0 == 0x80 }
    }

    /// Passes a backslash and what follows it, if that is a line's end all of it.
    mutating func advanceByEscape() {
        advance()
        if isAt("\r"), isAt("\n", 1) { advance(2) } else { advanceByScalar() }
    }

    /// Ends the piece that is being read, if there is anything in it.
    mutating func finish(_ kind: CodeToken.Kind) {
        let range = start..<position
        guard !range.isEmpty else { return }
        pieces.append(CodePiece(kind: kind, range: range))
        guard kind != .whitespace, kind != .comment else { return }
        lastSignificant = pieces.count - 1
        pieces[pieces.count - 1].startsLine = isFirstOnLine
        isFirstOnLine = false
    }

    /// Reads space, if it stands here. A backslash at the end of a line counts as space where it joins lines.
    mutating func readWhitespace(joiningLines: Bool = false) -> Bool {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isLineEnd {
                isFirstOnLine = true
                position += 1
            } else if byte.isSpace {
                position += 1
            } else if joiningLines, byte == UInt8(ascii: "\\"), peek(1).isLineEnd {
                advanceByEscape()
            } else {
                break
            }
        }
        finish(.whitespace)
        return position > start
    }
}

extension UInt8 {
    var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
    var isSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    var isHexadecimal: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
    var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }

    /// Whether a name may begin so: all characters beyond ASCII count as letters.
    var beginsName: Bool { isLetter || self == UInt8(ascii: "_") || self >= 0x80 }
    var continuesName: Bool { beginsName || isDigit }
}
