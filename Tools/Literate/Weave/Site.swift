import Foundation
import Synchronization

/// The book as a site: pages that need nothing but what stands in their folder.
package struct Site: Sendable {
    /// A file of the site.
    struct File: Sendable {
        /// From the site's folder.
        var path: String
        var bytes: [UInt8]
    }

    /// What an earlier site was made of, while a book is being written.
    package final class Memory: Sendable {
        fileprivate struct Page {
            /// Of what it was made; for a site that isn't made again, nil.
            var fingerprint: Int?
            var result: PageResult
            var html: String
        }

        /// What was made of other files, by their paths, and from what.
        fileprivate let made = Mutex<[String: (from: [UInt8], bytes: [UInt8])]>([:])

        fileprivate let pages = Mutex<(common: String, pages: [String: Page])>(("", [:]))

        package init() {}
    }

    private let memory: Memory?
    /// Changes with whatever more pages than one may show.
    private let common: String
    private let contents: SiteContents
    private let ledger: AnchorLedger
    private let theme: SiteTheme
    private let edition: SiteEdition
    /// Whether pages look for a newer version of themselves.
    private var isWatched: Bool { memory != nil }

    /// What stands among the downloads, to which pages lead.
    private let kept: Set<String>

    /// Where in a site that stands.
    package static let downloads = "downloads"

    package static func epub(of edition: SiteEdition) -> String { "\(edition.title.lowercased()).epub" }

    /// What a site is made from: where a watcher looks.
    package static let watched = PackagePaths.watched + PackagePaths.shown + ["."]

    /// - Parameters:
    ///   - edition: What the footer says of what the site was made from.
    ///   - folder: Where it will be written, for what is there to keep.
    ///   - memory: Of the site that readers are reading meanwhile; what is the same as in it isn't made again.
    ///   - references: What the compiler has told of the names in the code.
    package init(
        _ book: Book, edition: SiteEdition, folder: SiteFolder? = nil, memory: Memory? = nil,
        references: CodeReferences = CodeReferences()
    ) throws {
        self.memory = memory
        kept = folder.map { Set(Files.visibleNames(in: "\($0.path)/\(Self.downloads)")) } ?? []
        contents = try SiteContents(book, references: references)
        common = memory == nil ? "" : contents.fingerprint + kept.sorted().joined(separator: "/")
        ledger = try AnchorLedger.read(root: book.root)
        theme = try SiteTheme()
        self.edition = edition
    }

    /// Everything that stands in the site's folder.
    ///
    /// - Throws: `DiagnosticsError` with what can't be shown, at its line.
    func files() throws -> [File] {
        let pages = contents.map.pages
        let done = Mutex<[Int: Memory.Page]>([:])
        DispatchQueue.concurrentPerform(iterations: pages.count) { index in
            let page = made(pages[index])
            done.withLock { $0[index] = page }
        }
        try contents.problems.require()
        let results = done.withLock { $0 }
        remember(results)
        let missing = ledger.diagnostics(for: Self.places(pages, results.mapValues(\.result)))
        guard missing.isEmpty else { throw DiagnosticsError(missing) }
        var files: [File] = []
        var index = SearchIndex()
        var copied: Set<String> = []
        var besideNotebooks: Set<String> = []
        for (number, page) in pages.enumerated() {
            guard let made = results[number] else { continue }
            files.append(File(path: page.path, bytes: Array(made.html.utf8)))
            index.add(page, made.result.search)
            copied.formUnion(made.result.files)
        }
        for chapter in contents.book.chapters {
            guard let notebook = Notebook(chapter, of: contents.book) else { continue }
            let path = "notebooks/\(chapter.name).ipynb"
            let cells = notebook.cells.map { $0.source.joined() + $0.outputs.flatMap(\.text).joined() }
            let source = Array(cells.joined(separator: "\0").utf8)
            files.append(File(path: path, bytes: try once(path, from: source) { try notebook.bytes }))
            for path in notebook.files where besideNotebooks.insert(path).inserted {
                files.append(
                    File(path: "notebooks/\(path)", bytes: try Files.read("\(contents.book.root)/\(path)")))
            }
        }
        for path in copied.sorted() {
            let bytes = try Files.read("\(contents.book.root)/\(path)")
            let place = SiteContents.place(ofFile: path)
            files.append(File(path: place, bytes: once(place, from: bytes) { SiteContents.file(path, bytes) }))
        }
        files.append(File(path: "assets/search-index.js", bytes: Array(index.script.utf8)))
        let paths = Set(pages.map(\.path))
        for (path, moved) in ledger.moved.sorted(by: { $0.key < $1.key }) where !paths.contains(path) {
            guard let target = moved.first(where: { $0.anchor.isEmpty })?.target else { continue }
            let root = String(repeating: "../", count: path.count { $0 == "/" })
            files.append(
                File(path: path, bytes: Array(theme.fill(.moved, ["href": root + target, "book": edition.title]).utf8)))
        }
        if !contents.questions.isEmpty {
            files.append(File(path: "assets/questions-list.js", bytes: Array(questionsScript.utf8)))
        }
        let live = contents.live.flatMap(\.files)
        let places = Dictionary(live.map { ($0.path, $0) }) { first, _ in first }
        files += places.keys.sorted().compactMap { places[$0] } + theme.files
        if isWatched {
            let stamp = "window.kindlingStamp=\(Date.now.timeIntervalSince1970);\n"
            files.append(File(path: "assets/stamp.js", bytes: Array(stamp.utf8)))
        }
        return files
    }

    /// Writes the places of the site into the ledger, in which they stay.
    ///
    /// - Returns: How many are new.
    package func record() throws -> Int {
        let (old, new) = (try ledgerText, newLedgerText)
        if !new.isSame(as: old) {
            try Files.replace("\(contents.book.root)/\(PackagePaths.anchors)", with: Array(new.utf8))
        }
        return new.textLines.count - old.textLines.count
    }

    /// The ledger as it stands on disk.
    var ledgerText: String {
        get throws {
            let path = "\(contents.book.root)/\(PackagePaths.anchors)"
            return Files.exists(path) ? String(decoding: try Files.read(path), as: UTF8.self) : ""
        }
    }

    /// The ledger with what is new.
    var newLedgerText: String {
        var results: [Int: PageResult] = [:]
        for (index, page) in contents.map.pages.enumerated() { results[index] = result(of: page) }
        return ledger.text(with: Self.places(contents.map.pages, results))
    }

    /// What a link from elsewhere may name: the pages, and the headings on them.
    private static func places(_ pages: [SitePage], _ results: [Int: PageResult]) -> Set<String> {
        var places: Set<String> = []
        for (index, page) in pages.enumerated() {
            places.insert(page.path)
            for heading in results[index]?.headings ?? [] { places.insert("\(page.path)#\(heading.anchor)") }
        }
        return places
    }

    // MARK: What hasn't changed

    /// What is made of some bytes, unless it was made of the same before.
    private func once(_ path: String, from bytes: [UInt8], _ make: () throws -> [UInt8]) rethrows -> [UInt8] {
        guard let memory else { return try make() }
        if let old = memory.made.withLock({ $0[path] }), old.from == bytes { return old.bytes }
        let made = try make()
        memory.made.withLock { $0[path] = (bytes, made) }
        return made
    }

    private func made(_ page: SitePage) -> Memory.Page {
        let fingerprint = memory == nil || page.source.isEmpty ? nil : contents.fingerprint(of: page)
        if let fingerprint, let memory,
            let old = memory.pages.withLock({ $0.common == common ? $0.pages[page.path] : nil }),
            old.fingerprint == fingerprint
        {
            return old
        }
        let result = self.result(of: page)
        return Memory.Page(fingerprint: fingerprint, result: result, html: theme.fill(.page, fields(of: page, result)))
    }

    private func remember(_ pages: [Int: Memory.Page]) {
        let byPath = Dictionary(uniqueKeysWithValues: pages.map { (contents.map.pages[$0].path, $1) })
        memory?.pages.withLock { $0 = (common, byPath) }
    }

    fileprivate struct PageResult: Sendable {
        var html: String
        var headings: [PageRenderer.Heading]
        var search: [SearchIndex.Section]
        var files: Set<String>
    }

    private func result(of page: SitePage) -> PageResult {
        let renderer = PageRenderer(page, of: contents)
        if page.source == PackagePaths.index {
            NamesPage(contents).render(by: renderer)
        } else if page.source.isEmpty {
            renderGenerated(page, by: renderer)
        } else {
            renderer.render()
        }
        return PageResult(
            html: renderer.html, headings: renderer.headings, search: renderer.search, files: renderer.files)
    }

    /// The sections of a page, each with those in it.
    private static func outline(_ headings: [PageRenderer.Heading]) -> [[String: Any]] {
        var sections: [(heading: PageRenderer.Heading, inner: [[String: Any]])] = []
        for heading in headings {
            if heading.level == 2 {
                sections.append((heading, []))
            } else if heading.level == 3, !sections.isEmpty {
                sections[sections.count - 1].inner.append(["anchor": heading.anchor, "html": heading.html])
            }
        }
        return sections.map { section in
            [
                "anchor": section.heading.anchor, "html": section.heading.html, "inner": section.inner,
                "hasInner": !section.inner.isEmpty,
            ]
        }
    }

    /// The package after a lesson; on the front page, the whole book.
    private func downloads(of page: SitePage) -> [[String: Any]] {
        let archive = StageArchive(contents.book)
        var names: [(name: String, words: String)] = []
        if page.kind == .lesson, let number = page.chapter?.number {
            names = [("\(archive.name)-\(number).tar.gz", "The package as it stands after this chapter")]
        } else if page.source == PackagePaths.frontPage {
            names = [
                (Self.epub(of: edition), "The book as an EPUB"),
                ("\(edition.title.lowercased()).pdf", "The book as a PDF"),
                ("\(archive.name)-data.tar.gz", "The data, for the packages after each chapter"),
            ]
        }
        return names.filter { kept.contains($0.name) }.map {
            ["href": "\(page.root)\(Self.downloads)/\($0.name)", "words": $0.words]
        }
    }

    private func renderGenerated(_ page: SitePage, by renderer: PageRenderer) {
        if let figure = contents.live.first(where: { $0.title != nil && $0.name == page.name }) {
            renderer.render(markdown: "# \(page.title)\n")
            renderer.html += figure.html
        } else {
            renderer.render(
                markdown: """
                    # \(page.title)

                    Each lesson asks what some lines print, before its exercises. Your answers stay in this browser.

                    """)
            // What has been answered is told by a script, in the place of the list.
            let items = questions.map { question in
                "<li><a href=\"\(HTML.escaped(question.page.path))#q-\(question.id)\">\(HTML.escaped(question.title))</a></li>\n"
            }
            renderer.html += """
                <section class="progress" aria-label="Your answers"><ol>
                \(items.joined())</ol></section>

                """
        }
    }

    /// All questions, in the order of the lessons.
    private var questions: [(id: String, page: SitePage, title: String)] {
        contents.map.pages.flatMap { page -> [(id: String, page: SitePage, title: String)] in
            guard page.kind == .lesson, let number = page.chapter?.number, let (sheet, _) = contents.questions[number]
            else { return [] }
            return sheet.questions.map { ($0.id, page, "\(number) · \($0.title)") }
        }
    }

    /// The same, for the page that tells which have been answered.
    private var questionsScript: String {
        let entries = questions.map { question in
            let fields = [("id", question.id), ("page", question.page.path), ("title", question.title)]
            return "{\(fields.map { "\($0):\(SearchIndex.quoted($1))" }.joined(separator: ","))}"
        }
        return "window.kindlingQuestions=[\(entries.joined(separator: ","))];\n"
    }

    private func isOn(_ page: SitePage, _ figure: LiveFigure) -> Bool {
        page.source.isEmpty ? figure.title != nil && figure.name == page.name : figure.section?.page == page.name
    }

    /// The scripts of one page beside those of all.
    private func scripts(of page: SitePage) -> [String] {
        var scripts = contents.live.filter { isOn(page, $0) }.flatMap(\.scripts).map { "\($0.name).js" }
        if page.source.isEmpty, page.name == SiteContents.questionsPage { scripts.append("questions-list.js") }
        return scripts
    }

    /// The names that sections of a page had, with links to where their text stands now.
    private func moved(on page: SitePage) -> [[String: Any]] {
        (ledger.moved[page.path] ?? []).map { ["anchor": $0.anchor, "href": page.root + $0.target] }
    }

    private func fields(of page: SitePage, _ result: PageResult) -> [String: Any] {
        let (previous, next) = contents.map.neighbours(of: page)
        func turn(_ other: SitePage?) -> [String: Any]? {
            other.map { ["href": page.root + $0.path, "label": $0.label] }
        }
        let sections = Self.outline(result.headings)
        var fields: [String: Any] = [
            "root": page.root.isEmpty ? "./" : page.root,
            "name": page.name, "kind": page.kind.rawValue, "source": page.source,
            "label": page.label, "book": edition.title,
            "navigation": contents.navigation.html(for: page), "text": result.html,
            "moved": moved(on: page), "sections": sections, "hasSections": !sections.isEmpty,
            "hasPython": contents.book.settings.hasPython,
            "isFront": page.source == PackagePaths.frontPage,
            "edition": edition.fields,
        ]
        fields["scripts"] = scripts(of: page) + (isWatched ? ["watch.js"] : [])
        if page.chapter?.blocks.contains(where: { $0.kind == .python }) == true {
            fields["notebook"] = "\(page.root)notebooks/\(page.name).ipynb"
        }
        fields["isLive"] = contents.live.contains { isOn(page, $0) }
        fields["downloads"] = downloads(of: page)
        fields["previous"] = turn(previous)
        fields["next"] = turn(next)
        let lessons = contents.map.pages.filter { $0.kind == .lesson }
        if page.source == PackagePaths.frontPage {
            fields["next"] = turn(lessons.first)
        } else if let place = lessons.firstIndex(where: { $0.path == page.path }), place + 1 < lessons.count,
            lessons[place + 1].path != next?.path
        {
            fields["nextLesson"] = turn(lessons[place + 1])
        }
        fields["lesson"] = page.kind == .lesson ? nil : turn(contents.map.lesson(of: page))
        return fields
    }
}
