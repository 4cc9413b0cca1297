import Foundation

/// Says of a reader's bodies which are right: each alone, with the book's in the place of all others, and then all of a
/// chapter together.
package struct PracticeCheck: Sendable {
    /// What one body came to.
    package enum Verdict: Hashable, Sendable, Codable {
        case unwritten
        /// How many of the page's outputs it printed, and how many values beyond the page.
        case right(outputs: Int, values: Int)
        case wrong(Finding)
    }

    package struct Options: Sendable {
        /// From which the trials' numbers are drawn.
        package var seed: UInt64 = 1
        /// Whether trials tell what they have tried.
        package var isRevealing = true
        /// How long a page's program may run before what it has printed is enough; nil: to its end.
        package var patience: Duration? = .seconds(4)
        /// How long it may run at all.
        package var limit = Duration.seconds(300)
        /// How long a trial may run; the book's take less than a second.
        package var trialLimit = Duration.seconds(30)
        /// What a reader's program is started by, if not directly.
        package var sandbox: [String] = []
        /// The one folder that it can write into then.
        package var scratch: String?

        package init() {}
    }

    let course: Course
    let build: PracticeBuild
    /// The reader's own build folder.
    let work: String
    /// The library's number.
    let library: String
    let options: Options

    /// Prepares everything that doesn't depend on a reader.
    package init(
        _ course: Course, work: String, options: Options = Options(), announce: () -> Void = {}
    ) async throws {
        self.course = course
        build = PracticeBuild(course)
        self.work = work
        self.options = options
        library = try await build.library(announce: announce)
    }

    /// The same for another reader.
    func with(work: String) -> PracticeCheck { PracticeCheck(self, work: work) }

    private init(_ other: PracticeCheck, work: String) {
        (course, build, library, options) = (other.course, other.build, other.library, other.options)
        self.work = work
    }

    /// Builds what these hearts are tried by, and runs the book's own bodies.
    func prepare(_ hearts: [Heart]) async throws {
        for heart in hearts {
            if let page = pageToRun(for: heart) { _ = try await build.program(of: page, library: library) }
            if course.section(of: heart) != nil { _ = try await bookTrial(of: heart) }
        }
    }

    // MARK: One heart

    /// A reader's body of a heart of the library, built.
    struct Module {
        var key, path: String
    }

    /// What a reader's body of a heart comes to.
    func verdict(on heart: Heart, in file: ReaderFile, of hearts: [Heart]) async throws -> Verdict {
        guard let body = file.body(of: heart) else {
            return .wrong(
                Finding(
                    message:
                        "\(file.path) doesn't have it any more. `practice start \(heart.page.number)` adds it again."))
        }
        if body.isStub { return .unwritten }
        if let own = file.changedHead(of: heart) {
            return .wrong(
                Finding(
                    message: "Its first line is another than the book's, which others call.",
                    details: ["expected  \(Self.line(heart.head))", "found     \(Self.line(own))"]))
        }
        let key = PracticeBuild.key(of: heart)
        let product = "\(work)/\(key)"
        let program: String
        var modules: [Module] = []
        let errors: [String]
        let page = pageToRun(for: heart)
        if heart.isOfProgram {
            let text = build.programText(of: heart.page, spliced: [heart.identity: body]) ?? ""
            let rest = located(file.rest(without: hearts, forLibrary: false), file.path)
            errors = try await build.compile(
                [("main.swift", text + rest), PracticeBuild.trialSource(for: course)], to: product)
            program = product
        } else {
            let source = build.module(of: heart, body, in: file, with: hearts)
            errors = try await build.compile([("Heart.swift", source)], to: product, isLibrary: true)
            program = try await page.asyncMap { try await build.program(of: $0, library: library) } ?? ""
            modules = [Module(key: key, path: product)]
        }
        guard errors.isEmpty else { return .wrong(try notCompiled(errors)) }
        // The trial is quick, and tells whether there is an end; what the page says is nearer to the reader.
        var trial = Outcome.success(0)
        if let section = course.section(of: heart) {
            let trials =
                heart.isOfProgram
                ? program : try await build.trialProgram(ofChapter: heart.page.number, library: library) ?? ""
            trial = try await tried(heart, section, by: trials, modules)
            if case .failure(let finding) = trial, finding.isEndless { return .wrong(finding) }
        }
        var outputs = 0
        if let page {
            switch try await self.outputs(of: page, program, modules, after: heart) {
            case .failure(let finding): return .wrong(finding)
            case .success(let count): outputs = count
            }
        }
        switch trial {
        case .failure(let finding): return .wrong(finding)
        case .success(let values): return .right(outputs: outputs, values: values)
        }
    }

    /// The page whose program runs a heart: its own, or its chapter's lesson.
    private func pageToRun(for heart: Heart) -> Chapter? {
        if heart.page.hasProgram { return heart.page }
        return course.lesson(heart.page.number).flatMap { $0.hasProgram ? $0 : nil }
    }

    private func located(_ text: String, _ path: String) -> String {
        "\n\(PracticeBuild.location(SourcePosition(file: path, line: 1)))\n\(text)\n#sourceLocation()\n"
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// - Throws: `Failure` if it is a trial that doesn't compile, which isn't the reader's fault.
    private func notCompiled(_ errors: [String]) throws -> Finding {
        let shown = errors.filter { $0.contains(": error: ") }
        if !shown.isEmpty, shown.allSatisfy({ $0.hasPrefix(PackagePaths.practice + "/") }) {
            throw Failure("a trial of the book's doesn't compile", at: nil, details: Array(shown.prefix(4)))
        }
        let map = SourceMap(of: course.book)
        return Finding(
            message: "The compiler doesn't take it.",
            details: (shown.isEmpty ? errors : shown).prefix(4).map {
                map.translated($0.replacing("\(build.folder)/package/", with: ""))
            })
    }

    // MARK: Trials

    private func tried(
        _ heart: Heart, _ section: PracticeSheet.Section, by program: String, _ modules: [Module]
    ) async throws -> Outcome<Int> {
        let key = PracticeBuild.key(of: heart)
        let (expected, time) = try await bookTrial(of: heart)
        // On a page, all that stands above the trial runs first.
        let limit = options.trialLimit + time * 4
        let run = try await run(program, trial: key, modules, limit: limit)
        let own = TrialOutput(String(decoding: run.output, as: UTF8.self))
        if let mistake = expected.firstMistake(of: own, revealing: options.isRevealing) {
            guard run.status != .exited(0) else { return .failure(mistake) }
            var finding = stopped(run)
            if options.isRevealing, expected.values.indices.contains(own.values.count) {
                finding.details.append("next was  \(expected.label(of: own.values.count))")
            }
            return .failure(finding)
        }
        if run.status != .exited(0) { return .failure(stopped(run)) }
        for (number, piece) in section.traps.enumerated() {
            let run = try await self.run(program, trial: "\(key)!\(number + 1)", modules, limit: limit)
            if run.isTimedOut { return .failure(stopped(run)) }
            // A stop is a signal: who leaves by `exit`, says nothing.
            guard case .signaled = run.status else {
                let code = piece.code.textLines.map { "          \($0)" }
                return .failure(
                    Finding(
                        message: "It takes what it should refuse with a message, and goes on.",
                        details: options.isRevealing ? code : []))
            }
        }
        return .success(own.values.count + section.traps.count)
    }

    /// What the book's own body shows, and how long that took; from an earlier run if nothing has changed.
    private func bookTrial(of heart: Heart) async throws -> (output: TrialOutput, time: Duration) {
        let key = PracticeBuild.key(of: heart)
        let program =
            heart.isOfProgram
            ? try await build.program(of: heart.page, library: library)
            : try await build.trialProgram(ofChapter: heart.page.number, library: library) ?? ""
        let file = "\(build.trialsFolder)/\(key)-\(options.seed)"
        var fingerprint = Fingerprint()
        fingerprint.combine(file: program + ".stamp")
        if let found = try? Files.read(file) {
            let text = String(decoding: found, as: UTF8.self)
            let words = text.textLines.first?.split(separator: " ") ?? []
            if words.first.map(String.init) == fingerprint.text, let time = words.last.flatMap({ Double($0) }) {
                return (TrialOutput(text), .seconds(time))
            }
        }
        let start = ContinuousClock.now
        let run = try await run(program, trial: key, [], limit: options.limit, isSandboxed: false)
        guard run.status == .exited(0) else {
            throw Failure(
                "the trial of \(heart.name) stops with the book's own body", at: heart.position,
                details: run.errorText.textLines.prefix(10).map { "| " + $0 })
        }
        try Files.makeDirectories(build.trialsFolder)
        let time = ContinuousClock.now - start
        try Files.replace(file, with: Array("\(fingerprint.text) \(time / .seconds(1))\n".utf8) + run.output)
        return (TrialOutput(String(decoding: run.output, as: UTF8.self)), time)
    }

    // MARK: Runs

    /// The words that start a program, and what must stand in the environment of all of them.
    ///
    /// A module is loaded into whatever runs with that variable. In `unshare` and `mount` it would run outside of the
    /// sandbox, so there the variable is set for the program alone.
    static func command(
        _ program: String, preload: [String: String], sandbox: [String]
    ) -> (words: [String], environment: [String: String]) {
        guard !sandbox.isEmpty else { return ([program], preload) }
        let settings = preload.map { "\($0.key)=\($0.value)" }
        return (sandbox + (settings.isEmpty ? [] : ["env"] + settings) + [program], [:])
    }

    /// - Parameter modules: The reader's bodies of the library's hearts.
    private func run(
        _ program: String, trial: String? = nil, _ modules: [Module], limit: Duration, isSandboxed: Bool = true
    ) async throws -> ChildProcess.Result {
        let figures = try TemporaryFolder()
        defer { figures.remove() }
        var variables: [String: String?] = [PracticeBuild.yours: modules.map(\.key).joined(separator: ",")]
        variables["KINDLING_CHECKPOINTS"] = "1"
        variables["KINDLING_TRAP"] = .some(nil)
        variables["KINDLING_FIGURES"] = isSandboxed ? options.scratch ?? figures.path : figures.path
        if isSandboxed, let scratch = options.scratch { variables["TMPDIR"] = scratch }
        variables["SWIFT_BACKTRACE"] = trial?.contains("!") == true ? "enable=no" : ProgramRunner.backtraceSetting
        if let data = build.data, ProcessInfo.processInfo.environment["KINDLING_DATA"] == nil {
            variables["KINDLING_DATA"] = data
        }
        variables[PracticeBuild.trial] = trial
        // What a page prints is told, so the page's program doesn't know it.
        variables[PracticeBuild.seed] = trial == nil ? .some(nil) : "\(options.seed)"
        let (words, preloaded) = Self.command(
            program, preload: PracticeBuild.preload(modules.map(\.path)), sandbox: isSandboxed ? options.sandbox : [])
        for (name, value) in preloaded { variables[name] = value }
        var result = try await ChildProcess.run(
            words[0], Array(words.dropFirst()), environment: variables, directory: course.book.root, timeout: limit)
        if words.count > 1 { result.status = Sandbox.status(result.status) }
        return result
    }

    /// Runs a page's program, and counts the outputs that are as the page shows.
    ///
    /// - Parameter heart: If given, it is enough that an output behind this one has come when patience ends.
    func outputs(
        of page: Chapter, _ program: String, _ modules: [Module], after heart: Heart? = nil
    ) async throws -> Outcome<Int> {
        let blocks = page.outputs(in: .swift)
        let line = heart.map { $0.page.path == page.path ? $0.position.line : 0 } ?? .max
        /// Whether an output behind the heart has come.
        func hasSeenHeart(_ run: ChildProcess.Result) -> Bool {
            blocks.prefix(MarkedOutput(run.output).segments.count).contains { $0.fenceLine > line }
        }
        let patience = heart == nil ? nil : options.patience
        var run = try await run(program, modules, limit: patience ?? options.limit)
        if patience != nil, run.isTimedOut, !hasSeenHeart(run) {
            run = try await self.run(program, modules, limit: options.limit)
        }
        let printed = MarkedOutput(run.output)
        for (index, (block, segment)) in zip(blocks, printed.segments).enumerated() {
            guard var finding = Finding(expected: block.body, found: segment.text, tolerance: page.tolerance(of: block))
            else { continue }
            finding.message = place(of: block, index, of: blocks, on: page)
            return .failure(finding)
        }
        let isEnough = patience != nil && run.isTimedOut && hasSeenHeart(run)
        if !isEnough, printed.segments.count < blocks.count || run.status != .exited(0) {
            return .failure(
                stopped(
                    run,
                    printed.segments.isEmpty
                        ? "Before the page's first output"
                        : "After \(printed.segments.count) of its page's \(blocks.count) outputs, all right"))
        }
        return .success(printed.segments.count)
    }

    private func place(of block: Block, _ index: Int, of blocks: [Block], on page: Chapter) -> String {
        let before = index == 0 ? "The first output" : "\(index) of \(blocks.count) outputs are right. The next"
        let heading = block.heading.isEmpty ? "" : ", under \"\(block.heading)\","
        return "\(before) of \(Files.name(of: page.path))\(heading) isn't:"
    }

    /// What to say of a program that has stopped.
    ///
    /// - Parameter when: After what; nil in a trial, of whose numbers a grade must not tell.
    private func stopped(_ run: ChildProcess.Result, _ when: String? = nil) -> Finding {
        let isTold = when != nil || options.isRevealing
        let when = when ?? "Tried on other numbers"
        if run.isTimedOut {
            return Finding(message: "\(when), the program \(Finding.endless)")
        }
        let lines = run.errorText.textLines
        let map = SourceMap(of: course.book)
        var details = (isTold ? lines : []).prefix { !$0.hasPrefix("*** ") && !$0.contains("Program crashed") }
            .filter { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("swift-runtime:") }.prefix(4).map {
                "says      \(map.translated(Self.withoutModule($0)))"
            }
        // The innermost call in the reader's file, or on the page that has got something wrong from it.
        let places = [PracticeFolder.hearts, PackagePaths.chapters].map { " at \($0)/" }
        if let frame = places.lazy.compactMap({ place in lines.first { $0.contains(place) } }).first,
            let at = frame.lastRange(of: " at ")
        {
            details.append("stops at  \(frame[at.upperBound...])")
        }
        return Finding(message: "\(when), the program \(run.status).", details: details)
    }

    /// `Practice_0123/01-tensors.swift:12: Fatal error: …` as the reader knows the file.
    private static func withoutModule(_ line: Substring) -> String {
        guard line.hasPrefix("Practice_"), let slash = line.firstIndex(of: "/") else { return String(line) }
        let file = line[line.index(after: slash)...]
        return file.hasPrefix("main.swift") ? String(file) : "\(PracticeFolder.hearts)/\(file)"
    }

    // MARK: All together

    /// What the pages of a chapter come to with all of a reader's bodies in them.
    func together(_ hearts: [Heart], in file: ReaderFile) async throws -> (outputs: Int, finding: Finding?) {
        let library = hearts.filter { !$0.isOfProgram }
        let modules = library.map(PracticeBuild.key).map { Module(key: $0, path: "\(work)/\($0)") }
        var outputs = 0
        let number = hearts.first?.page.number
        let pages = course.book.chapters.filter { $0.number == number && $0.kind != .solutions && $0.hasProgram }
        for page in pages {
            let own = hearts.filter { $0.isOfProgram && $0.page.path == page.path }
            var program = ""
            if own.isEmpty {
                if library.isEmpty { continue }
                program = try await build.program(of: page, library: self.library)
            } else {
                var bodies: [String: ReaderFile.Body] = [:]
                for heart in own { bodies[heart.identity] = file.body(of: heart) }
                let rest = located(file.rest(without: hearts, forLibrary: false), file.path)
                program = "\(work)/\(page.name)"
                let errors = try await build.compile(
                    [
                        ("main.swift", (build.programText(of: page, spliced: bodies) ?? "") + rest),
                        PracticeBuild.trialSource(for: course),
                    ], to: program)
                guard errors.isEmpty else { return (outputs, try notCompiled(errors)) }
            }
            switch try await self.outputs(of: page, program, modules) {
            case .success(let count): outputs += count
            case .failure(let finding): return (outputs, finding)
            }
        }
        return (outputs, nil)
    }

    /// A number that changes with all that a verdict depends on.
    func fingerprint(of heart: Heart, in file: ReaderFile, of hearts: [Heart]) -> String {
        var fingerprint = Fingerprint()
        fingerprint.combine("library", library)
        fingerprint.combine("seed", "\(options.seed)")
        fingerprint.combine("heart", heart.identity + heart.bodyText)
        fingerprint.combine("own", file.body(of: heart)?.text ?? "")
        fingerprint.combine("rest", file.context(of: heart, among: hearts))
        fingerprint.combine("page", pageToRun(for: heart)?.text ?? "")
        if let section = course.section(of: heart) {
            for piece in section.trials + section.traps { fingerprint.combine("trial", piece.code) }
        }
        return fingerprint.text
    }
}

/// What came of a run: what was counted, or what is wrong.
enum Outcome<Success: Sendable>: Sendable {
    case success(Success)
    case failure(Finding)
}

extension ChildProcess.Result {
    fileprivate var isTimedOut: Bool { if case .timedOut = status { true } else { false } }
}

extension Chapter {
    /// How far a reader's numbers may be from an output: as far as PyTorch's may.
    fileprivate func tolerance(of block: Block) -> Double? {
        if let tolerance = block.output?.tolerance { return tolerance }
        guard block.output?.column == .swift, let index = blocks.firstIndex(where: { $0.fenceLine == block.fenceLine })
        else { return nil }
        let next = blocks[(index + 1)...].prefix { $0.output?.column != .swift && !$0.isOutput(in: .swift) }
        return next.compactMap { $0.output?.tolerance }.first
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
