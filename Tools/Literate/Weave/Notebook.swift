import Foundation

/// A page's PyTorch column as a Jupyter notebook, in the format 4.5: its headings, its code, and what the book shows that
/// it prints.
struct Notebook: Encodable {
    struct Output: Encodable, Equatable {
        var outputType = "stream"
        var name = "stdout"
        var text: [String]

        private enum CodingKeys: String, CodingKey {
            case outputType = "output_type"
            case name, text
        }
    }

    struct Cell: Encodable, Equatable {
        var isCode: Bool
        var id: String
        var source: [String]
        var outputs: [Output] = []

        private enum CodingKeys: String, CodingKey {
            case cellType = "cell_type"
            case id, metadata, source, outputs
            case executionCount = "execution_count"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(isCode ? "code" : "markdown", forKey: .cellType)
            try container.encode(id, forKey: .id)
            try container.encode([String: String](), forKey: .metadata)
            try container.encode(source, forKey: .source)
            guard isCode else { return }
            try container.encodeNil(forKey: .executionCount)
            try container.encode(outputs, forKey: .outputs)
        }
    }

    private(set) var cells: [Cell] = []
    /// The files that its code reads and that may stand beside it, from the package's root.
    let files: [String]

    /// Nil for a page without Python.
    init?(_ chapter: Chapter, of book: Book) {
        guard chapter.blocks.contains(where: { $0.kind == .python }) else { return nil }
        let needs = Self.needs(of: chapter, in: book)
        files = needs.filter { $0.mirrors.isEmpty }.map(\.path)
        add(
            """
            # \(chapter.title)

            The PyTorch of the page `\(chapter.path)`, which explains it beside the Swift. The outputs are those that the book \
            shows, compared with PyTorch \(PythonInterpreter.bookTorchVersion); where Swift spells a word otherwise (`true`), \
            they have its spelling.
            """, isCode: false)
        add(Self.preparation(needs), isCode: true)
        var heading = ""
        // An output belongs to the column if code stands between it and the one before.
        var hasCode = false
        for block in chapter.blocks {
            if block.kind == .python {
                if block.heading != heading, block.heading != chapter.title {
                    add("## \(block.heading)", isCode: false)
                }
                heading = block.heading
                add(block.body, isCode: true)
                hasCode = true
            } else if block.isOutput(in: .python), hasCode {
                hasCode = false
                cells[cells.count - 1].outputs = [Output(text: Self.lines(of: block.body, endingInLineFeed: true))]
            }
        }
    }

    private mutating func add(_ text: String, isCode: Bool) {
        cells.append(Cell(isCode: isCode, id: "cell-\(cells.count + 1)", source: Self.lines(of: text)))
    }

    /// Each line with its end, as the format has it; the last without, if it is source.
    private static func lines(of text: String, endingInLineFeed: Bool = false) -> [String] {
        let lines = text.textLines.map(String.init)
        return lines.enumerated().map { $1 + ($0 < lines.count - 1 || endingInLineFeed ? "\n" : "") }
    }

    // MARK: What its code reads

    struct Need: Equatable {
        var path: String
        /// Addresses that end with the file's name.
        var mirrors: [String]
    }

    /// The files of the package that the page's code names. A name that is put together names all of its folder.
    static func needs(of chapter: Chapter, in book: Book) -> [Need] {
        var paths: Set<String> = []
        for block in chapter.blocks where block.kind == .python {
            for token in Highlighter.tokens(of: block.body, in: .python) where token.kind == .string {
                let text = token.text.drop { $0.isLetter }.filter { $0 != "\"" && $0 != "'" }
                guard text.hasPrefix(PackagePaths.chapters + "/") || text.hasPrefix(PackagePaths.sources + "/") else {
                    continue
                }
                let path = String(text.prefix { $0 != "{" })
                let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
                if Files.isDirectory("\(book.root)/\(folder)") {
                    paths.formUnion(Files.visibleNames(in: "\(book.root)/\(folder)").map { "\(folder)/\($0)" })
                } else if Files.exists("\(book.root)/\(path)") {
                    paths.insert(path)
                }
            }
        }
        return paths.sorted().filter { !Files.isDirectory("\(book.root)/\($0)") }.map { path in
            let mirrors = book.settings.mirrors[Files.parent(of: path)] ?? []
            return Need(path: path, mirrors: mirrors.map { $0 + Files.name(of: path) })
        }
    }

    /// The first cell: it fetches what isn't there, and says what can't be fetched.
    private static func preparation(_ needs: [Need]) -> String {
        let list = needs.map { need in
            "    \(quoted(need.path)): [\(need.mirrors.map(quoted).joined(separator: ", "))],\n"
        }.joined()
        return """
            # What the code below reads, and where it can be fetched.
            import gzip, multiprocessing, pathlib, urllib.request

            FILES = {
            \(list)}

            def fetch(path, addresses):
                for address in addresses:
                    try:
                        data = urllib.request.urlopen(address, timeout=60).read()
                        if path.endswith(".gz"):
                            gzip.decompress(data)  # which checks it
                        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
                        pathlib.Path(path).write_bytes(data)
                        return
                    except OSError as error:
                        print(f"{address}: {error}")
                raise SystemExit(f"{path} is missing: put it there from the folder of the notebooks, or the book's")

            for path, addresses in FILES.items():
                if not pathlib.Path(path).exists():
                    fetch(path, addresses)

            # A loader's workers begin as copies of this process, as on Linux.
            if "fork" in multiprocessing.get_all_start_methods():
                multiprocessing.set_start_method("fork", force=True)
            """
    }

    private static func quoted(_ text: String) -> String { SearchIndex.quoted(text) }

    // MARK: Its file

    private enum CodingKeys: String, CodingKey {
        case cells, metadata, nbformat
        case minor = "nbformat_minor"
    }

    private struct Metadata: Encodable {
        let kernelspec = ["display_name": "Python 3", "language": "python", "name": "python3"]
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let language_info = ["name": "python"]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(cells, forKey: .cells)
        try container.encode(Metadata(), forKey: .metadata)
        try container.encode(4, forKey: .nbformat)
        try container.encode(5, forKey: .minor)
    }

    /// The notebook's file.
    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }
}
