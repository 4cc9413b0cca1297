/// Every link and image of a page leads to a file that there is, and to a heading in it. What is elsewhere on the net
/// is not looked up.
struct LinkCheck {
    private let pages: PageShelf
    /// All files that a page is likely to mean.
    private let candidates: [String]

    init(_ pages: PageShelf) {
        self.pages = pages
        let folders = [PackagePaths.figures, PackagePaths.data]
        candidates =
            pages.paths
            + folders.flatMap { folder in Files.visibleNames(in: "\(pages.root)/\(folder)").map { "\(folder)/\($0)" } }
    }

    var diagnostics: [Diagnostic] {
        pages.paths.flatMap { path in
            (pages.pages[path]?.links ?? []).compactMap { link in
                mistake(in: link, on: path).map { Diagnostic($0, at: SourcePosition(file: path, line: link.line)) }
            }
        }
    }

    /// What is wrong with a link; nil if it leads somewhere.
    private func mistake(in link: MarkdownPage.Link, on page: String) -> String? {
        guard !link.destination.isEmpty else { return "this link leads nowhere; name a file, or drop the link" }
        if let scheme = LinkTarget.scheme(of: link.destination) {
            let known = ["http", "https", "mailto"]
            return known.contains(scheme)
                ? nil
                : """
                a reader can't follow a link to \(scheme):; known are relative paths and \
                \(known.joined(separator: ", "))
                """
        }
        // The same as https://… to a browser.
        guard !link.destination.hasPrefix("//") else { return nil }
        guard let target = LinkTarget(link.destination, on: page) else {
            return "the link \(link.destination) leads out of the repository; name a file in it, or a full address"
        }
        guard pages.exists(target.path) else { return missingFile(target, link.destination, on: page) }
        guard let anchor = target.anchor, !anchor.isEmpty else { return nil }
        guard let page = pages.pages[target.path] ?? text(of: target.path).map(MarkdownPage.init) else {
            return Self.isLines(anchor)
                ? nil
                : """
                the link \(link.destination) names a place in \(target.path), and only pages have headings; drop \
                #\(anchor)
                """
        }
        return page.anchors.contains(anchor) ? nil : missingAnchor(anchor, target.path, page)
    }

    private func missingFile(_ target: LinkTarget, _ destination: String, on page: String) -> String {
        let start = "there is no file \(target.path), to which this link leads"
        let name = target.path.split(separator: "/").last
        let moved = candidates.filter { $0.split(separator: "/").last == name }
        guard let meant = moved.count == 1 ? moved[0] : Suggestion.nearest(to: target.path, among: candidates) else {
            return "\(start); write the path from this page's folder"
        }
        return "\(start); did you mean \(LinkTarget.way(to: meant, from: page))?"
    }

    private func missingAnchor(_ anchor: String, _ path: String, _ page: MarkdownPage) -> String {
        let start = "\(path) has no heading #\(anchor)"
        let elsewhere = pages.paths.filter { pages.pages[$0]?.anchors.contains(anchor) == true }
        if elsewhere.count == 1 { return "\(start); \(elsewhere[0]) has one" }
        if let meant = Suggestion.nearest(to: anchor, among: page.anchors.sorted()) {
            return "\(start); did you mean #\(meant)?"
        }
        if !elsewhere.isEmpty { return "\(start); these pages have one: \(elsewhere.joined(separator: ", "))" }
        return page.anchors.isEmpty
            ? "\(start), nor any other"
            : "\(start); its headings make other anchors, such as #\(page.anchors.min() ?? "")"
    }

    /// The text of a Markdown file that is no page of the book.
    private func text(of path: String) -> String? {
        guard path.hasSuffix(".md"), !Files.isDirectory("\(pages.root)/\(path)") else { return nil }
        return try? ChapterShelf.text(of: path, root: pages.root)
    }

    /// Whether GitHub takes it for lines of a source file: `L10` or `L10-L20`.
    private static func isLines(_ anchor: String) -> Bool {
        let lines = anchor.split(separator: "-", omittingEmptySubsequences: false)
        return (1...2).contains(lines.count) && lines.allSatisfy { $0.first == "L" && Int($0.dropFirst()) != nil }
    }
}
