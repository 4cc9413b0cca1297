/// Where the library's code stands in the book, block by block.
struct CodeMap: Sendable {
    /// A block of a page.
    struct Place: Hashable, Comparable, Sendable {
        /// The page's Markdown file.
        var page: String
        /// Its number among the page's blocks, from 0.
        var block: Int

        /// What stands behind `#` in a link to it.
        var anchor: String { CodeMap.anchor(ofBlock: block) }

        static func < (one: Place, other: Place) -> Bool { (one.page, one.block) < (other.page, other.block) }
    }

    /// A block of a source file.
    struct Piece: Hashable, Sendable {
        var file: String
        /// The lines of the file that the block holds.
        var lines: ClosedRange<Int>
        var previous: Place?
        var next: Place?
        /// For what is put at a place: lines of the file around it, as the book leaves it.
        var before: [Line] = []
        var after: [Line] = []
        /// How much further in it stands in the file than on its page.
        var indentation = 0
    }

    /// A line of a source file.
    struct Line: Hashable, Sendable {
        var text: String
        /// The block that it comes from, and the line of its body, from 0.
        var place: Place
        var row: Int
    }

    /// What is declared somewhere.
    struct Declaration: Hashable, Sendable {
        /// The type that it belongs to; empty for one that stands by itself.
        var owner: String
        /// Empty for the type itself.
        var name: String
        var place: Place
        /// The page's line that it stands in.
        var line: Int

        var ownName: String { name.isEmpty ? String(owner.split(separator: ".").last ?? "") : name }
    }

    private(set) var pieces: [Place: Piece] = [:]
    /// In the order of the sources; of overloads on one page, the first.
    private(set) var declarations: [Declaration] = []
    /// All overloads.
    private(set) var overloads: [Declaration] = []
    private(set) var byName: [String: [Declaration]] = [:]
    private(set) var byPlace: [Place: [Declaration]] = [:]
    /// Where the functions, types and constants are declared that the engine has for others, by name.
    private(set) var engine: [String: Place] = [:]

    static func anchor(ofBlock block: Int) -> String { "code-\(block + 1)" }

    /// How many lines of the file are shown around what is put into it.
    private static let surroundings = 3

    init(_ book: Book) {
        let pages = Dictionary(book.chapters.map { ($0.path, $0) }) { first, _ in first }
        func place(of position: SourcePosition) -> Place? {
            let line = position.line
            guard let page = pages[position.file],
                let block = page.blocks.firstIndex(where: { $0.fenceLine <= line && line <= $0.closingLine })
            else { return nil }
            return Place(page: position.file, block: block)
        }
        let files = Tangle.library(of: book)
        for file in files {
            addPieces(of: file, pages: pages, place: place)
        }
        func placed(_ found: [(entry: DeclarationIndex.Entry, position: SourcePosition)]) -> [Declaration] {
            found.compactMap { entry, position in
                place(of: position).map {
                    Declaration(owner: entry.owner, name: entry.name, place: $0, line: position.line)
                }
            }
        }
        let index = DeclarationIndex(book, files: files)
        declarations = placed(index.positions)
        overloads = placed(index.everyPosition)
        byName = Dictionary(grouping: declarations, by: \.ownName)
        byPlace = Dictionary(grouping: declarations, by: \.place)
        for file in files where file.path.hasPrefix(PackagePaths.headers + "/") {
            var line = 0
            for token in Highlighter.tokens(of: file.text, in: .c) {
                // C declares before it uses: where a name stands first, it is declared.
                if let name = token.name.map(String.init), name.lowercased().hasPrefix(Self.enginePrefix),
                    engine[name] == nil, let place = file.positions[line].flatMap(place)
                {
                    engine[name] = place
                }
                line += token.text.utf8.count { $0 == UInt8(ascii: "\n") }
            }
        }
    }

    /// What the engine's names begin with that others use.
    private static let enginePrefix = "kd_"

    private static func indentation(of block: Block, in lines: [Substring]) -> Int {
        func blanks(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }
        guard let own = block.body.textLines.first(where: { !$0.isEmpty }),
            let there = lines.first(where: { $0.drop(while: { $0 == " " }) == own.drop(while: { $0 == " " }) })
        else { return 0 }
        return max(0, blanks(there) - blanks(own))
    }

    private mutating func addPieces(
        of file: GeneratedFile, pages: [String: Chapter], place origin: (SourcePosition) -> Place?
    ) {
        let lines = file.text.textLines
        var ranges: [(place: Place, lines: ClosedRange<Int>)] = []
        for (index, position) in file.positions.enumerated() {
            guard let position, let place = origin(position) else { continue }
            if let last = ranges.last, last.place == place {
                ranges[ranges.count - 1].lines = last.lines.lowerBound...index + 1
            } else {
                ranges.append((place, index + 1...index + 1))
            }
        }
        // What another block is put into stands in two ranges: its lines are those of its first.
        var order: [Place] = []
        for (place, range) in ranges {
            if pieces[place] == nil {
                order.append(place)
                pieces[place] = Piece(file: file.path, lines: range)
            } else if let piece = pieces[place] {
                pieces[place]?.lines = piece.lines.lowerBound...max(piece.lines.upperBound, range.upperBound)
            }
        }
        for (index, place) in order.enumerated() {
            pieces[place]?.previous = index > 0 ? order[index - 1] : nil
            pieces[place]?.next = index + 1 < order.count ? order[index + 1] : nil
            guard let block = pages[place.page]?.blocks[place.block], let piece = pieces[place], block.isPutAtPlace
            else { continue }
            /// Lines of pages, without the marks of places.
            func shown(_ numbers: some Sequence<Int>) -> [Line] {
                var found: [Line] = []
                for number in numbers {
                    guard let position = file.positions[number], Places.name(in: lines[number]) == nil,
                        let from = origin(position), let block = pages[from.page]?.blocks[from.block]
                    else { continue }
                    found.append(Line(text: String(lines[number]), place: from, row: position.line - block.firstLine))
                    if found.count == Self.surroundings { break }
                }
                return found
            }
            let (first, last) = (piece.lines.lowerBound - 1, min(piece.lines.upperBound, lines.count))
            pieces[place]?.indentation = Self.indentation(of: block, in: Array(lines[first..<last]))
            pieces[place]?.before = shown((0..<first).reversed()).reversed()
            pieces[place]?.after = shown(last..<lines.count)
        }
    }
}

extension Block {
    fileprivate var isPutAtPlace: Bool {
        switch kind {
        case .library(_, let place), .engine(_, let place): place != nil
        default: false
        }
    }
}

// MARK: What a name means

extension CodeMap {
    /// Members of types of Swift's own library, or of so many types that a link would mislead.
    private static let everywhere: Set = [
        "allSatisfy", "append", "contains", "count", "data", "description", "dropFirst", "dropLast", "endIndex",
        "enumerated", "filter", "first", "flatMap", "forEach", "hash", "indices", "init", "isEmpty", "joined", "keys",
        "last", "map", "name", "next", "prefix", "reduce", "remove", "reversed", "sorted", "split", "startIndex",
        "subscript", "suffix", "values", "write", "zip",
    ]

    /// What an identifier may mean.
    enum Meaning: Hashable {
        case declaration(Declaration)
        /// A member that several types have.
        case several(name: String)
    }

    /// The declaration that an identifier in Swift code means, as far as that can be told from what stands beside it; nil
    /// for what isn't the library's, or is so common a name that it may be anybody's.
    ///
    /// - Parameters:
    ///   - owner: The identifier before its dot; nil without a dot, empty for a dot behind something else.
    ///   - isCall: Whether `(` follows.
    func meaning(of name: String, after owner: String?, isCall: Bool) -> Meaning? {
        let all = byName[name] ?? []
        guard !all.isEmpty else { return nil }
        if let type = all.first(where: { $0.name.isEmpty }), owner == nil || name.first?.isUppercase == true {
            return .declaration(type)
        }
        if let owner, !owner.isEmpty, owner.first?.isUppercase == true {
            return all.first { $0.owner.split(separator: ".").last.map(String.init) == owner }.map(Meaning.declaration)
        }
        guard !Self.everywhere.contains(name) else { return nil }
        if owner == nil {
            // A variable of the program may have a member's name.
            return isCall ? all.first { $0.owner.isEmpty }.map(Meaning.declaration) : nil
        }
        return Set(all.map(\.owner)).count == 1 ? .declaration(all[0]) : .several(name: name)
    }
}
