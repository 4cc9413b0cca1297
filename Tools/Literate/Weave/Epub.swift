import Foundation

/// The book as an EPUB 3: all pages, without what is done rather than read.
package struct Epub {
    private let contents: SiteContents
    private let edition: SiteEdition

    /// - Parameter references: What the compiler has told of the names in the code.
    package init(_ book: Book, edition: SiteEdition, references: CodeReferences = CodeReferences()) throws {
        contents = try SiteContents(book, for: .paper, references: references)
        self.edition = edition
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        get throws {
            let pages = contents.map.pages.filter { $0.path.hasSuffix(".xhtml") }
            var files: Set<String> = []
            var sections: [(page: SitePage, headings: [PageRenderer.Heading], html: String)] = []
            for page in pages {
                let renderer = PageRenderer(page, of: contents)
                renderer.render()
                files.formUnion(renderer.files)
                sections.append((page, renderer.headings, renderer.html))
            }
            try contents.problems.require()

            var archive = ZipArchive()
            try archive.add("mimetype", Array("application/epub+zip".utf8), isPacked: false)
            try archive.add("META-INF/container.xml", Array(Self.container.utf8))
            var items = [
                Item(path: "nav.xhtml", type: "application/xhtml+xml", properties: "nav"),
                Item(path: "book.css", type: "text/css"),
            ]
            for (page, _, html) in sections {
                let properties = [("mathml", "<math"), ("svg", "<svg")].filter { html.contains($0.1) }.map(\.0)
                items.append(
                    Item(
                        path: page.path, type: "application/xhtml+xml",
                        properties: properties.isEmpty ? nil : properties.joined(separator: " "), isRead: true))
                try archive.add("OEBPS/\(page.path)", Array(frame(page, html).utf8))
            }
            for path in files.sorted() {
                let place = SiteContents.place(ofFile: path)
                guard let type = Self.type(of: path) else { continue }
                items.append(Item(path: place, type: type))
                try archive.add("OEBPS/\(place)", contents.file(path))
            }
            try archive.add("OEBPS/book.css", Files.read("\(SiteTheme.folder)/epub.css"))
            try archive.add("OEBPS/nav.xhtml", Array(navigation(sections.map { ($0.page, $0.headings) }).utf8))
            try archive.add("OEBPS/package.opf", Array(package(items).utf8))
            return try archive.data
        }
    }

    private struct Item {
        var path: String
        var type: String
        var properties: String?
        /// Whether it is one of the pages, in their order.
        var isRead = false
    }

    /// What a reading system knows how to show; other files aren't taken.
    private static func type(of path: String) -> String? {
        switch path.split(separator: ".").last {
        case "png": "image/png"
        case "svg": "image/svg+xml"
        case "jpg", "jpeg": "image/jpeg"
        default: nil
        }
    }

    private static let container = """
        <?xml version="1.0" encoding="UTF-8"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
        <rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>
        </rootfiles></container>

        """

    private func frame(_ page: SitePage, _ html: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
        <head><meta charset="utf-8"/><title>\(HTML.escaped(page.label))</title>
        <link rel="stylesheet" type="text/css" href="\(page.root)book.css"/></head>
        <body>
        \(html)</body>
        </html>

        """
    }

    private func navigation(_ pages: [(page: SitePage, headings: [PageRenderer.Heading])]) -> String {
        var items = ""
        for (page, headings) in pages {
            let inner = headings.filter { $0.level == 2 && page.kind == .lesson }.map {
                "<li><a href=\"\(HTML.escaped("\(page.path)#\($0.anchor)"))\">\(HTML.escaped($0.words))</a></li>"
            }
            items += "<li><a href=\"\(HTML.escaped(page.path))\">\(HTML.escaped(page.label))</a>"
            items += inner.isEmpty ? "</li>\n" : "<ol>\(inner.joined())</ol></li>\n"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en" lang="en">
            <head><meta charset="utf-8"/><title>Contents</title></head>
            <body><nav epub:type="toc"><h1>Contents</h1><ol>
            \(items)</ol></nav></body>
            </html>

            """
    }

    private func package(_ items: [Item]) -> String {
        var manifest = ""
        var spine = ""
        for (index, item) in items.enumerated() {
            let attributes = HTML.attributes([
                "id": "item-\(index)", "href": item.path, "media-type": item.type, "properties": item.properties,
            ])
            manifest += "<item\(attributes)/>\n"
            if item.isRead { spine += "<itemref idref=\"item-\(index)\"/>\n" }
        }
        let title = HTML.escaped(edition.title)
        let version = HTML.escaped(edition.commit ?? "0")
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="en">
            <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:identifier id="book">urn:kindling:\(title):\(version)</dc:identifier>
            <dc:title>\(title)</dc:title>
            <dc:language>en</dc:language>
            <meta property="dcterms:modified">\(HTML.escaped(edition.date ?? "1970-01-01"))T00:00:00Z</meta>
            </metadata>
            <manifest>
            \(manifest)</manifest>
            <spine>
            \(spine)</spine>
            </package>

            """
    }
}
