/// Makes the HTML of a page's code and of what it prints.
struct CodeRenderer {
    private let renderer: PageRenderer

    /// How many characters a line may have in a column beside another.
    static let widestBesideAnother = 66
    /// How many it may have where it's no wider than the text.
    static let widestInText = 70
    /// More lines than these may be parted by the end of a sheet of paper.
    private static let mostLinesOnASheet = 20

    init(_ renderer: PageRenderer) { self.renderer = renderer }

    private var site: SiteContents { renderer.site }

    /// Code of a page that isn't parsed as one of the book's.
    ///
    /// - Parameter names: What the compiler has told, if it is shown from a page that is.
    func plain(
        _ code: String, _ language: CodeLanguage, line: Int, _ names: CodeReferences.Names? = nil
    ) -> String {
        """
        <div class="code \(language.rawValue)" data-kind="\(language == .shell ? "shell" : "text")" data-line="\(line)">
        \(pre(highlighted(code, language, Surroundings(names: names))))
        </div>

        """
    }

    /// - Parameter note: What the page says right under an output or a measurement.
    func block(at index: Int, note: String? = nil) -> String {
        guard let chapter = renderer.page.chapter else { return "" }
        let block = chapter.blocks[index]
        switch block.kind {
        case .shown("math"): return mathematics(block)
        case .shown("mermaid"): return chart(block)
        case .output, .error, .measured: return output(block, index, note)
        default: return code(block, index, of: chapter)
        }
    }

    // MARK: Code

    private func code(_ block: Block, _ index: Int, of chapter: Chapter) -> String {
        let (kind, language) = block.kind.face
        let place = CodeMap.Place(page: chapter.path, block: index)
        let piece = site.code.pieces[place]
        for declaration in site.code.byPlace[place] ?? [] {
            renderer.addToSearch(declaration.ownName, isStrong: true)
        }
        let isPart = block.kind == .program(scope: false) && !renderer.isGuest
        let attributes = HTML.attributes([
            "id": renderer.prefix + place.anchor, "data-kind": kind, "data-line": "\(block.fenceLine)",
            "data-program": isPart ? chapter.name : nil,
        ])
        var lines = around(piece?.before ?? [], language)
        let here = Surroundings(place: place, names: site.names(in: place), shift: piece?.indentation ?? 0)
        lines += highlighted(indented(block.body, by: piece?.indentation ?? 0), language, here)
        if let after = piece?.after, !after.isEmpty { lines += "\n" + around(after, language) }
        return """
            <div class="code \(language.rawValue)\(measure(of: block, around: piece))"\(attributes)>
            \(caption(block, piece, chapter))\(pre(lines))
            \(heart(block, chapter))\(changes(block, index, of: chapter, language))</div>

            """
    }

    private func indented(_ code: String, by count: Int) -> String {
        guard count > 0 else { return code }
        let blanks = String(repeating: " ", count: count)
        return code.textLines.map { ($0.isEmpty ? "" : blanks + $0) + "\n" }.joined()
    }

    /// The classes of what is wider than the text, or longer than a piece of a sheet.
    private func measure(of block: Block, around piece: CodeMap.Piece? = nil) -> String {
        let lines = (piece?.before ?? []) + (piece?.after ?? [])
        let width = max(block.width + (piece?.indentation ?? 0), lines.map(\.text.count).max() ?? 0)
        return (width > Self.widestInText && !block.kind.isError ? " wide" : "")
            + (block.body.textLines.count > Self.mostLinesOnASheet ? " long" : "")
    }

    private func pre(_ lines: String) -> String { "<pre tabindex=\"0\"><code>\(lines)</code></pre>" }

    private func around(_ lines: [CodeMap.Line], _ language: CodeLanguage) -> String {
        lines.map { line in
            let here = Surroundings(names: site.names(in: line))
            return "<span class=\"around line\">\(highlighted(line.text, language, here))\n</span>"
        }.joined()
    }

    private func caption(_ block: Block, _ piece: CodeMap.Piece?, _ chapter: Chapter) -> String {
        if let piece {
            let (first, last) = (piece.lines.lowerBound, piece.lines.upperBound)
            var words = "<span class=\"file\">\(Self.path(piece.file))</span>"
            words += " <span class=\"lines\">\(first == last ? "line \(first)" : "lines \(first)–\(last)")</span>"
            if let place = site.book.settings.target(of: block)?.place {
                words += " <span class=\"at\">at <code>\(HTML.escaped(place))</code></span>"
            }
            for (relation, title, place) in [
                ("prev", "the piece before", piece.previous), ("next", "the next piece", piece.next),
            ] {
                guard let place, let way = renderer.href(to: place) else { continue }
                words += " <a class=\"piece\" rel=\"\(relation)\" href=\"\(way)\">\(title)</a>"
            }
            return "<p class=\"caption\">\(words)</p>\n"
        }
        switch block.kind {
        case .excerpt(let excerpt):
            let file = excerpt.isOfFile ? Self.path(excerpt.source) + ", " : ""
            guard let (place, title) = site.origin(of: block, in: chapter), let way = renderer.href(to: place) else {
                return ""
            }
            return "<p class=\"caption\">From \(file)<a href=\"\(way)\">\(HTML.escaped(title))</a></p>\n"
        case .sketch(let why): return "<p class=\"caption\">\(HTML.escaped(why))</p>\n"
        default: return ""
        }
    }

    /// A path that may be parted at its slashes.
    private static func path(_ path: String) -> String { HTML.escaped(path).replacing("/", with: "/<wbr/>") }

    private func heart(_ block: Block, _ chapter: Chapter) -> String {
        guard !block.hearts.isEmpty else { return "" }
        let names = block.hearts.map { "<code>\(HTML.escaped($0))</code>" }.joined(separator: ", ")
        return """
            <p class="heart">\(names): yours to write. <code>swift run -c release practice start \
            \(HTML.escaped(chapter.number))</code></p>

            """
    }

    /// What is other in a declaration than where the page showed it last.
    private func changes(_ block: Block, _ index: Int, of chapter: Chapter, _ language: CodeLanguage) -> String {
        let kind = block.kind
        let isRead = kind.isProgram || kind == .python || block.excerpt != nil
        guard isRead, !renderer.isGuest else { return "" }
        let place = CodeMap.Place(page: chapter.path, block: index)
        // Where the compiler has been asked, it was about the block and not about older lines.
        let here = site.names(in: place).map { _ in Surroundings(names: CodeReferences.Names()) } ?? .none
        return renderer.shown.changes(in: block.body, language).map { change in
            let lines = change.edits.map { edit in
                let line = highlighted(edit.line, language, here)
                return switch edit.mark {
                case Edit.removed: "<del class=\"line\">\(line)\n</del>"
                case Edit.added: "<ins class=\"line\">\(line)\n</ins>"
                default: "<span class=\"line\">\(line)\n</span>"
                }
            }.joined()
            return """
                <details class="fold changes"><summary>What has changed in <code>\(HTML.escaped(change.name))</code></summary>
                \(since(change))\(pre(lines))
                </details>

                """
        }.joined()
    }

    private func since(_ change: ShownDeclarations.Change) -> String {
        guard let origin = change.origin else { return "" }
        let way = renderer.href(to: origin, anchor: nil)
        return "<p class=\"caption\">Since <a href=\"\(way)\">\(HTML.escaped(origin.label))</a></p>\n"
    }

    // MARK: What it prints

    private func output(_ block: Block, _ index: Int, _ note: String?) -> String {
        let place = CodeMap.Place(page: renderer.page.source, block: index)
        let proof = Proof(of: block, at: place, in: site, note: note)
        let attributes = HTML.attributes([
            "id": renderer.prefix + place.anchor, "data-checked": proof.mark, "data-line": "\(block.fenceLine)",
        ])
        return """
            <div class="code output\(measure(of: block))"\(attributes)>
            \(pre(HTML.escaped(block.body.dropLast(block.body.hasSuffix("\n") ? 1 : 0))))
            <details class="proof"><summary>\(proof.summary)</summary>\(proof.details)</details>
            </div>

            """
    }

    private func mathematics(_ block: Block) -> String {
        do throws(TeXError) {
            return "<div class=\"math\">\(try MathML(tex: block.body, isDisplay: true).markup)</div>\n"
        } catch {
            renderer.site.problems.add(
                "\(error.message); \(error.remedy)",
                at: SourcePosition(file: renderer.page.source, line: block.firstLine + error.place.line - 1))
            return ""
        }
    }

    private func chart(_ block: Block) -> String {
        do throws(FlowchartError) {
            return "<figure class=\"picture\">\(try Flowchart(block.body).markup)</figure>\n"
        } catch {
            renderer.site.problems.add(
                error.message, at: SourcePosition(file: renderer.page.source, line: block.firstLine + error.line))
            return ""
        }
    }

    // MARK: Words of code

    /// Where a piece of code stands, and what is known of its names.
    private struct Surroundings {
        /// Its block, unless it's a part of one that is shown elsewhere.
        var place: CodeMap.Place?
        /// What the compiler has told.
        var names: CodeReferences.Names?
        /// How much further in it stands than in its block.
        var shift = 0

        static let none = Surroundings()
    }

    private func highlighted(
        _ code: some StringProtocol, _ language: CodeLanguage, _ here: Surroundings = .none
    ) -> String {
        let text = String(code.hasSuffix("\n") ? code.dropLast() : code[...])
        guard language == .swift || language == .c || language == .python else { return HTML.escaped(text) }
        return linked(text, language, here)
    }

    /// Swift in a line of prose, with links from the library's names to where the book defines them.
    func inline(_ code: String) -> String { linked(code, .swift, .none, isInline: true) }

    /// Code with its words marked, and with the same links.
    private func linked(
        _ code: String, _ language: CodeLanguage, _ here: Surroundings, isInline: Bool = false
    ) -> String {
        let tokens = Highlighter.tokens(of: code, in: language)
        var html = ""
        var (line, column) = (0, 0)
        for (index, token) in tokens.enumerated() {
            let text = HTML.escaped(token.text)
            let marked = isInline ? text : token.kind.letter.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
            let symbol = here.names?.uses[line]?[column - here.shift]?.first
            let way = token.kind.isName ? way(from: index, in: tokens, language, here, symbol) : nil
            html += way.map { "<a class=\"ref\" href=\"\($0)\">\(marked)</a>" } ?? marked
            for byte in token.text.utf8 {
                if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) } else { column += 1 }
            }
        }
        return html
    }

    /// Where a name leads; what its block declares itself is in sight.
    ///
    /// - Parameter symbol: What the compiler has told.
    private func way(
        from index: Int, in tokens: [CodeToken], _ language: CodeLanguage, _ here: Surroundings, _ symbol: String?
    ) -> String? {
        guard language == .swift || language == .c else { return nil }
        func href(to place: CodeMap.Place) -> String? { place == here.place ? nil : renderer.href(to: place) }
        if let place = site.code.engine[String(tokens[index].text)] { return href(to: place) }
        guard language == .swift else { return nil }
        if here.names == nil { return way(from: index, in: tokens) }
        guard let symbol else { return nil }
        // Its block may have changed since.
        return site.symbols[symbol].map(href) ?? way(from: index, in: tokens)
    }

    /// Where a name leads as far as it can be told from the words beside it.
    private func way(from index: Int, in tokens: [CodeToken]) -> String? {
        let name = tokens[index].text.filter { $0 != "`" }
        guard site.code.byName[name] != nil else { return nil }
        var owner: String?
        if index > 0, tokens[index - 1].text == "." {
            let before = index > 1 ? tokens[index - 2] : nil
            owner = before.map { $0.kind.isName ? String($0.text) : "" } ?? ""
        }
        let isCall = tokens.dropFirst(index + 1).first?.text.hasPrefix("(") == true
        switch site.code.meaning(of: name, after: owner, isCall: isCall) {
        case .declaration(let declaration)?: return renderer.href(to: declaration.place)
        case .several(let name)?:
            return site.map.page(from: PackagePaths.index).map {
                renderer.href(to: $0, anchor: NamesPage.anchor(of: name))
            }
        case nil: return nil
        }
    }
}

extension Block.Kind {
    /// What the site calls it, and its language.
    fileprivate var face: (kind: String, language: CodeLanguage) {
        switch self {
        case .program: ("program", .swift)
        case .library: ("library", .swift)
        case .engine: ("engine", .c)
        case .excerpt(let excerpt):
            ("excerpt", CodeLanguage(rawValue: excerpt.language.rawValue) ?? .text)
        case .fails: ("fails", .swift)
        case .traps: ("traps", .swift)
        case .sketch: ("sketch", .swift)
        case .python: ("python", .python)
        case .shown("sh"): ("shell", .shell)
        default: ("text", .text)
        }
    }
}

extension CodeToken.Kind {
    /// The class of the site's style.
    fileprivate var letter: String? {
        switch self {
        case .keyword: "k"
        case .type: "t"
        case .string: "s"
        case .number: "n"
        case .comment: "c"
        case .attribute: "a"
        case .function: "f"
        default: nil
        }
    }

    fileprivate var isName: Bool {
        switch self {
        case .identifier, .type, .function: true
        default: false
        }
    }
}
