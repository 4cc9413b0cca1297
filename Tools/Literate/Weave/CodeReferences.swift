import Foundation

/// What the names in the book's Swift stand for, as the compiler has told: the library's declaration behind each.
///
/// It is kept by the text of blocks. A page's prose may change without it, and a block that has changed since is one of
/// which nothing is known.
package struct CodeReferences: Codable, Sendable {
    /// The names in a block's body, by the line, from 0, and by the byte of the line that they begin at, from 0.
    struct Names: Codable, Hashable, Sendable {
        /// What the library's names stand for, by the compiler's word for it: of a type that is called, the type first, and
        /// then its initializer.
        var uses: [Int: [Int: [String]]] = [:]
        /// What is declared in it.
        var definitions: [Int: [Int: String]] = [:]

        /// Takes in what another block's line holds, which stands here as well.
        ///
        /// - Parameters:
        ///   - row: The line there.
        ///   - number: The line here.
        ///   - shift: How much further in it stands here.
        mutating func add(_ other: Names, line row: Int, as number: Int, shiftedBy shift: Int) {
            var line = uses[number] ?? [:]
            for (column, symbols) in other.uses[row] ?? [:] { line[column + shift] = symbols }
            // An extension is declared where its type's name is used.
            for (column, symbol) in other.definitions[row] ?? [:] where line[column + shift] == nil {
                line[column + shift] = [symbol]
            }
            uses[number] = line
        }
    }

    /// What was compiled, to be compiled again when it is another.
    struct Compiled: Codable, Sendable {
        var fingerprint = ""
        /// By the page, and by the hash of a block's body.
        var names: [String: [String: Names]] = [:]
    }

    private var library = Compiled()
    /// By the page.
    private var programs: [String: Compiled] = [:]

    /// Nothing is known.
    package init() {}

    /// What is known of a block's names; nil if nothing is.
    func names(in block: Block, on page: String) -> Names? {
        let hash = ContentHash.of(block.body)
        return library.names[page]?[hash] ?? programs[page]?.names[page]?[hash]
    }
}

// MARK: Asking

extension CodeReferences {
    private static let memory = "names.json"

    private static func folder(in build: BuildFolder) -> String { "\(build.path)/weave-names" }

    /// What the compiler has told before.
    package static func known(in build: BuildFolder) -> CodeReferences {
        let bytes = (try? Files.read("\(folder(in: build))/\(memory)")) ?? []
        return (try? JSONDecoder().decode(CodeReferences.self, from: Data(bytes))) ?? CodeReferences()
    }

    /// Asks the compiler, for what it hasn't been asked before.
    ///
    /// It compiles the pages as they stand, whether or not they are extracted and built; what the library needs of others
    /// comes from the folder of the built programs. What doesn't compile stays as it was known.
    ///
    /// - Throws: `Failure` if the compiler can't be asked.
    package static func ofBook(_ book: Book, in build: BuildFolder) async throws -> CodeReferences {
        let folder = folder(in: build)
        var references = known(in: build)
        let search = try await ReferenceSearch(book, programs: build.path, keeping: folder)
        let fingerprint = search.fingerprint
        if references.library.fingerprint != fingerprint || !search.hasModule {
            guard let names = try await search.libraryNames() else {
                try Task.checkCancellation()
                Console.note("The library doesn't compile; the links of names are as far as they are known.")
                return references
            }
            references.library = Compiled(fingerprint: fingerprint, names: names)
        }
        let symbols = Set(
            references.library.names.values.flatMap(\.values).flatMap(\.definitions.values).flatMap(\.values))
        let chapters = book.chapters.filter { $0.hasProgram || $0.hasFailsBlock }
        let fingerprints = Dictionary(
            uniqueKeysWithValues: chapters.map { ($0.path, search.fingerprint(of: $0)) })
        let changed = chapters.filter { references.programs[$0.path]?.fingerprint != fingerprints[$0.path] }
        var unknown: [String] = []
        await forEachInOrder(changed, width: ProcessInfo.processInfo.activeProcessorCount) { chapter in
            (chapter.path, try? await search.names(of: chapter, among: symbols))
        } body: { page, names in
            guard let names, let fingerprint = fingerprints[page] else { return unknown.append(page) }
            references.programs[page] = Compiled(fingerprint: fingerprint, names: [page: names])
        }
        if !unknown.isEmpty {
            Console.note("What doesn't compile keeps links that follow the words: \(unknown.joined(separator: ", "))")
        }
        references.programs = references.programs.filter { fingerprints[$0.key] != nil }
        for name in Files.visibleNames(in: folder) where name != fingerprint && name != memory {
            Files.removeAll("\(folder)/\(name)")
        }
        // What can't be kept is asked again.
        if let data = try? JSONEncoder().encode(references) {
            try? Files.replace("\(folder)/\(memory)", with: [UInt8](data))
        }
        return references
    }
}
