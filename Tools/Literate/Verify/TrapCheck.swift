/// Runs a `traps` block, which must stop the program with the message that the `error` block after it shows.
struct TrapCheck {
    var chapter: Chapter
    var block: Block
    var error: Block

    /// The block's number among the page's `traps` blocks, from 1.
    private var number: Int { chapter.blocks.count { $0.kind == .traps && $0.fenceLine <= block.fenceLine } }

    func check(_ runner: ProgramRunner, figures: String) async throws -> Check {
        let run = try await runner.run(chapter, figures: figures, trap: number)
        let position = SourcePosition(file: chapter.path, line: block.fenceLine)
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
        return ([String(lines[first][start...])] + following).map { $0 + "\n" }.joined()
    }

    private static let fatalError = "Fatal error: "
}

/// Compares a message with the `error` block that shows it.
struct MessageCheck {
    var chapter: Chapter
    var error: Block

    /// - Parameter swiftVersion: The compiler that wrote the message, for `--promote` to note.
    func check(_ message: String, swiftVersion: String? = nil) -> Check {
        guard let difference = TextDifference(expected: error.body, actual: message) else { return .passed(1) }
        let failure = Failure(
            "the message is another (- shown, + came)",
            at: chapter.position(inBodyOf: error, line: difference.line),
            details: difference.excerpt,
            remedy: Failure.promoteRemedy)
        return .failed(
            failure,
            correction: .block(
                fenceLine: error.fenceLine, body: message.endingInLineFeed, swiftVersion: swiftVersion))
    }
}
