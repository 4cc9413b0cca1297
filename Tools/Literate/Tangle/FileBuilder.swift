/// A source file being put together, line by line.
struct FileBuilder {
    /// How a line is tied to its page.
    enum Ties {
        /// By the compiler's directives, for a program: its errors and stops name the page themselves.
        case directives
        /// By a comment with the page and its heading, for a file of the library or the engine: an edit of prose moves
        /// no line of it, and ``SourceMap`` knows the page's lines.
        case comments
    }

    struct Line {
        var text: String
        /// Where it stands in the book; nil for a line of the tools' own.
        var position: SourcePosition?
    }

    private let ties: Ties
    private(set) var lines: [Line] = []
    private var chapters: [String] = []
    private var origin: SourcePosition?
    /// The comment above the last block, which needn't be repeated for the next one.
    private var lastComment = ""

    init(_ ties: Ties) {
        self.ties = ties
    }

    var code: String {
        lines.map { $0.text + "\n" }.joined()
    }

    /// Adds a line of the tools' own.
    mutating func add(_ line: String) {
        lines.append(Line(text: line))
    }

    /// Adds a block's body at the end.
    mutating func add(_ block: Block, of chapter: Chapter) {
        note(block, of: chapter)
        switch ties {
        case .directives:
            add("#sourceLocation(file: \"\(chapter.path)\", line: \(block.firstLine))")
            lines += body(of: block, in: chapter)
            add("#sourceLocation()")
        case .comments:
            let comment = Self.comment(for: block, of: chapter)
            lines += commented(body(of: block, in: chapter), comment: comment == lastComment ? nil : comment)
            lastComment = comment
        }
    }

    /// Puts a block's body above the line that marks a place, as far indented.
    mutating func add(_ block: Block, of chapter: Chapter, at place: String) {
        guard let index = lines.firstIndex(where: { Places.name(in: $0.text) == place }) else { return }
        note(block, of: chapter)
        let indentation = lines[index].text.prefix { $0 == " " || $0 == "\t" }
        var body = body(of: block, in: chapter)
        // One empty line is enough.
        if index > 0, lines[index - 1].text.isEmpty { body.removeFirst(body.prefix { $0.text.isEmpty }.count) }
        let inserted = commented(body, comment: Self.comment(for: block, of: chapter)).map { line in
            line.text.isEmpty ? line : Line(text: indentation + line.text, position: line.position)
        }
        lines.insert(contentsOf: inserted, at: index)
        // What follows at the end stands under the comment of another block now, if the place was the last line.
        if index + inserted.count == lines.count - 1 { lastComment = "" }
    }

    private mutating func note(_ block: Block, of chapter: Chapter) {
        if !chapters.contains(chapter.path) { chapters.append(chapter.path) }
        if origin == nil { origin = chapter.position(of: block) }
    }

    private func body(of block: Block, in chapter: Chapter) -> [Line] {
        zip(block.firstLine..., block.body.textLines).map {
            Line(text: String($1), position: chapter.position(ofLine: $0))
        }
    }

    /// The lines with the comment behind the empty ones that they begin with, as far indented as what follows it.
    private func commented(_ body: [Line], comment: String?) -> [Line] {
        guard let comment else { return body }
        let empty = body.prefix { $0.text.isEmpty }
        let indentation = body.dropFirst(empty.count).first?.text.prefix { $0 == " " } ?? ""
        return empty + [Line(text: indentation + comment)] + body.dropFirst(empty.count)
    }

    private static func comment(for block: Block, of chapter: Chapter) -> String {
        "// \(chapter.path)" + (block.heading.isEmpty ? "" : ": \(block.heading)")
    }

    /// The file, with its header. Nil if it has no block.
    func file(at path: String) -> GeneratedFile? {
        guard let origin else { return nil }
        let code = code
        let header = GeneratedHeader.text(chapters: chapters, code: code)
        return GeneratedFile(
            path: path, chapters: chapters, origin: origin, text: header.joined(separator: "\n") + "\n" + code,
            positions: header.map { _ in nil } + lines.map(\.position))
    }
}
