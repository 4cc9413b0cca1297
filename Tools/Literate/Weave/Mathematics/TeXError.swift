/// A place in an expression.
struct TeXPlace: Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    var line = 1
    /// Counted in characters from 1.
    var column = 1

    var description: String { "\(line):\(column)" }
}

/// Something in an expression that can't be shown, with its place and the way out.
struct TeXError: Error, Hashable, Sendable, CustomStringConvertible {
    var place: TeXPlace
    /// What stands there, and what was expected.
    var message: String
    /// The way out, in a sentence.
    var remedy: String

    init(_ message: String, at place: TeXPlace, remedy: String) {
        self.place = place
        self.message = message
        self.remedy = remedy
    }

    var description: String { "\(place): \(message)\n    \(remedy)" }
}
