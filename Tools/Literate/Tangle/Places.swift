/// The places inside a library or engine file, at which later pages put what they add to it.
///
/// A place is a comment line of its own, `// place: gradients`. It is declared once a file, and filled by any number of
/// pages in the book's order.
enum Places {
    /// The name of the place that a line declares.
    static func name(in line: some StringProtocol) -> String? {
        let words = line.drop { $0 == " " || $0 == "\t" }
        guard words.hasPrefix(mark) else { return nil }
        let name = words.dropFirst(mark.count)
        return isName(name) ? String(name) : nil
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    private static let mark = "// place: "

    /// What is wrong with the places of these pages.
    static func diagnostics(for chapters: [Chapter]) -> [Diagnostic] {
        var declared: [String: [String: SourcePosition]] = [:]
        var diagnostics: [Diagnostic] = []
        let additions = chapters.inOrderOfSources.flatMap { chapter in
            chapter.blocks.compactMap { Addition($0, of: chapter) }
        }
        for (index, addition) in additions.enumerated() {
            let known = declared[addition.file] ?? [:]
            if let place = addition.place, known[place] == nil {
                let message = Self.message(of: place, in: addition.file, known: known, after: additions[(index + 1)...])
                diagnostics.append(Diagnostic(message, at: addition.position(ofLine: -1)))
            }
            for (line, text) in addition.lines.enumerated() {
                let position = addition.position(ofLine: line)
                if let name = name(in: text) {
                    if let other = declared[addition.file]?[name] {
                        diagnostics.append(
                            Diagnostic(
                                "the place '\(name)' of \(addition.file) is declared in \(other) already; give this one another name",
                                at: position))
                    } else {
                        declared[addition.file, default: [:]][name] = position
                    }
                } else if text.drop(while: \.isWhitespace).hasPrefix("// place:") {
                    diagnostics.append(
                        Diagnostic(
                            "a place is written '// place: name', with letters, digits and hyphens in its name, and nothing else in the line",
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
            if let line = later.lines.firstIndex(where: { name(in: $0) == place }) {
                return """
                    at=\(place) fills a place that \(later.position(ofLine: line)) declares only later; declare it before, \
                    with '\(mark)\(place)'
                    """
            }
        }
        let start = "\(file) has no place '\(place)'"
        if let meant = Suggestion.nearest(to: place, among: known.keys.sorted()) { return "\(start); did you mean '\(meant)'?" }
        if known.isEmpty { return "\(start); declare it in an earlier block with '\(mark)\(place)'" }
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

        init?(_ block: Block, of chapter: Chapter) {
            guard let (file, place) = block.target else { return nil }
            self.chapter = chapter
            self.block = block
            self.file = file
            self.place = place
            lines = TextLines.split(block.body)
        }

        /// A line of the body, counted from 0; -1 is the fence.
        func position(ofLine line: Int) -> SourcePosition {
            SourcePosition(file: chapter.path, line: block.firstLine + line)
        }
    }
}

extension Block {
    /// The source file that the block adds to, from the package's root, and the place in it.
    var target: (file: String, place: String?)? {
        switch kind {
        case .library(let file, let place): ("\(Layout.library)/\(file)", place)
        case .engine(let file, let place): ("\(Layout.engine)/\(file)", place)
        default: nil
        }
    }
}
