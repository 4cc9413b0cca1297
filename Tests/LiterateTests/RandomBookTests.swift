import Testing

@testable import Literate

/// What holds for every book, tried on random ones.
@Suite struct PropertyTests {
    private static let seeds: Range<UInt64> = 0..<100

    @Test(arguments: seeds)
    func aChapterIsReadAsItWasWritten(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let written = RandomChapter(path: "Chapters/04-scratch.md", using: &generator)
        let read = try Chapter.sample(written.text)
        #expect(read.blocks.map(\.kind) == written.blocks.map(\.kind))
        #expect(read.blocks.map(\.body) == written.blocks.map(\.body))
        #expect(read.blocks.map(\.fenceLine) == written.blocks.map(\.fenceLine))
        #expect(read.blocks.map(\.closingLine) == written.blocks.map(\.closingLine))
    }

    @Test(arguments: seeds)
    func theProgramHoldsItsBlocksInOrder(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let chapter = try Chapter.sample(RandomChapter(path: "Chapters/04-scratch.md", using: &generator).text)
        let blocks = chapter.blocks.filter { block in
            switch block.kind {
            case .program, .traps: true
            default: false
            }
        }
        guard let program = Tangle.program(of: chapter) else { return #expect(blocks.isEmpty) }
        let passages = Passage.all(in: program.text)
        #expect(passages.map(\.body) == blocks.map(\.body))
        #expect(passages.map(\.start) == blocks.map { chapter.position(ofLine: $0.firstLine) })
        let outputs = chapter.outputs(in: .swift)
        #expect(checkpoints(in: program.text) == Array(outputs.indices.map { $0 + 1 }))
    }

    @Test(arguments: seeds)
    func everyGeneratedLinePointsToTheSameLineOfItsChapter(seed: UInt64) throws {
        let (chapters, lines) = try randomBook(seed: seed)
        let book = Book(root: "/", chapters: chapters)
        for file in Tangle.library(of: book) + chapters.compactMap({ Tangle.program(of: $0) }) {
            let generated = file.text.textLines
            #expect(generated.count == file.positions.count)
            if file.path.hasPrefix(PackagePaths.programs) {
                #expect(Passage.positions(in: file.text) == file.positions)
            }
            for (line, position) in zip(generated, file.positions) {
                guard let position else { continue }
                let line = file.path.hasPrefix(PackagePaths.programs) ? line : line.drop { $0 == " " || $0 == "\t" }
                let shown = lines[position.file]?[position.line] ?? ""
                #expect(shown.hasSuffix(line) && shown.dropLast(line.count).allSatisfy { $0 == " " || $0 == "\t" })
            }
        }
    }

    @Test(arguments: seeds.prefix(25))
    func afterExtractionThereIsNothingToDo(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let package = try TemporaryPackage()
        for path in Self.paths {
            try package.write(path, RandomChapter(path: path, using: &generator).text)
        }
        try package.extract()
        #expect(try package.extraction().changes.isEmpty)
        #expect(try package.extraction().strangers.isEmpty)

        // Another book in the same place leaves nothing of the first.
        for path in Self.paths {
            try package.write(path, RandomChapter(path: path, using: &generator).text)
        }
        try package.extract()
        let fresh = try TemporaryPackage()
        for path in Self.paths { try fresh.write(path, package.text(path)) }
        try fresh.extract()
        #expect(try sources(of: package) == sources(of: fresh))
        for path in try sources(of: fresh) {
            #expect(try package.text(path) == fresh.text(path))
        }
    }

    @Test(arguments: seeds.prefix(50))
    func theOrderInWhichChaptersAreReadDoesNotMatter(seed: UInt64) throws {
        let (chapters, _) = try randomBook(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let one = Book(root: "/", chapters: chapters)
        let other = Book(root: "/", chapters: chapters.shuffled(using: &generator))
        #expect(Tangle.library(of: one).map(\.text) == Tangle.library(of: other).map(\.text))
    }

    private static let paths = ["Chapters/01-one.md", "Chapters/02-two.md", "Chapters/A-engine.md"]

    private func randomBook(seed: UInt64) throws -> (chapters: [Chapter], lines: [String: SourceLines]) {
        var generator = SeededGenerator(seed: seed)
        let written = Self.paths.map { RandomChapter(path: $0, using: &generator) }
        return (
            try written.map { try Chapter.parse($0.text, path: $0.path) },
            Dictionary(uniqueKeysWithValues: written.map { ($0.path, SourceLines($0.text)) })
        )
    }

    private func sources(of package: TemporaryPackage) throws -> Set<String> {
        try SourceTree(root: package.root).sources(BookSettings()).files
    }

    private func checkpoints(in text: String) -> [Int] {
        text.textLines.compactMap { $0.wholeMatch(of: #/_checkpoint\((\d+)\)/#).flatMap { Int($0.1) } }
    }
}

/// The lines of a generated file that a directive ties to a chapter, read from the directives alone, as a
/// compiler does.
private struct Passage {
    var start: SourcePosition
    var body: String

    static func all(in text: String) -> [Passage] {
        var passages: [Passage] = []
        for (line, position) in zip(text.textLines, positions(in: text)) {
            if let begin = beginning(line) { passages.append(Passage(start: begin, body: "")) }
            if position != nil { passages[passages.count - 1].body += line + "\n" }
        }
        return passages
    }

    static func positions(in text: String) -> [SourcePosition?] {
        var next: SourcePosition?
        return text.textLines.map { line in
            if let begin = beginning(line) {
                next = begin
                return nil
            }
            if line == "#sourceLocation()" {
                next = nil
                return nil
            }
            defer { next?.line += 1 }
            return next
        }
    }

    private static func beginning(_ line: Substring) -> SourcePosition? {
        if let match = line.wholeMatch(of: #/#sourceLocation\(file: "(.*)", line: (\d+)\)/#) {
            return Int(match.2).map { SourcePosition(file: String(match.1), line: $0) }
        }
        if let match = line.wholeMatch(of: #/#line (\d+) "(.*)"/#) {
            return Int(match.1).map { SourcePosition(file: String(match.2), line: $0) }
        }
        return nil
    }
}
