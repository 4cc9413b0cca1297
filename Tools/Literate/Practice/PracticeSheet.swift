/// What the book knows of a chapter's hearts beside their code: hints, and trials beyond the page. A page of
/// `Chapters/Practice`, in which each heart has its section:
///
///     ## `viewed(as:)`
///
///     A hint.
///
///     Another, which tells more.
///
///     ```swift
///     show("a view", …)
///     ```
struct PracticeSheet: Sendable {
    struct Section: Sendable {
        /// The heart's name, as its heading has it.
        var name: String
        var line: Int
        var hints: [String] = []
        /// Code that shows what the heart makes of inputs that are drawn at random.
        var trials: [Piece] = []
        /// Code that the heart must stop.
        var traps: [Piece] = []
    }

    struct Piece: Hashable, Sendable {
        var code: String
        var firstLine: Int
    }

    /// From the package's root.
    let path: String
    private(set) var sections: [Section] = []

    /// - Throws: `DiagnosticsError` with everything that is wrong with it.
    init(_ text: String, path: String) throws(DiagnosticsError) {
        self.path = path
        let lines = SourceLines(text)
        var diagnostics: [Diagnostic] = []
        func report(_ message: String, _ line: Int) {
            diagnostics.append(Diagnostic(message, at: SourcePosition(file: path, line: line)))
        }
        for leaf in MarkdownDocument(text).leaves {
            switch leaf.kind {
            case .heading(level: 1): break
            case .heading: sections.append(Section(name: leaf.literal, line: leaf.firstLine))
            case .paragraph where !sections.isEmpty:
                let hint = (leaf.firstLine...leaf.lastLine).map { lines[$0] }.joined(separator: "\n")
                sections[sections.count - 1].hints.append(hint)
            case .code(let info) where !sections.isEmpty:
                let piece = Piece(code: leaf.literal, firstLine: leaf.firstLine + 1)
                switch info {
                case "swift": sections[sections.count - 1].trials.append(piece)
                case "swift traps": sections[sections.count - 1].traps.append(piece)
                default: report("a trial is 'swift', or 'swift traps' for what must stop", leaf.firstLine)
                }
            default: break
            }
        }
        for section in sections where section.hints.count != 2 {
            report("\(section.name) has \(section.hints.count) hints; two paragraphs, each telling more", section.line)
        }
        for section in sections where section.trials.isEmpty {
            report("\(section.name) has no trial; write one, a block 'swift' that shows what it makes", section.line)
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
    }

    func section(of heart: Heart) -> Section? {
        sections.first { $0.name == heart.declaration.qualifiedName } ?? sections.first { $0.name == heart.name }
    }
}
