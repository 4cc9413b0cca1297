/// Compares a program's output with the `output` blocks of its chapter, to the last character.
struct OutputCheck {
    var chapter: Chapter
    var run: ProgramRun
    /// If given, a stop inside the library names the page's line.
    var map: SourceMap?

    func checks() -> [Check] {
        if let code = attribution.code, code != chapter.codeHash { return [.failed(otherCode)] }
        let blocks = chapter.outputs(in: .swift)
        var checks: [Check] = []
        for (index, (block, segment)) in zip(blocks, attribution.segments).enumerated() {
            guard segment.number == index + 1 else {
                return checks + [.failed(staleProgram(segment.number))]
            }
            checks.append(segment.isUTF8 ? compare(block, with: segment.text) : noText(block, segment.text))
        }
        if attribution.segments.count > blocks.count {
            checks.append(.failed(staleProgram(attribution.segments[blocks.count].number)))
        } else if let end = endFailure(unreached: blocks.dropFirst(attribution.segments.count).first) {
            checks.append(.failed(end))
        } else if let extra = extraOutput(after: blocks.last) {
            checks.append(.failed(extra))
        }
        return checks
    }

    private var attribution: Attribution { run.attribution }

    private func compare(_ block: Block, with printed: String) -> Check {
        guard let difference = TextDifference(expected: block.body, actual: printed) else {
            return .passed(checkedValues(of: block.body))
        }
        let failure = Failure(
            "the program prints something else (- shown, + printed)",
            at: chapter.position(inBodyOf: block, line: difference.line),
            details: difference.excerpt,
            remedy: Failure.promoteRemedy)
        return .failed(failure, correction: .block(fenceLine: block.fenceLine, body: printed.endingInLineFeed))
    }

    private func noText(_ block: Block, _ printed: String) -> Check {
        .failed(
            Failure(
                "the program prints bytes that are no UTF-8 (\u{fffd} in their places)",
                at: SourcePosition(file: chapter.path, line: block.fenceLine),
                details: printed.textLines.filter { $0.contains("\u{fffd}") }.prefix(5).map { "+ " + VisibleText.visible($0) }))
    }

    /// The program crashed, or ended before its last output.
    private func endFailure(unreached: Block?) -> Failure? {
        guard unreached != nil || run.status != .exited(0) else { return nil }
        let reached = chapter.outputs(in: .swift).prefix(attribution.segments.count).last
        let place = reached.map { "after the output in line \($0.fenceLine)" } ?? "before its first output"
        let backtrace = Backtrace(run.errorText, map: map)
        let end = SourcePosition(file: chapter.path, line: unreached?.fenceLine ?? chapter.lastProgramLine)
        // The last lines that the program printed, in which it may say why it stopped.
        let tail = attribution.rest.textLines.suffix(5) + backtrace.message.textLines.suffix(15)
        return Failure(
            "the program \(run.status) \(place)", at: backtrace.place(on: chapter) ?? end,
            details: tail.map { "| " + (map?.translated($0) ?? $0) } + backtrace.way(to: chapter))
    }

    private func extraOutput(after last: Block?) -> Failure? {
        guard !attribution.rest.isEmpty else { return nil }
        let place = last.map { "after its last `output` block, in line \($0.fenceLine)" } ?? "but has no `output` block"
        return Failure(
            "the program prints more \(place)",
            at: SourcePosition(file: chapter.path, line: chapter.lastProgramLine),
            details: attribution.rest.textLines.prefix(10).map { "+ " + $0 },
            remedy: "Add an `output` block after this one; `--promote` fills it in.")
    }

    private var otherCode: Failure {
        Failure(
            "the program was built from other code than the page has",
            at: SourcePosition(file: chapter.path, line: chapter.lastProgramLine), remedy: Failure.extractRemedy)
    }

    private func staleProgram(_ number: Int) -> Failure {
        Failure(
            "the program reports an output number \(number), which the page doesn't have there",
            at: SourcePosition(file: chapter.path, line: chapter.lastProgramLine), remedy: Failure.extractRemedy)
    }
}
