/// Something wrong with the book, and where: printed as `Chapters/04-scratch.md:88: error: …`.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        case error, warning, note
    }

    /// The place; nil where no one line is at fault (an unreadable folder, a full disk).
    package var position: SourcePosition?
    package var severity: Severity
    var message: String

    init(_ message: String, at position: SourcePosition?, severity: Severity = .error) {
        self.position = position
        self.severity = severity
        self.message = message
    }

    package var description: String {
        let place = position.map { "\($0): " } ?? ""
        return "\(place)\(severity.rawValue): \(message)"
    }
}
