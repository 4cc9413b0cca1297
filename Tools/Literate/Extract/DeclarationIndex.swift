/// The page `Chapters/INDEX.md`: every public declaration of the library, and its page. `extract` writes it.
struct DeclarationIndex {
    /// A public declaration: `view`, of `Tensor`.
    struct Entry: Hashable {
        /// The type that it belongs to; empty for one that stands by itself.
        var owner: String
        /// Without its parameters; empty for the type itself.
        var name: String
        /// The page's path.
        var page: String
    }

    private let book: Book
    /// In the order of the files, each once.
    let entries: [Entry]
    /// Where each stands first.
    let positions: [(entry: Entry, position: SourcePosition)]
    /// Where each stands, overloads too.
    let everyPosition: [(entry: Entry, position: SourcePosition)]

    /// - Parameter files: What the book's pages write, if that is known.
    init(_ book: Book, files: [GeneratedFile]? = nil) {
        self.book = book
        var every: [(entry: Entry, position: SourcePosition)] = []
        var seen: Set<Entry> = []
        let library = book.settings.libraryFolder.map { $0 + "/" }
        for file in files ?? Tangle.library(of: book) where library.map(file.path.hasPrefix) == true {
            every += Self.entries(in: file)
        }
        let entries = every.filter { seen.insert($0.entry).inserted }
        positions = entries
        everyPosition = every
        self.entries = entries.map(\.entry)
    }

    // MARK: Reading Swift

    private static let types: Set = ["class", "struct", "enum", "protocol", "actor", "extension"]
    private static let members: Set = [
        "func", "var", "let", "init", "subscript", "case", "typealias", "associatedtype", "macro",
    ]

    /// The declarations of a file. The library is indented by its nesting, so a line's indentation says
    /// what it belongs to.
    private static func entries(in file: GeneratedFile) -> [(entry: Entry, position: SourcePosition)] {
        /// The types that a line stands in, and the keyword of those that are public.
        var scopes: [(indentation: Int, name: String, opens: String?)] = []
        var entries: [(entry: Entry, position: SourcePosition)] = []
        for (line, position) in zip(file.text.textLines, file.positions) {
            guard let position, let declaration = Declaration(line) else { continue }
            scopes.removeAll { $0.indentation >= declaration.indentation }
            let owner = scopes.map(\.name).filter { !$0.isEmpty }.joined(separator: ".")
            if types.contains(declaration.keyword) {
                let name = owner.isEmpty ? declaration.names[0] : "\(owner).\(declaration.names[0])"
                if declaration.isPublic, declaration.keyword != "extension" {
                    entries.append((Entry(owner: name, name: "", page: position.file), position))
                }
                let opens = declaration.isPublic ? declaration.keyword : nil
                scopes.append((declaration.indentation, declaration.names[0], opens))
                // A body in the same line holds one member.
                if let member = Declaration.body(of: line).flatMap(Declaration.init), members.contains(member.keyword) {
                    entries += member.published(in: opens).map {
                        (Entry(owner: name, name: $0, page: position.file), position)
                    }
                }
            } else if members.contains(declaration.keyword) {
                // A local variable stands deeper than any scope's members.
                let depth = scopes.last.map { $0.indentation + 4 } ?? 0
                guard declaration.indentation == depth else { continue }
                let names = declaration.published(in: scopes.last?.opens)
                entries += names.map { (Entry(owner: owner, name: $0, page: position.file), position) }
            }
        }
        return entries
    }

    /// The head of a declaration in one line.
    private struct Declaration {
        var indentation: Int
        var keyword = ""
        /// One, or several as in `case small, large`.
        var names: [String] = []
        var isPublic = false

        private static let modifiers: Set = [
            "final", "static", "class", "override", "mutating", "nonmutating", "convenience", "required", "indirect",
            "prefix", "postfix",
            "infix", "weak", "unowned", "lazy", "nonisolated", "dynamic",
        ]

        init?(_ line: Substring) {
            indentation = line.prefix { $0 == " " }.count
            var words = line.dropFirst(indentation)[...]
            func next() -> Substring {
                words = words.drop { $0 == " " }
                let word = words.prefix { $0 != " " }
                words = words.dropFirst(word.count)
                return word
            }
            while true {
                let word = next()
                if word.isEmpty { return nil }
                if word.hasPrefix("@") { continue }
                if ["public", "open"].contains(word) || word.hasPrefix("public(") {
                    isPublic = true
                } else if ["package", "private", "fileprivate", "internal"].contains(Self.stem(word)) {
                    continue
                } else if word == "class", Self.startsMember(words) {
                    continue
                } else if DeclarationIndex.types.contains(String(word))
                    || DeclarationIndex.members.contains(Self.stem(word))
                {
                    keyword = Self.stem(word)
                    switch keyword {
                    case "init", "subscript": names = [keyword]
                    case "case", "let", "var": names = Self.parts(of: words).map(Self.identifier)
                    default: names = [Self.identifier(words)]
                    }
                    if names.contains("") { return nil }
                    return
                } else if !Self.modifiers.contains(String(word)) {
                    return nil
                }
            }
        }

        /// What stands between the braces of a line that opens and closes them.
        static func body(of line: Substring) -> Substring? {
            guard line.last == "}", let start = line.firstIndex(of: "{") else { return nil }
            return line[line.index(after: start)...].dropLast()
        }

        /// The names, if they are public: by the word, or as what a public protocol requires or a public enum's cases.
        func published(in opens: String?) -> [String] {
            let isOpened =
                switch opens {
                case "protocol": true
                case "enum": keyword == "case"
                default: false
                }
            return isPublic || isOpened ? names : []
        }

        /// `init(shape:`, `init?(`, `subscript(` up to the word's end.
        private static func stem(_ word: Substring) -> String {
            String(word.prefix { $0.isLetter })
        }

        private static func startsMember(_ rest: Substring) -> Bool {
            let word = rest.drop { $0 == " " }.prefix { $0.isLetter }
            return ["func", "var", "let", "subscript", "override", "final"].contains(word)
        }

        /// What stands between commas, up to the type or the body: `a = "x,y"` and `b(Int)` of `a = "x,y", b(Int)`.
        private static func parts(of text: Substring) -> [Substring] {
            var depth = 0
            var isQuoted = false
            let end = text.firstIndex { character in
                if character == "\"" { isQuoted.toggle() }
                if isQuoted { return false }
                if "([<".contains(character) { depth += 1 }
                if ")]>".contains(character) { depth -= 1 }
                return depth == 0 && (character == ":" || character == "{")
            }
            (depth, isQuoted) = (0, false)
            return text[..<(end ?? text.endIndex)].split { character in
                if character == "\"" { isQuoted.toggle() }
                if isQuoted { return false }
                if "([<".contains(character) { depth += 1 }
                if ")]>".contains(character) { depth -= 1 }
                return depth == 0 && character == ","
            }
        }

        /// A name with its dots, or an operator.
        private static func identifier(_ text: Substring) -> String {
            let text = text.drop { $0 == " " }
            let first = text.first
            if first == "[" { return "Array" }
            let isWord = first.map { $0.isLetter || $0 == "_" || $0 == "`" } ?? false
            let name = text.prefix {
                isWord ? $0.isLetter || $0.isNumber || "_.`".contains($0) : !" (<".contains($0) || $0 == "<"
            }
            return name.filter { $0 != "`" }.description.trimmingSuffix(".")
        }
    }

    // MARK: The page

    /// The page's text.
    var text: String {
        var lines = [
            "# Index", "",
            """
            Every public declaration of the library, and the page that holds it. `swift run extract` writes this \
            list; a member stands
            """,
            "with its type, under its name without parameters.", "",
        ]
        let owners = Dictionary(grouping: entries, by: \.owner)
        for owner in owners.keys.sorted(by: { ($0.lowercased(), $0) < ($1.lowercased(), $1) }) {
            let entries = owners[owner] ?? []
            lines.append(owner.isEmpty ? "## Functions and operators" : "## \(owner)")
            lines.append("")
            for page in book.chapters.inOrderOfSources {
                let here = entries.filter { $0.page == page.path }
                if here.isEmpty { continue }
                let names = here.map(\.name).filter { !$0.isEmpty }.uniqued().sorted {
                    ($0.lowercased(), $0) < ($1.lowercased(), $1)
                }
                let isDeclared = here.contains { $0.name.isEmpty }
                let start = "- [\(page.title)](\(page.path.dropFirst(PackagePaths.chapters.count + 1)))"
                let members = names.map { "`\($0)`" }.joined(separator: ", ")
                lines.append(start + (isDeclared ? ": the type" + (members.isEmpty ? "" : ", ") : ": ") + members)
            }
            lines.append("")
        }
        let list = lines.joined(separator: "\n")
        return list + Self.seal(of: list)
    }

    /// The last line, which tells whether someone has changed the list since. A rendered page doesn't show it.
    private static func seal(of list: some StringProtocol) -> String {
        "<!-- Content hash: \(ContentHash.of(list)) -->\n"
    }

    /// Whether a text is as `extract` has written it.
    static func isIntact(_ text: String) -> Bool {
        guard let last = text.textLines.last else { return false }
        let list = text.utf8.dropLast(last.utf8.count + 1)
        return text.isSame(as: String(Substring(list)) + seal(of: Substring(list)))
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}

extension [String] {
    /// Each once, in the order of their first occurrence.
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
