/// A place in a file of the book: the file's path from the package's root and a line, counted from 1.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    public var description: String { "\(file):\(line)" }
}

/// What a page is: a chapter's lesson, an appendix, a workshop page of either, or the solutions of a chapter's exercises.
public enum ChapterKind: Hashable, Sendable {
    case chapter, appendix, workshop, solutions
}

/// One Markdown file of the book, parsed.
public struct Chapter: Sendable {
    /// Its path from the package's root: `Chapters/04-scratch.md`.
    public var path: String
    public var kind: ChapterKind
    /// What stands before the slug: `04`, `A`. A lesson, its workshop pages and its solutions have the same.
    public var number: String
    /// The second number of a workshop page: `02` of `04-02-slug`.
    public var part: String?
    /// The program's name, which is the file's for a chapter (`04-scratch`) and has a suffix for its solutions
    /// (`04-scratch-solutions`).
    public var name: String
    /// The text of the first heading.
    public var title: String
    /// The fenced blocks, in the order of the text.
    public var blocks: [Block]
    /// The file's bytes as text, with its own line ends.
    public var text: String

    public init(
        path: String, kind: ChapterKind, number: String, part: String? = nil, name: String, title: String,
        blocks: [Block], text: String
    ) {
        self.path = path
        self.kind = kind
        self.number = number
        self.part = part
        self.name = name
        self.title = title
        self.blocks = blocks
        self.text = text
    }
}

/// One fenced block of a chapter.
public struct Block: Sendable {
    /// Which of the two columns an `output` belongs to.
    public enum Column: String, Sendable, CaseIterable {
        case both, swift, python
    }

    /// What the info string of an `output` says.
    public struct Output: Hashable, Sendable {
        public var column: Column
        /// How far PyTorch's numbers may be from those shown, for their last digit or more.
        public var tolerance: Double?
        /// Why PyTorch doesn't print the same, from the paragraph under the block; for the Swift column alone.
        public var why: String?
        /// Where the numbers of a quotation stand: chapters' numbers and files of Chapters/Data.
        public var quotes: [String]

        public init(of column: Column = .both, tolerance: Double? = nil, why: String? = nil, quotes: [String] = []) {
            self.column = column
            self.tolerance = tolerance
            self.why = why
            self.quotes = quotes
        }

        /// The widest tolerance for what both columns print. Beyond it, a comparison would say too little to be one.
        public static let widestTolerance = 1e-2
    }

    /// What is shown again, and from where.
    public struct Excerpt: Hashable, Sendable {
        public enum Language: String, Sendable, CaseIterable {
            case swift, c, python, output
        }

        public var language: Language
        /// A file of `Sources/Kindling` or `Sources/Engine`, or a page's name: `Autograd/Tape.swift`, `04-scratch`.
        public var source: String

        public init(_ language: Language, of source: String) {
            self.language = language
            self.source = source
        }
    }

    /// What the info string, and the note under it, say the block is; see "How to write a chapter" in the README.
    public enum Kind: Hashable, Sendable {
        /// The next part of the chapter's program; `scope` stands in a scope of its own.
        case program(scope: Bool)
        /// Library source, appended to this file of `Sources/Kindling`, or put at a place in it.
        case library(file: String, place: String? = nil)
        /// Engine source, appended to this file of `Sources/Engine`, or put at a place in it.
        case engine(file: String, place: String? = nil)
        /// Lines of a library or engine file, or of another page, which are shown again and checked.
        case excerpt(Excerpt)
        /// Must not compile after the program so far.
        case fails
        /// Must stop at run time after the program so far.
        case traps
        /// The compiler's or the program's message for the `fails` or `traps` block before it. `swift` is the version
        /// of the compiler that wrote it.
        case error(swift: String?)
        /// Shown only, for the reason given.
        case sketch(why: String)
        /// What the program has printed since the last output.
        case output(Output)
        /// The PyTorch counterpart.
        case python
        /// Times and memory: shown, not compared. How, where and when is said by the paragraph under the block.
        case measured(by: String, on: String, date: String)
        /// `text`, `sh`, `math`, `mermaid`: shown as they are.
        case shown(String)
    }

    public var kind: Kind
    /// The text between the fences, without them. Every line ends in `\n`, whatever the file's line ends are.
    public var body: String
    /// The line of the opening fence.
    public var fenceLine: Int
    /// The line of the closing fence.
    public var closingLine: Int

    /// The heading that the block stands under.
    public var heading: String

    /// The first line of the body.
    public var firstLine: Int { fenceLine + 1 }

    public init(kind: Kind, body: String, fenceLine: Int, closingLine: Int, heading: String = "") {
        self.kind = kind
        self.body = body
        self.fenceLine = fenceLine
        self.closingLine = closingLine
        self.heading = heading
    }
}

/// Something wrong with the book, and where: printed as `Chapters/04-scratch.md:88: error: …`.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Sendable {
        case error, warning, note
    }

    /// The place; nil where no one line is at fault (an unreadable folder, a full disk).
    public var position: SourcePosition?
    public var severity: Severity
    public var message: String

    public init(_ message: String, at position: SourcePosition?, severity: Severity = .error) {
        self.position = position
        self.severity = severity
        self.message = message
    }

    public var description: String {
        let place = position.map { "\($0): " } ?? ""
        return "\(place)\(severity.rawValue): \(message)"
    }
}
