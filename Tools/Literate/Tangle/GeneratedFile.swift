/// A source file made out of a chapter's blocks, or several chapters'.
public struct GeneratedFile: Sendable {
    /// Where it goes, from the package's root.
    public let path: String
    /// The chapters it is made from, in the order of their first block in it.
    public let chapters: [String]
    /// The fence of its first block.
    public let origin: SourcePosition
    /// The file's text: header and code.
    public let text: String
    /// Where each line of the text comes from; nil for a line that stands in no chapter.
    public let positions: [SourcePosition?]
}

/// A source file being put together, line by line.
struct FileBuilder {
    enum Language { case swift, c }

    private let language: Language
    private(set) var code = ""
    private var positions: [SourcePosition?] = []
    private var chapters: [String] = []
    private var origin: SourcePosition?

    init(_ language: Language) {
        self.language = language
    }

    /// Adds a line of the tools' own.
    mutating func add(_ line: String) {
        code += line + "\n"
        positions.append(nil)
    }

    /// Adds a block's body, under the directive that ties it to its chapter.
    mutating func add(_ block: Block, of chapter: Chapter) {
        if !chapters.contains(chapter.path) { chapters.append(chapter.path) }
        if origin == nil { origin = SourcePosition(file: chapter.path, line: block.fenceLine) }
        switch language {
        case .swift: add("#sourceLocation(file: \"\(chapter.path)\", line: \(block.firstLine))")
        case .c: add("#line \(block.firstLine) \"\(chapter.path)\"")
        }
        code += block.body
        for line in block.firstLine..<block.firstLine + block.body.utf8.count(where: { $0 == UInt8(ascii: "\n") })
        {
            positions.append(SourcePosition(file: chapter.path, line: line))
        }
        if language == .swift { add("#sourceLocation()") }
    }

    /// The file, with its header. Nil if it has no block.
    func file(at path: String) -> GeneratedFile? {
        guard let origin else { return nil }
        let header = GeneratedHeader.text(chapters: chapters, code: code)
        return GeneratedFile(
            path: path, chapters: chapters, origin: origin, text: header.joined(separator: "\n") + "\n" + code,
            positions: header.map { _ in nil } + positions)
    }
}
