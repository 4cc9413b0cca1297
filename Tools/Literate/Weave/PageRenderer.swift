/// Makes the HTML of a page's text.
final class PageRenderer {
    /// A heading of the page, or the solution of an exercise in it.
    struct Heading: Sendable {
        var level: Int
        var words: String
        /// The words with their markup.
        var html: String
        var anchor: String
    }

    private static let exercises = "Exercises"
    static let questions = "What does it print?"

    let page: SitePage
    let site: SiteContents
    var html = ""
    private(set) var headings: [Heading] = []
    private(set) var search: [SearchIndex.Section] = []
    /// The files that the page shows or leads to, from the package's root.
    private(set) var files: Set<String> = []
    private var anchors: [String: Int] = [:]
    private var hasQuestions = false
    /// The block that begins in a line.
    private let blocks: [Int: Int]
    /// What was last shown of each declaration, for what has changed since.
    var shown: ShownDeclarations
    /// What stands before the names of places in what is shown on another page.
    let prefix: String

    init(_ page: SitePage, of site: SiteContents, prefix: String = "") {
        self.page = page
        self.site = site
        self.prefix = prefix
        shown = site.viewer == nil ? ShownDeclarations(before: page, in: site.shown) : ShownDeclarations()
        blocks = Dictionary(
            (page.chapter?.blocks ?? []).enumerated().map { ($1.fenceLine, $0) }
        ) { first, _ in first }
    }

    func render() {
        render(markdown: page.text)
        renderLiveFigures()
        renderQuestions()
    }

    /// A text that isn't the page's own.
    func render(markdown: String) {
        let tree = MarkdownTree(markdown)
        defer { withExtendedLifetime(tree) {} }
        render(tree.root.children)
    }

    /// One section of the page alone, without its heading.
    func render(sectionUnder isMeant: (_ words: String) -> Bool) -> Bool {
        let tree = MarkdownTree(page.text)
        defer { withExtendedLifetime(tree) {} }
        let children = tree.root.children
        func level(_ node: MarkdownNode) -> Int? {
            if case .heading(let level) = node.kind { level } else { nil }
        }
        guard let start = children.firstIndex(where: { level($0) != nil && isMeant($0.words) }),
            let depth = level(children[start])
        else { return false }
        let rest = children[(start + 1)...]
        let end = rest.firstIndex { level($0).map { $0 <= depth } ?? false } ?? rest.endIndex
        render(Array(rest[..<end]))
        return true
    }

    // MARK: Blocks

    func render(_ nodes: [MarkdownNode]) {
        var rest = nodes[...]
        while let node = rest.popFirst() { render(node, before: &rest) }
    }

    private func render(_ node: MarkdownNode, before rest: inout ArraySlice<MarkdownNode>) {
        switch node.kind {
        case .heading(let level): renderHeading(node, level: level)
        case .paragraph: renderParagraph(node, before: rest.first)
        case .code(let info): renderCode(node, info: info, before: &rest)
        case .html: html += HTML.filtered(node.literal)
        case .blockQuote: renderQuote(node)
        case .list(let isOrdered, let start, let isTight):
            renderList(node, isOrdered: isOrdered, start: start, isTight: isTight)
        case .thematicBreak: html += "<hr/>\n"
        case .table(let alignments): renderTable(node, alignments)
        default: render(node.children)
        }
    }

    private func renderHeading(_ node: MarkdownNode, level: Int) {
        let words = node.words
        renderLiveFigures()
        if level == 2, words == Self.exercises { renderQuestions() }
        if level == 1, !isGuest, let opening { html += opening }
        let anchor = prefix + self.anchor(for: MarkdownPage.anchor(of: words))
        let inside = inline(node.children)
        headings.append(Heading(level: level, words: words, html: inside, anchor: anchor))
        addSearchSection(words, at: level == 1 ? "" : anchor)
        let link =
            level == 1
            ? "" : " <a class=\"anchor\" href=\"#\(anchor)\" aria-label=\"Link to this section\">#</a>"
        html += "<h\(level) id=\"\(HTML.escaped(anchor))\">\(inside)\(link)</h\(level)>\n"
    }

    /// A page's number, and what it belongs to.
    private var opening: String? {
        guard let number = page.designation ?? page.chapter?.number else { return nil }
        let part =
            switch page.kind {
            case .lesson: site.navigation.part(of: page)
            case .workshop: "Workshop"
            case .solutions: "Solutions"
            case .other: ""
            }
        return "<p class=\"opening\"><span class=\"number\">\(HTML.escaped(number))</span> \(HTML.escaped(part))</p>\n"
    }

    /// As GitHub names the second heading of the same words.
    private func anchor(for anchor: String) -> String {
        let repeats = anchors[anchor, default: 0]
        anchors[anchor] = repeats + 1
        return repeats == 0 ? anchor : "\(anchor)-\(repeats)"
    }

    private func renderParagraph(_ node: MarkdownNode, before next: MarkdownNode?) {
        // A caption is a part of the block under it.
        if let next, case .code = next.kind, node.lastLine + 1 == next.firstLine, blocks[next.firstLine] != nil,
            page.chapter.map({ Captions.isCaption(SourceLines($0.text)[node.lastLine]) }) == true
        {
            return
        }
        let children = node.children
        let pictures = children.compactMap { child in
            if case .image(let destination, _) = child.kind { (destination, child.words) } else { nil }
        }
        let isOfPictures = children.allSatisfy { child in
            switch child.kind {
            case .image, .softBreak: true
            default: false
            }
        }
        if isOfPictures, !pictures.isEmpty {
            for (destination, alt) in pictures {
                html += "<figure class=\"picture\">\(picture(destination, alt: alt))</figure>\n"
            }
            return
        }
        // What the glossary explains has a place of its own.
        var id: String?
        if page.source == PackagePaths.glossary, let term = children.first, case .strong = term.kind {
            let anchor = "term-" + MarkdownPage.anchor(of: term.words)
            addSearchSection(term.words, at: anchor)
            id = anchor
        }
        let attributes = HTML.attributes(["id": id, "data-line": "\(node.firstLine)"])
        html += "<p\(attributes)>\(inline(children))</p>\n"
    }

    private func renderQuote(_ node: MarkdownNode) {
        let first = node.children.first?.children.first
        var label: String?
        if let first, case .strong = first.kind { label = first.words }
        if let first, case .emphasis = first.kind { label = first.words }
        if let label, label.hasPrefix("The notes") {
            html += "<aside class=\"note\" role=\"note\" aria-label=\"\(HTML.escaped(label))\">\n"
            render(node.children)
            html += "</aside>\n"
        } else {
            html += "<blockquote>\n"
            render(node.children)
            html += "</blockquote>\n"
        }
    }

    private func renderList(_ node: MarkdownNode, isOrdered: Bool, start: Int, isTight: Bool) {
        let tag = isOrdered ? "ol" : "ul"
        let solutions = isOrdered ? self.solutions : nil
        html += "<\(tag)\(isOrdered && start != 1 ? " start=\"\(start)\"" : "")>\n"
        for (index, item) in node.children.enumerated() {
            html += "<li>"
            for child in item.children {
                // What a solution follows is a paragraph, in the measure of the text.
                if isTight, solutions == nil, case .paragraph = child.kind {
                    html += inline(child.children)
                } else {
                    render([child])
                }
            }
            if let solutions { renderSolution(of: start + index, in: solutions) }
            html += "</li>\n"
        }
        html += "</\(tag)>\n"
    }

    private func renderTable(_ node: MarkdownNode, _ alignments: [MarkdownNode.Alignment]) {
        html += "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n"
        var isInBody = false
        for row in node.children {
            guard case .row(let isHeader) = row.kind else { continue }
            if !isHeader, !isInBody {
                html += "<tbody>\n"
                isInBody = true
            }
            html += isHeader ? "<thead><tr>" : "<tr>"
            for (column, cell) in row.children.enumerated() {
                let alignment =
                    switch alignments.indices.contains(column) ? alignments[column] : .none {
                    case .none, .left: ""
                    case .center: " class=\"center\""
                    case .right: " class=\"right\""
                    }
                let tag = isHeader ? "th" : "td"
                html += "<\(tag)\(isHeader ? " scope=\"col\"" : "")\(alignment)>\(inline(cell.children))</\(tag)>"
            }
            html += isHeader ? "</tr></thead>\n" : "</tr>\n"
        }
        html += "\(isInBody ? "</tbody>" : "")</table></div>\n"
    }

    // MARK: Code

    private func renderCode(_ node: MarkdownNode, info: String, before rest: inout ArraySlice<MarkdownNode>) {
        guard let chapter = page.chapter, let index = blocks[node.firstLine] else {
            let language = CodeLanguage(rawValue: String(info.prefix { $0 != " " })) ?? .text
            var names: CodeReferences.Names?
            if language == .swift, case .excerpt(let page)? = try? QuestionSheet.Fence(info) {
                names = site.names(inLines: node.literal, shownFrom: page)
            }
            html += codeRenderer.plain(node.literal, language, line: node.firstLine, names)
            return
        }
        let block = chapter.blocks[index]
        if let next = rest.first, case .code = next.kind, let other = blocks[next.firstLine],
            block.kind.isSwiftOfPair, chapter.blocks[other].kind == .python
        {
            rest.removeFirst()
            let fits = [block, chapter.blocks[other]].allSatisfy { $0.width <= CodeRenderer.widestBesideAnother }
            let isWide = [block, chapter.blocks[other]].contains { $0.width > CodeRenderer.widestInText }
            html += "<div class=\"pair \(fits ? "side" : "tabs")\(isWide && !fits ? " wide" : "")\">\n"
            html += codeRenderer.block(at: index)
            html += codeRenderer.block(at: other)
            html += "</div>\n"
            return
        }
        var note: String?
        if let next = rest.first, case .paragraph = next.kind, VisibleNote(paragraph: next.pointer) != nil {
            rest.removeFirst()
            note = inline(next.children)
        }
        html += codeRenderer.block(at: index, note: note)
    }

    private var codeRenderer: CodeRenderer { CodeRenderer(self) }

    // MARK: Live figures

    /// Those of the section that ends here.
    private func renderLiveFigures() {
        guard site.form == .browser, !isGuest, let section = headings.last?.anchor else { return }
        for figure in site.live {
            if let place = figure.section, place == (page.name, section) { html += figure.html }
        }
    }

    // MARK: Questions

    /// What the lesson asks stands before its exercises, or at its end.
    private func renderQuestions() {
        guard page.kind == .lesson, !isGuest, !hasQuestions, let number = page.chapter?.number,
            let (sheet, text) = site.questions[number]
        else { return }
        hasQuestions = true
        render(markdown: "## \(Self.questions)\n")
        html += QuestionRenderer(sheet, text, of: page, in: site).html
    }

    // MARK: Solutions

    /// The page with the solutions of what stands under the last heading; nil if that isn't a lesson's exercises.
    private var solutions: SitePage? {
        guard site.form == .browser, page.kind == .lesson, headings.last?.words == Self.exercises else { return nil }
        return site.map.pages.first { $0.kind == .solutions && $0.chapter?.number == page.chapter?.number }
    }

    /// Under an exercise, what the page of solutions has under the same number.
    private func renderSolution(of number: Int, in solutions: SitePage) {
        let renderer = PageRenderer(solutions, of: site.seen(from: page), prefix: "solution-\(number)-")
        guard renderer.render(sectionUnder: { $0.hasPrefix("\(number). ") }) else { return }
        files.formUnion(renderer.files)
        let whole = href(to: solutions, anchor: nil)
        html += """
            <details class="solution"><summary>Solution</summary>
            \(renderer.html)<p class="whole"><a href="\(whole)">The page of solutions</a>, with what all of them use.</p>
            </details>

            """
    }

    // MARK: Search

    /// Begins a place that the search leads to: a heading, or what has a name of its own below one.
    func addSearchSection(_ words: String, at anchor: String) {
        search.append(SearchIndex.Section(anchor: anchor, heading: words))
        search[search.count - 1].add(words, isStrong: true)
    }

    /// Takes words into the section that stands open.
    func addToSearch(_ text: String, isStrong: Bool = false) {
        if search.isEmpty { search.append(SearchIndex.Section(anchor: "", heading: page.title)) }
        search[search.count - 1].add(text, isStrong: isStrong)
    }

    // MARK: Ways

    /// Whether this is shown on another page.
    var isGuest: Bool { site.viewer != nil }

    /// The page that this is shown on: another one's for a solution under its exercise.
    private var from: SitePage { site.viewer ?? page }

    func href(to target: SitePage, anchor: String?) -> String {
        if site.form == .sheets { return "#" + HTML.escaped(SiteContents.prefix(of: target) + (anchor ?? "top")) }
        let place = anchor.map { "#\(HTML.escaped($0))" } ?? ""
        return target.path == from.path && !place.isEmpty ? place : HTML.escaped(from.root + target.path) + place
    }

    func href(to place: CodeMap.Place) -> String? {
        site.map.page(from: place.page).map { href(to: $0, anchor: place.anchor) }
    }

    /// The way to a file that is copied into the site.
    func href(toFile path: String) -> String {
        files.insert(path)
        return HTML.escaped(from.root + SiteContents.place(ofFile: path))
    }
}

extension Block {
    /// The characters of its longest line.
    var width: Int { body.textLines.map(\.count).max() ?? 0 }
}

extension Block.Kind {
    /// Whether a Python block under it is its counterpart.
    var isSwiftOfPair: Bool {
        switch self {
        case .program, .fails, .traps: true
        case .excerpt(let excerpt): excerpt.language == .swift
        default: false
        }
    }
}
