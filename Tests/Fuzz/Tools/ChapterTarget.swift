@testable import Literate

extension FuzzTarget {
    /// Pages, up to five in a file: what is read stands on the page, what is wrong has its line, and the sources hold
    /// each line of a block once, in the book's order.
    static let chapter = FuzzTarget(
        "chapter", check: ChapterChecks.check, mutate: FuzzText.mutation(of: ChapterChecks.pieces))
}

enum ChapterChecks {
    static let paths = [
        "Chapters/01-one.md", "Chapters/Workshop/01-01-more.md", "Chapters/02-two.md", "Chapters/A-engine.md",
        "Chapters/Solutions/01-one.md",
    ]

    static func check(_ bytes: [UInt8]) throws {
        var chapters: [Chapter] = []
        for (text, path) in zip(FuzzText.parts(of: bytes), paths) {
            let lineCount = SourceLines(text).count
            switch Result(catching: { () throws(DiagnosticsError) in try Chapter.parse(text, path: path) }) {
            case .success(let chapter):
                try check(chapter, lineCount: lineCount)
                chapters.append(chapter)
            case .failure(let error): try checkLines(of: error.diagnostics, in: [path: lineCount])
            }
            let page = MarkdownPage(text)
            for line in page.headings.map(\.line) + page.links.map(\.line) {
                try require(line >= 1 && line <= max(1, lineCount), "a heading or link in line \(line) of \(lineCount)")
            }
        }
        let counts = Dictionary(chapters.map { ($0.path, SourceLines($0.text).count) }) { first, _ in first }
        let diagnostics =
            PlaceCheck.diagnostics(for: Book(root: "/", chapters: chapters))
            + BookChecks.libraryFiles(chapters)
        try checkLines(of: diagnostics, in: counts, mayBeEmpty: true)
        if diagnostics.isEmpty { try checkSources(of: chapters) }
    }

    private static func checkLines(of diagnostics: [Diagnostic], in counts: [String: Int], mayBeEmpty: Bool = false)
        throws
    {
        try require(mayBeEmpty || !diagnostics.isEmpty, "something is wrong, and nothing is said")
        for diagnostic in diagnostics {
            guard let position = diagnostic.position, let count = counts[position.file] else {
                throw Violation("\(diagnostic) is nowhere")
            }
            try require(
                position.line >= 1 && position.line <= max(1, count), "\(diagnostic) is beyond the end, line \(count)")
            try require(!diagnostic.message.isEmpty, "nothing is said about \(position)")
        }
    }

    private static func check(_ chapter: Chapter, lineCount: Int) throws {
        let lines = SourceLines(chapter.text)
        var last = 0
        for block in chapter.blocks {
            try require(
                last < block.fenceLine && block.fenceLine < block.closingLine && block.closingLine <= lineCount,
                "a block from \(block.fenceLine) to \(block.closingLine) of \(lineCount) lines, after line \(last)")
            last = block.closingLine
            let shown = (block.firstLine..<block.closingLine).map { lines[$0] }
            let body = block.body.textLines.map(String.init)
            try require(body.count == shown.count, "\(body.count) lines in a block that has \(shown.count)")
            // What is only shown may stand in a list or a quote.
            if !block.kind.isOnlyShown {
                try require(
                    zip(body, shown).allSatisfy { $0.utf8.elementsEqual($1.utf8) },
                    "the block in line \(block.fenceLine) reads otherwise")
            }
        }
    }

    /// What stands in the sources for these pages.
    private static func checkSources(of chapters: [Chapter]) throws {
        let book = Book(root: "/", chapters: chapters)
        let backwards = Book(root: "/", chapters: chapters.reversed())
        let library = Tangle.library(of: book)
        try require(
            library.map(\.text) == Tangle.library(of: backwards).map(\.text),
            "the order in which pages are read matters")
        let files = library + book.chapters.compactMap { Tangle.program(of: $0) }
        let pages = Dictionary(chapters.map { ($0.path, SourceLines($0.text)) }) { first, _ in first }
        var found: [SourcePosition: Int] = [:]
        for file in files {
            let lines = file.text.textLines
            try require(
                lines.count == file.positions.count,
                "\(file.path): \(lines.count) lines, \(file.positions.count) of them known")
            try require(GeneratedHeader.find(in: file.text)?.isIntact == true, "\(file.path) looks edited")
            for (line, position) in zip(lines, file.positions) {
                guard let position else { continue }
                found[position, default: 0] += 1
                // A place may have put blanks before it.
                let shown = pages[position.file]?[position.line] ?? ""
                let isSame = line.utf8.reversed().starts(with: shown.utf8.reversed())
                try require(
                    isSame && line.utf8.dropLast(shown.utf8.count).allSatisfy { $0 == 0x20 || $0 == 9 },
                    "\(file.path) has '\(line)' for \(position)")
            }
        }
        for chapter in chapters { try checkPresence(of: chapter, found) }
        for file in library { try checkOrder(of: file, in: book) }
    }

    /// Every line of a block is in the sources, once. (Of empty ones at a place, one is enough.)
    private static func checkPresence(of chapter: Chapter, _ found: [SourcePosition: Int]) throws {
        for block in chapter.blocks {
            let isSource: Bool
            switch block.kind {
            case .program, .traps, .library, .engine: isSource = true
            default: isSource = false
            }
            let body = block.body.textLines
            for (i, line) in body.enumerated() {
                let count = found[chapter.position(ofLine: block.firstLine + i)] ?? 0
                let isLeading = BookSettings().target(of: block)?.place != nil && body[...i].allSatisfy(\.isEmpty)
                try require(
                    count == (isSource ? 1 : 0) || (isLeading && count == 0),
                    "'\(line)' in line \(block.firstLine + i) of \(chapter.path) is \(count) times in the sources")
            }
        }
    }

    /// What was appended stands in the book's order, and what was put at one place, too.
    private static func checkOrder(of file: GeneratedFile, in book: Book) throws {
        let order = Dictionary(uniqueKeysWithValues: book.chapters.inOrderOfSources.enumerated().map { ($1.path, $0) })
        var places: [SourcePosition: String] = [:]
        for chapter in book.chapters {
            for block in chapter.blocks {
                guard let target = BookSettings().target(of: block) else { continue }
                for line in block.firstLine..<block.closingLine {
                    places[chapter.position(ofLine: line)] = target.place ?? ""
                }
            }
        }
        var last: [String: (Int, Int)] = [:]
        for position in file.positions.compactMap(\.self) {
            guard let place = places[position] else { throw Violation("\(position) is in no block") }
            let here = (order[position.file] ?? -1, position.line)
            try require(last[place].map { $0 < here } ?? true, "\(position) stands too late in \(file.path)")
            last[place] = here
        }
    }

    static let pieces: [String] =
        InfoChecks.pieces.map { (piece: String) -> String in "```" + piece } + [
            "```", "~~~", "````", "  ```", "> ```text", "- ```sh", "# Title", "## Part", "\u{c}", "", "    indented",
            "let x = 1", "print(x)",
            "// place: here", "// place: there", "  // place: here", "//place: x", "<details>", "</details>", "<!--",
            "-->", "<!-- a -->", "\r",
            "*Swift only:* A reason.", "*Measured:* `make bench`, 2 cores, 2026-11-22.", "*Measured:* x", "[a](b.md#c)",
            "![a](b.png)", "1. ",
            "> ", "* ", "\t", "`", "<a href='x'>", "<img src=\"y\">", "===", "---", "\u{FEFF}", "e\u{301}",
            "#sourceLocation()", "*A/B.swift*",
        ]
}
