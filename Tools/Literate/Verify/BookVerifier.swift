import Foundation

/// Verifies chapters, several at a time, and remembers those that passed.
package struct BookVerifier: Sendable {
    package struct Options: Sendable {
        /// How many chapters are verified at the same time.
        package var jobs = ProcessInfo.processInfo.activeProcessorCount
        /// How long a program may run.
        package var timeout = Duration.seconds(600)
        /// If given, the PyTorch column runs, too.
        package var python: PythonInterpreter?
        /// Whether what passed is noted in the build folder and, as long as it is unchanged, not run again.
        package var remembers = false
        /// Whether the programs were built just now. If not, one that is older than the library isn't remembered.
        package var isBuilt = false
        /// Runs the chapters that are remembered as well.
        package var runsUnchanged = false
        /// If given, a stop inside the library is reported with the page's line.
        package var map: SourceMap?
        /// If given, what the reader may write must stand where the pages say.
        package var hearts: HeartFinder?

        package init() {}
    }

    private let root: String
    private let settings: BookSettings
    private let options: Options
    private let swift: SwiftColumn
    private let torch: PythonColumn?
    private let memory: RunMemory?
    private let fingerprints: ChapterFingerprints?
    private let programs: BuildFolder

    /// - Parameters:
    ///   - root: The package's root.
    ///   - settings: The book's.
    ///   - programs: The folder of the built programs.
    package init(root: String, settings: BookSettings, programs: BuildFolder, options: Options = Options()) {
        self.root = root
        self.settings = settings
        self.options = options
        self.programs = programs
        var swift = SwiftColumn(
            runner: ProgramRunner(root: root, programs: programs.path, timeout: options.timeout),
            compiler: LazyCompiler(root: root, programs: programs.path, settings: settings))
        swift.map = options.map
        swift.hearts = options.hearts
        self.swift = swift
        torch = options.python.map { PythonColumn(python: $0, root: root, timeout: options.timeout) }
        memory = options.remembers ? RunMemory(file: "\(programs.path)/verify-memory.json") : nil
        fingerprints =
            options.remembers
            ? ChapterFingerprints(
                root: root, settings: settings, programs: programs.path, compilerVersion: nil,
                torchVersion: options.python?.torchVersion)
            : nil
    }

    /// The chapters that will be run: those that aren't remembered as they are now.
    package func unverified(_ chapters: [Chapter]) async -> [Chapter] {
        guard !options.runsUnchanged, let memory, let fingerprints else { return chapters }
        var found: [Chapter] = []
        for chapter in chapters {
            if await memory.recall(.swift, of: chapter, fingerprints.fingerprint(.swift, of: chapter)) == nil {
                found.append(chapter)
            }
        }
        return found
    }

    /// Verifies the chapters and hands over each result when those before it are there, too.
    @discardableResult
    package func verify(
        _ chapters: [Chapter], progress: ProgressLine? = nil, report: (ChapterResult) -> Void = { _ in }
    ) async -> [ChapterResult] {
        var results: [ChapterResult] = []
        let threads = threadsEach(await unverified(chapters).count)
        await forEachInOrder(chapters, width: options.jobs) { chapter in
            progress?.begin(chapter.name)
            defer { progress?.end(chapter.name) }
            return await verify(chapter, threads: threads)
        } body: { result in
            results.append(result)
            report(result)
        }
        await memory?.save()
        return results
    }

    /// How many threads each of `count` programs gets: those that run at a time share the processor. With more, they
    /// would wait for each other, and Kindling's wait without sleeping for a while.
    private func threadsEach(_ count: Int) -> Int {
        max(1, ProcessInfo.processInfo.activeProcessorCount / max(1, min(options.jobs, count)))
    }

    private func verify(_ chapter: Chapter, threads: Int) async -> ChapterResult {
        var result = ChapterResult(
            chapter: chapter,
            swift: await remembering(.swift, of: chapter) { try await swift.result(of: chapter, threads: threads) })
        if let torch {
            result.torch = await remembering(.python, of: chapter) { try await torch.result(of: chapter) }
        }
        return result
    }

    /// What `run` comes to, from memory if it has been run.
    private func remembering(
        _ column: Column, of chapter: Chapter, run: () async throws -> ColumnResult
    ) async -> ColumnResult {
        guard let memory, let fingerprints else { return await measured(chapter, run) }
        let fingerprint = fingerprints.fingerprint(column, of: chapter)
        if !options.runsUnchanged, let known = await memory.recall(column, of: chapter, fingerprint) { return known }
        let result = await measured(chapter, run)
        if column == .python || isAsOldAsTheLibrary(chapter) {
            await memory.note(result, column, of: chapter, fingerprint)
        }
        return result
    }

    /// Whether the chapter's program was built after the library's sources were written.
    private func isAsOldAsTheLibrary(_ chapter: Chapter) -> Bool {
        guard !options.isBuilt, chapter.hasProgram else { return true }
        guard let program = Files.time(of: "\(programs.path)/\(chapter.name)") else { return false }
        return (settings.codeFolders.map { "\(root)/\($0)" } + settings.kindlingFolders).allSatisfy {
            (Files.newestTime(in: $0) ?? program) <= program
        }
    }

    private func measured(_ chapter: Chapter, _ column: () async throws -> ColumnResult) async -> ColumnResult {
        let start = ContinuousClock.now
        var result: ColumnResult
        do {
            result = try await column()
        } catch {
            result = ColumnResult([.failed(Failure(error, in: chapter))])
        }
        result.time = ContinuousClock.now - start
        for index in result.checks.indices { result.checks[index].refuseWhatCantStand(in: chapter) }
        return result
    }
}
