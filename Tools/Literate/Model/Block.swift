/// One fenced block of a chapter.
struct Block: Sendable {
    /// What the info string of an `output` says.
    struct Output: Hashable, Sendable {
        /// The column that prints it; nil if both do.
        var column: Column?
        /// How far PyTorch's numbers may be from those shown, for their last digit or more.
        var tolerance: Double?
        /// Why PyTorch doesn't print the same, from the paragraph under the block; for the Swift column alone.
        var why: String?
        /// Where the numbers of a quotation stand: chapters' numbers and files of Chapters/Data.
        var quotes: [String]

        init(of column: Column? = nil, tolerance: Double? = nil, why: String? = nil, quotes: [String] = []) {
            self.column = column
            self.tolerance = tolerance
            self.why = why
            self.quotes = quotes
        }

        /// The widest tolerance for what both columns print. Beyond it, a comparison would say too little to be one.
        static let widestTolerance = 1e-2
    }

    /// What is shown again, and from where.
    struct Excerpt: Hashable, Sendable {
        enum Language: String, Sendable, CaseIterable {
            case swift, c, python, output
        }

        var language: Language
        /// A file of the library's folder or of `Sources/Engine`, or a page's name: `Autograd/Tape.swift`, `04-scratch`.
        var source: String

        init(_ language: Language, of source: String) {
            self.language = language
            self.source = source
        }
    }

    /// What the info string, and the note under it, say the block is; see "How to write a chapter" in the README.
    enum Kind: Hashable, Sendable {
        /// The next part of the chapter's program; `scope` stands in a scope of its own.
        case program(scope: Bool)
        /// Library source, appended to this file of its folder, or put at a place in it.
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

    var kind: Kind
    /// The text between the fences, without them. Every line ends in `\n`, whatever the file's line ends are.
    var body: String
    /// The line of the opening fence.
    var fenceLine: Int
    /// The line of the closing fence.
    var closingLine: Int

    /// The heading that the block stands under.
    var heading = ""

    /// The declarations in it that the reader may write, as `heart=` names them.
    var hearts: [String] = []

    /// The first line of the body.
    var firstLine: Int { fenceLine + 1 }
}

extension Block {
    /// What the block says if it is an `output`.
    var output: Output? { if case .output(let output) = kind { output } else { nil } }

    func isOutput(in column: Column) -> Bool {
        guard let output else { return false }
        return output.column == nil || output.column == column
    }

    /// What the block says if it is an excerpt.
    var excerpt: Excerpt? { if case .excerpt(let excerpt) = kind { excerpt } else { nil } }
}

extension Block.Excerpt {
    /// Whether it shows a source file rather than a page.
    var isOfFile: Bool { PackagePaths.isSource(source) }
}

extension Block.Kind {
    /// Whether the block is a part of the chapter's program.
    var isProgram: Bool {
        if case .program = self { true } else { false }
    }

    /// Whether the block shows a message of the compiler or of the program.
    var isError: Bool {
        if case .error = self { true } else { false }
    }

    /// Whether the block is for the reader alone: it may stand in a list or a quote.
    var isOnlyShown: Bool {
        switch self {
        case .shown, .sketch, .measured, .excerpt: true
        default: false
        }
    }
}
