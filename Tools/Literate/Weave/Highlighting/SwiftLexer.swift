/// Splits Swift as the compiler does.
struct SwiftLexer {
    /// How a literal is delimited.
    private struct Literal {
        var hashes: Int
        var isMultiline: Bool
        var quotes: Int { isMultiline ? 3 : 1 }
    }

    /// Code inside a literal: it ends at the parenthesis that is one too many.
    private struct Interpolation {
        var literal: Literal
        var parentheses = 0
    }

    private var cursor: CodeCursor
    private var interpolations: [Interpolation] = []
    /// Up to here, no slash begins a regular expression: one that was tried didn't end.
    private var slashesAreOperators = 0
    /// The same for slashes after number signs.
    private var hashesAreMarks = 0

    static func pieces(of bytes: [UInt8]) -> [CodePiece] {
        var lexer = SwiftLexer(cursor: CodeCursor(bytes))
        while !lexer.cursor.isAtEnd { lexer.readPiece() }
        var words = SwiftWords(CodeNeighbourhood(bytes, lexer.cursor.pieces))
        return words.classified()
    }

    private init(cursor: CodeCursor) { self.cursor = cursor }

    private mutating func readPiece() {
        if cursor.readWhitespace() { return }
        switch Unicode.Scalar(cursor.peek()) {
        case "/" where cursor.isAt("//"): readLineComment()
        case "/" where cursor.isAt("/*"): readBlockComment()
        case "/" where readRegex(): break
        case "\"": readLiteral(hashes: 0)
        case "#": readHashes()
        case "@": readAttribute()
        case "`": readQuotedName()
        case "0"..."9": readNumber()
        case "(", ")": readParenthesis()
        case "[", "]", "{", "}", ",", ";", ":", "\\": readPlain()
        default:
            if readName() || readOperator() { return }
            readPlain()
        }
    }

    private mutating func readPlain() {
        cursor.advanceByScalar()
        cursor.finish(.plain)
    }

    private mutating func readParenthesis() {
        let isOpening = cursor.isAt("(")
        readPlain()
        guard let current = interpolations.last else { return }
        if isOpening {
            interpolations[interpolations.count - 1].parentheses += 1
        } else if current.parentheses > 0 {
            interpolations[interpolations.count - 1].parentheses -= 1
        } else {
            interpolations.removeLast()
            readRest(of: current.literal)
        }
    }

    // MARK: Comments

    private mutating func readLineComment() {
        cursor.advanceToEndOfLine()
        cursor.finish(.comment)
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if cursor.isAt("/*") {
                depth += 1
                cursor.advance(2)
            } else if cursor.isAt("*/") {
                depth -= 1
                cursor.advance(2)
            } else {
                cursor.advance()
            }
        } while depth > 0 && !cursor.isAtEnd
        cursor.finish(.comment)
    }

    // MARK: Literals

    /// Reads what begins with `#`: a raw literal, a regular expression, a directive or a macro.
    private mutating func readHashes() {
        let hashes = cursor.count(of: "#")
        if cursor.isAt("\"", hashes) {
            cursor.advance(hashes)
            readLiteral(hashes: hashes)
        } else if cursor.isAt("/", hashes), cursor.position >= hashesAreMarks {
            readExtendedRegex(hashes: hashes)
        } else if hashes == 1, cursor.isAt("!", 1), cursor.position == 0 {
            readLineComment()
        } else if hashes == 1, cursor.peek(1).beginsName {
            cursor.advance()
            cursor.advance(while: \.continuesName)
            cursor.finish(.attribute)
        } else {
            cursor.advance(hashes)
            cursor.finish(.plain)
        }
    }

    private mutating func readLiteral(hashes: Int) {
        let isMultiline = cursor.isAt("\"\"\"") && !(hashes > 0 && closesOnThisLine(hashes: hashes))
        let literal = Literal(hashes: hashes, isMultiline: isMultiline)
        cursor.advance(literal.quotes)
        readRest(of: literal)
    }

    /// Whether a raw literal that begins with `"""` ends on its line: then it begins with one quote, and has two.
    private func closesOnThisLine(hashes: Int) -> Bool {
        var ahead = cursor
        ahead.advance(1)
        while !ahead.isAtEnd, !ahead.peek().isLineEnd {
            if ahead.isAt("\""), ahead.count(of: "#", from: 1, atMost: hashes) == hashes { return true }
            ahead.advance()
        }
        return false
    }

    /// Reads on in a literal, up to its end or to code inside it.
    private mutating func readRest(of literal: Literal) {
        while !cursor.isAtEnd {
            switch Unicode.Scalar(cursor.peek()) {
            case "\n", "\r":
                if !literal.isMultiline {
                    cursor.finish(.string)
                    return
                }
                cursor.advance()
            case "\\" where cursor.count(of: "#", from: 1, atMost: literal.hashes) == literal.hashes:
                if cursor.isAt("(", 1 + literal.hashes) {
                    cursor.finish(.string)
                    cursor.advance(2 + literal.hashes)
                    cursor.finish(.plain)
                    interpolations.append(Interpolation(literal: literal))
                    return
                }
                cursor.advance(1 + literal.hashes)
                if !cursor.peek().isLineEnd { cursor.advanceByScalar() }
            case "\"" where closes(literal):
                cursor.advance(literal.quotes + literal.hashes)
                cursor.finish(.string)
                return
            default:
                cursor.advance()
            }
        }
        cursor.finish(.string)
    }

    private func closes(_ literal: Literal) -> Bool {
        (!literal.isMultiline || cursor.isAt("\"\"\""))
            && cursor.count(of: "#", from: literal.quotes, atMost: literal.hashes) == literal.hashes
    }

    // MARK: Regular expressions

    private mutating func readExtendedRegex(hashes: Int) {
        cursor.advance(hashes + 1)
        let inside = cursor.position
        cursor.advance { $0.isSpace && !$0.isLineEnd }
        let isMultiline = cursor.isAtEnd || cursor.peek().isLineEnd
        while !cursor.isAtEnd, isMultiline || !cursor.peek().isLineEnd {
            if cursor.isAt("\\") {
                cursor.advanceByEscape()
            } else if cursor.isAt("/"), cursor.count(of: "#", from: 1, atMost: hashes) == hashes {
                cursor.advance(1 + hashes)
                cursor.finish(.string)
                return
            } else {
                cursor.advance()
            }
        }
        if !isMultiline {
            hashesAreMarks = cursor.position
            cursor.position = inside
        }
        cursor.finish(isMultiline ? .string : .plain)
    }

    /// Reads a regular expression between slashes, if one stands here and no operator.
    private mutating func readRegex() -> Bool {
        guard cursor.position >= slashesAreOperators, !isAfterOperand else { return false }
        guard !cursor.peek(1).isSpace, cursor.position + 1 < cursor.bytes.count else { return false }
        var ahead = cursor.position + 1
        var parentheses = 0
        let bytes = cursor.bytes
        while ahead < bytes.count, !bytes[ahead].isLineEnd {
            switch Unicode.Scalar(bytes[ahead]) {
            case "\\": ahead += 1
            case "(": parentheses += 1
            case ")": parentheses -= 1
            case "/":
                guard !bytes[ahead - 1].isSpace else {
                    slashesAreOperators = ahead
                    return false
                }
                cursor.advance(ahead + 1 - cursor.position)
                cursor.finish(.string)
                return true
            default: break
            }
            // Then it's an operator that is given to a function: `reduce(1, /)`.
            if parentheses < 0 { break }
            ahead += 1
        }
        slashesAreOperators = ahead
        return false
    }

    /// Whether the last piece ends an operand, so that an operator comes next.
    private var isAfterOperand: Bool {
        guard let last = cursor.previous else { return false }
        switch last.kind {
        case .number, .string: return true
        case .identifier:
            return SwiftWords.roles.meaning(of: cursor.bytes[last.range]) != .reserved
        case .plain, .operator: return isOperandEnd(last)
        default: return false
        }
    }

    private func isOperandEnd(_ piece: CodePiece) -> Bool {
        switch Unicode.Scalar(cursor.bytes[piece.range.upperBound - 1]) {
        case ")", "]", "}": true
        case "!", "?": piece.range.lowerBound > 0 && isLeftBound(piece.range.lowerBound)
        default: false
        }
    }

    // MARK: Words and numbers

    private mutating func readAttribute() {
        cursor.advance()
        cursor.advance(while: \.continuesName)
        cursor.finish(cursor.position - cursor.start > 1 ? .attribute : .plain)
    }

    /// Reads a name between backticks, which in Swift 6.2 may hold nearly anything.
    private mutating func readQuotedName() {
        cursor.advance()
        let inside = cursor.position
        cursor.advance { $0 != UInt8(ascii: "`") && !$0.isLineEnd }
        if cursor.isAt("`"), cursor.position > inside {
            cursor.advance()
            cursor.finish(.identifier)
        } else {
            cursor.finish(.plain)
        }
    }

    private mutating func readName() -> Bool {
        let start = cursor.position
        if cursor.isAt("$") { cursor.advance() }
        while !cursor.isAtEnd {
            let byte = cursor.peek()
            if byte >= 0x80 {
                guard SwiftCharacters.operatorLength(in: cursor.bytes, at: cursor.position) == 0 else { break }
                cursor.advanceByScalar()
            } else if byte.continuesName {
                cursor.advance()
            } else {
                break
            }
        }
        guard cursor.position > start else { return false }
        let isDollar = cursor.position == start + 1 && cursor.bytes[start] == UInt8(ascii: "$")
        cursor.finish(isDollar ? .plain : .identifier)
        return true
    }

    private mutating func readNumber() {
        defer {
            cursor.advance(while: \.continuesName)
            cursor.finish(.number)
        }
        if cursor.start > 0, cursor.bytes[cursor.start - 1] == UInt8(ascii: "."), cursor.previous?.kind == .plain {
            // An element of a tuple: what follows `pair.0` is no fraction.
            cursor.advance(while: \.isDigit)
            return
        }
        let isHexadecimal = cursor.isAt("0x")
        if isHexadecimal || cursor.isAt("0b") || cursor.isAt("0o") { cursor.advance(2) }
        func isDigit(_ byte: UInt8) -> Bool { isHexadecimal ? byte.isHexadecimal : byte.isDigit }
        cursor.advance { isDigit($0) || $0 == UInt8(ascii: "_") }
        let integerEnd = cursor.position
        if cursor.isAt("."), isDigit(cursor.peek(1)) {
            cursor.advance()
            cursor.advance { isDigit($0) || $0 == UInt8(ascii: "_") }
        }
        if readExponent(isHexadecimal ? "p" : "e") || !isHexadecimal { return }
        // Without an exponent, a hexadecimal number has no fraction: this is a member.
        cursor.position = integerEnd
    }

    private mutating func readExponent(_ letter: Unicode.Scalar) -> Bool {
        guard cursor.peek() | 0x20 == UInt8(ascii: letter) else { return false }
        let sign = cursor.isAt("+", 1) || cursor.isAt("-", 1) ? 1 : 0
        guard cursor.peek(1 + sign).isDigit else { return false }
        cursor.advance(1 + sign)
        cursor.advance { $0.isDigit || $0 == UInt8(ascii: "_") }
        return true
    }

    // MARK: Operators

    private mutating func readOperator() -> Bool {
        let beginsWithDot = cursor.isAt(".")
        if cursor.isAt("!") || cursor.isAt("?"), cursor.position > 0, isLeftBound(cursor.position) {
            cursor.advance()
            cursor.finish(.operator)
            return true
        }
        let start = cursor.position
        while !cursor.isAtEnd, !cursor.isAt("//"), !cursor.isAt("/*") {
            let length = SwiftCharacters.operatorLength(in: cursor.bytes, at: cursor.position)
            guard length > 0 || beginsWithDot && cursor.isAt(".") else { break }
            cursor.advance(max(length, 1))
        }
        let isDot = beginsWithDot && cursor.position == start + 1
        cursor.finish(isDot ? .plain : .operator)
        return cursor.position > start
    }

    /// Whether what stands here belongs to what stands directly before it, as a postfix operator does.
    private func isLeftBound(_ position: Int) -> Bool {
        let before = cursor.bytes[position - 1]
        switch Unicode.Scalar(before) {
        case "(", "[", "{", ",", ";", ":": return false
        case "/" where cursor.pieces.last?.kind == .comment: return false
        default: return !before.isSpace
        }
    }
}
