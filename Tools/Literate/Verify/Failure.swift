/// Something that a chapter promises and that didn't come out.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public var diagnostic: Diagnostic
    /// Lines that show it: what was expected and what came.
    public var details: [String]
    /// The way out, in a sentence.
    public var remedy: String?

    public init(_ message: String, at position: SourcePosition?, details: [String] = [], remedy: String? = nil) {
        self.diagnostic = Diagnostic(message, at: position)
        self.details = details
        self.remedy = remedy
    }

    public init(_ diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
        self.details = []
        self.remedy = nil
    }

    public var description: String {
        let below = details + (remedy?.textLines ?? [])
        return ([diagnostic.description] + below.map { "    " + $0 }).joined(separator: "\n")
    }
}

extension Failure {
    /// What helps when the new text is the right one.
    static let promoteRemedy =
        "If what came is right, `swift run -c release verify --promote` writes it into the chapter."

    /// What helps when a program and its chapter are of different ages.
    static let extractRemedy = "Run `swift run extract`, then `swift build -c release`."
}
