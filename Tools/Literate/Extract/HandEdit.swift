/// A file that extract would overwrite or remove but that someone has written to since.
struct HandEdit {
    /// What the chapters make of the file; nil if no chapter owns it any more.
    var wanted: GeneratedFile?
    var path: String
    var found: String

    /// Nil if the text found may go: extract wrote it, it says what the chapters say, or there is none, as a failure of
    /// the machine may leave a file.
    init?(path: String, found: String, wanted: GeneratedFile?) {
        if found.isEmpty || Self.isMerged(found) { return nil }
        let header = GeneratedHeader.find(in: found)
        if let header, header.isIntact { return nil }
        if let header, let wanted, let code = GeneratedHeader.find(in: wanted.text)?.code,
            ContentHash.withoutDirectives(code) == ContentHash.withoutDirectives(header.code)
        {
            return nil
        }
        self.path = path
        self.found = found
        self.wanted = wanted
    }

    /// Whether a merge has met another in a file that both sides have extracted: git keeps what each of them was.
    private static func isMerged(_ text: String) -> Bool {
        let lines = text.textLines
        return lines.contains { $0.hasPrefix("<<<<<<< ") } && lines.contains { $0.hasPrefix(">>>>>>> ") }
    }

    /// The edit, where it belongs, and the way out.
    var diagnostic: Diagnostic {
        let drop = "or drop it with 'swift run extract --force'"
        guard let wanted else {
            return Diagnostic(
                """
                edited by hand, and no chapter owns it any more; move what you need to a chapter and delete the \
                file, \(drop)
                """,
                at: SourcePosition(file: path))
        }
        guard GeneratedHeader.find(in: found) != nil else {
            return Diagnostic(
                "not written by extract, but \(wanted.origin) makes a file of this name; move it away, \(drop)",
                at: SourcePosition(file: path))
        }
        let old = Self.codeLines(of: wanted.text)
        let new = Self.codeLines(of: found)
        let common = zip(old, new).prefix { $0.text == $1.text }.count
        let place = Self.place(of: common, in: old, wanted)
        let hunks = UnifiedDiff.hunks(from: old.map(\.text), to: new.map(\.text), numbered: false, forEyes: true)
            .joined()
        return Diagnostic(
            """
            edited by hand since it was extracted; bring the edit to \(place) and extract again, \
            \(drop)
            \(hunks)
            """,
            at: SourcePosition(file: path, line: Self.number(at: common, in: new) ?? 1))
    }

    /// Where in the book the line at an index belongs; both places where two pages meet.
    private static func place(of index: Int, in lines: [Line], _ wanted: GeneratedFile) -> String {
        let number = number(at: index, in: lines) ?? 0
        let before = wanted.positions.prefix(index < lines.count ? max(0, number - 1) : number).compactMap(\.self).last
        let after = index < lines.count ? wanted.positions.dropFirst(max(0, number - 1)).compactMap(\.self).first : nil
        guard let before, let after, before.file != after.file else {
            return "\(after ?? before ?? wanted.origin)"
        }
        return "\(before) or \(after), two pages that meet here,"
    }

    private typealias Line = (number: Int, text: Substring)

    /// The number of a line, or of the last one if there are fewer; nil if there is none.
    private static func number(at index: Int, in lines: [Line]) -> Int? {
        lines.prefix(index + 1).last?.number
    }

    /// The lines below the header that are no directives, with their numbers in the file.
    private static func codeLines(of text: String) -> [Line] {
        let all = text.textLines
        let code = (GeneratedHeader.find(in: text)?.code ?? "").textLines.count
        return zip(1..., all).dropFirst(all.count - code).filter { !ContentHash.isDirective($1) }
            .map { (number: $0, text: $1) }
    }
}
