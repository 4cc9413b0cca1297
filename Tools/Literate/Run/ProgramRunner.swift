import Foundation

/// Where and how the programs of the book run.
struct ProgramRunner: Sendable {
    /// The package's root, in which they read Chapters/Data.
    var root: String
    /// The folder of the built programs.
    var programs: String
    var timeout: Duration
    /// How many threads a program may compute with, if the environment doesn't say; nil: as many as it likes.
    var threads: Int?

    func path(of chapter: Chapter) -> String { "\(programs)/\(chapter.name)" }

    /// Runs a chapter's program with its checkpoints on.
    ///
    /// - Parameters:
    ///   - figures: The folder in which it writes figures.
    ///   - trap: The number of the `traps` block to run.
    func run(_ chapter: Chapter, figures: String, trap: Int? = nil) async throws -> ProgramRun {
        let environment = [
            "KINDLING_CHECKPOINTS": "1",
            "KINDLING_TRAP": trap.map(String.init),
            "KINDLING_FIGURES": figures,
            "KINDLING_THREADS": ProcessInfo.processInfo.environment["KINDLING_THREADS"] ?? threads.map(String.init),
            // What should stop needn't tell where, which takes half a second.
            "SWIFT_BACKTRACE": trap == nil ? Self.backtraceSetting : "enable=no",
        ]
        return ProgramRun(
            try await ChildProcess.run(
                path(of: chapter), environment: environment, directory: root, timeout: timeout,
                lastWords: trap == nil ? .place : .none))
    }

    /// What the environment must say for Swift to write where it stopped. It takes half a second, of a program that
    /// stops.
    static let backtraceSetting = [
        "enable=yes", "interactive=no", "color=no", "threads=crashed", "images=none", "registers=none", "limit=64",
        "top=16",
        "symbolicate=full",
    ].joined(separator: ",")
}
