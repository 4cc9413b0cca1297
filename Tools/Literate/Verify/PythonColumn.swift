/// Runs the PyTorch column of a chapter and compares it with the outputs.
struct PythonColumn: Sendable {
    /// The interpreter.
    var python: PythonInterpreter
    var root: String
    var timeout: Duration

    func result(of chapter: Chapter) async throws -> ColumnResult {
        let script = PythonScript(chapter)
        guard !script.isEmpty else { return ColumnResult() }
        // Not through a pipe: a Python that ends before it has read all would take this process with it (SIGPIPE).
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/\(chapter.name).py"
        try Files.write(Array(script.source.utf8), to: file)
        // With a handler that tells, when the script hangs, where it is.
        var result = try await ChildProcess.run(
            python.path, ["-X", "faulthandler", file],
            environment: ["PYTHONUTF8": "1"].merging(python.environment) { $1 },
            directory: root, timeout: timeout, lastWords: .place)
        result.errorText = result.errorText.replacing(file, with: chapter.path)
        return ColumnResult(Self.checks(of: chapter, script: script, run: ProgramRun(result)))
    }

    static func checks(of chapter: Chapter, script: PythonScript, run: ProgramRun) -> [CheckResult] {
        let segments = run.output.segments
        var checks = zip(script.outputs, segments).map { compare($0, with: $1.text, in: chapter) }
        let next = script.outputs.dropFirst(segments.count).first
        if run.status != .exited(0) || next != nil {
            checks.append(
                .failed(
                    Failure(
                        "the PyTorch column \(run.status) before this output",
                        at: stop(in: run.errorText, of: chapter)
                            ?? next.map(chapter.position) ?? chapter.lastPython,
                        details: run.errorText.textLines.suffix(15).map { "| " + $0 })))
        } else if !run.output.rest.isEmpty {
            checks.append(
                .failed(
                    Failure(
                        "the PyTorch column prints more after its last output",
                        at: chapter.lastPython,
                        details: run.output.rest.textLines.prefix(10).map { "+ " + $0 },
                        remedy: "An `output` or `output of=python` must follow the `python` block that prints.")))
        }
        return checks
    }

    /// The line of the page in a traceback: of an exception the last one, of a script that was stopped, whose innermost
    /// call comes first, the first.
    static func stop(in errorText: String, of chapter: Chapter) -> SourcePosition? {
        let mark = "File \"\(chapter.path)\", line "
        let lines = errorText.textLines.filter { $0.contains(mark) }
        let isReversed = errorText.contains("most recent call first")
        guard let line = isReversed ? lines.first : lines.last, let start = line.firstRange(of: mark)?.upperBound,
            let number = Int(line[start...].prefix { $0.isNumber })
        else { return nil }
        return chapter.position(ofLine: number)
    }

    private static func compare(_ block: Block, with printed: String, in chapter: Chapter) -> CheckResult {
        guard let output = block.output else { return .passed(0) }
        let comparison = ColumnComparison(tolerance: output.tolerance)
        guard let mismatch = comparison.firstMismatch(shown: block.body, printed: printed) else {
            let values = OutputToken.checkedValues(of: block.body)
            // What PyTorch alone prints says nothing about the other column.
            guard output.column == nil else { return .passed(values) }
            return CheckResult(
                passed: values, shared: values,
                largestDifference: comparison.largestDifference(shown: block.body, printed: printed))
        }
        let nothing = printed.isEmpty ? ["The `python` blocks since the output before this one print nothing."] : []
        let failure = Failure(
            "the PyTorch column differs: \(mismatch.message)",
            at: chapter.position(inBodyOf: block, line: mismatch.line),
            details: nothing + printed.textLines.prefix(10).map { "+ " + $0 },
            remedy: """
                Where they may differ: `output tol=1e-3` for numbers, or two texts, `output of=swift` (with its reason \
                under it, `*Swift only:* …`) and `output of=python`.
                """)
        let correction = Correction.block(fenceLine: block.fenceLine, body: printed.endingInLineFeed)
        // What both columns print is promoted from Swift's, which the other must agree with.
        return .failed(failure, correction: output.column == .python ? correction : nil)
    }
}

extension Chapter {
    fileprivate var lastPython: SourcePosition { positionOfLast { $0 == .python } }
}
