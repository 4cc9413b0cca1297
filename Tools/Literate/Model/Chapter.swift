/// What a page is: a chapter's lesson, an appendix, a workshop page of either, or a chapter's solutions.
enum ChapterKind: Hashable, Sendable {
    case chapter, appendix, workshop, solutions
}

/// One Markdown file of the book, parsed.
package struct Chapter: Sendable {
    /// Its path from the package's root: `Chapters/04-scratch.md`.
    package var path: String
    var kind: ChapterKind
    /// What stands before the slug: `04`, `A`. A lesson, its workshop pages and its solutions have the same.
    package var number: String
    /// The second number of a workshop page: `02` of `04-02-slug`.
    var part: String?
    /// The program's name, which is the file's for a chapter (`04-scratch`) and has a suffix for its solutions
    /// (`04-scratch-solutions`).
    var name: String
    /// The text of the first heading.
    var title: String
    /// The fenced blocks, in the order of the text.
    var blocks: [Block]
    /// The file's bytes as text, with its own line ends.
    package var text: String

    /// What stands before the slug: `04`, `A`, and `04-02` for a workshop page.
    var designation: String { part.map { "\(number)-\($0)" } ?? number }
}

// MARK: Places on the page

extension Chapter {
    /// Its first line.
    var start: SourcePosition { SourcePosition(file: path) }

    func position(ofLine line: Int) -> SourcePosition { SourcePosition(file: path, line: line) }

    /// The fence that a block begins with.
    func position(of block: Block) -> SourcePosition { position(ofLine: block.fenceLine) }

    /// A line of a block's body, counted from 0, where -1 is the fence; the closing fence for the lines after it.
    func position(inBodyOf block: Block, line: Int) -> SourcePosition {
        position(ofLine: min(block.firstLine + line, block.closingLine))
    }

    /// The fence of the last block of a kind; the page's first line if it has none.
    func positionOfLast(where isMeant: (Block.Kind) -> Bool) -> SourcePosition {
        blocks.last { isMeant($0.kind) }.map(position) ?? start
    }
}

// MARK: Its blocks

extension Chapter {
    /// Whether something of the chapter is run.
    var hasProgram: Bool { blocks.contains { $0.kind.isProgram || $0.kind == .traps } }

    var hasFailsBlock: Bool { blocks.contains { $0.kind == .fails } }

    /// The `output` blocks that this column prints.
    func outputs(in column: Column) -> [Block] { blocks.filter { $0.isOutput(in: column) } }

    /// How many blocks are shown only.
    var sketchCount: Int { blocks.count { if case .sketch = $0.kind { true } else { false } } }
}

// MARK: Among the others

extension Chapter {
    /// Whether someone means this page who writes `04`, `4`, `A`, `04-scratch`, `04-02`, `04-scratch-solutions` or
    /// `Chapters/04-scratch.md`. A number means the chapter with its workshop and solutions.
    func isMeant(by words: String) -> Bool {
        [number, designation, name, path].contains(words) || number == "0" + words
    }

    fileprivate var belongsToAppendix: Bool { number.first?.isLetter == true }
}

extension [Chapter] {
    /// The pages that write the library, in the order in which their blocks follow each other in a file: the
    /// appendices, which are the machine that the first chapter stands on, then the chapters, each with its workshop.
    var inOrderOfSources: [Chapter] {
        let pages = filter { $0.kind != .solutions }
        return pages.filter(\.belongsToAppendix) + pages.filter { !$0.belongsToAppendix }
    }
}
