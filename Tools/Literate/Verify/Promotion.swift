/// Writes what came into the chapters that should show it: only the bodies of these blocks and these figures change,
/// and either all of them or none.
public struct Promotion {
    private let root: String
    private var chapters: [(chapter: Chapter, text: String)] = []
    private var figures: [(name: String, bytes: [UInt8])] = []

    public init(root: String) {
        self.root = root
    }

    public var isEmpty: Bool { chapters.isEmpty && figures.isEmpty }

    /// The files that it writes, from the package's root.
    public var paths: [String] {
        chapters.map(\.chapter.path) + figures.map { "\(Figures.folder)/\($0.name)" }
    }

    public mutating func add(_ corrections: [Correction], to chapter: Chapter) {
        let text = Self.apply(corrections, to: chapter)
        if !text.utf8.elementsEqual(chapter.text.utf8) { chapters.append((chapter, text)) }
        for case .figure(let name, let bytes) in corrections { figures.append((name, bytes)) }
    }

    /// - Throws: `Failure` if a chapter is no longer what was verified, `BookError` if a file can't be written.
    public func commit() throws {
        var transaction = FileTransaction(root: root)
        for (chapter, text) in chapters {
            guard try Files.read("\(root)/\(chapter.path)") == Array(chapter.text.utf8) else {
                throw Failure(
                    "the chapter was changed while its program ran; nothing is promoted",
                    at: SourcePosition(file: chapter.path, line: 1), remedy: "Verify again.")
            }
            transaction.write(chapter.path, text, isPrecious: true)
        }
        for (name, bytes) in figures { transaction.write("\(Figures.folder)/\(name)", bytes, isPrecious: true) }
        try transaction.commit()
    }

    /// The chapter's text with the bodies of these blocks replaced, and its line ends kept.
    static func apply(_ corrections: [Correction], to chapter: Chapter) -> String {
        let source = SourceLines(chapter.text)
        var lines = source.count == 0 ? [] : (1...source.count).map(source.withEnd)
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
        let lineEnd = String(opening.unicodeScalars.drop { !$0.isLineEnd })
        var info = String(opening.dropFirst(fence.count).unicodeScalars.prefix { !$0.isLineEnd })
        if let swiftVersion { info = Self.signed(info, by: swiftVersion) }

        // A line of the text that could close the block asks for a longer fence.
        let longest = body.textLines.map { Self.run(of: mark, startingIn: $0) }.max() ?? 0
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

    private static func run(of mark: Character, startingIn line: String) -> Int {
        let run = line.drop { $0 == " " }.prefix { $0 == mark }.count
        return run >= 3 ? run : 0
    }
}

extension Unicode.Scalar {
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }
}
