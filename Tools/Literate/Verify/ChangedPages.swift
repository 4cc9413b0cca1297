/// Which chapters have other code than in an earlier commit: the library's, the engine's, their programs'.
///
/// A block that has moved to another chapter may be missed where it was, which only the book as it stands after that
/// chapter shows.
package struct ChangedPages: Sendable {
    /// The commit that is compared with, for people.
    package let base: String
    /// The numbers of the chapters.
    package let numbers: Set<String>

    /// - Parameters:
    ///   - base: The commit; if nil, the one at which this branch has left the main one, or the last but one.
    /// - Returns: nil where there is no earlier commit, or no git.
    package init?(in book: Book, since base: String? = nil) async throws {
        func git(_ arguments: String...) async throws -> String? {
            let result = try? await ChildProcess.run("git", arguments, directory: book.root)
            guard result?.status == .exited(0), let output = result?.output else { return nil }
            return String(decoding: output, as: UTF8.self)
        }
        func commit(_ name: String) async throws -> String? {
            try await git("rev-parse", "--verify", "--quiet", "\(name)^{commit}")?.textLines.first.map(String.init)
        }
        var found: String?
        if let base {
            found = try await commit(base)
            if found == nil { throw Failure("there is no commit \(base)", at: nil) }
        }
        guard let head = try await commit("HEAD") else { return nil }
        for main in ["origin/HEAD", "origin/main", "main"] where found == nil {
            guard let other = try await commit(main),
                let fork = try await git("merge-base", "HEAD", other)?.textLines.first.map(String.init), fork != head
            else { continue }
            found = fork
        }
        if found == nil { found = try await commit("HEAD~1") }
        guard let found else { return nil }
        self.base = String(found.prefix(10))

        // A commit's pages by their paths; what was renamed is new.
        let listed =
            try await git("diff", "--name-only", "--no-renames", "-z", found, "--", PackagePaths.chapters) ?? ""
        let changed = Set(listed.split(separator: "\0").map(String.init))
        var numbers: Set<String> = []
        for chapter in book.chapters where changed.contains(chapter.path) {
            let text = try await git("show", "\(found):./\(chapter.path)")
            let old = text.flatMap { try? Chapter.parse($0, path: chapter.path) }
            if old?.code != chapter.code { numbers.insert(chapter.number) }
        }
        // A page that has gone has taken its blocks along.
        for path in changed where !book.chapters.contains(where: { $0.path == path }) {
            if let name = ChapterName(path: path) { numbers.insert(name.number) }
        }
        // Files that git doesn't know yet.
        let untracked =
            try await git("ls-files", "--others", "--exclude-standard", "-z", "--", PackagePaths.chapters) ?? ""
        for path in untracked.split(separator: "\0") {
            if let chapter = book.chapters.first(where: { $0.path == path }) { numbers.insert(chapter.number) }
        }
        self.numbers = numbers
    }
}

extension Chapter {
    /// What is compiled of the page.
    fileprivate var code: [String] {
        blocks.compactMap { block in
            switch block.kind {
            case .program, .library, .engine, .traps, .fails: "\(block.kind)\n\(block.body)"
            default: nil
            }
        }
    }
}
