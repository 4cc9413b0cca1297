extension Failure {
    /// What helps when the new text is the right one.
    static let promoteRemedy =
        "If what came is right, `swift run -c release verify --promote` writes it into the chapter."

    /// What helps when a program and its chapter are of different ages.
    static let extractRemedy = "Run `swift run extract`, then `swift build -c release`."
}
