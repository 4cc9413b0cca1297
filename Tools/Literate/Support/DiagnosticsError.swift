/// Everything that was found wrong, sorted by file and line.
package struct DiagnosticsError: Error, Hashable, Sendable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics.sorted {
            ($0.position?.file ?? "", $0.position?.line ?? 0, $0.message)
                < ($1.position?.file ?? "", $1.position?.line ?? 0, $1.message)
        }
    }

    init(_ message: String, at position: SourcePosition? = nil) {
        self.init([Diagnostic(message, at: position)])
    }

    /// One diagnostic a line.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
