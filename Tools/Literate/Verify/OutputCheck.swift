/// Compares a program's output with the `output` blocks of its chapter, to the last character.
struct OutputCheck {
    var chapter: Chapter
    var run: ProgramRun
    /// If given, a stop inside the library names the page's line.
    var map: SourceMap?

    func checks() -> [Check] {
        let blocks = chapter.outputs(in: .swift)
        var checks: [Check] = []
        for (index, (block, segment)) in zip(blocks, attribution.segments).enumerated() {
            guard segment.number == index + 1 else {
                return checks + [.failed(staleProgram(segment.number))]
            }
            checks.append(compare(block, with: segment.text))
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

    /// The program crashed, or ended before its last output.
    private func endFailure(unreached: Block?) -> Failure? {
        guard unreached != nil || run.status != .exited(0) else { return nil }
        let reached = chapter.outputs(in: .swift).prefix(attribution.segments.count).last
        let place = reached.map { "after the output in line \($0.fenceLine)" } ?? "before its first output"
        return Failure(
            "the program \(run.status) \(place)",
            at: SourcePosition(file: chapter.path, line: unreached?.fenceLine ?? chapter.lastProgramLine),
            details: tail)
    }

    /// The last lines that the program printed, in which it may say why it stopped.
    private var tail: [String] {
        (attribution.rest.textLines.suffix(5) + run.errorText.textLines.suffix(15)).map { "| " + (map?.translated($0) ?? $0) }
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

    private func staleProgram(_ number: Int) -> Failure {
        Failure(
            "the program reports an output number \(number), which the page doesn't have there",
            at: SourcePosition(file: chapter.path, line: chapter.lastProgramLine), remedy: Failure.extractRemedy)
    }
}
