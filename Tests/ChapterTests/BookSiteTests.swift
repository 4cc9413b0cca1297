import Testing

@testable import Literate

/// What can be said of the book's site without a browser: `make site-test` opens one.
struct BookSiteTests {
    /// Mathematics, drawings, excerpts in questions, and the places that links from elsewhere lead to.
    @Test func canBeMade() async throws {
        let book = try ChapterRun.book
        let files = try await Site(book, edition: SiteEdition(of: book)).files()
        let paths = Set(files.map(\.path))
        #expect(paths.count == files.count, "two files of one name")
        for chapter in book.chapters { #expect(paths.contains(SitePage.path(of: chapter.path))) }
        for path in ["index.html", "names.html", "torch.html", "glossary.html", "questions.html", "digit.html"] {
            #expect(paths.contains(path))
        }
        let names = try #require(files.first { $0.path == "names.html" })
        #expect(String(decoding: names.bytes, as: UTF8.self).contains("<code>torch.cat</code>"))
        let index = try #require(files.first { $0.path == "assets/search-index.js" })
        #expect(index.bytes.count < 300_000)
    }

    /// What is new, and isn't in the ledger yet, could disappear unseen.
    @Test func theLedgerKnowsEveryPlace() async throws {
        let book = try ChapterRun.book
        let site = try await Site(book, edition: SiteEdition(of: book))
        #expect(try site.ledgerText == site.newLedgerText, "run 'swift run -c release weave --record'")
    }

    @Test func everyLessonAsks() throws {
        let book = try ChapterRun.book
        let sheets = try QuestionSheet.all(of: book)
        for lesson in book.chapters where lesson.kind == .chapter || lesson.kind == .appendix {
            let questions = sheets[lesson.number]?.sheet.questions ?? []
            #expect((3...5).contains(questions.count), "\(lesson.path)")
        }
        // Who always takes the same place isn't right.
        let places = sheets.values.flatMap(\.sheet.questions).map { $0.choices.firstIndex(where: \.isRight) ?? -1 }
        for place in 0..<3 { #expect(places.count { $0 == place } * 2 < places.count) }
    }
}
