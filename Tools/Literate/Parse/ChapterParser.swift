extension Chapter {
    /// Parses and checks one chapter.
    ///
    /// - Parameter path: the file's path from the package's root; its name gives the chapter's kind and number.
    /// - Throws: everything that is wrong with it.
    static func parse(_ text: String, path: String) throws(DiagnosticsError) -> Chapter {
        guard let name = ChapterName(path: path) else {
            throw DiagnosticsError(ChapterName.rule, at: SourcePosition(file: path))
        }
        var parser = ChapterParser(text: text, path: path)
        parser.parse()
        parser.diagnostics += BlockOrder.diagnostics(for: parser.blocks, in: name.kind, path: path)
        guard parser.diagnostics.isEmpty else { throw DiagnosticsError(parser.diagnostics) }
        return Chapter(
            path: path, kind: name.kind, number: name.number, part: name.part, name: name.program, title: parser.title,
            blocks: parser.blocks, text: text)
    }

}

/// Makes the blocks of one chapter out of what cmark found, and notes what is wrong with them.
private struct ChapterParser {
    let text: String
    let path: String
    let lines: SourceLines
    var title = ""
    private var heading = ""
    var blocks: [Block] = []
    var diagnostics: [Diagnostic] = []

    init(text: String, path: String) {
        self.text = text
        self.path = path
        lines = SourceLines(text)
    }

    mutating func parse() {
        guard text.contains(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) else {
            return report("the chapter is empty; begin it with '# Title'", line: 1)
        }
        if let line = (1...lines.count).first(where: { Self.isConflictMark(lines.utf8($0)) }) {
            return report(
                "a merge has left its marks here; choose one of the two texts and remove the marks", line: line)
        }
        let leaves = MarkdownDocument(text).leaves
        takeTitle(leaves)
        for (index, leaf) in leaves.enumerated() {
            switch leaf.kind {
            case .code(let info):
                addBlock(leaf, info: info, note: leaves.dropFirst(index + 1).first?.note)
            case .html:
                if let (line, mistake) = mistakeInComments(of: leaf) { return report(mistake, line: line) }
                guard let line = swallowedFence(in: leaf) else { continue }
                // Markdown reads the rest of the block as prose and its end as a new fence: what follows would be
                // reported for no fault of its own.
                return report(
                    """
                    this fence is swallowed by the HTML that begins in line \(leaf.firstLine); put an empty line \
                    before it
                    """, line: line)
            case .paragraph:
                let isUnderBlock = index > 0 && leaves[index - 1].kind.isCode
                if let note = leaf.note, !isUnderBlock { report(note.label.misplaced, line: note.line) }
                guard let line = brokenFence(in: leaf) else { continue }
                return report(
                    """
                    a fence's info string can't hold backticks: Markdown reads this line as prose; write it \
                    without them
                    """, line: line)
            case .heading:
                heading = leaf.literal
            case .other:
                break
            }
        }
    }

    /// Whether git has written the line: seven characters of a kind and a blank. (`=======` alone may underline a
    /// heading.)
    private static func isConflictMark(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, "<>|".utf8.contains(first) else { return false }
        return line.prefix { $0 == first }.count == 7
            && (line.count == 7 || line[line.startIndex + 7] == UInt8(ascii: " "))
    }

    private mutating func takeTitle(_ leaves: [MarkdownDocument.Leaf]) {
        guard let first = leaves.first, case .heading(level: 1) = first.kind, !first.literal.isEmpty else {
            return report("the chapter has no title; begin it with '# Title'", line: 1)
        }
        title = first.literal
    }

    private mutating func addBlock(_ leaf: MarkdownDocument.Leaf, info: String, note: VisibleNote?) {
        if let mistake = mistakeInFences(of: leaf) { return report(mistake, line: leaf.firstLine) }
        do {
            let info = try InfoString(info)
            let kind = try Vocabulary.kind(info)
            guard kind.isOnlyShown || (leaf.isTopLevel && leaf.column == 1) else {
                return report(
                    """
                    this block is compiled or checked and can't stand in a list or quote, nor be indented; begin \
                    its fence at the start of the line
                    """, line: leaf.firstLine)
            }
            let body = SourceLines.normalised(leaf.literal)
            blocks.append(
                Block(
                    kind: noted(kind, by: note, fenceLine: leaf.firstLine), body: body, fenceLine: leaf.firstLine,
                    closingLine: leaf.lastLine, heading: heading, hearts: try Vocabulary.hearts(info)))
        } catch {
            report(error.message, line: leaf.firstLine)
        }
    }

    /// The block as it is where its note is wrong, so that what stands around it is judged, too.
    private mutating func noted(_ kind: Block.Kind, by note: VisibleNote?, fenceLine: Int) -> Block.Kind {
        do {
            return try kind.noted(by: note)
        } catch {
            report(error.message, line: note?.line ?? fenceLine)
            return kind
        }
    }

    private mutating func report(_ message: String, line: Int) {
        diagnostics.append(Diagnostic(message, at: SourcePosition(file: path, line: line)))
    }

    // MARK: Fences

    private func mistakeInFences(of leaf: MarkdownDocument.Leaf) -> String? {
        // cmark gives code by indentation the same kind.
        let isIndented = leaf.isTopLevel && leaf.column > 4
        guard !isIndented, let opening = Fence(lines.utf8(leaf.firstLine).dropFirst(leaf.column - 1)) else {
            return "code by indentation is not checked; put it in a fence (```text if it is only shown)"
        }
        // cmark runs a block without an end to the end of what holds it. Its last line is then one of the body's,
        // whatever it looks like.
        let lastBodyLine = leaf.firstLine + SourceLines(leaf.literal).count
        guard leaf.lastLine == lastBodyLine + 1, Fence.within(lines.utf8(leaf.lastLine))?.closes(opening) == true
        else {
            return "this fence is not closed, so the block runs to the end of what holds it; close it"
        }
        let bodyLines = leaf.firstLine + 1..<leaf.lastLine
        if let next = bodyLines.first(where: { Fence.within(lines.utf8($0))?.matches(opening) == true }) {
            return """
                this fence is not closed before the next one in line \(next); close it, or if that line belongs to \
                the block, begin and end the block with a longer fence
                """
        }
        return nil
    }

    /// A comment that isn't closed takes in what follows, to the end of the page or of the next comment: blocks would
    /// be gone without a word.
    private func mistakeInComments(of leaf: MarkdownDocument.Leaf) -> (line: Int, message: String)? {
        func line(of index: String.Index) -> Int {
            leaf.firstLine + leaf.literal.utf8[..<index].count { $0 == UInt8(ascii: "\n") }
        }
        var rest = leaf.literal[...]
        while let start = rest.firstRange(of: "<!--") {
            let body = rest[start.upperBound...]
            // `<!-->` and `<!--->` are whole.
            let end = rest[rest.index(start.lowerBound, offsetBy: 2)...].firstRange(of: "-->")
            let next = body.firstRange(of: "<!--")
            guard let end else {
                return (
                    line(of: start.lowerBound),
                    "this comment is not closed, so it hides the rest of the page; close it with -->"
                )
            }
            if let next, next.lowerBound < end.lowerBound {
                return (
                    line(of: start.lowerBound),
                    """
                    this comment is not closed before the next one in line \(line(of: next.lowerBound)), so it hides \
                    what stands between them; close it with -->
                    """
                )
            }
            rest = rest[end.upperBound...]
        }
        return nil
    }

    /// The line of a fence that an HTML block other than a comment has taken in.
    private func swallowedFence(in leaf: MarkdownDocument.Leaf) -> Int? {
        guard !leaf.literal.hasPrefix("<!--") else { return nil }
        let html = SourceLines(leaf.literal)
        return (0..<html.count).first { Fence.within(html.utf8($0 + 1)) != nil }.map { leaf.firstLine + $0 }
    }

    /// The line of a paragraph that looks like a fence, which it can only do when its info string has a backtick.
    private func brokenFence(in leaf: MarkdownDocument.Leaf) -> Int? {
        (leaf.firstLine..<max(leaf.firstLine, leaf.lastLine) + 1).first {
            Fence.within(lines.utf8($0))?.isOfBackticks == true
        }
    }
}

extension SourceLines {
    /// The text with `\n` at the end of every line.
    static func normalised(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        let lines = SourceLines(text)
        return (1...lines.count).map { lines[$0] + "\n" }.joined()
    }
}
