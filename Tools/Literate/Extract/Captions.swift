/// The line above a block that says which file it belongs to, which `extract` writes, since a rendered page doesn't
/// show what stands behind a fence's backticks.
///
///     *Tensor/Layout.swift*
///     *Tensor/Layout.swift, continued*
///     *Tensor/Tensor.swift, at `gradients`*
///     *From Autograd/Tape.swift, in [The tape](Workshop/02-01-tape.md)*
enum Captions {
    /// The book with the captions as they must be.
    ///
    /// - Throws: if a page can't be read any more with them, which would be a mistake of this program.
    static func applied(to book: Book) throws(DiagnosticsError) -> Book {
        var begun: Set<String> = []
        var captions: [String: [Int: Caption]] = [:]
        let excerpts = ExcerptCheck(book)
        for chapter in book.chapters.inOrderOfSources + book.chapters.filter({ $0.kind == .solutions }) {
            for block in chapter.blocks {
                captions[chapter.path, default: [:]][block.fenceLine] = caption(
                    of: block, in: chapter, of: book, begun: &begun, excerpts)
            }
        }
        var chapters: [Chapter] = []
        for chapter in book.chapters {
            let text = text(of: chapter, with: captions[chapter.path] ?? [:])
            let isSame = text.isSame(as: chapter.text)
            chapters.append(isSame ? chapter : try Chapter.parse(text, path: chapter.path))
        }
        return book.with(chapters)
    }

    private enum Caption {
        case line(String)
        /// No caption belongs here.
        case none
        /// An excerpt that shows something else at the moment: what stands above it stays.
        case unknown
    }

    private static func caption(
        of block: Block, in chapter: Chapter, of book: Book, begun: inout Set<String>, _ excerpts: ExcerptCheck
    ) -> Caption {
        if let (path, place) = book.settings.target(of: block) {
            let library = book.settings.libraryFolder.map { $0 + "/" } ?? ""
            let file = path.dropFirst(path.hasPrefix(library) ? library.count : PackagePaths.sources.count + 1)
            if let place { return .line("*\(file), at `\(place)`*") }
            return .line(begun.insert(path).inserted ? "*\(file)*" : "*\(file), continued*")
        }
        guard let excerpt = block.excerpt else { return .none }
        guard let origin = excerpts.origin(of: block, in: chapter) else { return .unknown }
        let link = "[\(origin.title)](\(LinkTarget.way(to: origin.path, from: chapter.path)))"
        if !excerpt.isOfFile { return .line("*From \(link)*") }
        let folder = excerpt.language == .c ? "Engine/" : ""
        return .line(
            origin.path == chapter.path
                ? "*From \(folder)\(excerpt.source)*" : "*From \(folder)\(excerpt.source), in \(link)*")
    }

    // MARK: The page's text

    private static func text(of chapter: Chapter, with captions: [Int: Caption]) -> String {
        let source = SourceLines(chapter.text)
        var lines = source.withEnds
        // From the end, so that line numbers stay true.
        for block in chapter.blocks.reversed() {
            let fence = block.fenceLine - 1
            var caption: String?
            switch captions[block.fenceLine] {
            case .line(let line): caption = line
            case .unknown: continue
            default: break
            }
            let found = fence > 0 ? source[fence] : ""
            if isCaption(found) {
                guard found != caption else { continue }
                let end = SourceLines.end(of: lines[fence - 1])
                lines.replaceSubrange(fence - 1..<fence, with: caption.map { [$0 + end] } ?? [])
            } else if let caption {
                let end = SourceLines.end(of: lines[fence])
                lines.insert(contentsOf: (found.allSatisfy(\.isWhitespace) ? [] : [end]) + [caption + end], at: fence)
            }
        }
        return lines.joined()
    }

    /// Whether a line above a fence is one that this writes, perhaps for a block that has since changed.
    static func isCaption(_ line: String) -> Bool {
        guard line.hasPrefix("*"), line.hasSuffix("*"), line.count > 2 else { return false }
        let words = line.dropFirst().dropLast()
        if words.hasPrefix("From ") { return words.hasSuffix(")") || isFile(words.dropFirst(5)) }
        let parts = words.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        return isFile(parts[0]) && (parts.count == 1 || parts[1] == " continued" || parts[1].hasPrefix(" at `"))
    }

    private static func isFile(_ word: Substring) -> Bool {
        !word.contains(" ") && PackagePaths.isSource(word)
    }
}
