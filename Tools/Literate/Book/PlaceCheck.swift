/// Compares the places that pages fill with those that pages declare.
enum PlaceCheck {
    /// What is wrong with the places of a book's pages.
    static func diagnostics(for book: Book) -> [Diagnostic] {
        var declared: [String: [String: SourcePosition]] = [:]
        var diagnostics: [Diagnostic] = []
        let additions = book.chapters.inOrderOfSources.flatMap { chapter in
            chapter.blocks.compactMap { Addition($0, of: chapter, book.settings) }
        }
        for (index, addition) in additions.enumerated() {
            let known = declared[addition.file] ?? [:]
            if let place = addition.place, known[place] == nil {
                let message = Self.message(of: place, in: addition.file, known: known, after: additions[(index + 1)...])
                diagnostics.append(Diagnostic(message, at: addition.position(ofLine: -1)))
            }
            for (line, text) in addition.lines.enumerated() {
                let position = addition.position(ofLine: line)
                if let name = Places.name(in: text) {
                    if let other = declared[addition.file]?[name] {
                        diagnostics.append(
                            Diagnostic(
                                """
                                the place '\(name)' of \(addition.file) is declared in \(other) already; give \
                                this one another name
                                """,
                                at: position))
                    } else {
                        declared[addition.file, default: [:]][name] = position
                    }
                } else if text.drop(while: \.isWhitespace).hasPrefix("// place:") {
                    diagnostics.append(
                        Diagnostic(
                            """
                            a place is written '// place: name', with letters, digits and hyphens in its name, \
                            and nothing else in the line
                            """,
                            at: position))
                }
            }
        }
        return diagnostics
    }

    private static func message(
        of place: String, in file: String, known: [String: SourcePosition], after: ArraySlice<Addition>
    ) -> String {
        for later in after where later.file == file {
            if let line = later.lines.firstIndex(where: { Places.name(in: $0) == place }) {
                return """
                    at=\(place) fills a place that \(later.position(ofLine: line)) declares only later; declare it \
                    before, with '\(Places.mark)\(place)'
                    """
            }
        }
        let start = "\(file) has no place '\(place)'"
        if let meant = Suggestion.nearest(to: place, among: known.keys.sorted()) {
            return "\(start); did you mean '\(meant)'?"
        }
        if known.isEmpty { return "\(start); declare it in an earlier block with '\(Places.mark)\(place)'" }
        return "\(start); it has \(known.keys.sorted().joined(separator: ", "))"
    }

    /// A block that adds to a file.
    private struct Addition {
        var chapter: Chapter
        var block: Block
        /// From the package's root.
        var file: String
        var place: String?
        var lines: [Substring]

        init?(_ block: Block, of chapter: Chapter, _ settings: BookSettings) {
            guard let (file, place) = settings.target(of: block) else { return nil }
            self.chapter = chapter
            self.block = block
            self.file = file
            self.place = place
            lines = block.body.textLines
        }

        /// A line of the body, counted from 0; -1 is the fence.
        func position(ofLine line: Int) -> SourcePosition { chapter.position(inBodyOf: block, line: line) }
    }
}
