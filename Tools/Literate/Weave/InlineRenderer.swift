/// What stands within the lines of a page.
extension PageRenderer {
    func inline(_ nodes: [MarkdownNode]) -> String {
        nodes.map(inline).joined()
    }

    private func inline(_ node: MarkdownNode) -> String {
        switch node.kind {
        case .text:
            let text = node.literal
            addToSearch(text)
            return HTML.escaped(text)
        case .softBreak: return "\n"
        case .lineBreak: return "<br/>\n"
        case .codeSpan:
            let code = node.literal
            addToSearch(code)
            return "<code>\(CodeRenderer(self).inline(code))</code>"
        case .inlineHTML: return HTML.filtered(node.literal)
        case .emphasis: return "<em>\(inline(node.children))</em>"
        case .strong: return "<strong>\(inline(node.children))</strong>"
        case .link(let destination, let title): return link(to: destination, title: title, node)
        case .image(let destination, _): return picture(destination, alt: node.words)
        default: return inline(node.children)
        }
    }

    private func link(to destination: String, title: String, _ node: MarkdownNode) -> String {
        // A link in a link would end it.
        let words = Self.withoutLinks(inline(node.children))
        let title = HTML.attributes(["title": title.isEmpty ? nil : title])
        guard let target = LinkTarget(destination, on: page.source) else {
            let known = ["http", "https", "mailto"].contains(LinkTarget.scheme(of: destination))
            return known ? "<a href=\"\(HTML.escaped(destination))\" rel=\"external\"\(title)>\(words)</a>" : words
        }
        if let other = site.map.page(from: target.path) {
            // A file's name says little to who doesn't see the files.
            let words = node.words.hasSuffix(".md") ? HTML.escaped(other.label) : words
            return "<a href=\"\(href(to: other, anchor: target.anchor))\"\(title)>\(words)</a>"
        }
        if target.path == PackagePaths.solutions || target.path == PackagePaths.workshop,
            let front = site.map.page(from: PackagePaths.frontPage)
        {
            return "<a href=\"\(href(to: front, anchor: "contents"))\"\(title)>\(words)</a>"
        }
        guard site.canCopy(target.path) else { return words }
        return "<a href=\"\(href(toFile: target.path))\"\(title)>\(words)</a>"
    }

    private static func withoutLinks(_ html: String) -> String {
        var result = ""
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            result += rest[..<start]
            let end = rest[start...].firstIndex(of: ">") ?? rest.index(before: rest.endIndex)
            let tag = rest[start...end]
            if !tag.hasPrefix("<a ") && tag != "</a>" { result += tag }
            rest = rest[end...].dropFirst()
        }
        return result + rest
    }

    /// A picture: a drawing becomes a part of the page, so that it follows the page's colours.
    func picture(_ destination: String, alt: String) -> String {
        guard let target = LinkTarget(destination, on: page.source) else { return HTML.escaped(alt) }
        if target.path.hasSuffix(".svg"), let drawing = site.drawing(target.path) {
            let name = Files.name(of: target.path).prefix { $0 != "." }
            return drawing.markup(alt: alt, prefix: "\(prefix)figure-\(name)-")
        }
        guard site.canCopy(target.path) else { return HTML.escaped(alt) }
        let size = site.size(ofPicture: target.path)
        let attributes = HTML.attributes([
            "src": nil, "alt": alt, "width": size.map { "\($0.width)" }, "height": size.map { "\($0.height)" },
        ])
        return "<img src=\"\(href(toFile: target.path))\"\(attributes) loading=\"lazy\"/>"
    }
}
