extension Failure {
    /// What helps when the new text is the right one.
    static let promoteRemedy =
        "If what came is right, `swift run -c release verify --promote` writes it into the chapter."

    /// What helps when a program and its chapter are of different ages.
    static let extractRemedy = "Run `swift run extract`, then `swift build -c release`."

    /// An error that kept a chapter from being verified.
    init(_ error: any Error, in chapter: Chapter) {
        if var failure = error as? Failure {
            if failure.diagnostic.position == nil {
                failure.diagnostic.position = chapter.start
            }
            self = failure
        } else {
            self.init("can't verify this chapter: \(error)", at: chapter.start)
        }
    }
}
