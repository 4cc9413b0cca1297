/// A page to begin with: it has the book's columns, and passes.
package struct NewPage: Sendable {
    /// Its path from the root.
    package let path: String
    private let name: ChapterName

    /// - Parameter designation: its file's name without the folder: `17-blocks`, `17-02-more` for a page of its
    ///   workshop.
    package init(_ designation: String) throws(DiagnosticsError) {
        let file = designation.hasSuffix(".md") ? String(designation.dropLast(3)) : designation
        let words = file.split(separator: "-", omittingEmptySubsequences: false)
        let isWorkshop = words.count > 2 && words[1].count == 2 && words[1].allSatisfy(\.isNumber)
        let path = "\(isWorkshop ? PackagePaths.workshop : PackagePaths.chapters)/\(file).md"
        guard !file.contains("/"), let name = ChapterName(path: path) else {
            throw DiagnosticsError("\(designation) is no page's name: \(ChapterName.rule)")
        }
        self.path = path
        self.name = name
    }

    private var title: String {
        let words = name.slug.split(separator: "-").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private func text(hasPython: Bool) -> String {
        let python = """
            ```python
            answer = 6 * 7
            print("6 times 7 is", answer)
            ```


            """
        return """
            # \(title)

            What this page is about, in a sentence or two.

            ## First steps

            ```swift
            let answer = 6 * 7
            print("6 times 7 is", answer)
            ```

            \(hasPython ? python : "")```output
            6 times 7 is 42
            ```

            """
    }

    /// Writes the page and lists it in the contents on the front page.
    ///
    /// - Returns: whether the contents name it now. They don't where there is no line to follow.
    @discardableResult
    package func write(into book: Book) throws(DiagnosticsError) -> Bool {
        guard !Files.exists("\(book.root)/\(path)") else {
            throw DiagnosticsError(
                "this page is there already; edit it, or give the new one another name",
                at: SourcePosition(file: path))
        }
        let text = text(hasPython: book.settings.hasPython)
        let page = try Chapter.parse(text, path: path)
        let others = book.chapters.filter { $0.kind != .solutions }
        let mistakes = BookChecks.names(book.chapters.map(\.path) + [path])
        guard mistakes.isEmpty else { throw DiagnosticsError(mistakes) }
        var transaction = FileTransaction(root: book.root)
        transaction.write(path, text, isPrecious: true)
        let front = try contents(of: book, after: others.last { ChapterName.precedes($0, page) })
        if let front { transaction.write(PackagePaths.frontPage, front, isPrecious: true) }
        try transaction.commit()
        return front != nil
    }

    /// The front page with a line for this one behind that of the page before it; nil if there is none.
    private func contents(of book: Book, after before: Chapter?) throws(DiagnosticsError) -> String? {
        guard let before, Files.exists("\(book.root)/\(PackagePaths.frontPage)") else { return nil }
        let source = SourceLines(try ChapterShelf.text(of: PackagePaths.frontPage, root: book.root))
        var lines = source.withEnds
        let link = "](\(LinkTarget.way(to: before.path, from: PackagePaths.frontPage)))"
        guard let index = lines.lastIndex(where: { $0.contains(link) && $0.drop(while: { $0 == " " }).hasPrefix("- ") })
        else { return nil }
        let end = SourceLines.end(of: lines[index])
        let indentation = name.kind == .workshop ? "  " : ""
        let way = LinkTarget.way(to: path, from: PackagePaths.frontPage)
        lines.insert(
            "\(indentation)- \(name.designation) · [\(title)](\(way))\(end.isEmpty ? "\n" : end)", at: index + 1
        )
        return lines.joined()
    }
}
