/// Compares a program's output with the `output` blocks of its chapter, to the last character.
struct OutputCheck {
    var chapter: Chapter
    var run: ProgramRun
    /// If given, a stop inside the library names the page's line.
    var map: SourceMap?

    func checks() -> [CheckResult] {
        if let code = output.code, code != chapter.codeHash { return [.failed(otherCode)] }
        let blocks = chapter.outputs(in: .swift)
        var checks: [CheckResult] = []
        for (index, (block, segment)) in zip(blocks, output.segments).enumerated() {
            guard segment.number == index + 1 else {
                return checks + [.failed(staleProgram(segment.number))]
            }
            checks.append(segment.isUTF8 ? compare(block, with: segment.text) : noText(block, segment.text))
        }
        if output.segments.count > blocks.count {
            checks.append(.failed(staleProgram(output.segments[blocks.count].number)))
        } else if let end = endFailure(unreached: blocks.dropFirst(output.segments.count).first) {
            checks.append(.failed(end))
        } else if let extra = extraOutput(after: blocks.last) {
            checks.append(.failed(extra))
        }
        return checks
    }

    private var output: MarkedOutput { run.output }

    private func compare(_ block: Block, with printed: String) -> CheckResult {
        guard let difference = TextDifference(expected: block.body, actual: printed) else {
            return .passed(OutputToken.checkedValues(of: block.body))
        }
        let failure = Failure(
            "the program prints something else (- shown, + printed)",
            at: chapter.position(inBodyOf: block, line: difference.line),
            details: difference.excerpt,
            remedy: Failure.promoteRemedy)
        return .failed(failure, correction: .block(fenceLine: block.fenceLine, body: printed.endingInLineFeed))
    }

    private func noText(_ block: Block, _ printed: String) -> CheckResult {
        .failed(
            Failure(
                "the program prints bytes that are no UTF-8 (\u{fffd} in their places)",
                at: chapter.position(of: block),
                details: printed.textLines.filter { $0.contains("\u{fffd}") }.prefix(5).map {
                    "+ " + VisibleText.visible(String($0))
                }))
    }

    /// The program crashed, or ended before its last output.
    private func endFailure(unreached: Block?) -> Failure? {
        guard unreached != nil || run.status != .exited(0) else { return nil }
        let reached = chapter.outputs(in: .swift).prefix(output.segments.count).last
        let place = reached.map { "after the output in line \($0.fenceLine)" } ?? "before its first output"
        let backtrace = Backtrace(run.errorText, map: map)
        let end = unreached.map(chapter.position) ?? chapter.lastProgram
        // The last lines that the program printed, in which it may say why it stopped.
        let tail = output.rest.textLines.suffix(5) + backtrace.message.textLines.suffix(15)
        return Failure(
            "the program \(run.status) \(place)", at: backtrace.place(on: chapter) ?? end,
            details: tail.map { "| " + (map?.translated($0) ?? String($0)) } + backtrace.way(to: chapter))
    }

    private func extraOutput(after last: Block?) -> Failure? {
        guard !output.rest.isEmpty else { return nil }
        let place = last.map { "after its last `output` block, in line \($0.fenceLine)" } ?? "but has no `output` block"
        return Failure(
            "the program prints more \(place)",
            at: chapter.lastProgram,
            details: output.rest.textLines.prefix(10).map { "+ " + $0 },
            remedy: "Add an `output` block after this one; `--promote` fills it in.")
    }

    private var otherCode: Failure {
        Failure(
            "the program was built from other code than the page has",
            at: chapter.lastProgram, remedy: Failure.extractRemedy)
    }

    private func staleProgram(_ number: Int) -> Failure {
        Failure(
            "the program reports an output number \(number), which the page doesn't have there",
            at: chapter.lastProgram, remedy: Failure.extractRemedy)
    }
}

extension Chapter {
    fileprivate var lastProgram: SourcePosition { positionOfLast(where: \.isProgram) }
}
