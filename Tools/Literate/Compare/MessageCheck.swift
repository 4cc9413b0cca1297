/// Compares a message with the `error` block that shows it.
struct MessageCheck {
    var chapter: Chapter
    var error: Block

    /// - Parameter swiftVersion: The compiler that wrote the message, for `--promote` to note.
    func check(_ message: String, swiftVersion: String? = nil) -> CheckResult {
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
