/// The index of the library's declarations, as the site shows it: where each is defined, and which pages use it.
struct NamesPage {
    private let site: SiteContents

    init(_ site: SiteContents) { self.site = site }

    func render(by renderer: PageRenderer) {
        let uses = Uses(site)
        let torch = site.torchNames
        renderer.render(
            markdown: """
                # \(renderer.page.title)

                Every public declaration of the library: where it is defined, the pages that use \
                \(site.symbols.isEmpty ? "a name like it" : "it by name"), and what torch calls it.

                """)
        let letters = Dictionary(grouping: site.code.declarations) { Self.letter(of: $0.ownName) }
        for letter in letters.keys.sorted() {
            renderer.render(markdown: "## \(letter)\n")
            renderer.html +=
                "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr>"
            let columns = ["name", "of", "defined in", "used in"] + (torch.isEmpty ? [] : ["in torch"])
            renderer.html += columns.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n<tbody>\n"
            let rows = Dictionary(grouping: letters[letter] ?? []) { Key(owner: $0.owner, name: $0.ownName) }
            var last = ""
            for key in rows.keys.sorted() {
                let defined = rows[key, default: []].compactMap { link(to: $0.place, by: renderer) }
                let used = uses.pages(using: key.name, of: key.owner).prefix(6).map { page in
                    "<a href=\"\(renderer.href(to: page, anchor: nil))\">\(HTML.escaped(page.designation ?? page.name))</a>"
                }
                let place = key.name == last ? nil : Self.anchor(of: key.name)
                if let place { renderer.addSearchSection(key.name, at: place) }
                last = key.name
                let owner = key.owner.isEmpty || key.owner == key.name ? "" : "<code>\(HTML.escaped(key.owner))</code>"
                renderer.html += "<tr\(HTML.attributes(["id": place]))><td><code>\(HTML.escaped(key.name))</code></td>"
                renderer.html += "<td>\(owner)</td>"
                renderer.html += "<td>\(defined.uniqued().joined(separator: ", "))</td>"
                renderer.html += "<td>\(used.joined(separator: ", "))</td>"
                if !torch.isEmpty {
                    let called = torch[key.text].map { "<code>\(HTML.escaped($0))</code>" }
                    renderer.html += "<td>\(called ?? "")</td>"
                }
                renderer.html += "</tr>\n"
            }
            renderer.html += "</tbody></table></div>\n"
        }
    }

    /// What stands behind `#` in a link to the first row of a name.
    static func anchor(of name: String) -> String {
        let isWord = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        return "name-"
            + (isWord ? name : name.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: "-"))
    }

    private static func letter(of name: String) -> String {
        name.first.map { $0.isLetter ? $0.uppercased() : "Operators" } ?? ""
    }

    private struct Key: Hashable, Comparable {
        var owner: String
        var name: String

        /// As the table of torch's names has it.
        var text: String { owner.isEmpty || owner == name ? name : "\(owner).\(name)" }

        static func < (one: Key, other: Key) -> Bool {
            (one.name.lowercased(), one.name, one.owner) < (other.name.lowercased(), other.name, other.owner)
        }
    }

    private func link(to place: CodeMap.Place, by renderer: PageRenderer) -> String? {
        guard let page = site.map.page(from: place.page), let way = renderer.href(to: place) else { return nil }
        return "<a href=\"\(way)\">\(HTML.escaped(page.label))</a>"
    }

    /// The lessons and workshop pages that use what stands in other blocks.
    private struct Uses {
        /// By what the compiler calls it; where the compiler hasn't told, by the name.
        private var bySymbol: [String: Set<Int>] = [:]
        private var byName: [String: Set<Int>] = [:]
        /// What the compiler calls each declaration, overloads too.
        private let symbols: [Key: [String]]
        private let site: SiteContents

        init(_ site: SiteContents) {
            self.site = site
            symbols = Dictionary(grouping: site.code.overloads) { Key(owner: $0.owner, name: $0.ownName) }
                .mapValues { $0.flatMap(site.symbols) }
            for (number, page) in site.map.pages.enumerated() where page.kind == .lesson || page.kind == .workshop {
                for (index, block) in (page.chapter?.blocks ?? []).enumerated() {
                    let place = CodeMap.Place(page: page.source, block: index)
                    guard block.kind.isSwiftCode else { continue }
                    if let names = site.names(in: place) {
                        for symbol in names.uses.values.lazy.flatMap(\.values).joined()
                        where site.symbols[symbol] != place {
                            bySymbol[symbol, default: []].insert(number)
                        }
                    } else {
                        let declared = Set((site.code.byPlace[place] ?? []).map(\.ownName))
                        for token in Highlighter.tokens(of: block.body, in: .swift) {
                            let name = String(token.text)
                            guard site.code.byName[name] != nil, !declared.contains(name) else { continue }
                            byName[name, default: []].insert(number)
                        }
                    }
                }
            }
        }

        /// - Parameters:
        ///   - name: A declaration's, all of whose overloads count.
        ///   - owner: The type that it belongs to.
        func pages(using name: String, of owner: String) -> [SitePage] {
            let pages = (symbols[Key(owner: owner, name: name)] ?? []).reduce(byName[name] ?? []) {
                $0.union(bySymbol[$1] ?? [])
            }
            return pages.sorted().map { site.map.pages[$0] }
        }
    }
}

extension Block.Kind {
    /// Whether it's a part of the library or of a program.
    fileprivate var isSwiftCode: Bool {
        switch self {
        case .library, .program, .traps: true
        default: false
        }
    }
}

extension [String] {
    /// Each once, in the order of their first occurrence.
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
