/// Tells C's keywords, types and declared functions from other names.
///
/// Without its headers, C doesn't say which names are types. Those declared in the same piece of code are known, and
/// others show by what follows them: two names in a row begin a declaration.
struct CWords {
    private var code: CodeNeighbourhood
    /// The types that this piece of code gives names to.
    private let declared: Set<String>
    /// Whether the statement so far only says what is declared: types, `static`, stars.
    private var isSpecifying = true
    private var hasSpecifier = false
    private var isInDirective = false
    /// How many parentheses are open since `__attribute__`, which says nothing of this.
    private var attributeDepth: Int?
    /// Where the name stands that a macro puts together: `NAME(add)(float x)` declares `add`.
    private var nameInMacro: Int?

    init(_ code: CodeNeighbourhood) {
        self.code = code
        declared = CTypedefs.names(in: code)
    }

    mutating func classified() -> [CodePiece] {
        for number in code.places.indices {
            guard let piece = code[number] else { break }
            if piece.startsLine {
                let isDirective = piece.kind == .attribute
                if isDirective || isInDirective { beginStatement() }
                isInDirective = isDirective
            }
            guard piece.kind == .identifier else {
                follow(piece, code.mark(number))
                continue
            }
            let role = Self.roles.meaning(of: code.bytes(of: piece))
            code.set(kind(of: piece, role, at: number), at: number)
            follow(piece, role)
        }
        return code.pieces
    }

    // MARK: Kinds

    private mutating func kind(of piece: CodePiece, _ role: Role?, at number: Int) -> CodeToken.Kind {
        if let role { return role == .type ? .type : .keyword }
        let word = code.bytes(of: piece)
        if isInDirective {
            if word.elementsEqual("defined".utf8) { return .keyword }
            if code[number - 1]?.startsLine == true { return .identifier }
        }
        if word.count > 2, word.suffix(2).elementsEqual("_t".utf8) { return .type }
        if nameInMacro == number { return .function }
        if code.isMark(number + 1, "("), isSpecifying, hasSpecifier, attributeDepth == nil {
            guard code.isMark(number + 3, ")"), code.isMark(number + 4, "(") else { return .function }
            nameInMacro = number + 2
            return .identifier
        }
        if self.role(number - 1) == .tag { return .type }
        if !declared.isEmpty, declared.contains(code.text(of: piece)) { return .type }
        if word.allSatisfy({ !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0) }) { return .identifier }
        return isBeforeDeclaredName(number) || isCast(number) ? .type : .identifier
    }

    /// What the word of this number is, if it's a keyword or a type of the language.
    private func role(_ number: Int) -> Role? {
        guard let piece = code[number], code.isWord(number) else { return nil }
        return Self.roles.meaning(of: code.bytes(of: piece))
    }

    /// Whether another name follows, perhaps after stars: `lanes x`, `lanes *x`, but not `x * y`.
    private func isBeforeDeclaredName(_ number: Int) -> Bool {
        var next = number + 1
        while let word = code[next], word.kind == .operator, code.isStars(next) { next += 1 }
        let isPointer = next > number + 1
        guard let name = code[next], name.kind == .identifier, isPointer || !name.startsLine else { return false }
        if isPointer, code.touchesPrevious(number + 1) || !code.touchesPrevious(next) { return false }
        let role = self.role(next)
        return role == nil || role == .qualifier || role == .type
    }

    /// Whether parentheses around the word turn what follows into its type: `(lanes)x`, `(lanes *)x`.
    private func isCast(_ number: Int) -> Bool {
        let bracket = role(number - 1) == .qualifier ? number - 2 : number - 1
        guard code.isMark(bracket, "(") else { return false }
        if code.isStars(number + 1) { return code.isMark(number + 2, ")") }
        guard code.isMark(number + 1, ")"), let operand = code[number + 2] else { return false }
        guard operand.kind == .identifier || operand.kind == .number, !operand.startsLine else { return false }
        switch code[bracket - 1]?.kind {
        case .operator: return true
        case .plain: return !code.isMark(bracket - 1, ")")
        case .keyword: return code.text(bracket - 1) == "return"
        default: return false
        }
    }

    // MARK: Statements

    private mutating func beginStatement() {
        isSpecifying = true
        hasSpecifier = false
        attributeDepth = nil
    }

    private mutating func follow(_ word: CodePiece, _ role: Role?) {
        guard attributeDepth == nil else { return }
        switch role {
        case .attribute: attributeDepth = 0
        case .reserved:
            let word = code.text(of: word)
            if word == "else" || word == "do" { beginStatement() } else { isSpecifying = false }
        default: hasSpecifier = true
        }
    }

    private mutating func follow(_ piece: CodePiece, _ mark: Unicode.Scalar?) {
        switch mark {
        case ";", "{", "}": beginStatement()
        case "(" where attributeDepth != nil: attributeDepth? += 1
        case ")" where attributeDepth != nil:
            attributeDepth? -= 1
            if let depth = attributeDepth, depth <= 0 { attributeDepth = nil }
        case "*" where piece.kind == .operator: break
        default:
            if attributeDepth == nil, piece.kind != .attribute, piece.kind != .function { isSpecifying = false }
        }
    }

    // MARK: Words

    enum Role {
        /// Part of a declaration: `static`.
        case specifier
        /// Part of a declaration, and may stand behind a type: `const`.
        case qualifier
        /// Before the name of a type: `struct`.
        case tag
        /// Before parentheses that say more of a declaration.
        case attribute
        /// Any other keyword.
        case reserved
        /// The name of a type.
        case type
    }

    static let roles = WordTable<Role>([
        (
            .specifier,
            """
            auto extern inline register static typedef constexpr thread_local _Thread_local _Noreturn __inline__ \
            __extension__
            """
        ),
        (.qualifier, "const restrict volatile _Atomic __restrict __restrict__"),
        (.tag, "struct union enum"),
        (.attribute, "__attribute__ __declspec _Alignas alignas"),
        (
            .reserved,
            """
            break case continue default do else for goto if return sizeof switch while alignof asm _Alignof _Generic \
            _Static_assert static_assert typeof __asm__ NULL true false nullptr
            """
        ),
        (
            .type,
            """
            void char short int long float double signed unsigned bool _Bool _Complex _Float16 __fp16 __bf16 __int128 \
            FILE
            """
        ),
    ])
}

/// The names that a piece of C gives to types.
enum CTypedefs {
    static func names(in code: CodeNeighbourhood) -> Set<String> {
        var names: Set<String> = []
        var candidate: String?
        var isInside = false
        var isSettled = false
        var braces = 0
        var parentheses = 0
        for number in code.places.indices {
            guard let piece = code[number] else { break }
            if piece.kind == .identifier {
                let role = CWords.roles.meaning(of: code.bytes(of: piece))
                if role == .specifier, code.text(of: piece) == "typedef" {
                    (isInside, isSettled, braces, parentheses, candidate) = (true, false, 0, 0, nil)
                } else if role == .attribute {
                    isSettled = true
                } else if isInside, !isSettled, braces == 0, role == nil || role == .type {
                    // `typedef void (*task)(void *, long)`
                    let isPointer = parentheses == 1 && code.isStars(number - 1) && code.isMark(number - 2, "(")
                    if parentheses == 0 || isPointer { candidate = code.text(of: piece) }
                    isSettled = isPointer
                }
                continue
            }
            switch code.mark(number) {
            case "{": braces += 1
            case "}": braces -= 1
            case "(": parentheses += 1
            case ")": parentheses -= 1
            case "[": isSettled = isSettled || braces == 0
            case ";" where braces <= 0:
                if isInside, let candidate { names.insert(candidate) }
                isInside = false
            default: break
            }
        }
        return names
    }
}

extension CodeNeighbourhood {
    /// Whether this significant piece is a star, or several.
    fileprivate func isStars(_ number: Int) -> Bool {
        guard let piece = self[number], piece.kind == .operator else { return false }
        return bytes[piece.range].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
