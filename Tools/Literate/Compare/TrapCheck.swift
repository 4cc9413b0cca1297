/// Runs a `traps` block, which must stop the program with the message that the `error` block after it shows.
struct TrapCheck {
    var chapter: Chapter
    var block: Block
    var error: Block

    /// The block's number among the page's `traps` blocks, from 1.
    private var number: Int { chapter.blocks.count { $0.kind == .traps && $0.fenceLine <= block.fenceLine } }

    func check(_ runner: ProgramRunner, figures: String) async throws -> CheckResult {
        let run = try await runner.run(chapter, figures: figures, trap: number)
        let position = chapter.position(of: block)
        switch run.status {
        case .timedOut, .overflowed: return .failed(Failure("the program \(run.status)", at: position))
        default: break
        }
        guard run.status != .exited(0) else {
            return .failed(Failure("this block should stop the program, and doesn't", at: position))
        }
        let message = Self.message(in: run.errorText)
        guard !message.isEmpty else {
            return .failed(
                Failure(
                    "the program \(run.status) without a message", at: position,
                    remedy: "Use `fatalError` for what a reader should understand."))
        }
        return MessageCheck(chapter: chapter, error: error).check(message)
    }

    /// What the program said at its end: `Fatal error: …` to the end of the text, without the place before it, which
    /// would change with every line that is added to the book.
    static func message(in errorText: String) -> String {
        let lines = errorText.textLines
        guard let first = lines.lastIndex(where: { $0.contains(fatalError) }),
            let start = lines[first].range(of: fatalError)?.lowerBound
        else { return errorText.endingInLineFeed }
        // A debug build adds where it stopped.
        let following = lines[(first + 1)...].prefix { $0 != "Current stack trace:" }
        return ([lines[first][start...]] + following).map { $0 + "\n" }.joined()
    }

    private static let fatalError = "Fatal error: "
}
