import Foundation

/// Grades what others have written: on numbers that are drawn when it is graded, and without telling them.
package struct PracticeGrade: Sendable {
    /// What one submission came to.
    package struct Result: Sendable {
        package struct Line: Sendable {
            var chapter: String
            var name: String
            var verdict: PracticeCheck.Verdict
        }

        /// The submission's folder.
        package var folder: String
        package var lines: [Line]
        package var time = Duration.zero

        package var right: Int { lines.count { $0.isRight } }
    }

    package struct Options: Sendable {
        package var seed: UInt64
        package var jobs = ProcessInfo.processInfo.activeProcessorCount
        package var sandbox: Sandbox?
        /// How long a page's program may run, in seconds.
        package var limit = 300

        package init(seed: UInt64? = nil) {
            self.seed = seed ?? .random(in: 1...UInt64(Int64.max))
        }
    }

    private let course: Course
    private let options: Options
    private let assignment: PracticeClass.Assignment
    package let submissions: [String]

    /// - Parameters:
    ///   - paths: Submissions, and folders of submissions.
    ///   - model: The folder of the assignment; if nil, what the first submission says of itself.
    package init(_ book: Book, _ paths: [String], model: String? = nil, options: Options) async throws {
        var found: [String] = []
        for path in paths {
            guard let folder = Files.resolved(path), Files.isDirectory(folder) else {
                throw Failure("there is no folder \(path)", at: nil)
            }
            if Files.isDirectory("\(folder)/\(PracticeFolder.hearts)") {
                found.append(folder)
            } else {
                found += Files.visibleNames(in: folder).map { "\(folder)/\($0)" }
                    .filter { Files.isDirectory("\($0)/\(PracticeFolder.hearts)") }
            }
        }
        guard let first = found.first else {
            throw Failure(
                "there is no submission in \(paths.joined(separator: ", "))", at: nil,
                remedy: "A submission is a folder with a folder \(PracticeFolder.hearts) in it.")
        }
        guard let assignment = PracticeClass.Assignment.found(in: model ?? first) else {
            throw Failure(
                "\(model ?? first) has no \(PracticeClass.file) that says what is to be written", at: nil,
                remedy: "Name the assignment's folder, which `practice class` has made: --assignment FOLDER.")
        }
        self.assignment = assignment
        self.options = options
        submissions = found
        course = try await Course(book, chapters: Set(assignment.hearts.map(\.chapter)).sorted())
        for item in assignment.hearts where !course.hearts.contains(where: { $0.isMeant(by: item) }) {
            throw Failure(
                "this book has no \(item.name) to write in chapter \(item.chapter), which the assignment asks for",
                at: nil,
                remedy: assignment.commit.isEmpty ? nil : "It was made from commit \(assignment.commit).")
        }
    }

    /// Grades all of them, several at a time, and hands over each when those before it are there, too.
    package func run(announce: () -> Void = {}, report: (Result) -> Void) async throws -> [Result] {
        let scratch = try TemporaryFolder()
        defer { scratch.remove() }
        let hearts = course.hearts.filter { assignment.contains($0) }
        var settings = PracticeCheck.Options()
        settings.seed = options.seed
        settings.isRevealing = false
        settings.patience = nil
        settings.limit = .seconds(options.limit)
        if let sandbox = options.sandbox {
            settings.scratch = scratch.path
            let trials = PracticeBuild(course).trialsFolder
            try Files.makeDirectories(trials)
            settings.sandbox = sandbox.words(scratch: scratch.path, hidden: [trials])
        }
        // What is the book's is built and run once, before the first submission.
        let prepared = try await PracticeCheck(course, work: scratch.path, options: settings, announce: announce)
        try await prepared.prepare(hearts)
        var results: [Result] = []
        await forEachInOrder(submissions, width: options.jobs) { folder in
            await grade(folder, hearts, prepared)
        } body: { result in
            results.append(result)
            report(result)
        }
        return results
    }

    private func grade(_ folder: String, _ hearts: [Heart], _ prepared: PracticeCheck) async -> Result {
        let start = ContinuousClock.now
        var result = Result(folder: folder, lines: [])
        guard let work = try? TemporaryFolder() else { return result }
        defer { work.remove() }
        let check = prepared.with(work: work.path)
        for number in Set(hearts.map(\.page.number)).sorted() {
            let own = hearts.filter { $0.page.number == number }
            let file: Swift.Result<ReaderFile, any Error>
            do {
                file = .success(try await self.file(of: number, in: folder))
            } catch {
                file = .failure(error)
            }
            for heart in own {
                var verdict: PracticeCheck.Verdict
                do {
                    verdict = try await check.verdict(on: heart, in: file.get(), of: course.hearts(ofChapter: number))
                } catch {
                    let failure = Failure(error, in: heart.page)
                    verdict = .wrong(Finding(message: failure.diagnostic.message, details: failure.details))
                }
                result.lines.append(
                    Result.Line(chapter: number, name: heart.declaration.qualifiedName, verdict: verdict))
            }
        }
        result.time = .now - start
        return result
    }

    /// A link could lead to what isn't the submission's.
    private func file(of number: String, in folder: String) async throws -> ReaderFile {
        guard let lesson = course.lesson(number) else { throw Failure("there is no chapter \(number)", at: nil) }
        let name = PracticeFolder.file(for: lesson)
        guard try Files.kind("\(folder)/\(PracticeFolder.hearts)") == .directory,
            try Files.kind("\(folder)/\(name)") == .file
        else { throw Failure("\(name) is missing", at: nil) }
        let bytes = try Files.read("\(folder)/\(name)")
        guard bytes.count < 1 << 20 else { throw Failure("\(name) has more than a megabyte", at: nil) }
        return try await ReaderFile(String(decoding: bytes, as: UTF8.self), path: name, root: course.book.root)
    }

    // MARK: Reports

    /// A table: a line for each submission, a column for each heart.
    package func csv(_ results: [Result]) -> String {
        let names = assignment.hearts.map { "\($0.chapter) \($0.name)" }
        let rows =
            [["submission", "right", "of"] + names]
            + results.map { result in
                [Files.name(of: result.folder), "\(result.right)", "\(result.lines.count)"]
                    + assignment.hearts.map { item in
                        result.lines.first { $0.chapter == item.chapter && $0.name == item.name }?.word ?? "missing"
                    }
            }
        return rows.map { $0.map(Self.field).joined(separator: ",") + "\n" }.joined()
    }

    /// A folder's name may begin like a formula of a spreadsheet.
    private static func field(_ text: String) -> String {
        let text = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        return text.contains { ",\"\n\r".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }

    /// What a test's runner writes: a suite for each submission, a case for each heart.
    package func junit(_ results: [Result]) -> String {
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites>"]
        for result in results {
            let failures = result.lines.count - result.right
            lines.append(
                "  <testsuite name=\"\(Files.name(of: result.folder).escapedForMarkup)\" tests=\"\(result.lines.count)\" failures=\"\(failures)\">"
            )
            for line in result.lines {
                let start =
                    "    <testcase classname=\"chapter \(line.chapter)\" name=\"\(line.name.escapedForMarkup)\""
                guard let (message, details) = line.failure else {
                    lines.append(start + "/>")
                    continue
                }
                lines += [
                    start + ">",
                    "      <failure message=\"\(message.escapedForMarkup)\">\(details.joined(separator: "\n").escapedForMarkup)</failure>",
                    "    </testcase>",
                ]
            }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    /// For the page of a workflow's run.
    package func summary(_ results: [Result]) -> String {
        results.map { result in
            let rows = result.lines.map { line in
                "| \(line.chapter) | `\(line.name)` | \(line.failure.map { "✗ \($0.message)" } ?? "✓") |"
            }
            return """
                ## \(assignment.title): \(result.right) of \(result.lines.count)

                | chapter | | |
                | --- | --- | --- |
                \(rows.joined(separator: "\n"))

                """
        }.joined(separator: "\n")
    }
}

extension PracticeGrade.Result.Line {
    var isRight: Bool { if case .right = verdict { true } else { false } }

    fileprivate var word: String {
        switch verdict {
        case .right: "right"
        case .wrong: "wrong"
        case .unwritten: "unwritten"
        }
    }

    fileprivate var failure: (message: String, details: [String])? {
        switch verdict {
        case .right: nil
        case .unwritten: ("not written yet", [])
        case .wrong(let finding): (finding.message, finding.details)
        }
    }
}

extension Heart {
    fileprivate func isMeant(by item: PracticeClass.Assignment.Item) -> Bool {
        page.number == item.chapter && declaration.qualifiedName == item.name
    }
}
