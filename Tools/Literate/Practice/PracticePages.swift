/// The book's pages without the bodies of its hearts: a reader's copy, in which nothing gives away what is theirs to
/// write.
struct PracticePages: Sendable {
    private let book: Book
    private let hearts: [Heart]
    private let excerpts: ExcerptCheck
    /// By page, the lines that hold the inside of a heart's body.
    private var hidden: [String: Set<Int>] = [:]
    /// The insides of bodies, by lines without white space at their ends.
    private var insides: [[String]] = []
    /// By chapter, the bodies that its prose may quote, without white space.
    private var pieces: [String: [String]] = [:]

    init(_ book: Book, hearts: [Heart]) {
        self.book = book
        self.hearts = hearts
        excerpts = ExcerptCheck(book)
        for heart in hearts {
            let lines = heart.bodyLines
            hidden[heart.page.path, default: []].formUnion(lines.count > 1 ? Array(lines.dropFirst()) : [])
            let inside = heart.bodyText.dropFirst().dropLast().textLines.map(\.trimmed).filter { !$0.isEmpty }
            if inside.reduce(0, { $0 + $1.count }) >= Self.shortestCopy { insides.append(inside) }
            pieces[heart.page.number, default: []].append(Self.squeezed(heart.bodyText.dropFirst().dropLast()))
        }
    }

    /// A page of the reader's copy.
    func text(of chapter: Chapter) -> String {
        let cut = cuts(of: chapter)
        var result: [String] = []
        var isInFence = false
        for (index, line) in SourceLines.normalised(chapter.text).textLines.enumerated() {
            switch cut[index + 1] {
            case .removed: break
            case .replaced(let text): result += text
            case nil:
                let isFence = line.drop { $0 == " " }.hasPrefix("```")
                if isFence { isInFence.toggle() }
                result.append(isFence || isInFence ? String(line) : withoutQuotations(line, of: chapter))
            }
        }
        return result.map { $0 + "\n" }.joined()
    }

    private enum Cut: Hashable {
        case removed
        case replaced([String])
    }

    /// What happens to the lines of a page.
    private func cuts(of chapter: Chapter) -> [Int: Cut] {
        var cuts: [Int: Cut] = [:]
        let lines = chapter.text.textLines
        for heart in hearts where heart.page.path == chapter.path {
            let body = heart.bodyLines
            guard body.count > 1 else {
                let line = lines[body.lowerBound - 1]
                if let brace = line.lastRange(of: heart.bodyText) {
                    cuts[body.lowerBound] = .replaced([line[..<brace.lowerBound] + "{ … }" + line[brace.upperBound...]])
                }
                continue
            }
            let last = lines[body.upperBound - 1]
            let indentation = last.prefix { $0 == " " }
            for number in body.dropFirst() { cuts[number] = .removed }
            let rest = last[(last.firstIndex(of: "}") ?? last.startIndex)...]
            cuts[body.upperBound] = .replaced(["\(indentation)    \(Self.mark)", "\(indentation)\(rest)"])
        }
        for block in chapter.blocks where block.excerpt != nil {
            let shown = excerpts.hiddenLines(shownBy: block, of: chapter) { hidden[$0.file]?.contains($0.line) == true }
            var isFirst = true
            for (offset, line) in zip(0..., block.body.textLines) {
                let number = block.firstLine + offset
                guard shown.contains(line.trimmed), line.trimmed.contains(where: { !"{}() ".contains($0) }) else {
                    isFirst = true
                    continue
                }
                cuts[number] = isFirst ? .replaced([line.prefix { $0 == " " } + "// …"]) : .removed
                isFirst = false
            }
        }
        for block in chapter.blocks { hideCopies(in: block, &cuts) }
        return cuts
    }

    /// Hides whole bodies that stand in other code once more, as solutions and later chapters have them.
    private func hideCopies(in block: Block, _ cuts: inout [Int: Cut]) {
        let lines = block.body.textLines.map(\.trimmed)
        for inside in insides where lines.count >= inside.count {
            for start in 0...lines.count - inside.count where lines[start...].starts(with: inside) {
                let first = block.firstLine + start
                // The body itself has gone already.
                if (first..<first + inside.count).contains(where: { cuts[$0] != nil }) { continue }
                let indentation = block.body.textLines[start].prefix { $0 == " " }
                cuts[first] = .replaced([indentation + "// …"])
                for number in first + 1..<first + inside.count { cuts[number] = .removed }
            }
        }
    }

    private static let shortestCopy = 20

    /// What stands in the place of a body.
    static let mark = "// Yours to write."

    /// A line of prose without the code of a body that it quotes: more than a name, a call without arguments or a number.
    private func withoutQuotations(_ line: Substring, of chapter: Chapter) -> String {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return String(line) }
        return parts.enumerated().map { index, part in
            guard index % 2 == 1, index < parts.count - 1, isQuotation(part, on: chapter) else { return String(part) }
            return "…"
        }.joined(separator: "`")
    }

    private func isQuotation(_ code: Substring, on chapter: Chapter) -> Bool {
        let squeezed = Self.squeezed(code)
        guard squeezed.count >= Self.shortestQuotation, code.contains(" ") else { return false }
        return pieces[chapter.number]?.contains { $0.contains(squeezed) } == true
    }

    private static let shortestQuotation = 14

    private static func squeezed(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }
}

extension ExcerptCheck {
    /// The texts of the lines between an excerpt's first and last that are to be hidden.
    func hiddenLines(
        shownBy block: Block, of chapter: Chapter, where isHidden: (SourcePosition) -> Bool
    ) -> Set<String> {
        guard let lines = try? lines(shownBy: block, of: chapter) else { return [] }
        return Set(lines.filter { isHidden($0.position) }.map { String($0.text) })
    }
}

extension StringProtocol {
    func lastRange(of other: String) -> Range<Index>? { ranges(of: other).last }
}
