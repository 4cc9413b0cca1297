/// A book as a course: what its readers may write themselves, chapter by chapter.
package struct Course: Sendable {
    package let book: Book
    /// The hearts of the chapters that were asked for.
    package let hearts: [Heart]
    /// What there is beside their code, by the chapters' numbers.
    private let sheets: [String: PracticeSheet]

    /// - Parameter numbers: The chapters'; all of them if nil.
    /// - Throws: `DiagnosticsError` with what is wrong with their hearts and sheets.
    package init(_ book: Book, chapters numbers: [String]? = nil) async throws {
        self.book = book
        let chosen = numbers.map { numbers in book.with(book.chapters.filter { numbers.contains($0.number) }) } ?? book
        hearts = try await HeartFinder(book).hearts(on: chosen.chapters)
        var sheets: [String: PracticeSheet] = [:]
        for lesson in chosen.chapters where lesson.kind == .chapter {
            let path = "\(PackagePaths.practice)/\(lesson.name).md"
            guard Files.exists("\(book.root)/\(path)") else { continue }
            sheets[lesson.number] = try PracticeSheet(ChapterShelf.text(of: path, root: book.root), path: path)
        }
        self.sheets = sheets
        try checkSheets()
    }

    /// The numbers of the chapters that have hearts.
    package static func chapters(of book: Book) -> [String] {
        var numbers: [String] = []
        for page in book.chapters where page.blocks.contains(where: { !$0.hearts.isEmpty }) {
            if !numbers.contains(page.number) { numbers.append(page.number) }
        }
        return numbers
    }

    package func hearts(ofChapter number: String) -> [Heart] { hearts.filter { $0.page.number == number } }

    /// The lesson of a chapter, which gives the reader's file its name.
    func lesson(_ number: String) -> Chapter? { book.chapters.first { $0.number == number && $0.kind == .chapter } }

    func section(of heart: Heart) -> PracticeSheet.Section? { sheets[heart.page.number]?.section(of: heart) }

    func sheet(ofChapter number: String) -> PracticeSheet? { sheets[number] }

    package func hints(for heart: Heart) -> [String] { section(of: heart)?.hints ?? [] }

    /// The heart that someone means: by its name, `viewed(as:)`, or by the word before the parentheses; where several
    /// chapters have one, with the chapter's number before it, `01 viewed`.
    ///
    /// - Throws: `Failure` for none and for several.
    package func heart(_ words: String) throws(Failure) -> Heart {
        let parts = words.split(separator: " ").map(String.init)
        let name = parts.last ?? ""
        let candidates = parts.count > 1 ? hearts.filter { $0.page.isMeant(by: parts[0]) } : hearts
        let whole = candidates.filter { [$0.name, $0.declaration.name, $0.declaration.qualifiedName].contains(name) }
        let found =
            whole.isEmpty
            ? candidates.filter { [$0.declaration.word, $0.declaration.qualifiedWord].contains(name) } : whole
        guard let heart = found.first else {
            let names = candidates.flatMap { [$0.name, $0.declaration.word] }
            throw Failure(
                "there is no heart \(words) in the chapters that are begun\(Suggestion.question(about: name, among: names))",
                at: nil, remedy: "`practice list` shows them all.")
        }
        guard found.count == 1 else {
            throw Failure(
                "\(words) may be any of \(found.count)", at: nil,
                details: found.map { "\($0.page.number) \($0.declaration.qualifiedName)" },
                remedy: "Say which, as it stands here, in quotes.")
        }
        return heart
    }

    /// Whether its code is built on Kindling: it is Kindling, or imports it.
    var usesKindling: Bool {
        if book.settings.library == BookSettings.kindling { return true }
        return book.chapters.flatMap(\.blocks).contains { $0.body.contains("import \(BookSettings.kindling)") }
    }

    /// What a trial imports.
    var modules: [String] {
        Set([usesKindling ? BookSettings.kindling : nil, book.settings.library].compactMap(\.self)).sorted()
    }

    /// Every heart has its section, and every section its heart.
    private func checkSheets() throws(DiagnosticsError) {
        var diagnostics: [Diagnostic] = []
        for (number, sheet) in sheets {
            let own = hearts(ofChapter: number)
            for section in sheet.sections
            where !own.contains(where: { [$0.name, $0.declaration.qualifiedName].contains(section.name) }) {
                let meant = Suggestion.question(about: section.name, among: own.map(\.name))
                diagnostics.append(
                    Diagnostic(
                        "chapter \(number) has no heart \(section.name)\(meant)",
                        at: SourcePosition(file: sheet.path, line: section.line)))
            }
            for heart in own where sheet.section(of: heart) == nil {
                diagnostics.append(
                    Diagnostic("\(sheet.path) has no hints and no trial for \(heart.name)", at: heart.position))
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
    }
}

extension SwiftParse.Declaration {
    /// What stands before the parentheses.
    var word: String { String(name.prefix { $0 != "(" }) }

    /// The same behind the types that it stands in: `Tensor.viewed`.
    var qualifiedWord: String { (types + [word]).joined(separator: ".") }
}

extension Course {
    /// The number of a chapter that someone means, which has something to write.
    package func number(_ words: String) throws(Failure) -> String {
        let number = try book.chapters(named: [words])[0].number
        guard !hearts(ofChapter: number).isEmpty else {
            throw Failure(
                "chapter \(number) has nothing to write", at: nil,
                remedy: "These have: \(Course.chapters(of: book).joined(separator: " ")).")
        }
        return number
    }
}
