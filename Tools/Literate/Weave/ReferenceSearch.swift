/// Compiles the book's Swift for what the compiler notes of its names.
struct ReferenceSearch: Sendable {
    private let book: Book
    private let store: IndexStore
    private let folder: String
    private let files: [GeneratedFile]
    private let flags: [String]
    /// Changes with the compiler and with the library.
    let fingerprint: String
    /// The blocks of each page, with the lines that they hold.
    private let blocks: [String: [Block]]

    /// Changes with what these lines make of the compiler's notes.
    private static let format = 2

    /// - Parameters:
    ///   - programs: The folder of the built programs.
    ///   - folder: Where to keep what the programs import.
    init(_ book: Book, programs: String, keeping folder: String) async throws {
        self.book = book
        store = try await IndexStore(root: book.root)
        files = Tangle.library(of: book)
        blocks = Dictionary(book.chapters.map { ($0.path, $0.blocks) }) { first, _ in first }
        var fingerprint = Fingerprint()
        fingerprint.combine("format", "\(Self.format)")
        fingerprint.combine(
            "swiftc", try await ChildProcess.run("swiftc", ["--version"], directory: book.root).output)
        if book.settings.kindling != nil {
            let age = Files.age(of: "\(programs)/Modules/\(BookSettings.kindling).swiftmodule")
            fingerprint.combine("Kindling", age.map { "\($0.size) \($0.time)" } ?? "")
        }
        for file in files where file.path.hasSuffix(".swift") || file.path.hasPrefix(PackagePaths.headers + "/") {
            fingerprint.combine(file.path, file.text)
        }
        self.fingerprint = fingerprint.text
        self.folder = "\(folder)/\(fingerprint.text)"
        try Files.makeDirectories(self.folder)
        let packages = [book.root] + [book.settings.kindling].compactMap(\.self)
        var maps = SwiftCompiler.moduleMaps(packages: packages, programs: programs)
        if book.settings.kindling == nil, files.contains(where: { $0.path.hasPrefix(PackagePaths.headers + "/") }) {
            maps.removeAll { $0.hasSuffix("/\(Self.engine).build/module.modulemap") }
            maps.append("\(self.folder)/\(Self.engine)/module.modulemap")
        }
        flags =
            ["-package-name", "kindling", "-suppress-warnings", "-I", self.folder, "-I", "\(programs)/Modules"]
            + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }

    private static let engine = "KindlingEngine"

    private var module: String? { book.settings.library.map { "\(folder)/\($0).swiftmodule" } }

    /// Whether what the programs import is there.
    var hasModule: Bool { module.map(Files.exists) ?? true }

    func fingerprint(of chapter: Chapter) -> String {
        var fingerprint = Fingerprint()
        fingerprint.combine("library", self.fingerprint)
        for lines in programs(of: chapter) {
            let code = lines.map(\.text).filter { !ContentHash.isDirective($0[...]) }
            fingerprint.combine("program", code.joined(separator: "\n"))
        }
        return fingerprint.text
    }

    // MARK: The library

    /// What stands in the library's blocks, by page and the hash of the block's body; nil if it doesn't compile.
    func libraryNames() async throws -> [String: [String: CodeReferences.Names]]? {
        guard let library = book.settings.library, let sources = book.settings.libraryFolder, let module else {
            return [:]
        }
        let work = try TemporaryFolder()
        defer { work.remove() }
        let here = Files.resolved(work.path) ?? work.path
        try writeEngine()
        var paths: [String: GeneratedFile] = [:]
        for file in files where file.path.hasPrefix(sources + "/") && file.path.hasSuffix(".swift") {
            let path = "\(here)/\(file.path)"
            try Files.makeDirectories(Files.parent(of: path))
            try Files.write(Array(file.text.utf8), to: path)
            paths[path] = file
        }
        let inputs = paths.keys.sorted()
        guard !inputs.isEmpty else { return [:] }
        // Each file's names go into a unit of their own, which the compiler names after what it would write.
        let units = "\(work.path)/units"
        try Files.write(Array(inputs.map { "\($0).o\n" }.joined().utf8), to: units)
        let whole = ["-module-name", library, "-parse-as-library", "-wmo", "-swift-version", "6"] + flags + inputs
        func compiles(_ task: [String]) async throws -> Bool {
            try await ChildProcess.run("swiftc", task + whole, directory: book.root).status == .exited(0)
        }
        guard
            try await compiles(
                ["-typecheck", "-Xfrontend", "-index-unit-output-path-filelist", "-Xfrontend", units]
                    + indexed(in: work.path)),
            // What programs import needs no bodies.
            try await compiles(
                ["-emit-module", "-emit-module-path", module, "-Xfrontend", "-experimental-skip-all-function-bodies"])
        else { return nil }
        let found = try store.occurrences(in: Self.names(in: work.path))
        // Not those of the engine's header, which Clang notes only where it hasn't read it before.
        let own = paths.keys.flatMap { found[$0] ?? [] }
        let symbols = Set(own.lazy.filter(\.isDefinition).map(\.symbol))
        var names = NamesByBlock(blocks)
        for (path, file) in paths {
            let lines = zip(file.text.textLines, file.positions).map {
                FileBuilder.Line(text: String($0), position: $1)
            }
            names.add(found[path] ?? [], of: lines, among: symbols)
        }
        return names.byPage
    }

    /// Where Clang finds the engine's functions.
    private func writeEngine() throws {
        let headers = files.filter { $0.path.hasPrefix(PackagePaths.headers + "/") }
        guard !headers.isEmpty else { return }
        let folder = "\(folder)/\(Self.engine)"
        try Files.makeDirectories(folder)
        for header in headers {
            try Files.replace("\(folder)/\(Files.name(of: header.path))", with: Array(header.text.utf8))
        }
        let umbrella = "module \(Self.engine) {\n    umbrella \"\(folder)\"\n    export *\n}\n"
        try Files.replace("\(folder)/module.modulemap", with: Array(umbrella.utf8))
    }

    private static func names(in folder: String) -> String { "\(folder)/names" }

    private func indexed(in folder: String) -> [String] {
        ["-index-store-path", Self.names(in: folder), "-index-ignore-system-modules"]
    }

    // MARK: A program

    /// What stands in a page's own code, by the hash of the block's body.
    ///
    /// - Parameter symbols: The library's.
    /// - Throws: `Failure` if it doesn't compile.
    func names(of chapter: Chapter, among symbols: Set<String>) async throws -> [String: CodeReferences.Names] {
        var names = NamesByBlock(blocks)
        for (number, lines) in programs(of: chapter).enumerated() {
            let work = try TemporaryFolder()
            defer { work.remove() }
            let file = "\(Files.resolved(work.path) ?? work.path)/main.swift"
            // The compiler would note the page's lines beside its own file.
            let code = lines.map { ContentHash.isDirective($0.text[...]) ? "" : $0.text }
            try Files.write(Array(code.map { $0 + "\n" }.joined().utf8), to: file)
            let result = try await ChildProcess.run(
                "swiftc", ["-typecheck", "-swift-version", "5"] + flags + indexed(in: work.path) + [file],
                directory: book.root)
            // A block that must not compile is behind the first.
            guard result.status == .exited(0) || number > 0,
                let found = try store.occurrences(in: Self.names(in: work.path))[file]
            else { throw Failure("swiftc \(result.status), and has noted nothing of this page", at: chapter.start) }
            names.add(found, of: lines, among: symbols, onlyNew: number > 0)
        }
        return names.byPage[chapter.path] ?? [:]
    }

    /// The page's program, and for each block that must not compile the program with it.
    private func programs(of chapter: Chapter) -> [[FileBuilder.Line]] {
        [Tangle.programLines(of: chapter)]
            + chapter.blocks.indices.filter { chapter.blocks[$0].kind == .fails }.map {
                Tangle.failingLines(of: chapter, at: $0)
            }
    }
}

/// Puts what the compiler notes into the blocks that it stands in.
private struct NamesByBlock {
    private(set) var byPage: [String: [String: CodeReferences.Names]] = [:]
    private let blocks: [String: [Block]]

    init(_ blocks: [String: [Block]]) { self.blocks = blocks }

    /// - Parameters:
    ///   - lines: What was compiled.
    ///   - symbols: Those that count.
    ///   - onlyNew: Whether blocks of which something is known stay as they are.
    mutating func add(
        _ found: [IndexStore.Occurrence], of lines: [FileBuilder.Line], among symbols: Set<String>,
        onlyNew: Bool = false
    ) {
        let known = onlyNew ? byPage : [:]
        let byLine = Dictionary(grouping: found.filter { symbols.contains($0.symbol) }, by: \.line)
        for (index, line) in lines.enumerated() {
            guard let position = line.position,
                let block = blocks[position.file]?.first(where: {
                    $0.firstLine <= position.line && position.line < $0.closingLine
                })
            else { continue }
            let hash = ContentHash.of(block.body)
            guard known[position.file]?[hash] == nil else { continue }
            let number = position.line - block.firstLine
            // What is put at a place stands further in than on its page.
            let shift = line.text.utf8.count - block.body.textLines[number].utf8.count
            var names = byPage[position.file]?[hash] ?? CodeReferences.Names()
            for occurrence in byLine[index + 1] ?? [] {
                let column = occurrence.column - 1 - shift
                if occurrence.isDefinition {
                    names.definitions[number, default: [:]][column] = occurrence.symbol
                } else {
                    names.uses[number, default: [:]][column, default: []].append(occurrence.symbol)
                }
            }
            byPage[position.file, default: [:]][hash] = names
        }
    }
}
