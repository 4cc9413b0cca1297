/// Splits Python.
struct PythonLexer {
    /// How a literal is delimited, and what its prefix says.
    private struct Literal {
        var quote: UInt8
        var isTriple: Bool
        var isRaw: Bool
        var isFormatted: Bool
    }

    /// Code inside a literal, in braces.
    private struct Field {
        var literal: Literal
        var brackets = 0
        /// Whether the code is over, and its format follows: `:.4f`.
        var isInFormat = false
    }

    private var cursor: CodeCursor
    private var fields: [Field] = []

    static func pieces(of bytes: [UInt8]) -> [CodePiece] {
        var lexer = PythonLexer(cursor: CodeCursor(bytes))
        while !lexer.cursor.isAtEnd { lexer.readPiece() }
        var words = PythonWords(CodeNeighbourhood(bytes, lexer.cursor.pieces))
        return words.classified()
    }

    private init(cursor: CodeCursor) { self.cursor = cursor }

    private mutating func readPiece() {
        if cursor.readWhitespace(joiningLines: true) { return }
        switch Unicode.Scalar(cursor.peek()) {
        case "#":
            cursor.advanceToEndOfLine()
            cursor.finish(.comment)
        case "\"", "'": readLiteral(prefix: [])
        case "@" where cursor.isAtStartOfLine && cursor.peek(1).beginsName:
            cursor.advance()
            cursor.advance(while: \.continuesName)
            cursor.finish(.attribute)
        case "0"..."9": readNumber()
        case "." where cursor.peek(1).isDigit: readNumber()
        case "(", "[", "{", ")", "]", "}": readBracket()
        case "!" where !cursor.isAt("=", 1) && isInField: readConversion()
        case ":" where isInField: readFormat()
        default:
            if readWord() || readOperator() { return }
            cursor.advanceByScalar()
            cursor.finish(.plain)
        }
    }

    // MARK: Literals

    private mutating func readLiteral(prefix: [UInt8]) {
        let letters = prefix.map { $0 | 0x20 }
        let quote = cursor.peek()
        let isTriple = cursor.peek(1) == quote && cursor.peek(2) == quote
        let literal = Literal(
            quote: quote, isTriple: isTriple, isRaw: letters.contains(UInt8(ascii: "r")),
            isFormatted: letters.contains(UInt8(ascii: "f")) || letters.contains(UInt8(ascii: "t")))
        cursor.advance(isTriple ? 3 : 1)
        readRest(of: literal)
    }

    /// Reads on in a literal, up to its end or to code inside it.
    private mutating func readRest(of literal: Literal) {
        while !cursor.isAtEnd {
            let byte = cursor.peek()
            if closes(literal) {
                cursor.advance(literal.isTriple ? 3 : 1)
                break
            } else if byte.isLineEnd, !literal.isTriple {
                break
            } else if byte == UInt8(ascii: "\\") {
                readEscape(in: literal)
            } else if literal.isFormatted, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                if cursor.peek(1) == byte {
                    cursor.advance(2)
                } else if byte == UInt8(ascii: "{") {
                    beginField(in: literal)
                    return
                } else {
                    cursor.advance()
                }
            } else {
                cursor.advance()
            }
        }
        cursor.finish(.string)
    }

    private func closes(_ literal: Literal) -> Bool {
        cursor.peek() == literal.quote
            && (!literal.isTriple || cursor.peek(1) == literal.quote && cursor.peek(2) == literal.quote)
    }

    private mutating func readEscape(in literal: Literal) {
        if literal.isFormatted, cursor.isAt("{", 1) {
            cursor.advance()
        } else if literal.isFormatted, !literal.isRaw, cursor.isAt("\\N{") {
            // A character by its name, and no code.
            cursor.advance(3)
            cursor.advance { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
            if cursor.isAt("}") { cursor.advance() }
        } else {
            cursor.advanceByEscape()
        }
    }

    // MARK: Code inside literals

    private var isInField: Bool { fields.last.map { $0.brackets == 0 } ?? false }

    private mutating func beginField(in literal: Literal) {
        cursor.finish(.string)
        cursor.advance()
        cursor.finish(.plain)
        fields.append(Field(literal: literal))
    }

    private mutating func readBracket() {
        let byte = cursor.peek()
        cursor.advance()
        cursor.finish(.plain)
        guard let field = fields.last else { return }
        switch Unicode.Scalar(byte) {
        case "(", "[", "{": fields[fields.count - 1].brackets += 1
        case "}" where field.brackets == 0: endField()
        default: fields[fields.count - 1].brackets = max(field.brackets - 1, 0)
        }
    }

    private mutating func endField() {
        let field = fields.removeLast()
        if fields.last?.isInFormat == true { readRestOfFormat() } else { readRest(of: field.literal) }
    }

    /// Reads `!r`.
    private mutating func readConversion() {
        cursor.advance()
        cursor.advance(while: \.isLetter)
        cursor.finish(.string)
    }

    private mutating func readFormat() {
        fields[fields.count - 1].isInFormat = true
        cursor.advance()
        readRestOfFormat()
    }

    private mutating func readRestOfFormat() {
        guard let field = fields.last else { return }
        while !cursor.isAtEnd {
            if cursor.isAt("{") {
                beginField(in: field.literal)
                return
            } else if cursor.isAt("}") {
                cursor.finish(.string)
                cursor.advance()
                cursor.finish(.plain)
                endField()
                return
            } else if closes(field.literal) || cursor.peek().isLineEnd && !field.literal.isTriple {
                // The brace was forgotten.
                fields.removeLast()
                readRest(of: field.literal)
                return
            } else {
                cursor.advance()
            }
        }
        cursor.finish(.string)
    }

    // MARK: Words, numbers and operators

    private mutating func readWord() -> Bool {
        guard cursor.peek().beginsName else { return false }
        cursor.advance(while: \.continuesName)
        guard cursor.isAt("\"") || cursor.isAt("'") else {
            cursor.finish(.identifier)
            return true
        }
        let prefix = Array(cursor.bytes[cursor.start..<cursor.position].prefix(3))
        if Self.prefixes.contains(String(decoding: prefix, as: UTF8.self).lowercased()) {
            readLiteral(prefix: prefix)
        } else {
            cursor.finish(.identifier)
        }
        return true
    }

    private mutating func readNumber() {
        let letter = cursor.peek(1) | 0x20
        if cursor.isAt("0"), "xob".utf8.contains(letter) {
            cursor.advance(2)
            cursor.advance { $0.isHexadecimal || $0 == UInt8(ascii: "_") }
        } else {
            readDigits()
            if cursor.isAt(".") {
                cursor.advance()
                readDigits()
            }
            let sign = cursor.isAt("+", 1) || cursor.isAt("-", 1) ? 1 : 0
            if cursor.peek() | 0x20 == UInt8(ascii: "e"), cursor.peek(1 + sign).isDigit {
                cursor.advance(1 + sign)
                readDigits()
            }
            if cursor.peek() | 0x20 == UInt8(ascii: "j") { cursor.advance() }
        }
        cursor.finish(.number)
    }

    private mutating func readDigits() { cursor.advance { $0.isDigit || $0 == UInt8(ascii: "_") } }

    private mutating func readOperator() -> Bool {
        let start = cursor.position
        if cursor.isAt(":=") { cursor.advance() }
        while Self.isOperator(cursor.peek()) { cursor.advance() }
        cursor.finish(.operator)
        return cursor.position > start
    }

    private static func isOperator(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "+", "-", "*", "/", "%", "@", "=", "<", ">", "!", "&", "|", "^", "~": true
        default: false
        }
    }

    private static let prefixes: Set = ["r", "b", "u", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"]
}
