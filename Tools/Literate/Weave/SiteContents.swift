import Foundation
import Synchronization

/// What all pages of the site are made with.
struct SiteContents: Sendable {
    let book: Book
    let map: SiteMap
    let navigation: SiteNavigation
    let code: CodeMap
    /// The declarations that the lessons show.
    let shown: ShownDeclarations.Lessons
    let problems = Problems()
    /// What readers do rather than read.
    let live: [LiveFigure]
    /// The questions of the lessons, by number.
    let questions: [String: (sheet: QuestionSheet, text: String)]
    /// What torch calls what the library declares.
    let torchNames: [String: String]
    /// How far PyTorch's numbers were from the book's.
    let columns: ColumnRecord
    /// The page that shows what is made of another one; nil for the page itself.
    private(set) var viewer: SitePage?

    /// Where each excerpt comes from.
    private let origins: [CodeMap.Place: (place: CodeMap.Place, title: String)]
    /// What the compiler has told of the names in a block.
    private let names: [CodeMap.Place: CodeReferences.Names]
    /// Where what it tells of is declared.
    let symbols: [String: CodeMap.Place]
    private let drawings: [String: Drawing]
    private let sizes: [String: (width: Int, height: Int)]
    private let files: Set<String>

    /// Where the pages are read.
    enum Form: Sendable {
        /// In a browser, where they can do something.
        case browser
        /// In a reading system: without questions and what moves, in XHTML.
        case paper
        /// On sheets of paper: the same, in one file.
        case sheets
    }

    let form: Form

    /// - Parameter references: What the compiler has told; where it hasn't, links follow the words alone.
    init(
        _ book: Book, for form: Form = .browser, references: CodeReferences = CodeReferences()
    ) throws(DiagnosticsError) {
        self.book = book
        self.form = form
        let shelf = PageShelf(book)
        guard shelf.diagnostics.isEmpty else { throw DiagnosticsError(shelf.diagnostics) }
        var pages = book.chapters.map(SitePage.init)
        let front = [PackagePaths.frontPage]
        for path in form != .browser ? front : PackagePaths.doors + [PackagePaths.index]
        where Files.exists("\(book.root)/\(path)") {
            pages.append(SitePage(door: path, text: try ChapterShelf.text(of: path, root: book.root)))
        }
        questions = form != .browser ? [:] : try QuestionSheet.all(of: book)
        live = form != .browser ? [] : try LiveFigure.all(of: book)
        if form != .browser {
            pages = pages.map { page in
                var page = page
                if form == .paper { page.path = page.path.dropLast(".html".count) + ".xhtml" }
                return page
            }
            // The contents come first.
            pages.sort { ($0.source == PackagePaths.frontPage ? 0 : 1) < ($1.source == PackagePaths.frontPage ? 0 : 1) }
        }
        if !questions.isEmpty { pages.append(SitePage(generated: Self.questionsPage, title: "Questions")) }
        for figure in live {
            if let title = figure.title { pages.append(SitePage(generated: figure.name, title: title)) }
        }
        map = SiteMap(pages)
        navigation = SiteNavigation(map, front: map.page(from: PackagePaths.frontPage))
        code = CodeMap(book)
        shown = ShownDeclarations.Lessons(map)
        torchNames = try TorchNames.read(root: book.root, declared: code.declarations)
        columns = try ColumnRecord.read(root: book.root)
        (origins, names, symbols) = Self.sources(in: book, code, references)

        var drawings: [String: Drawing] = [:]
        var sizes: [String: (width: Int, height: Int)] = [:]
        var files: Set<String> = []
        for page in pages {
            for link in MarkdownPage(page.text).links {
                guard let target = LinkTarget(link.destination, on: page.source), map.page(from: target.path) == nil,
                    Self.isFile(target.path, in: book.root)
                else { continue }
                if form == .browser || link.isImage { files.insert(target.path) }
                guard link.isImage, let bytes = try? Files.read("\(book.root)/\(target.path)") else { continue }
                sizes[target.path] = PNGFile(bytes).map { ($0.width, $0.height) }
                if target.path.hasSuffix(".svg") {
                    drawings[target.path] = Drawing(String(decoding: bytes, as: UTF8.self))
                }
            }
        }
        self.drawings = drawings
        self.sizes = sizes
        self.files = files
    }

    /// The page that tells which questions have been answered.
    static let questionsPage = "questions"

    private static func isFile(_ path: String, in root: String) -> Bool {
        if case .file? = try? Files.kind("\(root)/\(path)") { true } else { false }
    }

    /// Where excerpts come from, and what names mean.
    private static func sources(in book: Book, _ code: CodeMap, _ references: CodeReferences) -> (
        origins: [CodeMap.Place: (place: CodeMap.Place, title: String)], names: [CodeMap.Place: CodeReferences.Names],
        symbols: [String: CodeMap.Place]
    ) {
        let excerpts = ExcerptCheck(book)
        let pages = Dictionary(book.chapters.map { ($0.path, $0) }) { first, _ in first }
        func block(at position: SourcePosition) -> (page: Chapter, block: Int)? {
            guard let page = pages[position.file],
                let block = page.blocks.firstIndex(where: { $0.closingLine >= position.line })
            else { return nil }
            return (page, block)
        }
        var origins: [CodeMap.Place: (place: CodeMap.Place, title: String)] = [:]
        var names: [CodeMap.Place: CodeReferences.Names] = [:]
        var symbols: [String: CodeMap.Place] = [:]
        for chapter in book.chapters {
            for (index, block) in chapter.blocks.enumerated() where block.excerpt == nil {
                guard let known = references.names(in: block, on: chapter.path) else { continue }
                let place = CodeMap.Place(page: chapter.path, block: index)
                names[place] = known
                for symbol in known.definitions.values.lazy.flatMap(\.values) where symbols[symbol] == nil {
                    symbols[symbol] = place
                }
            }
        }
        for chapter in book.chapters {
            for (index, excerpt) in chapter.blocks.enumerated() where excerpt.excerpt != nil {
                let lines = excerpts.origins(ofLinesIn: excerpt, of: chapter)
                guard let first = lines.min(by: { $0.key < $1.key }), let origin = block(at: first.value.position)
                else { continue }
                let place = CodeMap.Place(page: chapter.path, block: index)
                origins[place] = (
                    CodeMap.Place(page: origin.page.path, block: origin.block), SitePage(origin.page).label
                )
                let body = excerpt.body.textLines
                for (number, line) in lines {
                    guard let (page, index) = block(at: line.position),
                        let known = names[CodeMap.Place(page: page.path, block: index)]
                    else { continue }
                    // It may stand further in, or less, than on its page, as it may in its file.
                    let there = code.pieces[CodeMap.Place(page: page.path, block: index)]?.indentation ?? 0
                    let indentation = body[number].utf8.prefix { $0 == UInt8(ascii: " ") }.count + there
                    names[place, default: .init()].add(
                        known, line: line.position.line - page.blocks[index].firstLine, as: number,
                        shiftedBy: indentation - line.indentation)
                }
            }
        }
        return (origins, names, symbols)
    }

    /// What the compiler has told of the names in a block; nil if nothing.
    func names(in block: CodeMap.Place) -> CodeReferences.Names? { names[block] }

    /// The same for a line of a source file, as its only one.
    func names(in line: CodeMap.Line) -> CodeReferences.Names? {
        guard let known = names[line.place] else { return nil }
        var names = CodeReferences.Names()
        names.add(known, line: line.row, as: 0, shiftedBy: code.pieces[line.place]?.indentation ?? 0)
        return names
    }

    /// The same for lines that are shown from a page, of this name.
    func names(inLines lines: String, shownFrom name: String) -> CodeReferences.Names? {
        guard let chapter = book.chapters.first(where: { $0.name == name }) else { return nil }
        for (index, block) in chapter.blocks.enumerated() {
            guard let known = names[CodeMap.Place(page: chapter.path, block: index)],
                let start = QuestionSheet.start(of: lines, in: block.body)
            else { continue }
            return lines.textLines.indices.reduce(into: CodeReferences.Names()) { names, line in
                names.add(known, line: start + line, as: line, shiftedBy: 0)
            }
        }
        return nil
    }

    /// What the compiler calls a declaration.
    func symbols(of declaration: CodeMap.Declaration) -> [String] {
        guard let names = names[declaration.place], let chapter = map.page(from: declaration.place.page)?.chapter
        else { return [] }
        let block = chapter.blocks[declaration.place.block]
        let row = declaration.line - block.firstLine
        let line = block.body.textLines[row].utf8
        return (names.definitions[row] ?? [:]).filter { column, _ in
            line.dropFirst(column).drop { $0 == UInt8(ascii: "`") }.starts(with: declaration.ownName.utf8)
        }.map(\.value)
    }

    /// Changes with whatever more pages than one may show; files are known by their size and time.
    var fingerprint: String {
        var fingerprint = Fingerprint()
        for page in map.pages { fingerprint.combine(page.path, page.label) }
        func combine(_ place: CodeMap.Place) { fingerprint.combine(place.page, place.anchor) }
        for declaration in code.declarations {
            combine(declaration.place)
            fingerprint.combine(declaration.owner, declaration.name)
        }
        for (place, origin) in origins.sorted(by: { $0.key < $1.key }) {
            combine(place)
            combine(origin.place)
        }
        for (name, place) in (symbols.sorted { $0.key < $1.key }) + (code.engine.sorted { $0.key < $1.key }) {
            fingerprint.combine(name, "")
            combine(place)
        }
        let beside = [
            PackagePaths.columns, PackagePaths.settings, PackagePaths.anchors, PackagePaths.torchTable,
        ]
        for path in files.sorted() + beside {
            let age = Files.age(of: "\(book.root)/\(path)")
            fingerprint.combine(path, age.map { "\($0.size) \($0.time)" } ?? "")
        }
        for figure in live {
            fingerprint.combine(figure.name, figure.html)
            for script in figure.scripts { fingerprint.combine(script.name, "") }
            fingerprint.combine(figure.section?.page ?? "", figure.section?.anchor ?? figure.title ?? "")
        }
        return fingerprint.text
    }

    /// Changes with what one page shows: its own text, and of other pages what they say and what their code is in its files.
    func fingerprint(of page: SitePage) -> Int {
        var hasher = Hasher()
        func combine(_ page: SitePage?) {
            hasher.combine(page?.text)
            for index in page?.chapter?.blocks.indices ?? 0..<0 {
                let place = CodeMap.Place(page: page?.source ?? "", block: index)
                let piece = code.pieces[place]
                hasher.combine(piece)
                hasher.combine(names[place])
                for line in (piece?.before ?? []) + (piece?.after ?? []) { hasher.combine(names(in: line)) }
            }
        }
        func combine(_ blocks: some Sequence<Block>) {
            for block in blocks {
                hasher.combine(block.kind)
                hasher.combine(block.body)
            }
        }
        combine(page)
        if page.source == PackagePaths.index {
            // It tells where names are used.
            combine(book.chapters.lazy.flatMap(\.blocks))
            hasher.combine(Set(code.pieces.keys))
        } else if page.kind == .lesson, let number = page.chapter?.number {
            combine(map.pages.first { $0.kind == .solutions && $0.chapter?.number == number })
            hasher.combine(questions[number]?.text)
            // What has changed in a function is told from where a lesson before showed it.
            hasher.combine(shown.fingerprint(before: page))
        }
        return hasher.finalize()
    }

    /// The same, for what `page` shows of another page.
    func seen(from page: SitePage) -> SiteContents {
        var contents = self
        contents.viewer = page
        return contents
    }

    /// Where an excerpt comes from.
    func origin(of block: Block, in chapter: Chapter) -> (place: CodeMap.Place, title: String)? {
        chapter.blocks.firstIndex { $0.fenceLine == block.fenceLine }.flatMap {
            origins[CodeMap.Place(page: chapter.path, block: $0)]
        }
    }

    /// What stands before the names of a page's places where all pages are one.
    static func prefix(of page: SitePage) -> String { page.name + "--" }

    func drawing(_ path: String) -> Drawing? { drawings[path] }

    func size(ofPicture path: String) -> (width: Int, height: Int)? { sizes[path] }

    /// Whether it is a file that a page of the book leads to.
    func canCopy(_ path: String) -> Bool { files.contains(path) }

    /// A file as the site has it: a picture without bytes that it doesn't need.
    static func file(_ path: String, _ bytes: [UInt8]) -> [UInt8] {
        path.hasSuffix(".png") ? PNGFile(bytes)?.repacked ?? bytes : bytes
    }

    func file(_ path: String) throws(FileError) -> [UInt8] {
        Self.file(path, try Files.read("\(book.root)/\(path)"))
    }

    /// Where a file of the book stands in the site.
    static func place(ofFile path: String) -> String {
        "files/" + (PackagePaths.isInBook(path) ? path.dropFirst(PackagePaths.chapters.count + 1) : path[...])
    }

    /// What is wrong with the pages as a site, found while they are made side by side.
    final class Problems: Sendable {
        private let found = Mutex<[Diagnostic]>([])

        func add(_ message: String, at position: SourcePosition) {
            found.withLock { $0.append(Diagnostic(message, at: position)) }
        }

        func require() throws(DiagnosticsError) {
            let found = found.withLock { $0 }
            guard found.isEmpty else { throw DiagnosticsError(found) }
        }
    }
}
