import Testing

@testable import Literate

struct SheetsBookTests {
    /// All pages are one, so that their places must have different names, and links lead to those.
    @Test func linksStayWithinTheOnePage() async throws {
        let package = try TemporaryPackage([
            "Chapters/01-one.md":
                "# One\n\n## Same\n\n[more](Workshop/01-01-more.md#same) [top](Workshop/01-01-more.md)\n",
            "Chapters/Workshop/01-01-more.md": "# More\n\n## Same\n\n[here](#same)\n",
        ])
        let book = try Book.load(root: package.root)
        let folder = try SiteFolder("\(package.root)/sheets")
        try await SheetsBook(book, edition: SiteEdition(of: book)).write(to: folder)
        let text = try package.text("sheets/book.html")
        #expect(text.contains("<h2 id=\"01-one--same\">") && text.contains("<h2 id=\"01-01-more--same\">"))
        #expect(text.contains("<a href=\"#01-01-more--same\">more</a> <a href=\"#01-01-more--top\">top</a>"))
        #expect(text.contains("<a href=\"#01-01-more--same\">here</a>"))
        #expect(text.contains("<article id=\"01-01-more--top\">"))
    }
}
