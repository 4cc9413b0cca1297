/// The languages of the book's code.
enum CodeLanguage: String, CaseIterable, Sendable {
    case swift, c, python, shell, text
}

/// A word of a piece of code, a mark, or the space between them.
struct CodeToken: Equatable, Sendable {
    enum Kind: CaseIterable, Sendable {
        case whitespace
        /// A comment, with the marks that begin and end it.
        case comment
        /// A literal of characters or a regular expression, up to a piece of code inside it and on from there.
        case string
        case number
        case keyword
        /// A name of a type, as far as that can be seen from the code alone.
        case type
        /// The name of a function where it's declared.
        case function
        /// What begins with `@` or `#`: an attribute, a decorator, a directive or a macro.
        case attribute
        /// Any other name.
        case identifier
        case `operator`
        /// Brackets, commas and all the rest.
        case plain
    }

    var kind: Kind
    var text: Substring

    /// The name that the token is, without the backticks that may stand around it.
    var name: Substring? {
        switch kind {
        case .identifier, .type, .function:
            text.count > 2 && text.first == "`" && text.last == "`" ? text.dropFirst().dropLast() : text
        default: nil
        }
    }
}
