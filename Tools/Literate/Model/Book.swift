/// The whole book, parsed and checked.
package struct Book: Sendable {
    /// The absolute path of the package's root.
    package let root: String
    /// The chapters by number, then the appendices by letter, each with its workshop pages, then the solutions.
    package let chapters: [Chapter]
    package let settings: BookSettings
    /// What is odd about the folder of the pages.
    package let warnings: [Diagnostic]

    init(root: String, chapters: [Chapter], settings: BookSettings = BookSettings(), warnings: [Diagnostic] = []) {
        self.root = root
        self.settings = settings
        self.warnings = warnings
        self.chapters = chapters.sorted(by: ChapterName.precedes)
    }

    /// The same book with other pages.
    func with(_ chapters: [Chapter]) -> Book { Book(root: root, chapters: chapters, settings: settings) }

    /// The first page that someone means by a number, a name or a path.
    func chapter(_ words: String) -> Chapter? { chapters.first { $0.isMeant(by: words) } }

    /// The pages that someone means, in the book's order; all of them if nothing is named.
    ///
    /// - Throws: `Failure` for a page that doesn't exist, with the nearest that does.
    package func chapters(named designations: [String]) throws(Failure) -> [Chapter] {
        for words in designations where chapter(words) == nil { throw unknown(words) }
        return chapters.filter { chapter in designations.isEmpty || designations.contains { chapter.isMeant(by: $0) } }
    }

    /// - Throws: what to say to someone who asks for the PyTorch column of a book that has none.
    package func requirePython() throws(DiagnosticsError) {
        guard !settings.hasPython else { return }
        throw DiagnosticsError(
            "this book has no PyTorch column; to give it one, say \"python\": true",
            at: SourcePosition(file: PackagePaths.settings))
    }

    private func unknown(_ words: String) -> Failure {
        let nearest = Suggestion.nearest(to: words, among: chapters.map(\.name))
        let numbers = chapters.filter { $0.kind == .chapter || $0.kind == .appendix }.map(\.number)
        return Failure(
            "there is no chapter \(words)", at: nil,
            remedy: nearest.map { "Did you mean \($0)?" } ?? "The chapters are \(numbers.joined(separator: " ")).")
    }

    /// The book as it stands after a chapter: the chapters up to it, their workshops and solutions, and all appendices,
    /// which belong to every stage. Nil when no chapter has this number.
    func stage(through number: String) -> Book? {
        guard chapters.contains(where: { $0.kind == .chapter && $0.number == number }) else { return nil }
        // Appendices, and solutions of appendices, have one letter.
        return with(chapters.filter { $0.number.count == 1 || !ChapterName.precedes(number, $0.number) })
    }
}
