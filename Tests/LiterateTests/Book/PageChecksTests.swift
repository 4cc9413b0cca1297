import Testing

@testable import Literate

/// What a reader finds on the pages: links, figures, contents.
@Suite struct PageChecksTests {

    /// While a page is being written, its links may lead nowhere.
    @Test func extractionDoesNotMind() throws {
        let package = try TemporaryPackage(["Chapters/01-one.md": "# One\n\n[x](y.md)\n"])
        try package.extract()
        #expect(try package.extraction().changes.isEmpty)
    }
}
