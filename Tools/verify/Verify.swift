import ArgumentParser
import Literate

/// `swift run -c release verify`: runs the book and compares what it prints with what it shows.
@main
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the chapters and compare everything they print with what the book shows.",
        discussion: """
            Writes the sources, builds the programs, runs them on all cores and compares each output with its \
            chapter, to the last character. Chapters that passed and whose code hasn't changed are neither built nor \
            run again.
            """)

    @Argument(
        help: """
            The chapters: 04 (with its workshop and solutions), 04-scratch, 04-02 (a workshop page) or A. All of them \
            if none is named.
            """)
    var chapters: [String] = []

    @Flag(help: "Write what came into the chapters and figures that show something else.")
    var promote = false

    @Flag(help: "Run the PyTorch column, too.")
    var python = false

    @Flag(help: "With --python: write how far the columns are apart into Chapters/columns.json, for the site to tell.")
    var record = false

    @Flag(help: "Only list what the PyTorch column doesn't print, and why. Runs nothing.")
    var coverage = false

    @Flag(help: "Verify each chapter against the book as it stands after it, which is built for that.")
    var stages = false

    @Flag(
        help: """
            With --stages: only the chapters whose code has changed since this branch has left the main one, or since \
            the last commit but one.
            """)
    var changed = false

    @Option(help: "With --changed: since this commit.")
    var base: String?

    @Flag(help: "Run the chapters that are unchanged since they passed, too.")
    var all = false

    @Flag(help: "Verify again whenever a page is written: the pages that changed.")
    var watch = false

    @Flag(inversion: .prefixedNo, help: "Extract, and build what is to be run, first.")
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
        if record && (!python || watch) { throw ValidationError("--record goes with --python, and not with --watch.") }
        if (changed && !stages) || (base != nil && !changed) {
            throw ValidationError("--changed goes with --stages, and --base with --changed.")
        }
        if watch && (promote || stages || coverage || all || !build) {
            throw ValidationError("--watch goes with --python only.")
        }
        if coverage && (python || promote || stages || all) {
            throw ValidationError("--coverage reads the chapters and runs nothing, so it goes with no other flag.")
        }
    }

    func run() async throws {
        LiveProcesses.endWithThisProcess()
        do {
            let root = try Book.findRoot()
            watch ? try await keepVerifying(root) : try await verify(root)
        } catch  where error is DiagnosticsError || error is Failure {
            Console.note("\(error)")
            throw ExitCode.failure
        }
    }

    private func verify(_ root: String) async throws {
        // Without a build, the lock is only to sweep what a killed command has left.
        if !build { takeLock(root)?.release() }
        let book = try build ? extracted(root) : .load(root: root)
        for warning in book.warnings { Console.note("\(warning)") }
        if coverage || python { try book.requirePython() }
        if coverage { return list(Coverage(try book.chapters(named: chapters))) }
        if !build { try Extraction(of: book).requireCurrentCode() }
        var chosen = try book.chapters(named: chapters)
        if changed {
            guard let pages = try await ChangedPages(in: book, since: base) else {
                return Console.say("There is no earlier commit to compare with: no stage is built.")
            }
            chosen = chosen.filter { pages.numbers.contains($0.number) && $0.number.first?.isLetter != true }
            if chosen.isEmpty {
                return Console.say("No chapter's code has changed since \(pages.base): no stage is built.")
            }
        }
        let summary = try await verify(chosen, of: book)
        if !summary.failures.isEmpty { throw ExitCode.failure }
    }

    /// The book, with its sources written: they are what the programs are built from.
    private func extracted(_ root: String) throws -> Book {
        let lock = takeLock(root)
        defer { lock?.release() }
        let book = try Book.load(root: root)
        let extraction = try Extraction(of: book)
        guard !extraction.changes.isEmpty else { return book }
        try extraction.write()
        Console.note("Extracted: \(extraction.changes.count) files")
        // It may have written captions.
        return extraction.changes.contains { PackagePaths.isInBook($0.path) } ? try Book.load(root: root) : book
    }

    private func takeLock(_ root: String) -> BookLock? {
        BookLock.take(root: root) { Console.note("Waiting for another extract or verify") }
    }

    /// Verifies again whatever is written, until it's interrupted.
    private func keepVerifying(_ root: String) async throws {
        var verified: [String: String] = [:]
        var watcher = FolderWatcher(PackagePaths.watched.map { "\(root)/\($0)" })
        while true {
            do {
                let book = try extracted(root)
                let chosen = try book.chapters(named: chapters).filter { verified[$0.path] != $0.text }
                if !chosen.isEmpty {
                    let summary = try await verify(chosen, of: book)
                    for chapter in chosen { verified[chapter.path] = nil }
                    let failed = Set(summary.failures.compactMap(\.diagnostic.position?.file))
                    for chapter in chosen where !failed.contains(chapter.path) { verified[chapter.path] = chapter.text }
                }
            } catch  where error is DiagnosticsError || error is Failure {
                Console.say("\(error)")
            }
            Console.note("Waiting for a page to change (^C ends)")
            try await watcher.waitForChange()
        }
    }

    private func verify(_ chosen: [Chapter], of book: Book) async throws -> ReportSummary {
        var options = try await options(for: book)
        let table = ReportTable(chosen, hasTorch: python)
        var start = ContinuousClock.now
        var results: [ChapterResult]
        if stages {
            Console.say(table.header)
            results = try await StageVerifier(book, options: options).verify(chosen) { Console.say(table.row($0)) }
        } else {
            let programs = try buildPath.map(BuildFolder.init) ?? .ofBook(at: book.root)
            if build {
                let verifier = BookVerifier(
                    root: book.root, settings: book.settings, programs: programs, options: options)
                try await programs.build(await verifier.unverified(chosen), of: book)
                options.isBuilt = true
                start = .now
            }
            Console.say(table.header)
            results = try await verify(chosen, of: book, programs, options, table)
        }
        Console.say(table.total(results, time: ContinuousClock.now - start))

        if record, let torch = options.python?.torchVersion {
            var record = try ColumnRecord.read(root: book.root)
            record.take(results, torch: torch)
            try record.write(root: book.root)
        }
        if promote { results = try promoted(results, in: book) }
        var bookFailures: [Failure] = []
        if chapters.isEmpty, !stages, !watch { bookFailures = Figures(root: book.root).orphans(after: results) }
        if !stages { bookFailures += try pageFailures(of: promote ? Book.load(root: book.root) : book, chosen) }
        let summary = ReportSummary(results, bookFailures: bookFailures)
        Console.say("\n\(summary.text)")
        return summary
    }

    /// What is wrong with the pages as a reader finds them; of the chosen ones alone if any are named.
    private func pageFailures(of book: Book, _ chosen: [Chapter]) -> [Failure] {
        let paths = Set(chosen.map(\.path))
        return PageChecks.diagnostics(for: book)
            .filter { chapters.isEmpty && !watch || $0.position.map { paths.contains($0.file) } == true }
            .map { Failure($0) }
    }

    private func list(_ coverage: Coverage) {
        for output in coverage.unconfirmed {
            Console.say(
                "\(output.position): \(output.values) \(output.values == 1 ? "value" : "values"): \(output.why)")
        }
        Console.say("\n\(coverage.text)")
    }

    private func verify(
        _ chosen: [Chapter], of book: Book, _ programs: BuildFolder, _ options: BookVerifier.Options,
        _ table: ReportTable
    ) async throws -> [ChapterResult] {
        let verifier = BookVerifier(root: book.root, settings: book.settings, programs: programs, options: options)
        let progress = ProgressLine(total: chosen.count)
        return await progress.shown {
            await verifier.verify(chosen, progress: progress) { result in
                progress.clear()
                Console.say(table.row(result))
            }
        }
    }

    private func options(for book: Book) async throws -> BookVerifier.Options {
        var options = BookVerifier.Options()
        if let jobs { options.jobs = jobs }
        options.timeout = .seconds(timeout)
        options.remembers = true
        options.map = SourceMap(of: book)
        if await HeartFinder.isPossible(root: book.root) {
            options.hearts = HeartFinder(book)
        } else {
            Console.note("This compiler doesn't say what it parses, so that `heart=` isn't checked")
        }
        options.runsUnchanged = all
        if python {
            let interpreter = try await PythonInterpreter(path: pythonPath, root: book.root)
            interpreter.versionRemark.map(Console.note)
            options.python = interpreter
        }
        return options
    }

    /// The results without the failures that promotion mends.
    private func promoted(_ results: [ChapterResult], in book: Book) throws -> [ChapterResult] {
        var promotion = Promotion(root: book.root)
        for result in results { promotion.add(result.corrections, to: result.chapter) }
        guard !promotion.isEmpty else { return results }
        let lock = takeLock(book.root)
        defer { lock?.release() }
        try promotion.commit()
        // What follows a longer text stands on other lines now, and the programs name lines.
        try Extraction(of: Book.load(root: book.root)).write()
        Console.say("\nPromoted, to be read and verified again:")
        for path in promotion.paths { Console.say("    \(path)") }
        return results.map { $0.promoted() }
    }
}
