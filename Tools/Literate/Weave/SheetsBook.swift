import Foundation

/// The book as one page, for a printer: `make pdf` prints it.
package struct SheetsBook {
    private let contents: SiteContents
    private let theme: SiteTheme
    private let edition: SiteEdition

    /// - Parameter references: What the compiler has told of the names in the code.
    package init(_ book: Book, edition: SiteEdition, references: CodeReferences = CodeReferences()) throws {
        contents = try SiteContents(book, for: .sheets, references: references)
        theme = try SiteTheme()
        self.edition = edition
    }

    /// Writes `book.html` and what it shows.
    package func write(to folder: SiteFolder) throws {
        var files: Set<String> = []
        var sections: [[String: Any]] = []
        for page in contents.map.pages {
            let prefix = SiteContents.prefix(of: page)
            let renderer = PageRenderer(page, of: contents, prefix: prefix)
            renderer.render()
            files.formUnion(renderer.files)
            sections.append(["anchor": prefix + "top", "text": renderer.html])
        }
        try contents.problems.require()
        let fields: [String: Any] = ["book": edition.title, "pages": sections, "edition": edition.fields]
        let shown = try files.sorted().map { path in
            Site.File(path: SiteContents.place(ofFile: path), bytes: try contents.file(path))
        }
        try folder.write(
            [Site.File(path: "book.html", bytes: Array(theme.fill(.sheets, fields).utf8))] + shown + theme.files)
    }
}
