/// A page of the site: a page of the book, or what stands at the doors of its folders.
struct SitePage: Sendable {
    enum Kind: String, Sendable { case lesson, workshop, solutions, other }

    var kind: Kind
    /// The Markdown file, from the package's root.
    var source: String
    /// The HTML file, from the site's folder.
    var path: String
    var title: String
    /// `05`, `05-01`; nil for what has no number.
    var designation: String?
    /// The program's name, or the file's.
    var name: String
    /// The Markdown.
    var text: String
    /// Nil for what is no page of the book.
    var chapter: Chapter?

    /// As it is called in lists: `05 · Functions with names`.
    var label: String { designation.map { "\($0) · \(title)" } ?? title }

    /// The way from the page's folder to the site's.
    var root: String { String(repeating: "../", count: path.count { $0 == "/" }) }
}

extension SitePage {
    init(_ chapter: Chapter) {
        kind =
            switch chapter.kind {
            case .chapter, .appendix: .lesson
            case .workshop: .workshop
            case .solutions: .solutions
            }
        source = chapter.path
        path = Self.path(of: chapter.path)
        title = chapter.title
        designation = chapter.kind == .solutions ? nil : chapter.designation
        name = chapter.name
        text = chapter.text
        self.chapter = chapter
    }

    /// - Parameter path: of a Markdown file that is no page of the book.
    init(door path: String, text: String) {
        kind = .other
        source = path
        self.path = Self.path(of: path)
        title = MarkdownPage(text).title ?? path
        name = String(Files.name(of: self.path).dropLast(".html".count))
        self.text = text
    }

    /// A page that no Markdown file says.
    init(generated name: String, title: String) {
        kind = .other
        source = ""
        path = "\(name).html"
        self.title = title
        self.name = name
        text = ""
    }

    /// `Chapters/Workshop/05-01-cross-entropy.md` becomes `workshop/05-01-cross-entropy.html`.
    static func path(of source: String) -> String {
        if source == PackagePaths.frontPage { return "index.html" }
        if source == PackagePaths.index { return "names.html" }
        let inBook = source.hasPrefix(PackagePaths.chapters + "/")
        let parts = source.dropFirst(inBook ? PackagePaths.chapters.count + 1 : 0).split(separator: "/")
        let folders = parts.dropLast().map { $0.lowercased() + "/" }.joined()
        let stem = (parts.last ?? "").dropLast(".md".count)
        // The appendix's name begins with its letter; what is written in capitals throughout is a door.
        let file = stem.contains { $0.isLowercase } ? String(stem) : stem.lowercased()
        return folders + file + ".html"
    }
}

/// The pages of a site, and the ways between them.
struct SiteMap: Sendable {
    /// In the order in which they are read.
    let pages: [SitePage]
    private let bySource: [String: Int]

    init(_ pages: [SitePage]) {
        self.pages = pages
        let written = pages.enumerated().filter { !$1.source.isEmpty }
        bySource = Dictionary(written.map { ($1.source, $0) }) { first, _ in first }
    }

    /// The page that a Markdown file has become.
    func page(from source: String) -> SitePage? { bySource[source].map { pages[$0] } }

    /// The pages before and after one among those of the book.
    func neighbours(of page: SitePage) -> (previous: SitePage?, next: SitePage?) {
        guard let place = bySource[page.source], page.kind != .other else { return (nil, nil) }
        let previous = place > 0 ? pages[place - 1] : nil
        let next = place + 1 < pages.count ? pages[place + 1] : nil
        return (previous?.kind == .other ? nil : previous, next?.kind == .other ? nil : next)
    }

    /// The lesson that a workshop page or a page of solutions belongs to; nil for a lesson.
    func lesson(of page: SitePage) -> SitePage? {
        guard page.kind != .lesson, let number = page.chapter?.number else { return nil }
        return pages.first { $0.kind == .lesson && $0.chapter?.number == number }
    }
}
