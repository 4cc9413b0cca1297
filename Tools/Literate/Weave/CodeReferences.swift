import Foundation

/// What the names in the book's Swift stand for, as the compiler has told: the library's declaration behind each.
///
/// It is kept by the text of blocks. A page's prose may change without it, and a block that has changed since is one of
/// which nothing is known.
package struct CodeReferences: Codable, Sendable {
    /// The names in a block's body, by their places.
    struct Names: Codable, Hashable, Sendable {
        /// What the library's names stand for, by the compiler's word for it: of a type that is called, the type first, and
        /// then its initializer.
        var uses: [Int: [String]] = [:]
        /// What is declared in it.
        var definitions: [Int: String] = [:]

        /// A place in a body, as one number.
        ///
        /// - Parameters:
        ///   - line: From 0.
        ///   - column: The byte of the line that the name begins at, from 0.
        static func key(line: Int, column: Int) -> Int { line << 16 | column }
        static func line(of key: Int) -> Int { key >> 16 }
        static func column(of key: Int) -> Int { key & 0xffff }

        /// Takes in what another block's line uses, which stands here as well, perhaps further in or less.
        ///
        /// - Parameters:
        ///   - row: The line there, from 0.
        ///   - block: The other block.
        ///   - number: Its number here, from 0.
        ///   - text: How it reads here.
        mutating func add(
            _ other: Names, line row: Int, of block: Block, as number: Int, reading text: Substring
        ) {
            func indentation(_ line: Substring) -> Int { line.utf8.prefix { $0 == UInt8(ascii: " ") }.count }
            let shift = indentation(text) - indentation(block.body.textLines[row])
            func key(_ old: Int) -> Int { Self.key(line: number, column: Self.column(of: old) + shift) }
            for (old, symbols) in other.uses where Self.line(of: old) == row { uses[key(old)] = symbols }
            // An extension is declared where its type's name is used.
            for (old, symbol) in other.definitions where Self.line(of: old) == row && uses[key(old)] == nil {
                uses[key(old)] = [symbol]
            }
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
                Console.note("The library doesn't compile; the links of names are as far as they are known.")
                return references
            }
            references.library = Compiled(fingerprint: fingerprint, names: names)
        }
        let symbols = Set(references.library.names.values.flatMap(\.values).flatMap(\.definitions.values))
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
