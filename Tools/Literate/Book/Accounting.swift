/// The rule that every printed number has something to vouch for it: PyTorch, which prints it too, a reason why that
/// can't be, or a place that it is quoted from.
struct Accounting {
    private let root: String
    private let chapters: [Chapter]
    private let hasPython: Bool

    /// In a book without a PyTorch column, only quotations have something to vouch for them.
    static func diagnostics(for book: Book) -> [Diagnostic] {
        let accounting = Accounting(root: book.root, chapters: book.chapters, hasPython: book.settings.hasPython)
        return book.chapters.flatMap(accounting.diagnostics)
    }

    private func diagnostics(for chapter: Chapter) -> [Diagnostic] {
        let fences = Set(PythonScript(chapter).outputs.map(\.fenceLine))
        return chapter.outputs(in: .swift).compactMap { block in
            guard let output = block.output, !fences.contains(block.fenceLine) else { return nil }
            let fence = chapter.position(of: block)
            if hasPython, output.column == nil {
                return Diagnostic(
                    """
                    no python block prints this output; write the PyTorch before it, or make it 'output of=swift' \
                    and say right under it why PyTorch can't confirm it: *Swift only:* …
                    """, at: fence)
            }
            if hasPython, output.why == nil, output.quotes.isEmpty {
                return Diagnostic(
                    """
                    'output of=swift' doesn't say why PyTorch doesn't print the same; write the paragraph \
                    '*Swift only:* The reason.' right under the block, or quotes="04 figures.json", where its numbers \
                    come from
                    """, at: fence)
            }
            return output.quotes.isEmpty ? nil : mistake(inQuotation: block, output.quotes, of: chapter, at: fence)
        }
    }

    // MARK: Quotations

    private func mistake(
        inQuotation block: Block, _ sources: [String], of chapter: Chapter, at fence: SourcePosition
    ) -> Diagnostic? {
        var numbers: [Double] = []
        for source in sources {
            guard let text = text(of: source) else { return Diagnostic(unknown(source), at: fence) }
            numbers += OutputToken.tokens(of: text).compactMap(\.number)
        }
        numbers.sort()
        for token in OutputToken.tokens(of: block.body) {
            // Whole numbers count and name: "weight 7" is no quotation.
            guard case .real(let value, let unit) = token.kind, value.isFinite else { continue }
            if numbers.isEmpty || !OutputToken.agree(value, numbers.nearest(to: value), within: unit) {
                return Diagnostic(
                    "`\(token.text)` stands in none of \(sources.joined(separator: ", ")), which this block quotes",
                    at: chapter.position(inBodyOf: block, line: token.line))
            }
        }
        return nil
    }

    /// All that the pages of a number print, or one page, or a file's text; nil if there is no such source.
    private func text(of source: String) -> String? {
        let pages = chapters.filter { $0.kind != .solutions && [$0.number, $0.designation].contains(source) }
        if !pages.isEmpty {
            let outputs = pages.flatMap(\.blocks).filter { $0.output?.quotes.isEmpty == true }
            return outputs.map(\.body).joined(separator: "\n")
        }
        guard !source.contains("/"), let bytes = try? Files.read("\(dataFolder)/\(source)") else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private func unknown(_ source: String) -> String {
        let numbers = chapters.filter { $0.kind != .solutions && $0.kind != .workshop }.map(\.number)
        let files = ((try? Files.list(dataFolder)) ?? []).filter { text(of: $0) != nil }
        let start = "quotes=\(source) is neither a chapter's number nor a text in \(PackagePaths.data)"
        if let meant = Suggestion.nearest(to: source, among: files) { return "\(start); did you mean '\(meant)'?" }
        // A book may have a thousand chapters.
        let chapters =
            numbers.count > 20 ? "\(numbers[0]) to \(numbers[numbers.count - 1])" : numbers.joined(separator: ", ")
        return "\(start); known are \(([chapters] + files.prefix(20)).filter { !$0.isEmpty }.joined(separator: ", "))"
    }

    private var dataFolder: String { "\(root)/\(PackagePaths.data)" }
}

extension OutputToken {
    /// The value of a number, whole or not.
    fileprivate var number: Double? {
        switch kind {
        case .real(let value, _): value
        case .integer: Double(text)
        case .word, .symbol, .lineEnd: nil
        }
    }
}

extension [Double] {
    /// The element nearest to a value, of a sorted array that isn't empty.
    fileprivate func nearest(to value: Double) -> Double {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        let candidates = [low - 1, low].filter(indices.contains).map { self[$0] }
        return candidates.min { abs($0 - value) < abs($1 - value) }!
    }
}
