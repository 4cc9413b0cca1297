/// Where a link leads within the repository.
struct LinkTarget: Equatable {
    /// The file's path from the root; that of the page itself for a link to a place in it.
    var path: String
    /// What stands behind `#`.
    var anchor: String?

    /// Nil for a link that leads out of the repository.
    ///
    /// - Parameter page: The path of the page that the link stands on.
    init?(_ destination: String, on page: String) {
        guard Self.scheme(of: destination) == nil, !destination.hasPrefix("//") else { return nil }
        let halves = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let way = halves.isEmpty ? "" : Self.decoded(halves[0].prefix { $0 != "?" })
        anchor = halves.count > 1 ? Self.decoded(halves[1]) : nil
        guard !way.isEmpty else {
            path = page
            return
        }
        // To GitHub, a link that begins with a slash begins at the root.
        var parts = way.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
        for part in way.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        path = parts.joined(separator: "/")
    }

    /// What stands before the colon in `https://…`.
    static func scheme(of destination: String) -> String? {
        let word = destination.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        guard word.first?.isLetter == true, destination[word.endIndex...].first == ":" else { return nil }
        return word.lowercased()
    }

    /// The way to a file from the page that names it.
    static func way(to path: String, from page: String) -> String {
        var folder = page.split(separator: "/").dropLast()[...]
        var rest = path.split(separator: "/")[...]
        while let first = folder.first, rest.count > 1, rest.first == first {
            folder.removeFirst()
            rest.removeFirst()
        }
        return (folder.map { _ in ".." } + rest).joined(separator: "/")
    }

    /// A text in which `%20` stands for a space; as it is if it isn't of that form.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }
}

/// Every link and image of a page leads to a file that there is, and to a heading in it. What is elsewhere on the net is
/// not looked up.
struct LinkCheck {
    private let pages: PageShelf
    /// All files that a page is likely to mean.
    private let candidates: [String]

    init(_ pages: PageShelf) {
        self.pages = pages
        let folders = [Figures.folder, "\(ChapterShelf.folder)/Data"]
        candidates =
            pages.paths
            + folders.flatMap { folder in Figures.names(in: "\(pages.root)/\(folder)").map { "\(folder)/\($0)" } }
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
                ? nil : "a reader can't follow a link to \(scheme):; known are relative paths and \(known.joined(separator: ", "))"
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
                ? nil : "the link \(link.destination) names a place in \(target.path), and only pages have headings; drop #\(anchor)"
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
        return page.anchors.isEmpty ? "\(start), nor any other" : "\(start); its headings make other anchors, such as #\(page.anchors.min() ?? "")"
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
