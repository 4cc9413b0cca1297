import Foundation

@testable import Literate

/// Runs a command of the book under `strace`, which lets a chosen call of the system fail, or kills the command there.
struct FaultInjection {
    /// What goes wrong.
    enum Fault: String, CaseIterable {
        case kill, inputOutputError, noSpace

        var injection: String {
            switch self {
            case .kill: "signal=KILL"
            case .inputOutputError: "error=EIO"
            case .noSpace: "error=ENOSPC"
            }
        }

        /// Whether a call can end so. Killed can be any.
        func concerns(_ call: String) -> Bool {
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
    struct Call: Hashable, CustomStringConvertible {
        var name: String
        var number: Int

        var description: String { "\(name) \(number)" }
    }

    /// Where the tools are built.
    static let tools = ProcessInfo.processInfo.environment["KINDLING_PROGRAMS"] ?? ""
    /// Whether every call is tried, and not only some.
    static let isThorough = ProcessInfo.processInfo.environment["KINDLING_CRASH"] == "all"

    static let isPossible: Bool = {
        guard Files.exists("\(tools)/extract"), Files.exists("\(tools)/verify") else { return false }
        return (try? run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], in: "/").status) == 0
    }()

    /// The package's root.
    var root: String
    /// The tool's name and its arguments.
    var command: [String]

    private var tool: [String] { ["\(Self.tools)/\(command[0])"] + command.dropFirst() }

    /// Runs the command as it is.
    @discardableResult
    func run() throws -> (status: Int32, text: String) {
        try Self.run(tool, in: root)
    }

    /// The calls that the command makes once it looks at the package, in no order.
    func calls() throws -> [Call] {
        let log = "\(root).strace"
        defer { unlink(log) }
        _ = try Self.run(["strace", "-f", "-qq", "-o", log] + tool, in: root)
        // Of a name, as many as the thread makes that makes most.
        var counts: [String: [String: Int]] = [:]
        var before: [String: Int] = [:]
        var isInside = false
        for line in String(decoding: try Files.read(log), as: UTF8.self).textLines {
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

    /// Runs the command with a fault.
    func run(with fault: Fault, at call: Call) throws -> (status: Int32, text: String) {
        try Self.run(
            [
                "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call.name)",
                "-e", "inject=\(call.name):\(fault.injection):when=\(call.number)",
            ] + tool, in: root)
    }

    private static func run(_ command: [String], in directory: String) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            String(decoding: text, as: UTF8.self)
        )
    }
}

extension TemporaryPackage {
    /// The text of every file by its path; what waits for the next commit is none, nor is what verify keeps beside the
    /// programs.
    func contents(below folder: String = "") throws -> [String: String] {
        var found: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: "\(root)/\(folder)") ?? .init() {
            guard try Files.kind("\(root)/\(folder)\(path)") == .file, !path.contains(".build-extract"),
                !path.hasPrefix("programs/")
            else { continue }
            found[path] = try text("\(folder)\(path)")
        }
        return found
    }

    /// Makes the files what they were, and removes all others.
    func restore(_ contents: [String: String]) throws {
        for name in try Files.list(root) where name != "programs" {
            try FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
        for (path, text) in contents { try write(path, text) }
        try Files.makeDirectories("\(root)/Chapters")
    }
}
