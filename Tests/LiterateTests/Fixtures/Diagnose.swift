import Testing

@testable import Literate

/// The diagnostics of a body that throws a `DiagnosticsError`; none if it throws nothing.
func diagnostics(of body: () throws -> Void) throws -> [Diagnostic] {
    do {
        try body()
        return []
    } catch let error as DiagnosticsError {
        return error.diagnostics
    }
}

/// Parses a chapter whose text has markers, and expects one error at each marker, with these words in this
/// order.
func expectErrors(
    _ messages: String..., path: String = "Chapters/04-scratch.md", in marked: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let fixture = MarkedText(marked)
    let found = try diagnostics(of: { _ = try Chapter.parse(fixture.text, path: path) })
    #expect(
        found.map(\.position) == fixture.markers.map { SourcePosition(file: path, line: fixture[$0]) },
        "\(found)", sourceLocation: sourceLocation)
    #expect(found.count == messages.count, "\(found)", sourceLocation: sourceLocation)
    for (diagnostic, message) in zip(found, messages) {
        #expect(diagnostic.severity == .error, sourceLocation: sourceLocation)
        #expect(diagnostic.message.contains(message), "\(diagnostic)", sourceLocation: sourceLocation)
    }
}

extension Chapter {
    /// A chapter of the test's own.
    static func sample(_ text: String, path: String = "Chapters/04-scratch.md") throws -> Chapter {
        try Chapter.parse(text, path: path)
    }
}
