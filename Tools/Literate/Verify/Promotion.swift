/// Writes what came into the chapters that should show it: only the bodies of these blocks and these figures change,
/// and either all of them or none.
package struct Promotion {
    private let root: String
    private var chapters: [(chapter: Chapter, text: String)] = []
    private var figures: [(name: String, bytes: [UInt8])] = []

    package init(root: String) {
        self.root = root
    }

    package var isEmpty: Bool { chapters.isEmpty && figures.isEmpty }

    /// The files that it writes, from the package's root.
    package var paths: [String] {
        chapters.map(\.chapter.path) + figures.map { "\(PackagePaths.figures)/\($0.name)" }
    }

    package mutating func add(_ corrections: [Correction], to chapter: Chapter) {
        let text = Self.apply(corrections, to: chapter)
        if !text.isSame(as: chapter.text) { chapters.append((chapter, text)) }
        for case .figure(let name, let bytes) in corrections { figures.append((name, bytes)) }
    }

    /// - Throws: `Failure` if a chapter is no longer what was verified, `DiagnosticsError` if a file can't be written.
    package func commit() throws {
        var transaction = FileTransaction(root: root)
        for (chapter, text) in chapters {
            guard try Files.read("\(root)/\(chapter.path)") == Array(chapter.text.utf8) else {
                throw Failure(
                    "the chapter was changed while its program ran; nothing is promoted",
                    at: chapter.start, remedy: "Verify again.")
            }
            // What is written must be what was meant, whatever it is.
            let read = try Chapter.parse(text, path: chapter.path)
            guard read.blocks.count == chapter.blocks.count else {
                throw Failure("the promoted page would be read as another one", at: chapter.start)
            }
            transaction.write(chapter.path, text, isPrecious: true)
        }
        for (name, bytes) in figures { transaction.write("\(PackagePaths.figures)/\(name)", bytes, isPrecious: true) }
        try transaction.commit()
    }

    /// Why a text that came can't stand in its block; nil if it can: a page that shows it is read as it was meant.
    static func obstacle(to correction: Correction, in chapter: Chapter) -> String? {
        guard case .block(let fenceLine, let body, _) = correction else { return nil }
        let text = apply([correction], to: chapter)
        let blocks: [Block]
        do throws(DiagnosticsError) {
            if text.utf8.contains(0) { return "it holds a zero byte, in line \(line(of: 0, in: body))" }
            blocks = try Chapter.parse(text, path: chapter.path).blocks
        } catch {
            return "the page could not be read any more: \(error.diagnostics.first?.message ?? "")"
        }
        if blocks.count == chapter.blocks.count,
            let read = zip(chapter.blocks, blocks).first(where: { $0.0.fenceLine == fenceLine })?.1,
            read.body.isSame(as: body)
        {
            return nil
        }
        let carriageReturn = UInt8(ascii: "\r")
        return body.utf8.contains(carriageReturn)
            ? "it holds a carriage return, in line \(line(of: carriageReturn, in: body))"
            : "the page would be read as another text"
    }

    private static func line(of byte: UInt8, in text: String) -> Int {
        text.utf8.prefix { $0 != byte }.count { $0 == UInt8(ascii: "\n") } + 1
    }

    /// The chapter's text with the bodies of these blocks replaced, and its line ends kept.
    static func apply(_ corrections: [Correction], to chapter: Chapter) -> String {
        let source = SourceLines(chapter.text)
        var lines = source.withEnds
        // From the end, so that line numbers stay true.
        for block in chapter.blocks.reversed() {
            for case .block(block.fenceLine, let body, let swiftVersion) in corrections {
                let fenced = FencedText(
                    opening: lines[block.fenceLine - 1], closing: lines[block.closingLine - 1], body: body,
                    swiftVersion: swiftVersion)
                lines.replaceSubrange((block.fenceLine - 1)...(block.closingLine - 1), with: fenced.lines)
            }
        }
        return lines.joined()
    }
}

/// A fenced block with a new body between its old fences.
private struct FencedText {
    /// Its lines, with their ends.
    var lines: [String]

    init(opening: String, closing: String, body: String, swiftVersion: String?) {
        let mark: Character = opening.first ?? "`"
        let fence = String(opening.prefix { $0 == mark })
        let lineEnd = SourceLines.end(of: opening)
        var info = String(opening.unicodeScalars.dropFirst(fence.count).dropLast(lineEnd.unicodeScalars.count))
        if let swiftVersion { info = Self.signed(info, by: swiftVersion) }

        // A line of the text that could close the block asks for a longer fence, in a quote, too.
        let longest =
            body.textLines.compactMap { Fence.within(Array($0.utf8)[...]) }
            .filter { $0.character == mark.asciiValue }.map(\.length).max() ?? 0
        let lengthening = String(repeating: mark, count: max(0, longest + 1 - fence.count))
        lines =
            [fence + lengthening + info + lineEnd]
            + body.textLines.map { $0 + lineEnd }
            + [lengthening + closing]
    }

    /// `error`, whatever stood behind it, with the compiler's version.
    private static func signed(_ info: String, by version: String) -> String {
        guard let word = info.range(of: "error") else { return info }
        return info[..<word.upperBound] + " swift=\"\(version)\""
    }
}

extension CheckResult {
    /// Without the correction if the text that came can't stand in its block, with the reason in the place of the way
    /// out.
    mutating func refuseWhatCantStand(in chapter: Chapter) {
        guard let correction, let obstacle = Promotion.obstacle(to: correction, in: chapter) else { return }
        self.correction = nil
        failure?.remedy = "What came can't stand in a block: \(obstacle). Print it in another way."
    }
}
