/// Compiles a `fails` block after the program so far, which must fail with the message that the `error` block after it
/// shows.
///
/// Compilers put things differently from version to version. The `error` block notes which one wrote its message
/// (`error swift="6.3.1"`); another needs only to refuse the block.
struct FailsCheck {
    var chapter: Chapter
    /// The index of the `fails` block; the `error` block follows it.
    var index: Int

    func check(_ compiler: SwiftCompiler) async throws -> CheckResult {
        let block = chapter.blocks[index]
        let error = chapter.blocks[index + 1]
        let errors = try await compiler.errors(in: Tangle.failing(chapter, at: index), of: chapter)
        guard let first = errors.first else {
            return .failed(
                Failure(
                    "this block should not compile, and does",
                    at: chapter.position(of: block)))
        }
        guard first.file == chapter.path, (block.firstLine..<block.closingLine).contains(first.line) else {
            return .failed(
                Failure(
                    "the program doesn't compile, but the error isn't in this block",
                    at: chapter.position(of: block),
                    details: ["\(first.file):\(first.line): \(first.message)"]))
        }
        guard case .error(let writtenBy) = error.kind else { return .passed(1) }
        guard let writtenBy else { return .failed(unsignedMessage(error), correction: signed(error, first, compiler)) }
        guard writtenBy == compiler.version else { return .passed(1) }
        return MessageCheck(chapter: chapter, error: error).check(first.message, swiftVersion: compiler.version)
    }

    private func unsignedMessage(_ error: Block) -> Failure {
        Failure(
            "the block doesn't say which compiler wrote its message (`error swift=\"…\"`)",
            at: chapter.position(of: error), remedy: Failure.promoteRemedy)
    }

    private func signed(_ error: Block, _ first: SwiftCompiler.Message, _ compiler: SwiftCompiler) -> Correction {
        .block(
            fenceLine: error.fenceLine, body: first.message.endingInLineFeed, swiftVersion: compiler.version)
    }
}
