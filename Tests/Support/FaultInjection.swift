import Dispatch
import Foundation
import Synchronization

/// Runs a program under `strace`, which lets a chosen call of the system fail, or kills the command there.
public struct FaultInjection: Sendable {
    /// What goes wrong.
    public enum Fault: String, CaseIterable, Sendable {
        case kill, inputOutputError, noSpace

        var injection: String {
            switch self {
            case .kill: "signal=KILL"
            case .inputOutputError: "error=EIO"
            case .noSpace: "error=ENOSPC"
            }
        }

        /// Whether a call can end so. Killed can be any.
        public func concerns(_ call: String) -> Bool {
            switch self {
            case .kill: true
            case .inputOutputError: Self.onFiles.contains(call)
            case .noSpace: Self.taking.contains(call)
            }
        }

        private static let taking: Set = [
            "openat", "write", "rename", "renameat2", "link", "linkat", "mkdir", "mkdirat", "fsync",
        ]
        private static let onFiles = taking.union([
            "read", "close", "unlink", "unlinkat", "rmdir", "getdents64", "newfstatat", "statx", "lstat", "fstat",
            "fchmod", "fchown", "flock",
        ])
    }

    /// One call of the system: the first, second, … of its name that a thread makes.
    public struct Call: Hashable, CustomStringConvertible, Sendable {
        public var name: String
        public var number: Int

        public init(name: String, number: Int) {
            self.name = name
            self.number = number
        }

        public var description: String { "\(name) \(number)" }
    }

    /// Where the programs are built that are to be tried.
    public static let programs = ProcessInfo.processInfo.environment["KINDLING_PROGRAMS"] ?? ""
    /// Whether every call is tried, and not only some.
    public static let isThorough = ProcessInfo.processInfo.environment["KINDLING_CRASH"] == "all"

    /// Whether these programs are built, and strace can trace one.
    public static func isPossible(with names: String...) -> Bool {
        names.allSatisfy { FileManager.default.isExecutableFile(atPath: "\(programs)/\($0)") } && canTrace
    }

    private static let canTrace = (try? run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], in: "/").status) == 0

    /// Where the program runs, and what it works on.
    public var root: String
    /// The program's name and its arguments.
    public var command: [String]

    public init(root: String, command: [String]) {
        self.root = root
        self.command = command
    }

    private var tool: [String] { ["\(Self.programs)/\(command[0])"] + command.dropFirst() }

    /// Runs the program as it is.
    @discardableResult
    public func run() throws -> (status: Int32, text: String) {
        try Self.run(tool, in: root)
    }

    /// The calls that the program makes once it looks at a file below the root, in no order.
    public func calls() throws -> [Call] {
        let log = "\(root).strace"
        defer { unlink(log) }
        _ = try Self.run(["strace", "-f", "-qq", "-o", log] + tool, in: root)
        // Of a name, as many as the thread makes that makes most.
        var counts: [String: [String: Int]] = [:]
        var before: [String: Int] = [:]
        var isInside = false
        for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
            let thread = String(line.prefix { $0 != " " })
            let call = line.dropFirst(thread.count).drop { $0 == " " }
            guard let end = call.firstIndex(of: "("), call.first?.isLetter == true else { continue }
            let name = String(call[..<end])
            if !isInside, call.contains("\"\(root)") {
                isInside = true
                before = counts.mapValues { $0.values.max() ?? 0 }
            }
            counts[name, default: [:]][thread, default: 0] += 1
        }
        return counts.flatMap { name, threads in
            let (first, last) = (before[name] ?? 0, threads.values.max() ?? 0)
            return first < last ? (first + 1...last).map { Call(name: name, number: $0) } : []
        }.sorted { ($0.name, $0.number) < ($1.name, $1.number) }
    }

    /// Runs the program with a fault.
    public func run(with fault: Fault, at call: Call) throws -> (status: Int32, text: String) {
        try Self.run(
            [
                "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call.name)",
                "-e", "inject=\(call.name):\(fault.injection):when=\(call.number)",
            ] + tool, in: root)
    }

    /// Waits until no program holds a lock on these files of the root: a killed one's are closed when its last thread has gone, a moment after the
    /// first.
    ///
    /// It reads what the system says. A lock of its own, taken to find out, would be inherited by a program that another test starts meanwhile.
    public func waitForLocks(on names: [String]) throws {
        for name in names {
            let file = try FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
            let suffix = ":\(file[.systemFileNumber] as? Int ?? 0)"
            for _ in 0..<500 {
                let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
                let isLocked = locks.contains { $0.split(separator: " ").contains { $0.hasSuffix(suffix) } }
                guard isLocked else { break }
                usleep(10_000)
            }
        }
    }

    /// - Parameter patience: how many seconds a program under strace may take, a multiple of 10.
    static func run(
        _ command: [String], in directory: String, patience: Int = 120
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let watch = command.first == "strace" ? Watch(of: process.processIdentifier, patience: patience) : nil
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if watch?.stop() == true { throw Hang(command: command.joined(separator: " "), seconds: patience) }
        return (
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            String(decoding: text, as: UTF8.self)
        )
    }

    /// A program with a fault that doesn't end.
    public struct Hang: Error, CustomStringConvertible {
        var command: String
        var seconds: Int
        public var description: String { "it didn't end within \(seconds) s: \(command)" }
    }
}

/// Ends a strace that traces nobody any more: rarely, when a program of several threads has been killed, it goes on waiting. And one whose
/// program hangs.
private final class Watch: Sendable {
    private let hangs = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter patience: seconds, a multiple of 10.
    init(of tracer: Int32, patience: Int) {
        Thread.detachNewThread { [self] in
            for seconds in stride(from: 10, through: patience, by: 10) {
                guard ended.wait(timeout: .now() + 10) == .timedOut else { return }
                let traced = Self.processes(tracedBy: tracer)
                guard traced.isEmpty || seconds == patience else { continue }
                hangs.withLock { $0 = !traced.isEmpty }
                // Without its strace the program would go on, and hold what it prints into.
                for process in traced + [tracer] { kill(process, SIGKILL) }
                return
            }
        }
    }

    /// - Returns: whether the program had to be ended, too.
    func stop() -> Bool {
        ended.signal()
        return hangs.withLock { $0 }
    }

    private static func processes(tracedBy tracer: Int32) -> [Int32] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { Int32($0) }.filter { process in
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            return status?.contains("TracerPid:\t\(tracer)\n") == true
        }
    }
}
