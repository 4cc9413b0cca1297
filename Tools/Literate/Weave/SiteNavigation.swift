/// The contents of the book, beside each page.
struct SiteNavigation: Sendable {
    private struct Part {
        /// Empty for what stands before the first.
        var title: String
        var lessons: [SitePage]
    }

    private let parts: [Part]
    private let map: SiteMap

    /// - Parameter front: The table of contents, whose headings name the parts.
    init(_ map: SiteMap, front: SitePage?) {
        self.map = map
        let links = front.map { MarkdownPage($0.text) }
        var titles: [String: String] = [:]
        for link in links?.links ?? [] {
            guard let front, let target = LinkTarget(link.destination, on: front.source), let heading = link.heading,
                let words = links?.headings[heading], words.level > 2
            else { continue }
            titles[target.path] = words.words
        }
        var parts: [Part] = []
        for page in map.pages where page.kind == .lesson {
            let title = titles[page.source] ?? parts.last?.title ?? ""
            if parts.last?.title == title {
                parts[parts.count - 1].lessons.append(page)
            } else {
                parts.append(Part(title: title, lessons: [page]))
            }
        }
        self.parts = parts
    }

    /// The title of the part that a lesson belongs to.
    func part(of page: SitePage) -> String {
        parts.first { $0.lessons.contains { $0.path == page.path } }?.title ?? ""
    }

    /// The list as a page shows it: all lessons, and what belongs to the page's own.
    func html(for page: SitePage) -> String {
        let number = page.chapter?.number
        var html = ""
        for part in parts {
            if !part.title.isEmpty { html += "<p class=\"part\">\(HTML.escaped(part.title))</p>\n" }
            html += "<ol class=\"chapters\">\n"
            for lesson in part.lessons {
                html += "<li data-page=\"\(HTML.escaped(lesson.name))\">\(link(to: lesson, on: page))"
                if lesson.chapter?.number == number { html += inside(lesson, on: page) }
                html += "</li>\n"
            }
            html += "</ol>\n"
        }
        let others = map.pages.filter { $0.kind == .other && $0.source != PackagePaths.frontPage }
        guard !others.isEmpty else { return html }
        html += "<p class=\"part\">To look things up</p>\n<ol class=\"chapters\">\n"
        for other in others { html += "<li>\(link(to: other, on: page))</li>\n" }
        return html + "</ol>\n"
    }

    /// The workshop and the solutions of a lesson.
    private func inside(_ lesson: SitePage, on page: SitePage) -> String {
        let pages = map.pages.filter {
            $0.chapter?.number == lesson.chapter?.number && ($0.kind == .workshop || $0.kind == .solutions)
        }
        guard !pages.isEmpty else { return "" }
        let items = pages.map { "<li data-page=\"\(HTML.escaped($0.name))\">\(link(to: $0, on: page))</li>\n" }.joined()
        return """
            <details class="workshop" open=""><summary>Workshop</summary>
            <ol>
            \(items)</ol>
            </details>
            """
    }

    private func link(to target: SitePage, on page: SitePage) -> String {
        let current = target.path == page.path ? " aria-current=\"page\"" : ""
        let number = target.designation.map { "<span class=\"number\">\(HTML.escaped($0))</span> " } ?? ""
        return
            "<a href=\"\(HTML.escaped(page.root + target.path))\"\(current)>\(number)\(HTML.escaped(target.title))</a>"
    }
}
