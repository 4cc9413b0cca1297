/// The contents on the front page name every page of the book, once, by its title. (A book without a front page is
/// sound, too.)
struct FrontPageCheck {
    private let pages: PageShelf

    init(_ pages: PageShelf) {
        self.pages = pages
    }

    var diagnostics: [Diagnostic] {
        guard let front = pages.pages[PackagePaths.frontPage] else { return [] }
        guard let contents = front.headings.firstIndex(where: { $0.words.lowercased() == "contents" }) else {
            return [diagnostic("the front page has no contents; begin them with a heading 'Contents'", line: 1)]
        }
        return mistakes(in: front, under: contents)
    }

    private func mistakes(in front: MarkdownPage, under contents: Int) -> [Diagnostic] {
        let listed = pages.book.chapters.filter { $0.kind != .solutions }
        let titles = Dictionary(listed.map { ($0.path, $0.title) }) { first, _ in first }
        // Down to the next heading of its level.
        let end =
            front.headings.indices.dropFirst(contents + 1)
            .first { front.headings[$0].level <= front.headings[contents].level } ?? front.headings.count
        var found: [Diagnostic] = []
        var lines: [String: Int] = [:]
        for link in front.links {
            guard let heading = link.heading, (contents..<end).contains(heading), !link.isImage,
                let target = LinkTarget(link.destination, on: PackagePaths.frontPage), target.anchor == nil,
                let title = titles[target.path]
            else { continue }
            if let first = lines[target.path] {
                found.append(
                    diagnostic(
                        "the contents name \(target.path) in line \(first) already; keep one of the two",
                        line: link.line))
                continue
            }
            lines[target.path] = link.line
            if link.words != title {
                found.append(
                    diagnostic(
                        "\(target.path) is called '\(title)', not '\(link.words)'; name it by its title",
                        line: link.line))
            }
        }
        let line = front.headings[contents].line
        for chapter in listed where lines[chapter.path] == nil {
            let way = LinkTarget.way(to: chapter.path, from: PackagePaths.frontPage)
            found.append(diagnostic("the contents lack \(chapter.path); add [\(chapter.title)](\(way))", line: line))
        }
        return found
    }

    private func diagnostic(_ message: String, line: Int) -> Diagnostic {
        Diagnostic(message, at: SourcePosition(file: PackagePaths.frontPage, line: line))
    }
}
