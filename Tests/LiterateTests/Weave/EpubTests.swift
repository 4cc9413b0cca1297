import Foundation
import Testing

@testable import Literate

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct EpubTests {
    private static let page = """
        # One & two

        ## A < b

        A line\\
        and another, <details> and `x < y`.

        | a | b |
        | --- | --- |
        | 1 | [more](Workshop/01-01-more.md) |

        ```swift
        print(1)
        ```

        ```python
        print(1)
        ```

        ```output
        1
        ```

        ```math
        x^2
        ```

        <details>
        <summary>More</summary>

        ---

        </details>

        ![A picture](Figures/a.png)

        """

    /// What a reading system refuses is markup that isn't whole.
    @Test func eachPageIsXML() async throws {
        let package = try TemporaryPackage([
            "Chapters/README.md": "# Book\n", "Chapters/01-one.md": Self.page,
            "Chapters/Workshop/01-01-more.md": "# More\n", "Chapters/Figures/a.png": "no picture",
        ])
        let book = try Book.load(root: package.root)
        let bytes = try await Epub(book, edition: SiteEdition(of: book)).bytes
        try Files.write(bytes, to: "\(package.root)/book.epub")
        let unpacked = try await ChildProcess.run(
            "python3", ["-m", "zipfile", "-e", "book.epub", "out"], directory: package.root)
        #expect(unpacked.status == .exited(0))
        for path in [
            "META-INF/container.xml", "OEBPS/package.opf", "OEBPS/nav.xhtml", "OEBPS/index.xhtml", "OEBPS/01-one.xhtml",
            "OEBPS/workshop/01-01-more.xhtml",
        ] {
            let parser = XMLParser(data: Data(try Files.read("\(package.root)/out/\(path)")))
            #expect(parser.parse(), "\(path): \(String(describing: parser.parserError)) in line \(parser.lineNumber)")
        }
        let manifest = try package.text("out/OEBPS/package.opf")
        #expect(manifest.contains("href=\"01-one.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\""))
        #expect(manifest.contains("href=\"files/Figures/a.png\" media-type=\"image/png\""))
        #expect(try package.text("out/OEBPS/01-one.xhtml").contains("<a href=\"workshop/01-01-more.xhtml\">more</a>"))
    }
}
