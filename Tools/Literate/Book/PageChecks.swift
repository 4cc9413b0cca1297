/// What can be wrong with the pages as a reader finds them.
///
/// None of it keeps `extract` from writing: while a page is being written, its links may lead nowhere.
package enum PageChecks {
    /// What is wrong, sorted by page and line.
    package static func diagnostics(for book: Book) -> [Diagnostic] {
        let pages = PageShelf(book)
        let excerpts = ExcerptCheck(book)
        let found =
            book.chapters.flatMap(excerpts.diagnostics) + pages.diagnostics + LinkCheck(pages).diagnostics
            + FigureCheck(pages).diagnostics
            + FrontPageCheck(pages).diagnostics
        return DiagnosticsError(found).diagnostics
    }
}
