/// Compares the excerpts of the book with what they show: lines of a library or engine file as it stands after the
/// excerpt's own chapter, or of another page's program, Python or output.
///
/// A line `// …` (`# …`, and `…` in an output) stands for lines left out. Indentation may be another, the same for all
/// lines, and empty lines don't count.
struct ExcerptCheck {
    private let book: Book
    /// The files that excerpts show, as they stand after each chapter that has an excerpt of one, by its number.
    private let stages: [String: [String: [SourceLine]]]

    init(_ book: Book) {
        self.book = book
        var stages: [String: [String: [SourceLine]]] = [:]
        let shown = Dictionary(grouping: book.chapters, by: \.number).mapValues { pages in
            Set(
                pages.flatMap(\.blocks).compactMap(\.excerpt).filter(\.isOfFile).compactMap {
                    Self.path(of: $0, book.settings)
                })
        }
        for (number, paths) in shown where !paths.isEmpty {
            let files = Tangle.library(of: book.stage(through: number) ?? book, only: paths).map {
                ($0.path, Self.lines(of: $0))
            }
            stages[number] = Dictionary(uniqueKeysWithValues: files)
        }
        self.stages = stages
    }

    /// What is wrong with a page's excerpts.
    func diagnostics(for chapter: Chapter) -> [Diagnostic] {
        chapter.blocks.compactMap { block in
            do throws(Mismatch) {
                _ = try lines(shownBy: block, of: chapter)
                return nil
            } catch {
                return Diagnostic(error.message, at: chapter.position(inBodyOf: block, line: error.line))
            }
        }
    }

    /// The page that an excerpt's first line comes from; nil for another block, and where the excerpt shows
    /// something else.
    func origin(of block: Block, in chapter: Chapter) -> Chapter? {
        guard let lines = try? lines(shownBy: block, of: chapter), let file = lines.first?.position.file else {
            return nil
        }
        return book.chapters.first { $0.path == file }
    }

    // MARK: What is compared

    /// A line of a source that isn't empty.
    struct SourceLine {
        var text: Substring
        var indentation: Int
        var position: SourcePosition

        /// Nil for a line that doesn't count: an empty one, or the mark of a place.
        init?(_ line: some StringProtocol, at position: SourcePosition) {
            let line = Substring(line)
            let text = line.drop { $0 == " " }
            guard text.contains(where: { !$0.isWhitespace }), Places.name(in: text) == nil else { return nil }
            indentation = line.count - text.count
            self.text = text
            while self.text.last?.isWhitespace == true { self.text.removeLast() }
            self.position = position
        }
    }

    /// Nil for a file of the library in a book that has none.
    private static func folder(of excerpt: Block.Excerpt, _ settings: BookSettings) -> String? {
        excerpt.language == .c ? PackagePaths.engine : settings.libraryFolder
    }

    private static func path(of excerpt: Block.Excerpt, _ settings: BookSettings) -> String? {
        folder(of: excerpt, settings).map { "\($0)/\(excerpt.source)" }
    }

    private static func lines(of file: GeneratedFile) -> [SourceLine] {
        zip(file.text.textLines, file.positions).compactMap { line, position in
            position.flatMap { SourceLine(line, at: $0) }
        }
    }

    struct Mismatch: Error {
        var message: String
        /// Of the body, counted from 0; -1 is the fence.
        var line = -1
    }

    /// The lines of the source that an excerpt shows, with what it leaves out between them; none for another block.
    func lines(shownBy block: Block, of chapter: Chapter) throws(Mismatch) -> ArraySlice<SourceLine> {
        guard let (source, places, end) = try match(block, of: chapter), let first = places.first else { return [] }
        return source[first.source..<end]
    }

    /// The line of the source that each line of an excerpt's body shows, by its number, from 0.
    func origins(ofLinesIn block: Block, of chapter: Chapter) -> [Int: SourceLine] {
        guard let (source, places, _) = try? match(block, of: chapter) else { return [:] }
        return Dictionary(uniqueKeysWithValues: places.map { ($0.shown, source[$0.source]) })
    }

    /// A line of an excerpt's body, and the line of the source that it shows.
    private typealias Pair = (shown: Int, source: Int)

    private func match(
        _ block: Block, of chapter: Chapter
    ) throws(Mismatch) -> (source: [SourceLine], places: [Pair], end: Int)? {
        guard let excerpt = block.excerpt else { return nil }
        let source = try source(of: excerpt, in: chapter)
        let shown = Self.segments(of: block, excerpt.language)
        guard let first = shown.first?.first else {
            throw Mismatch(message: "this excerpt is empty; show lines of \(excerpt.source)")
        }
        // By the line behind the last one: of several beginnings with one end the last is meant.
        var found: [Int: [Pair]] = [:]
        var best = 0
        for start in source.indices where source[start].text == first.text {
            let match = Self.match(shown, in: source, from: start)
            if let end = match.end { found[end] = match.places }
            best = max(best, match.places.count + match.more)
        }
        let places = found.sorted { $0.value[0].source < $1.value[0].source }
        guard let place = places.first else {
            let line = shown.joined().dropFirst(best).first!
            throw Mismatch(
                message:
                    """
                    `\(line.text)` doesn't stand \(best == 0 ? "" : "there ")in \(excerpt.source) as this chapter \
                    leaves it
                    """,
                line: line.position.line)
        }
        guard places.count == 1 else {
            let others = places.prefix(3).map { source[$0.value[0].source].position.description }.joined(
                separator: ", ")
            throw Mismatch(
                message: "these lines stand in \(excerpt.source) \(places.count) times, at \(others); show more of them"
            )
        }
        return (source, place.value, place.key)
    }

    private func source(of excerpt: Block.Excerpt, in chapter: Chapter) throws(Mismatch) -> [SourceLine] {
        if excerpt.isOfFile {
            guard let folder = Self.folder(of: excerpt, book.settings) else {
                throw Mismatch(
                    message:
                        "this book has no library, so there is no file \(excerpt.source) to show; show another page")
            }
            if let lines = stages[chapter.number]?["\(folder)/\(excerpt.source)"] { return lines }
            let names = Tangle.library(of: book.stage(through: chapter.number) ?? book).map(\.path)
                .filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
            let meant = Suggestion.question(about: excerpt.source, among: names)
            throw Mismatch(
                message: "after chapter \(chapter.number) there is no file \(excerpt.source) in \(folder)\(meant)")
        }
        guard let page = book.chapters.first(where: { $0.name == excerpt.source }) else {
            let meant = Suggestion.question(about: excerpt.source, among: book.chapters.map(\.name))
            throw Mismatch(
                message:
                    "excerpt=\(excerpt.source) is neither a source file nor a page's name, such as 04-scratch\(meant)")
        }
        return page.blocks.filter { Self.belongs($0, to: excerpt.language) }.flatMap { block in
            zip(block.firstLine..., block.body.textLines).compactMap {
                SourceLine($1, at: SourcePosition(file: page.path, line: $0))
            }
        }
    }

    private static func belongs(_ block: Block, to language: Block.Excerpt.Language) -> Bool {
        switch (block.kind, language) {
        case (.program, .swift), (.traps, .swift), (.fails, .swift), (.python, .python), (.output, .output): true
        case (.error, .output): true
        default: false
        }
    }

    /// The excerpt's lines, cut where lines are left out. Their positions are the lines of the body, from 0.
    private static func segments(of block: Block, _ language: Block.Excerpt.Language) -> [[SourceLine]] {
        var segments: [[SourceLine]] = [[]]
        for (number, text) in block.body.textLines.enumerated() {
            guard let line = SourceLine(text, at: SourcePosition(file: "", line: number)) else { continue }
            if line.text == language.ellipsis {
                segments.append([])
            } else {
                segments[segments.count - 1].append(line)
            }
        }
        return segments.filter { !$0.isEmpty }
    }

    /// Where the segments end if the first begins at a line of the source and each other one follows as early as it
    /// can; nil if they don't, with how many lines of the next one do.
    private static func match(_ segments: [[SourceLine]], in source: [SourceLine], from start: Int) -> (
        end: Int?, places: [Pair], more: Int
    ) {
        let shift = source[start].indentation - segments[0][0].indentation
        var next = start
        var places: [Pair] = []
        for (index, segment) in segments.enumerated() {
            func equal(at position: Int) -> Int {
                zip(segment, source[position...]).prefix {
                    $0.text == $1.text && $0.indentation + shift == $1.indentation
                }.count
            }
            let candidates = index == 0 ? next..<next + 1 : next..<source.count
            var longest = 0
            guard
                let position = candidates.first(where: { position in
                    let count = equal(at: position)
                    longest = max(longest, count)
                    return count == segment.count
                })
            else { return (nil, places, longest) }
            places += zip(segment, position...).map { ($0.position.line, $1) }
            next = position + segment.count
        }
        return (next, places, 0)
    }
}

extension Block.Excerpt.Language {
    /// The line that stands for lines left out.
    fileprivate var ellipsis: String {
        switch self {
        case .swift, .c: "// …"
        case .python: "# …"
        case .output: "…"
        }
    }
}
