/// Runs a chapter's program, its traps and its errors, and compares all they say with the chapter.
struct SwiftColumn: Sendable {
    var runner: ProgramRunner
    /// For chapters with `fails` blocks.
    var compiler: LazyCompiler
    /// Translates the lines of generated files in what a stopped program says.
    var map: SourceMap?
    /// Looks for what the reader may write.
    var hearts: HeartFinder?

    func result(of chapter: Chapter, threads: Int) async throws -> ColumnResult {
        var result = ColumnResult(try await hearts?.checks(of: chapter) ?? [])
        guard chapter.hasProgram || chapter.hasFailsBlock else { return result }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var runner = runner
        runner.threads = threads
        var triesTraps = true
        if chapter.hasProgram {
            guard Files.exists(runner.path(of: chapter)) else { return ColumnResult([.failed(notBuilt(chapter))]) }
            let run = try await runner.run(chapter, figures: folder.path)
            result.figures = Files.visibleNames(in: folder.path)
            result.checks += OutputCheck(chapter: chapter, run: run, map: map).checks()
            result.checks += try Figures(root: runner.root).checks(of: chapter, writtenIn: folder.path)
            // With a trap it would stop, or hang, where it does without.
            if run.status != .exited(0) { triesTraps = false }
        }
        result.checks += try await errorChecks(
            of: chapter, runner, figures: folder.path, triesTraps: triesTraps)
        return result
    }

    /// The `traps` and `fails` blocks, each of which has its `error` block after it.
    private func errorChecks(
        of chapter: Chapter, _ runner: ProgramRunner, figures: String, triesTraps: Bool
    ) async throws -> [CheckResult] {
        var checks: [CheckResult] = []
        for (index, block) in chapter.blocks.enumerated() {
            if block.kind == .traps {
                guard triesTraps else { continue }
                let trap = TrapCheck(chapter: chapter, block: block, error: chapter.blocks[index + 1])
                checks.append(try await trap.check(runner, figures: figures))
            } else if block.kind == .fails {
                checks.append(try await FailsCheck(chapter: chapter, index: index).check(compiler.compiler))
            }
        }
        return checks
    }

    private func notBuilt(_ chapter: Chapter) -> Failure {
        Failure(
            "the program \(chapter.name) isn't built in \(runner.programs)",
            at: chapter.start, remedy: Failure.extractRemedy)
    }
}
