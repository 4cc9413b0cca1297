/// One run of a chapter's program.
struct ProgramRun: Sendable {
    var status: ChildProcess.ExitStatus
    var output: MarkedOutput
    var errorText: String

    init(_ result: ChildProcess.Result) {
        status = result.status
        output = MarkedOutput(result.output)
        errorText = result.errorText
    }
}
