/// Splits C, and the lines of its preprocessor.
struct CLexer {
    private var cursor: CodeCursor

    static func pieces(of bytes: [UInt8]) -> [CodePiece] {
        var lexer = CLexer(cursor: CodeCursor(bytes))
        while !lexer.cursor.isAtEnd { lexer.readPiece() }
        var words = CWords(CodeNeighbourhood(bytes, lexer.cursor.pieces))
        return words.classified()
    }

    private mutating func readPiece() {
        if cursor.readWhitespace(joiningLines: true) { return }
        switch Unicode.Scalar(cursor.peek()) {
        case "/" where cursor.isAt("//"): readRestOfLine(.comment)
        case "/" where cursor.isAt("/*"): readBlockComment()
        case "#" where cursor.isAtStartOfLine: readDirective()
        case "\"", "'": readLiteral()
        case "0"..."9": readNumber()
        case "." where cursor.peek(1).isDigit: readNumber()
        default:
            if readWord() || readOperator() { return }
            cursor.advanceByScalar()
            cursor.finish(.plain)
        }
    }

    /// Reads to the end of the line, and on where a backslash joins it to the next.
    private mutating func readRestOfLine(_ kind: CodeToken.Kind) {
        while !cursor.isAtEnd, !cursor.peek().isLineEnd {
            if cursor.isAt("\\") { cursor.advanceByEscape() } else { cursor.advance() }
        }
        cursor.finish(kind)
    }

    private mutating func readBlockComment() {
        cursor.advance(2)
        while !cursor.isAtEnd, !cursor.isAt("*/") { cursor.advance() }
        cursor.advance(2)
        cursor.finish(.comment)
    }

    private mutating func readDirective() {
        cursor.advance()
        cursor.advance { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let start = cursor.position
        cursor.advance(while: \.isLetter)
        let name = String(decoding: cursor.bytes[start..<cursor.position], as: UTF8.self)
        cursor.finish(.attribute)
        skipSpace()
        switch name {
        case "include", "import", "embed":
            guard cursor.isAt("<") else { return }
            cursor.advance { $0 != UInt8(ascii: ">") && !$0.isLineEnd }
            if cursor.isAt(">") { cursor.advance() }
            cursor.finish(.string)
        case "define":
            guard cursor.peek().beginsName else { return }
            cursor.advance(while: \.continuesName)
            cursor.finish(cursor.isAt("(") ? .function : .identifier)
        case "error", "warning": readRestOfLine(.string)
        case "pragma": readRestOfLine(.attribute)
        default: break
        }
    }

    private mutating func skipSpace() {
        guard !cursor.peek().isLineEnd else { return }
        _ = cursor.readWhitespace(joiningLines: true)
    }

    private mutating func readLiteral() {
        let quote = cursor.peek()
        cursor.advance()
        while !cursor.isAtEnd, cursor.peek() != quote, !cursor.peek().isLineEnd {
            if cursor.isAt("\\") { cursor.advanceByEscape() } else { cursor.advance() }
        }
        if cursor.peek() == quote { cursor.advance() }
        cursor.finish(.string)
    }

    private mutating func readNumber() {
        while cursor.peek().continuesName || cursor.isAt(".") || cursor.isAt("'") && cursor.peek(1).continuesName {
            let letter = cursor.peek() | 0x20
            cursor.advance()
            let isHexadecimal = cursor.bytes[cursor.start...].prefix(2).last.map { $0 | 0x20 } == UInt8(ascii: "x")
            let isExponent = letter == UInt8(ascii: "p") || letter == UInt8(ascii: "e") && !isHexadecimal
            if isExponent, cursor.isAt("+") || cursor.isAt("-") { cursor.advance() }
        }
        cursor.finish(.number)
    }

    private mutating func readWord() -> Bool {
        guard cursor.peek().beginsName else { return false }
        cursor.advance(while: \.continuesName)
        if cursor.isAt("\"") || cursor.isAt("'"),
            Self.literalPrefixes.contains(Array(cursor.bytes[cursor.start..<cursor.position].prefix(3)))
        {
            readLiteral()
        } else {
            cursor.finish(.identifier)
        }
        return true
    }

    private mutating func readOperator() -> Bool {
        let start = cursor.position
        while !cursor.isAt("//"), !cursor.isAt("/*"), Self.isOperator(cursor.peek()) { cursor.advance() }
        cursor.finish(.operator)
        return cursor.position > start
    }

    private static func isOperator(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "|", "^", "~", "?": true
        default: false
        }
    }

    private static let literalPrefixes: Set<[UInt8]> = Set(["L", "u", "U", "u8"].map { Array($0.utf8) })
}
