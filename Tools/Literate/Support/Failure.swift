/// Something that didn't come out as it should, with what shows it and the way out.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var diagnostic: Diagnostic
    /// Lines that show it: what was expected and what came.
    var details: [String] = []
    /// The way out, in a sentence.
    var remedy: String?

    init(_ message: String, at position: SourcePosition?, details: [String] = [], remedy: String? = nil) {
        self.init(Diagnostic(message, at: position))
        self.details = details
        self.remedy = remedy
    }

    package init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }

    package var description: String {
        let below = details + (remedy?.textLines.map(String.init) ?? [])
        return ([diagnostic.description] + below.map { "    " + $0 }).joined(separator: "\n")
    }
}
