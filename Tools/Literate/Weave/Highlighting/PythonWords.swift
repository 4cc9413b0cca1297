/// Tells Python's keywords, types and declared functions from other names.
struct PythonWords {
    private var code: CodeNeighbourhood
    /// How many brackets are open.
    private var depth = 0
    private var keywordBefore: String?

    init(_ code: CodeNeighbourhood) { self.code = code }

    mutating func classified() -> [CodePiece] {
        for number in code.places.indices {
            guard let piece = code[number] else { break }
            var keyword: String?
            if piece.kind == .identifier {
                let kind = kind(of: piece, at: number)
                code.set(kind, at: number)
                if kind == .keyword { keyword = code.text(of: piece) }
            } else if let mark = code.mark(number) {
                follow(mark, at: number)
            }
            keywordBefore = keyword
        }
        return code.pieces
    }

    private mutating func follow(_ mark: Unicode.Scalar, at number: Int) {
        switch mark {
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth = max(depth - 1, 0)
        case "." where isInDecorator(number): code.set(.attribute, at: number)
        default: break
        }
    }

    private func kind(of piece: CodePiece, at number: Int) -> CodeToken.Kind {
        switch Self.roles.meaning(of: code.bytes(of: piece)) {
        case .reserved: return .keyword
        case .soft where isSoftKeyword(code.text(of: piece), at: number): return .keyword
        default: break
        }
        if isInDecorator(number) { return .attribute }
        return switch keywordBefore {
        case "def": .function
        case "class", "type": .type
        default: code.isCapitalised(piece) ? .type : .identifier
        }
    }

    /// Whether the piece goes on with a decorator's name: `@torch.no_grad`.
    private func isInDecorator(_ number: Int) -> Bool {
        code[number - 1]?.kind == .attribute && code.touchesPrevious(number)
    }

    /// Whether `match`, `case` or `type` begins a statement.
    private func isSoftKeyword(_ word: String, at number: Int) -> Bool {
        guard let piece = code[number], let next = code[number + 1], piece.startsLine || isAfterSemicolon(number)
        else { return false }
        guard depth == 0, !next.startsLine else { return false }
        if word == "type" {
            return next.kind == .identifier && (code.isMark(number + 2, "=") || code.isMark(number + 2, "["))
        }
        if next.kind == .operator, !code.isMark(number + 1, "-"), !code.isMark(number + 1, "*") { return false }
        if let mark = code.mark(number + 1), ".,:;)]}".unicodeScalars.contains(mark) { return false }
        return hasColon(after: number, atEnd: word == "match")
    }

    private func isAfterSemicolon(_ number: Int) -> Bool { code.isMark(number - 1, ";") }

    /// Whether the line has a colon outside brackets, or ends with one.
    private func hasColon(after number: Int, atEnd: Bool) -> Bool {
        var open = 0
        var next = number + 1
        while let piece = code[next], open > 0 || !piece.startsLine {
            switch code.mark(next) {
            case "(", "[", "{": open += 1
            case ")", "]", "}": open -= 1
            case ":" where open == 0 && piece.kind == .plain:
                if !atEnd { return true }
                guard let after = code[next + 1] else { return true }
                if after.startsLine { return true }
            default: break
            }
            next += 1
        }
        return false
    }

    private enum Role {
        /// A keyword everywhere.
        case reserved
        /// A keyword only where it begins a statement.
        case soft
    }

    private static let roles = WordTable<Role>([
        (
            .reserved,
            """
            False None True and as assert async await break class continue def del elif else except finally for from \
            global if import in is lambda nonlocal not or pass raise return try while with yield
            """
        ),
        (.soft, "match case type"),
    ])
}
