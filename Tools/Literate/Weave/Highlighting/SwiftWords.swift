/// Tells Swift's keywords, types and declared functions from other names.
///
/// Many of Swift's keywords are keywords only in some places, and even a reserved word is a name after a dot or before
/// the colon of an argument.
struct SwiftWords {
    /// What a word can be besides a name.
    enum Role {
        /// A keyword everywhere but as a member or a label.
        case reserved
        /// A keyword that is a value or a pattern: a label before a colon in parentheses, but not in a dictionary.
        case value
        /// Before a declaration: `final class`.
        case modifier
        /// Before the type of a parameter: `borrowing Tensor`; some are modifiers, too.
        case parameterModifier
        /// In a list of captures, or before a declaration: `weak self`.
        case capture
        /// Before a type: `some Module`.
        case typePrefix
        /// Before an expression: `await loss()`.
        case expressionPrefix
        /// Before braces in a property: `get { … }`.
        case accessor
        /// Between parameters and `throws`, an arrow or a body.
        case effect
        /// Before a name: `actor Counter`.
        case declarator
        /// In a group of precedence.
        case precedence
        /// In parentheses after a modifier: `unowned(safe)`.
        case modifierArgument
    }

    private var code: CodeNeighbourhood
    /// The brackets that are open.
    private var brackets: [Unicode.Scalar] = []
    /// Whether the braces belong to a group of precedence.
    private var isInPrecedenceGroup = false
    /// The keyword just before, if it is one.
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
                if keyword == "precedencegroup" { isInPrecedenceGroup = true }
            } else if let mark = code.mark(number) {
                follow(mark)
            }
            keywordBefore = keyword
        }
        return code.pieces
    }

    private mutating func follow(_ mark: Unicode.Scalar) {
        switch mark {
        case "(", "[", "{": brackets.append(mark)
        case ")", "]": _ = brackets.popLast()
        case "}":
            _ = brackets.popLast()
            isInPrecedenceGroup = false
        default: break
        }
    }

    // MARK: Kinds

    private func kind(of piece: CodePiece, at number: Int) -> CodeToken.Kind {
        if let role = Self.roles.meaning(of: code.bytes(of: piece)),
            isKeyword(code.text(of: piece), role, at: number)
        {
            return .keyword
        }
        switch keywordBefore {
        case "func", "macro": return .function
        case "class", "struct", "enum", "protocol", "extension", "actor", "typealias", "associatedtype",
            "precedencegroup":
            return .type
        default: return code.isCapitalised(piece) ? .type : .identifier
        }
    }

    private func isKeyword(_ word: String, _ role: Role, at number: Int) -> Bool {
        if code.isMark(number - 1, ".") { return word == "self" || word == "init" }
        switch role {
        case .reserved: return !isLabel(number, inBrackets: true)
        case .value: return word == "_" || !isLabel(number, inBrackets: false)
        default: break
        }
        if let keywordBefore, Self.naming.contains(keywordBefore) { return false }
        if isLabel(number, inBrackets: true) { return false }
        switch role {
        case .modifier: return beginsDeclaration(at: number)
        case .parameterModifier: return beginsDeclaration(at: number) || isBeforeTypeOfParameter(number)
        case .capture: return beginsDeclaration(at: number) || isCapture(number)
        case .typePrefix: return isBeforeName(number) || isBeforeTypeOfParameter(number)
        case .expressionPrefix:
            if word == "unsafe", isModifierArgument(number) { return true }
            return word == "await" ? isBeforeExpression(number) : isBeforeName(number)
        case .accessor: return isAccessor(word, at: number)
        case .effect: return isEffect(at: number)
        case .declarator: return isBeforeName(number)
        case .precedence: return isInPrecedenceGroup
        case .modifierArgument: return isModifierArgument(number)
        case .reserved, .value: return true
        }
    }

    // MARK: Places

    /// Whether a word is the label of an argument, of a parameter or of a part of a tuple.
    private func isLabel(_ number: Int, inBrackets: Bool) -> Bool {
        let beginsArgument = [",", "(", "["].contains(code.mark(number - 1))
        if code.isMark(number + 1, ":") {
            // `x(at:in:)`
            if code.isMark(number - 1, ":"), code.touchesPrevious(number), code.touchesPrevious(number + 1) {
                return brackets.last == "("
            }
            // The label of a second closure.
            if code.isMark(number - 1, "}"), code[number]?.startsLine == false { return true }
            return beginsArgument && (brackets.last == "(" || inBrackets && brackets.last == "[")
        }
        // `(in range: Range<Int>)`
        return beginsArgument && brackets.last == "(" && code.isWord(number + 1) && code.isMark(number + 2, ":")
    }

    /// Whether a declaration goes on after the word: with its keyword, or with another modifier.
    private func beginsDeclaration(at number: Int) -> Bool {
        if code.isMark(number + 1, "("), let argument = code.text(number + 2), code.isMark(number + 3, ")") {
            return Self.modifierArguments.contains(argument)
        }
        guard let next = code[number + 1], !next.startsLine else { return false }
        if next.kind == .attribute { return true }
        guard code.isWord(number + 1) else { return false }
        let word = code.text(of: next)
        if Self.declaring.contains(word) { return true }
        return switch Self.roles[word] {
        case .modifier, .parameterModifier, .capture, .declarator, .accessor: true
        default: false
        }
    }

    /// Whether a name follows on the same line, which no expression would be followed by.
    private func isBeforeName(_ number: Int) -> Bool {
        guard let next = code[number + 1], !next.startsLine, next.kind == .identifier else { return false }
        let word = code.text(of: next)
        return switch Self.roles[word] {
        case .reserved: word == "super"
        case .value: word != "_"
        default: true
        }
    }

    private func isBeforeTypeOfParameter(_ number: Int) -> Bool {
        guard !code.touchesPrevious(number + 1), let next = code[number + 1], !next.startsLine else { return false }
        switch code.mark(number - 1) {
        case ":", ">", "(", ",", "[", "<", "&", "=": break
        default:
            guard let keywordBefore, Self.beforeTypes.contains(keywordBefore) else { return false }
        }
        if isBeforeName(number) || next.kind == .attribute { return true }
        return switch code.mark(number + 1) {
        case "(", "[", "~": true
        default: false
        }
    }

    private func isCapture(_ number: Int) -> Bool {
        guard brackets.last == "[", code.isMark(number - 1, "[") || code.isMark(number - 1, ",") else { return false }
        return isBeforeName(number)
    }

    private func isBeforeExpression(_ number: Int) -> Bool {
        guard let next = code[number + 1] else { return false }
        guard next.kind == .plain || next.kind == .operator else { return true }
        return switch code.mark(number + 1) {
        case "(", "[", ".", "{", "\\": true
        default: false
        }
    }

    private func isAccessor(_ word: String, at number: Int) -> Bool {
        if keywordBefore == "mutating" || keywordBefore == "nonmutating" || keywordBefore == "get" { return true }
        // `private(set)`
        if code.isMark(number - 1, "("), code.isMark(number + 1, ")"), code.isWord(number - 2) {
            return code[number - 2]?.kind == .keyword
        }
        guard code[number]?.startsLine == true || code.isMark(number - 1, "{") || code.isMark(number - 1, "}")
        else { return false }
        if code.isMark(number + 1, "{") { return true }
        if code.isMark(number + 1, "("), code.isWord(number + 2), code.isMark(number + 3, ")") {
            return code.isMark(number + 4, "{")
        }
        guard word == "get" else { return false }
        return switch code.text(number + 1) {
        case "async", "throws", "set", "nonmutating", "mutating": true
        case "}": code.isMark(number - 1, "{")
        default: false
        }
    }

    /// Whether a word stands alone in parentheses after a keyword, as in `nonisolated(unsafe)`.
    private func isModifierArgument(_ number: Int) -> Bool {
        guard code.isMark(number - 1, "("), code.isMark(number + 1, ")") else { return false }
        return code[number - 2]?.kind == .keyword && ["nonisolated", "unowned"].contains(code.text(number - 2))
    }

    private func isEffect(at number: Int) -> Bool {
        if code.isMark(number - 1, ")") || keywordBefore == "get" { return true }
        return switch code.text(number + 1) {
        case "let", "throws", "rethrows", "->": true
        default: false
        }
    }

    // MARK: Lists

    /// After these, a name comes, whatever it is.
    private static let naming: Set = [
        "func", "let", "var", "struct", "enum", "protocol", "extension", "typealias", "associatedtype", "import",
    ]

    private static let beforeTypes: Set = ["as", "is", "throws", "some", "any", "in"]

    /// The words that declarations begin with.
    private static let declaring: Set = [
        "func", "var", "let", "class", "struct", "enum", "protocol", "extension", "init", "deinit", "subscript",
        "static", "case", "import", "typealias", "associatedtype", "operator", "public", "private", "internal",
        "fileprivate",
    ]

    private static let modifierArguments: Set = ["set", "safe", "unsafe", "nonsending"]

    static let roles = WordTable<Role>([
        (
            .reserved,
            """
            associatedtype class deinit enum extension fileprivate func import init inout internal let operator \
            precedencegroup private protocol public rethrows static struct subscript typealias var \
            break case catch continue default defer do else fallthrough for guard if in repeat return switch throw \
            throws try where while as is
            """
        ),
        (.value, "false nil self Self super true _"),
        (
            .modifier,
            """
            open package final lazy mutating nonmutating override required convenience dynamic optional indirect \
            prefix postfix infix distributed
            """
        ),
        (.parameterModifier, "borrowing consuming sending isolated nonisolated __owned __shared"),
        (.capture, "weak unowned"),
        (.typePrefix, "some any each"),
        (.expressionPrefix, "await consume copy discard unsafe yield"),
        (.accessor, "get set willSet didSet _read _modify"),
        (.effect, "async"),
        (.declarator, "actor macro"),
        (.modifierArgument, "safe nonsending"),
        (.precedence, "associativity assignment higherThan lowerThan left right none"),
    ])
}
