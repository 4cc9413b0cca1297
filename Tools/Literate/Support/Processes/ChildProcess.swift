import Foundation
import Subprocess
import Synchronization

/// Runs other programs and waits for them.
///
/// Each is the first of a process group of its own, so that what it starts itself ends with it when it is stopped.
enum ChildProcess {
    /// What a program left behind.
    struct Result: Sendable {
        var status: ExitStatus
        /// What it had printed by then.
        var output: [UInt8]
        var errorText: String
    }

    /// How a program ended; its description completes "the program …".
    enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
        case exited(Int)
        case signaled(Int)
        case timedOut(Duration)
        /// It had printed more than this many bytes.
        case overflowed(Int)

        var description: String {
            switch self {
            case .exited(0): "ended"
            case .exited(let code): "ended with status \(code)"
            case .signaled(let signal):
                "was stopped by signal \(signal)" + (Self.names[signal].map { " (\($0))" } ?? "")
            case .timedOut(let limit): "was stopped after \(limit.components.seconds) s"
            case .overflowed(let limit): "was stopped after printing more than \(limit >> 20) MiB"
            }
        }

        private static let names = [
            Int(SIGILL): "a trap of Swift's", Int(SIGTRAP): "a trap of Swift's", Int(SIGSEGV): "a bad address",
            Int(SIGBUS): "a bad address",
            Int(SIGKILL): "by the system, perhaps for want of memory",
        ]
    }

    /// What a stopped program is asked to do before it is ended.
    enum LastWords: Sendable {
        case none
        /// To say where it is: Swift's and Python's handlers for SIGABRT do, where they are switched on.
        case place
    }

    /// Runs `executable`, a path or a name to be looked up, with nothing on its standard input.
    ///
    /// - Parameters:
    ///   - environment: What to add to this process's environment; nil takes a variable away.
    ///   - outputLimit: After how many bytes of output, or of messages, it is stopped.
    /// - Throws: `Failure` if it can't be started.
    static func run(
        _ executable: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        directory: String, timeout: Duration = .seconds(600), lastWords: LastWords = .none, outputLimit: Int = 1 << 24
    ) async throws -> Result {
        let output = Collected(limit: outputLimit)
        let errors = Collected(limit: outputLimit)
        let cause = Cause()
        let configuration = configuration(executable, arguments, environment, directory)
        do {
            let record = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .sequence) {
                execution in
                let process = execution.processIdentifier.value
                LiveProcesses.add(process)
                let watch = Task {
                    try await Task.sleep(for: timeout)
                    cause.set(.timedOut(timeout))
                    if lastWords == .place {
                        kill(process, SIGABRT)
                        // It looks up its symbols now.
                        for _ in 0..<400 where !hasEnded(process) { try? await Task.sleep(for: .milliseconds(50)) }
                    }
                    killpg(process, SIGKILL)
                }
                defer {
                    watch.cancel()
                    if cause.status != nil { killpg(process, SIGKILL) }
                    LiveProcesses.remove(process)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (sequence, collected) in [
                        (execution.standardOutput, output), (execution.standardError, errors),
                    ] {
                        group.addTask {
                            for try await buffer in sequence where !collected.take(buffer) {
                                cause.set(.overflowed(outputLimit))
                                killpg(process, SIGKILL)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            return Result(
                status: cause.status ?? ExitStatus(record.terminationStatus), output: output.bytes,
                errorText: String(decoding: errors.bytes, as: UTF8.self))
        } catch let error as SubprocessError {
            throw Failure("can't run \(executable): \(error)", at: nil)
        }
    }

    /// Runs a program whose output, all of it, is handed over line by line, as it comes.
    static func run(
        _ executable: String, _ arguments: [String], directory: String,
        forEachLine body: @escaping @Sendable (String) -> Void
    ) async throws -> ExitStatus {
        do {
            return ExitStatus(
                try await Subprocess.run(
                    configuration(executable, arguments, [:], directory), input: .none, output: .sequence,
                    error: .combinedWithOutput
                ) { execution in
                    let process = execution.processIdentifier.value
                    LiveProcesses.add(process)
                    defer { LiveProcesses.remove(process) }
                    for try await line in execution.standardOutput.strings(bufferingPolicy: .unbounded) { body(line) }
                }.terminationStatus)
        } catch let error as SubprocessError {
            throw Failure("can't run \(executable): \(error)", at: nil)
        }
    }

    /// Whether a child has ended, whose status somebody else will fetch.
    private static func hasEnded(_ process: pid_t) -> Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
        return result != 0 || info.si_signo == SIGCHLD
    }

    private static func configuration(
        _ executable: String, _ arguments: [String], _ environment: [String: String?], _ directory: String
    ) -> Configuration {
        var platform = PlatformOptions()
        platform.processGroupID = 0
        return Configuration(
            executable: executable.contains("/") ? .path(.init(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0), $1) })),
            workingDirectory: .init(directory), platformOptions: platform)
    }

    /// Why a program was stopped by us, if it was: the first reason.
    private final class Cause: Sendable {
        private let value = Mutex<ExitStatus?>(nil)

        var status: ExitStatus? { value.withLock { $0 } }

        func set(_ status: ExitStatus) {
            value.withLock { $0 = $0 ?? status }
        }
    }

    /// What has been read so far.
    private final class Collected: Sendable {
        private let limit: Int
        private let value = Mutex<[UInt8]>([])

        init(limit: Int) {
            self.limit = limit
        }

        var bytes: [UInt8] { value.withLock { $0 } }

        /// - Returns: whether all of it was taken.
        func take(_ buffer: SubprocessOutputSequence.Buffer) -> Bool {
            value.withLock { bytes in
                let room = limit - bytes.count
                buffer.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(room)) }
                return buffer.count <= room
            }
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
