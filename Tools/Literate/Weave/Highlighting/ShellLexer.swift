/// Splits what is typed into a shell: its comments, literals and variables, and the words that it knows itself.
struct ShellLexer {
    private var cursor: CodeCursor
    /// Whether the next word is a command.
    private var isCommandNext = true

    static func pieces(of bytes: [UInt8]) -> [CodePiece] {
        var lexer = ShellLexer(cursor: CodeCursor(bytes))
        while !lexer.cursor.isAtEnd { lexer.readPiece() }
        return lexer.cursor.pieces
    }

    private init(cursor: CodeCursor) { self.cursor = cursor }

    private mutating func readPiece() {
        if cursor.readWhitespace(joiningLines: true) { return }
        if cursor.isAtStartOfLine { isCommandNext = true }
        switch Unicode.Scalar(cursor.peek()) {
        case "#" where isAtStartOfWord:
            cursor.advanceToEndOfLine()
            cursor.finish(.comment)
            return
        case "'": readLiteral(escapes: false)
        case "\"": readLiteral(escapes: true)
        case "$" where cursor.peek(1).beginsName:
            cursor.advance()
            cursor.advance(while: \.continuesName)
            cursor.finish(.identifier)
        case "|", "&", ";", "(", ")", "<", ">", "{", "}", "=", "$", "`":
            isCommandNext = !cursor.isAt("<") && !cursor.isAt(">") && !cursor.isAt("=")
            cursor.advance()
            cursor.finish(.operator)
            return
        default:
            readWord()
            return
        }
        isCommandNext = false
    }

    private var isAtStartOfWord: Bool {
        cursor.position == 0 || cursor.bytes[cursor.position - 1].isSpace || cursor.pieces.last?.kind == .operator
    }

    private mutating func readLiteral(escapes: Bool) {
        let quote = cursor.peek()
        cursor.advance()
        while !cursor.isAtEnd, cursor.peek() != quote {
            if escapes, cursor.isAt("\\") { cursor.advanceByEscape() } else { cursor.advance() }
        }
        cursor.advance()
        cursor.finish(.string)
    }

    private mutating func readWord() {
        while !cursor.isAtEnd, !cursor.peek().isSpace, !Self.ends.contains(cursor.peek()) {
            if cursor.isAt("\\") { cursor.advanceByEscape() } else { cursor.advance() }
        }
        let word = String(decoding: cursor.bytes[cursor.start..<cursor.position].prefix(16), as: UTF8.self)
        let isKeyword = isCommandNext && Self.keywords.contains(word)
        cursor.finish(isKeyword ? .keyword : .plain)
        isCommandNext = isKeyword && !Self.beforeWords.contains(word)
    }

    private static let ends = Set("'\"$|&;()<>{}=`".utf8)
    private static let keywords: Set = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "function", "export",
        "return", "exit", "cd", "set", "local", "break", "continue",
    ]
    /// After these comes no command.
    private static let beforeWords: Set = ["for", "case", "function", "export", "return", "exit", "cd", "set", "local"]
}
