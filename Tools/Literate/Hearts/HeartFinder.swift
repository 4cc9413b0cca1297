import Foundation

/// Finds the hearts of a book's pages in its sources, and says what is wrong with them.
package struct HeartFinder: Sendable {
    private let book: Book

    package init(_ book: Book) {
        self.book = book
    }

    /// Whether the compiler writes what it parses as hearts are looked for in it. An older one may not.
    package static func isPossible(root: String) async -> Bool {
        let parse = try? await SwiftParse("struct A { func f(_ b: Int) { b } }", root: root)
        return parse?.declarations.map(\.qualifiedName) == ["A.f(_:)"]
    }

    /// The hearts of one of the book's pages, in its order.
    ///
    /// - Throws: `DiagnosticsError` with everything that is wrong with them.
    func hearts(of chapter: Chapter) async throws -> [Heart] {
        let blocks = chapter.blocks.filter { !$0.hearts.isEmpty }
        guard !blocks.isEmpty else { return [] }
        var files = Tangle.library(of: book, only: Set(blocks.compactMap { book.settings.target(of: $0)?.file }))
        if blocks.contains(where: \.kind.isProgram) { files += [Tangle.program(of: chapter)].compactMap(\.self) }
        var sources: [String: HeartSource] = [:]
        for file in files { sources[file.path] = try await HeartSource(file, root: book.root) }

        var found: [Heart] = []
        var diagnostics: [Diagnostic] = []
        for block in blocks {
            let path = book.settings.target(of: block)?.file ?? PackagePaths.program(named: chapter.name)
            guard let source = sources[path] else { continue }
            for name in block.hearts {
                do {
                    found.append(try source.heart(name, in: block, of: chapter))
                } catch {
                    diagnostics.append(error)
                }
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
        return found
    }

    /// The hearts of some of the book's pages, page by page.
    ///
    /// - Throws: `DiagnosticsError` with what is wrong with those of a page.
    func hearts(on pages: [Chapter]) async throws -> [Heart] {
        let pages = pages.filter { page in page.blocks.contains { !$0.hearts.isEmpty } }
        var found: [Result<[Heart], any Error>] = []
        await forEachInOrder(pages, width: ProcessInfo.processInfo.activeProcessorCount) { page in
            do {
                return .success(try await hearts(of: page))
            } catch {
                return .failure(error)
            }
        } body: {
            found.append($0)
        }
        return try found.flatMap { try $0.get() }
    }

    /// What is wrong with a page's hearts.
    func checks(of chapter: Chapter) async throws -> [CheckResult] {
        do {
            _ = try await hearts(of: chapter)
            return []
        } catch let error as DiagnosticsError {
            return error.diagnostics.map { .failed(Failure($0)) }
        }
    }
}

/// A source file, parsed, with its lines' places in the book.
private struct HeartSource {
    let file: GeneratedFile
    let parse: SwiftParse
    private let bytes: [UInt8]

    init(_ file: GeneratedFile, root: String) async throws {
        self.file = file
        bytes = Array(file.text.utf8)
        do {
            parse = try await SwiftParse(file.text, root: root)
        } catch var failure as Failure {
            failure.diagnostic.position = file.origin
            throw failure
        }
    }

    /// The declaration that a block's fence names.
    func heart(_ name: String, in block: Block, of chapter: Chapter) throws(Diagnostic) -> Heart {
        let fence = chapter.position(of: block)
        let own = parse.declarations.filter { declaration in
            !declaration.isLocal && isIn(block, of: chapter, file.positions[line(of: declaration.body.lowerBound) - 1])
        }
        let named = own.filter { $0.name == name || $0.qualifiedName == name }
        guard let declaration = named.first else {
            let names = own.map(\.name)
            throw Diagnostic(
                "the block has no declaration \(name) with a body" + Suggestion.question(about: name, among: names),
                at: fence)
        }
        guard named.count == 1 else {
            let names = Set(named.map(\.qualifiedName)).sorted()
            throw Diagnostic(
                "\(name) is declared more than once in this block; \(names.joined(separator: ", ")) tells them apart",
                at: fence)
        }
        if declaration.isPrivate {
            throw Diagnostic("\(name) is private, so a reader's can't take its place", at: fence)
        }
        if case .library = block.kind { try checkReplacement(of: declaration, name, at: fence) }
        try checkBody(of: declaration, name)
        return Heart(
            name: name, position: fence, heading: block.heading, page: chapter, file: file, declaration: declaration)
    }

    /// In the library a reader's function takes the place of the book's while a program runs; not every kind can.
    private func checkReplacement(
        of declaration: SwiftParse.Declaration, _ name: String, at fence: SourcePosition
    ) throws(Diagnostic) {
        let signature = String(decoding: bytes[declaration.start..<declaration.body.lowerBound], as: UTF8.self)
        let reason: String? =
            if declaration.kind == .initializer {
                "it is an initializer of the library"
            } else if declaration.isConstrained {
                "the extension that it stands in has a `where`"
            } else if [.subscripted, .property].contains(declaration.kind), signature.contains("{") {
                "its getter has a name"
            } else if signature.contains("rethrows") {
                "it rethrows"
            } else if !name.first!.isLetter && name.first != "_" {
                "it is an operator"
            } else {
                nil
            }
        if let reason { throw Diagnostic("\(name) can't be a heart: \(reason)", at: fence) }
    }

    /// A reader's body stands in a file of its own: it can hold no place, and sees nothing private.
    private func checkBody(of declaration: SwiftParse.Declaration, _ name: String) throws(Diagnostic) {
        let hidden = parse.privateNames.subtracting(declaration.ownNames)
        let lines = file.text.textLines
        for number in line(of: declaration.body.lowerBound)...line(of: declaration.body.upperBound) {
            let (text, position) = (lines[number - 1], file.positions[number - 1])
            if let place = Places.name(in: text) {
                throw Diagnostic("the heart \(name) holds the place \(place), which a later page fills", at: position)
            }
            let words = text.prefix(upTo: text.firstRange(of: "//")?.lowerBound ?? text.endIndex)
                .split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
            if let word = words.first(where: hidden.contains) {
                throw Diagnostic(
                    "the heart \(name) uses \(word), which is private, so that a reader's body can't", at: position)
            }
        }
    }

    private func isIn(_ block: Block, of chapter: Chapter, _ position: SourcePosition?) -> Bool {
        guard let position, position.file == chapter.path else { return false }
        return (block.firstLine..<block.closingLine).contains(position.line)
    }

    private func line(of byte: Int) -> Int {
        1 + bytes[..<min(byte, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }
}
