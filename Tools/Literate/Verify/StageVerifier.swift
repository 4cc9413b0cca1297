/// Builds the book as it stands after each chapter, and verifies that chapter against it: what a chapter uses must
/// have been built by then.
package struct StageVerifier: Sendable {
    private let book: Book
    private let options: BookVerifier.Options
    private let memory: RunMemory
    private let fingerprints: ChapterFingerprints

    package init(_ book: Book, options: BookVerifier.Options = BookVerifier.Options()) async throws {
        self.book = book
        self.options = options
        memory = RunMemory(file: "\(book.root)/\(Self.folder)/verify-memory.json")
        fingerprints = ChapterFingerprints(
            root: book.root, settings: book.settings, programs: nil,
            compilerVersion: try await SwiftCompiler.installedVersion(root: book.root))
    }

    private static let folder = ".build-stages"

    /// Verifies chapters, each with its workshop and solutions if they are among them, against their own stage.
    ///
    /// All stages are built in one place, one after the other, so that only what a chapter adds is compiled.
    package func verify(_ chapters: [Chapter], report: (ChapterResult) -> Void = { _ in }) async -> [ChapterResult] {
        var results: [ChapterResult] = []
        for number in chapters.filter({ $0.kind == .chapter }).map(\.number) {
            for chapter in chapters where chapter.number == number {
                let result = await verify(chapter)
                results.append(result)
                report(result)
            }
        }
        await memory.save()
        return results
    }

    private func verify(_ chapter: Chapter) async -> ChapterResult {
        let result: ColumnResult
        do {
            result = try await verify(chapter, in: Stage(of: book, through: chapter.number, hasSolutions: true))
        } catch {
            result = ColumnResult([.failed(Failure(error, in: chapter))])
        }
        return ChapterResult(chapter: chapter, swift: result)
    }

    private func verify(_ chapter: Chapter, in stage: Stage) async throws -> ColumnResult {
        let fingerprint = fingerprint(of: chapter, in: stage)
        if !options.runsUnchanged, let known = await memory.recall(.swift, of: chapter, fingerprint) { return known }
        Console.note("Building the book up to \(chapter.name)")
        let programs = try await build(stage, for: chapter)
        var options = options
        // The stage is remembered as a whole.
        options.remembers = false
        options.map = SourceMap(of: stage.book)
        let verifier = BookVerifier(root: book.root, settings: book.settings, programs: programs, options: options)
        let result = await verifier.verify([chapter])[0].swift
        await memory.note(result, .swift, of: chapter, fingerprint)
        return result
    }

    /// What the stage is made of: all the chapters in it.
    private func fingerprint(of chapter: Chapter, in stage: Stage) -> Fingerprint {
        var fingerprint = fingerprints.fingerprint(.swift, of: chapter)
        fingerprint.combine(file: "\(book.root)/Package.swift")
        for part in stage.book.chapters { fingerprint.combine(part.path, part.text) }
        return fingerprint
    }

    /// Writes and builds the stage, and returns where the chapter's program is.
    private func build(_ stage: Stage, for chapter: Chapter) async throws -> BuildFolder {
        let package = "\(book.root)/\(Self.folder)/package"
        let scratch = "\(book.root)/\(Self.folder)/build"
        try stage.write(to: package, force: true)
        try await BuildFolder.build(
            packageAt: package, scratchPath: scratch, configuration: "release",
            selection: chapter.hasProgram
                ? ["--product", chapter.name] : ["--target", book.settings.library ?? BookSettings.kindling],
            map: SourceMap(of: stage.book))
        return try BuildFolder("\(scratch)/release")
    }
}
