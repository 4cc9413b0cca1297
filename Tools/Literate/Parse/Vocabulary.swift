/// The words and attributes that an info string may have, and the kind of block that each makes.
///
/// "How to write a chapter" in the README is this table for people.
enum Vocabulary {
    /// One line of the table: the words that begin it, the attributes it must and may have, and what it makes.
    private struct Form {
        var words: [String]
        var required: [String] = []
        var optional: [String] = []
        var make: @Sendable (InfoString) throws(InfoError) -> Block.Kind
    }

    private static let forms: [Form] =
        [
            Form(words: ["swift"], optional: ["file", "at", "excerpt", "heart"], make: swift),
            Form(words: ["swift", "scope"], optional: ["heart"]) { _ in .program(scope: true) },
            Form(words: ["swift", "fails"]) { _ in .fails },
            Form(words: ["swift", "traps"]) { _ in .traps },
            Form(words: ["swift", "sketch"], required: ["why"]) { .sketch(why: $0["why"] ?? "") },
            Form(words: ["c"], optional: ["file", "at", "excerpt"], make: engine),
            Form(words: ["c", "sketch"], required: ["why"]) { .sketch(why: $0["why"] ?? "") },
            Form(words: ["error"], optional: ["swift"]) { .error(swift: $0["swift"]) },
            Form(words: ["output"], optional: ["of", "tol", "quotes", "excerpt"], make: output),
            Form(words: ["python"], optional: ["excerpt"]) { info throws(InfoError) in
                try excerpt(info, .python) ?? .python
            },
            // The paragraph under the block says the rest.
            Form(words: ["measured"]) { _ in .measured(by: "", on: "", date: "") },
        ] + ["text", "sh", "math", "mermaid"].map { word in Form(words: [word]) { _ in .shown(word) } }

    /// What people write who are used to other books.
    private static let otherNames = [
        "bash": "sh", "shell": "sh", "console": "sh", "zsh": "sh", "py": "python", "txt": "text", "plain": "text",
        "plaintext": "text", "latex": "math", "tex": "math", "h": "c", "cpp": "c", "stdout": "output",
    ]

    /// The kind of block that an info string makes.
    static func kind(_ info: InfoString) throws(InfoError) -> Block.Kind {
        let form = try form(for: info.words)
        try refuseNotes(in: info, of: form.words)
        let allowed = form.required + form.optional
        for (name, _) in info.attributes where !allowed.contains(name) {
            throw unknownAttribute(name, of: form.words, allowed: allowed)
        }
        for name in form.required where info[name] == nil {
            throw InfoError(missing(name, of: form.words))
        }
        return try form.make(info)
    }

    /// The declarations that `heart=` names: `viewed(as:) Tensor.expanded(to:)`.
    static func hearts(_ info: InfoString) throws(InfoError) -> [String] {
        let names = info["heart"]?.split(separator: " ").map(String.init) ?? []
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw InfoError("heart= names \(name) twice; once is enough")
        }
        return names
    }

    private static func form(for words: [String]) throws(InfoError) -> Form {
        guard !words.isEmpty else {
            throw InfoError("this block doesn't say what it is; write ```text if it is only shown")
        }
        guard let form = forms.first(where: { $0.words == words }) else { throw unknownWord(in: words) }
        return form
    }

    /// The message is about the first word that no form has in its place.
    private static func unknownWord(in words: [String]) -> InfoError {
        let wrong = words.indices.first { last in !forms.contains { $0.words.starts(with: words[...last]) } }
        let index = wrong ?? words.count - 1
        let known = words[..<index]
        let word = words[index]
        let start = "unknown word '\(word)'" + (known.isEmpty ? "" : " after '\(known.joined(separator: " "))'")
        let following = forms.filter { $0.words.count > index && $0.words.starts(with: known) }
        let candidates = Set(following.map { $0.words[index] }).sorted()
        if candidates.isEmpty { return InfoError("\(start); nothing may follow here but attributes") }
        let meant = known.isEmpty ? otherNames[word.lowercased()] : nil
        if let suggestion = meant ?? Suggestion.nearest(to: word, among: candidates) {
            return InfoError("\(start); did you mean '\(suggestion)'?")
        }
        return InfoError("\(start); known are \(candidates.joined(separator: ", "))")
    }

    private static func unknownAttribute(_ name: String, of words: [String], allowed: [String]) -> InfoError {
        let block = words.joined(separator: " ")
        let start = "unknown attribute '\(name)' of '\(block)'"
        if let suggestion = Suggestion.nearest(to: name, among: allowed) {
            return InfoError("\(start); did you mean '\(suggestion)'?")
        }
        if allowed.isEmpty { return InfoError("\(start); '\(block)' has no attributes") }
        return InfoError("\(start); known are \(allowed.joined(separator: ", "))")
    }

    private static func missing(_ name: String, of words: [String]) -> String {
        let example =
            switch name {
            case "file": "file=gemm.c, or 'c sketch why=\"…\"' if it is only shown"
            default: "why=\"…\", the reason that it isn't compiled"
            }
        return "'\(words.joined(separator: " "))' needs \(example)"
    }

    private static func swift(_ info: InfoString) throws(InfoError) -> Block.Kind {
        if let excerpt = try excerpt(info, .swift) { return excerpt }
        guard let file = info["file"] else {
            if info["at"] != nil { throw InfoError("at= names a place in a file; say which, with file=") }
            return .program(scope: false)
        }
        return .library(file: try LibraryPath.check(file, extensions: ["swift"]), place: try place(info))
    }

    private static func engine(_ info: InfoString) throws(InfoError) -> Block.Kind {
        if let excerpt = try excerpt(info, .c) { return excerpt }
        guard let file = info["file"] else { throw InfoError(missing("file", of: ["c"])) }
        return .engine(file: try LibraryPath.check(file, extensions: ["c", "h"]), place: try place(info))
    }

    private static func place(_ info: InfoString) throws(InfoError) -> String? {
        guard let place = info["at"] else { return nil }
        guard Places.isName(place) else {
            throw InfoError("at=\(place) is not a place's name, which has letters, digits and hyphens")
        }
        return place
    }

    /// Nil when the block is no excerpt.
    private static func excerpt(_ info: InfoString, _ language: Block.Excerpt.Language) throws(InfoError) -> Block.Kind?
    {
        guard let source = info["excerpt"] else { return nil }
        if let other = info.attributes.first(where: { $0.name != "excerpt" })?.name {
            throw InfoError(
                "excerpt= shows what stands elsewhere and is compared with it, so \(other)= doesn't go with it")
        }
        return .excerpt(Block.Excerpt(language, of: source))
    }

    private static func output(_ info: InfoString) throws(InfoError) -> Block.Kind {
        if let excerpt = try excerpt(info, .output) { return excerpt }
        let column = try info["of"].flatMap { name throws(InfoError) in try self.column(name) }
        var output = Block.Output(of: column)
        if let written = info["tol"] { output.tolerance = try tolerance(written, of: column) }
        output.quotes = info["quotes"]?.split(separator: " ").map(String.init) ?? []
        if column != .swift, !output.quotes.isEmpty {
            throw InfoError("quotes= is for output of=swift, which PyTorch doesn't confirm")
        }
        return .output(output)
    }

    /// Nil for both.
    private static func column(_ name: String) throws(InfoError) -> Column? {
        if name == "both" { return nil }
        if let column = Column(rawValue: name) { return column }
        let names = ["both"] + Column.allCases.map(\.rawValue)
        let question = Suggestion.question(about: name, among: names)
        throw InfoError("of=\(name) is none of \(names.joined(separator: ", "))\(question)")
    }

    private static func tolerance(_ written: String, of column: Column?) throws(InfoError) -> Double {
        guard let tolerance = Double(written), tolerance > 0, tolerance.isFinite else {
            throw InfoError("tol=\(written) is not a number greater than 0, such as tol=1e-3")
        }
        guard column != .swift else {
            throw InfoError("tol= is for the python column; what the Swift prints is compared exactly")
        }
        guard column != nil || tolerance <= Block.Output.widestTolerance else {
            throw InfoError(
                """
                tol=\(written) is too wide for PyTorch to confirm anything, \(Block.Output.widestTolerance) is the \
                most; show two texts, output of=swift with its reason and output of=python
                """)
        }
        return tolerance
    }

    /// What readers should see stands under the block, not in its info string.
    private static func refuseNotes(in info: InfoString, of words: [String]) throws(InfoError) {
        if words == ["output"], let why = info["why"] {
            throw InfoError(
                """
                readers don't see why=; write the reason as a paragraph right under the block: \
                \(VisibleNote.Label.swiftOnly.markdown) \(why)
                """)
        }
        if words == ["measured"], let name = ["by", "on", "date"].first(where: { info[$0] != nil }) {
            let note =
                """
                `\(info["by"] ?? "make bench")`, \(info["on"] ?? "2 cores with AVX2"), \
                \(info["date"] ?? "2026-11-22").
                """
            throw InfoError(
                """
                readers don't see \(name)=; write how, where and when as a paragraph right under the block: \
                \(VisibleNote.Label.measured.markdown) \(note)
                """)
        }
    }
}
