import ArgumentParser
import Foundation
import Literate

/// `swift run -c release verify`: runs the book and compares what it prints with what it shows.
@main
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the chapters and compare everything they print with what the book shows.",
        discussion: """
            Builds the programs, runs them on all cores and compares each output with its chapter, to the last character. \
            Chapters that passed and haven't changed are not run again.
            """)

    @Argument(help: "The chapters: 04 (with its workshop and solutions), 04-scratch, 04-02 (a workshop page) or A. All of them if none is named.")
    var chapters: [String] = []

    @Flag(help: "Write what came into the chapters and figures that show something else.")
    var promote = false

    @Flag(help: "Run the PyTorch column, too.")
    var python = false

    @Flag(help: "Only list what the PyTorch column doesn't print, and why. Runs nothing.")
    var coverage = false

    @Flag(help: "Verify each chapter against the book as it stands after it, which is built for that.")
    var stages = false

    @Flag(help: "Run the chapters that are unchanged since they passed, too.")
    var all = false

    @Flag(inversion: .prefixedNo, help: "Build the programs first.")
    var build = true

    @Option(help: "The Python that has PyTorch (default: $KINDLING_PYTHON, or python3).")
    var pythonPath: String?

    @Option(help: "The folder of the built programs (default: the book's own, in which verify itself is).")
    var buildPath: String?

    @Option(name: .shortAndLong, help: "How many chapters to run at a time (default: the number of cores).")
    var jobs: Int?

    @Option(help: "How many seconds a program may run.")
    var timeout = 600

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
        if timeout < 1 { throw ValidationError("--timeout must be at least 1.") }
        if stages && (python || promote) {
            throw ValidationError("--stages compares the Swift column alone and promotes nothing.")
        }
        if coverage && (python || promote || stages || all) {
            throw ValidationError("--coverage reads the chapters and runs nothing, so it goes with no other flag.")
        }
    }

    func run() async throws {
        LiveProcesses.endWithThisProcess()
        do {
            try await verify()
        } catch let error where error is BookError || error is Failure {
            ProgressLine.announce("\(error)")
            throw ExitCode.failure
        }
    }

    private func verify() async throws {
        let book = try Book.load(root: Book.findRoot())
        for warning in book.warnings { ProgressLine.announce("\(warning)") }
        if coverage { return list(Coverage(try book.chapters(named: chapters))) }
        try Extraction(of: book).requireCurrentSources()
        let chosen = try book.chapters(named: chapters)
        let options = try await options(for: book)
        let programs = stages ? nil : try await builtPrograms(of: book)

        let table = ReportTable(chosen, hasTorch: python)
        say(table.header)
        let start = ContinuousClock.now
        var results: [ChapterResult]
        if let programs {
            results = try await verify(chosen, of: book, programs, options, table)
        } else {
            results = try await StageVerifier(book, options: options).verify(chosen) { say(table.row($0)) }
        }
        say(table.total(results, time: ContinuousClock.now - start))

        if promote { results = try promoted(results, in: book) }
        var bookFailures: [Failure] = []
        if chapters.isEmpty, !stages { bookFailures = Figures(root: book.root).orphans(after: results) }
        if !stages { bookFailures += try pageFailures(of: promote ? Book.load(root: book.root) : book, chosen) }
        let summary = ReportSummary(results, bookFailures: bookFailures)
        say("\n\(summary.text)")
        if !summary.failures.isEmpty { throw ExitCode.failure }
    }

    /// What is wrong with the pages as a reader finds them; of the chosen ones alone if any are named.
    private func pageFailures(of book: Book, _ chosen: [Chapter]) -> [Failure] {
        let paths = Set(chosen.map(\.path))
        return PageChecks.diagnostics(for: book)
            .filter { chapters.isEmpty || $0.position.map { paths.contains($0.file) } == true }
            .map { Failure($0) }
    }

    private func list(_ coverage: Coverage) {
        for output in coverage.unconfirmed {
            say("\(output.position): \(output.values) \(output.values == 1 ? "value" : "values"): \(output.why)")
        }
        say("\n\(coverage.text)")
    }

    private func builtPrograms(of book: Book) async throws -> BuildFolder {
        let programs = try buildPath.map(BuildFolder.init) ?? .ofBook(at: book.root)
        if build {
            ProgressLine.announce("Building the programs")
            try await programs.build(packageAt: book.root, map: SourceMap(of: book))
        }
        return programs
    }

    private func verify(
        _ chosen: [Chapter], of book: Book, _ programs: BuildFolder, _ options: BookVerifier.Options, _ table: ReportTable
    ) async throws -> [ChapterResult] {
        let verifier = try await BookVerifier(chosen, root: book.root, programs: programs, options: options)
        let progress = ProgressLine(total: chosen.count)
        return await progress.shown {
            await verifier.verify(chosen, progress: progress) { result in
                progress.clear()
                say(table.row(result))
            }
        }
    }

    private func options(for book: Book) async throws -> BookVerifier.Options {
        var options = BookVerifier.Options()
        if let jobs { options.jobs = jobs }
        options.timeout = .seconds(timeout)
        options.remembers = true
        options.map = SourceMap(of: book)
        options.runsUnchanged = all
        if python {
            let interpreter = try await PythonInterpreter(path: pythonPath, root: book.root)
            interpreter.versionRemark.map(ProgressLine.announce)
            options.python = interpreter
        }
        return options
    }

    /// The results without the failures that promotion mends.
    private func promoted(_ results: [ChapterResult], in book: Book) throws -> [ChapterResult] {
        var promotion = Promotion(root: book.root)
        for result in results { promotion.add(result.corrections, to: result.chapter) }
        guard !promotion.isEmpty else { return results }
        let lock = BookLock.take(root: book.root) { ProgressLine.announce("Waiting for another extract or verify") }
        defer { lock?.release() }
        try promotion.commit()
        // What follows a longer text stands on other lines now, and the programs name lines.
        try Extraction(of: Book.load(root: book.root)).write()
        say("\nPromoted, to be read and verified again:")
        for path in promotion.paths { say("    \(path)") }
        return results.map { $0.promoted() }
    }
}

/// Prints a line now, whatever standard output is: a log shows the rows as they come.
private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
