import Subprocess

/// Runs other programs and waits for them.
enum ChildProcess {
    /// What a program left behind.
    struct Result: Sendable {
        var status: ExitStatus
        var output: [UInt8]
        var errorText: String
    }

    /// How a program ended; its description completes "the program …".
    enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
        case exited(Int)
        case signaled(Int)
        case timedOut(Duration)

        var description: String {
            switch self {
            case .exited(0): "ended"
            case .exited(let code): "ended with status \(code)"
            case .signaled(let signal): "was stopped by signal \(signal)"
            case .timedOut(let limit): "was stopped after \(limit.components.seconds) s"
            }
        }
    }

    /// Runs `executable`, a path or a name to be looked up, with nothing on its standard input.
    ///
    /// - Parameter environment: What to add to this process's environment; nil takes a variable away.
    /// - Throws: `Failure` if it can't be started or prints without end.
    static func run(
        _ executable: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        directory: String, timeout: Duration = .seconds(600)
    ) async throws -> Result {
        let configuration = Configuration(
            executable: executable.contains("/") ? .path(.init(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
            workingDirectory: .init(directory))
        do {
            return try await withTimeout(timeout) {
                let record = try await Subprocess.run(
                    configuration, output: .bytes(limit: outputLimit),
                    error: .bytes(limit: outputLimit))
                return Result(
                    status: ExitStatus(record.terminationStatus), output: record.standardOutput,
                    errorText: String(decoding: record.standardError, as: UTF8.self))
            } ?? Result(status: .timedOut(timeout), output: [], errorText: "")
        } catch let error as SubprocessError {
            throw Failure("can't run \(executable): \(error)", at: nil)
        }
    }

    /// Runs a program whose output, all of it, is handed over line by line, as it comes.
    static func run(
        _ executable: String, _ arguments: [String], directory: String, forEachLine body: @escaping @Sendable (String) -> Void
    ) async throws -> ExitStatus {
        do {
            return ExitStatus(
                try await Subprocess.run(
                    .name(executable), arguments: Arguments(arguments), workingDirectory: .init(directory),
                    input: .none, output: .sequence, error: .combinedWithOutput
                ) { execution in
                    for try await line in execution.standardOutput.strings(bufferingPolicy: .unbounded) { body(line) }
                }.terminationStatus)
        } catch let error as SubprocessError {
            throw Failure("can't run \(executable): \(error)", at: nil)
        }
    }

    private static let outputLimit = 1 << 24

    /// The body's value, or nil if it takes longer than `limit`; then it is cancelled, which ends the program.
    private static func withTimeout<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}

extension ChildProcess.ExitStatus {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signaled(Int(signal))
        }
    }
}
