@testable import Literate

extension FuzzTarget {
    /// Promotion: a page, and behind form feeds what its outputs print now. What is written is read back as it was
    /// meant.
    static let promote = FuzzTarget(
        "promote", check: PromoteChecks.check, mutate: FuzzText.mutation(of: PromoteChecks.pieces))
}

enum PromoteChecks {
    private static let path = "Chapters/01-one.md"

    static func check(_ bytes: [UInt8]) throws {
        let texts = FuzzText.parts(of: bytes)
        guard let chapter = try? Chapter.parse(texts[0], path: path) else { return }
        let printed = texts.dropFirst().map(\.endingInLineFeed)
        let blocks = chapter.blocks.filter { $0.output != nil || $0.kind.isError }
        var corrections: [Correction] = []
        var bodies = Dictionary(uniqueKeysWithValues: chapter.blocks.indices.map { ($0, chapter.blocks[$0].body) })
        for (block, body) in zip(blocks, printed) {
            let version = block.kind.isError ? "6.3.1" : nil
            let correction = Correction.block(fenceLine: block.fenceLine, body: body, swiftVersion: version)
            if Promotion.obstacle(to: correction, in: chapter) != nil { continue }
            corrections.append(correction)
            bodies[chapter.blocks.firstIndex { $0.fenceLine == block.fenceLine }!] = body
        }
        let promoted = Promotion.apply(corrections, to: chapter)
        let read: Chapter
        do throws(DiagnosticsError) { read = try Chapter.parse(promoted, path: path) } catch {
            throw Violation("the page can't be read any more: \(error)\n\(promoted)")
        }
        try require(
            read.blocks.count == chapter.blocks.count && read.title == chapter.title,
            "the page is another:\n\(promoted)")
        for (index, (old, new)) in zip(chapter.blocks, read.blocks).enumerated() {
            if old.kind.isError, new.kind.isError {
            } else {
                try require(old.kind == new.kind, "a block is another: \(old.kind), \(new.kind)")
            }
            try require(
                new.body.utf8.elementsEqual(bodies[index]!.utf8), "a block shows '\(new.body)', not '\(bodies[index]!)'"
            )
        }
        // What stood around the blocks stands there still, and promoting again changes nothing.
        try require(outside(chapter) == outside(read), "something outside the blocks has changed")
        let again = corrections.enumerated().compactMap { index, correction -> Correction? in
            guard case .block(let line, let body, let version) = correction else { return nil }
            let place = chapter.blocks.firstIndex { $0.fenceLine == line }!
            return .block(fenceLine: read.blocks[place].fenceLine, body: body, swiftVersion: version)
        }
        try require(Promotion.apply(again, to: read).utf8.elementsEqual(promoted.utf8), "promoted again, it changes")
    }

    /// The lines that belong to no block.
    private static func outside(_ chapter: Chapter) -> [String] {
        let lines = SourceLines(chapter.text)
        let inside = chapter.blocks.reduce(into: Set<Int>()) { $0.formUnion($1.fenceLine...$1.closingLine) }
        return zip(1..., lines.withEnds).filter { !inside.contains($0.0) }.map(\.1)
    }

    static let pieces: [String] = Array([ChapterChecks.pieces, OutputChecks.pieces, more].joined())
    private static let more = [
        "> ```", "```\r", "  ````", "\t```", "~~~~", "``", "`````` x", ">>> ```", "```output", "\u{c}",
    ]
}
