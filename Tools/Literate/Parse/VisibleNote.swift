import CMark

/// A paragraph right under a block that tells readers what vouches for it: `*Swift only:* …` why PyTorch doesn't print
/// the same, `*Measured:* …` how, where and when something was measured.
struct VisibleNote: Equatable {
    enum Label: String, CaseIterable {
        case swiftOnly = "Swift only:"
        case measured = "Measured:"

        /// As it stands in a chapter.
        var markdown: String { "*\(rawValue)*" }
    }

    /// A stretch of the paragraph. What is code holds no punctuation of the sentence's.
    struct Span: Equatable {
        var text: String
        var isCode = false
    }

    var label: Label
    /// What follows the label.
    var spans: [Span]
    var line: Int

    /// The words behind the label, on one line.
    var text: String { spans.map(\.text).joined().trimmed }

    /// How, where and on which day something was measured: what stands before the first comma outside code, behind the
    /// last, and between the two.
    func measurement() throws(InfoError) -> (by: String, on: String, date: String) {
        var parts = [""]
        for span in spans {
            let pieces =
                span.isCode
                ? [span.text] : span.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            parts[parts.count - 1] += pieces[0]
            parts += pieces.dropFirst()
        }
        parts = parts.map(\.trimmed)
        guard parts.count >= 3, let by = parts.first, var date = parts.last else {
            throw InfoError(
                "\(label.markdown) names a command, a machine and a day, with commas between: \(Self.example)")
        }
        if date.hasSuffix(".") { date.removeLast() }
        let on = parts[1..<(parts.count - 1)].joined(separator: ", ")
        guard !by.isEmpty else {
            throw InfoError(
                "\(label.markdown) doesn't say how; begin with the command that measures it again: \(Self.example)")
        }
        guard on.contains(where: \.isLetter) else {
            throw InfoError("\(label.markdown) names no machine; put it between command and day: \(Self.example)")
        }
        guard CalendarDate.isValid(date) else {
            throw InfoError("\(label.markdown) ends with a day, and '\(date)' is none; write it as 2026-11-22")
        }
        return (by, on, date)
    }

    static let example = "\(Label.measured.markdown) `make bench`, 2 cores with AVX2, 2026-11-22."
}

extension VisibleNote {
    /// Nil for a paragraph that doesn't begin with a label in emphasis.
    init?(paragraph: OpaquePointer) {
        guard let first = cmark_node_first_child(paragraph), cmark_node_get_type(first) == CMARK_NODE_EMPH,
            let label = Label(rawValue: MarkdownDocument.words(of: first))
        else { return nil }
        self.label = label
        line = Int(cmark_node_get_start_line(paragraph))
        spans = []
        var next = cmark_node_next(first)
        while let node = next {
            spans.append(
                Span(text: MarkdownDocument.words(of: node), isCode: cmark_node_get_type(node) == CMARK_NODE_CODE))
            next = cmark_node_next(node)
        }
    }
}

extension Block.Kind {
    /// The block with what the note under it says.
    ///
    /// - Throws: `InfoError` about the note, or about the block if it needs one and has none. Whether an output needs a
    ///   reason is seen by `Accounting`.
    func noted(by note: VisibleNote?) throws(InfoError) -> Block.Kind {
        switch (self, note?.label) {
        case (.output(var output), .swiftOnly?) where output.column == .swift:
            guard let note, !note.text.isEmpty else {
                throw InfoError("\(VisibleNote.Label.swiftOnly.markdown) gives no reason; write a sentence behind it")
            }
            guard output.quotes.isEmpty else {
                throw InfoError("quotes= needs no \(note.label.markdown): a quotation is confirmed where it comes from")
            }
            output.why = note.text
            return .output(output)
        case (.measured, .measured?):
            let (by, on, date) = try note?.measurement() ?? ("", "", "")
            return .measured(by: by, on: on, date: date)
        case (.measured, nil):
            throw InfoError(
                """
                'measured' doesn't say how, where and when; write it as the paragraph right under the block: \
                \(VisibleNote.example)
                """)
        case (_, nil):
            return self
        case (_, let label?):
            throw InfoError(label.misplaced)
        }
    }
}

extension VisibleNote.Label {
    /// What is wrong where the block above is another one.
    var misplaced: String {
        switch self {
        case .swiftOnly:
            """
            \(markdown) belongs right under an 'output of=swift'; move it there, or begin this paragraph in \
            another way
            """
        case .measured:
            "\(markdown) belongs right under a 'measured' block; move it there, or begin this paragraph in another way"
        }
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        String(Substring(drop(while: \.isWhitespace).reversed()).drop(while: \.isWhitespace).reversed())
    }
}
