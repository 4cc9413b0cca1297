import Foundation
import Testing

@testable import Literate

/// A generated program, compiled and run: what the reader sees, what the checks see, and where errors point.
@Suite struct CheckpointTests {
    private static let fixture = MarkedText(
        """
        # Title

        ```swift
        func double(_ x: Int) -> Int { 2 * x }
        print(double(21), terminator: "")
        ```

        ```output
        42
        ```

        ```swift scope
        let answer = double(4)
        print(answer)
        ```

        ```swift traps
        let numbers = [1]
        3️⃣if numbers.count < double(1) { fatalError("too few") }
        ```

        ```error
        too few
        ```

        ```swift traps
        print("alive")
        ```

        ```error
        none
        ```

        ```swift fails
        5️⃣let text: String = double(1)
        ```

        ```error
        cannot convert
        ```

        ```output
        8
        ```
        """)

    @Test func aProgramSaysWhereItIs() throws {
        let package = try TemporaryPackage()
        let chapter = try Chapter.sample(Self.fixture.text)
        let program = try #require(Tangle.program(of: chapter))
        let index = try #require(chapter.blocks.firstIndex { $0.kind == .fails })
        try package.write("main.swift", program.text)
        try package.write("fails/main.swift", Tangle.failing(chapter, at: index))
        let tests = try #require(#filePath.range(of: "/Tests/"))
        let checkpoint = "\(#filePath[..<tests.lowerBound])/Tools/Checkpoint/Checkpoint.swift"

        let library = try run(
            "swiftc -swift-version 6 -parse-as-library -emit-library -static -emit-module -module-name Checkpoint",
            checkpoint, in: package)
        #expect(library == Outcome(status: 0, output: "", errors: ""))
        let build = try run(
            "swiftc -swift-version 5 main.swift -I. -L. -lCheckpoint -o program", in: package)
        #expect(build == Outcome(status: 0, output: "", errors: ""))
        let fails = try run("swiftc -swift-version 5 -emit-sil -o /dev/null fails/main.swift", in: package)
        let place = "Chapters/04-scratch.md:\(Self.fixture["5️⃣"]):20"
        #expect(fails.errors.contains("\(place): error: cannot convert value"), "\(fails.errors)")

        #expect(try run("./program", in: package) == Outcome(status: 0, output: "428\n", errors: ""))
        let checked = try run("./program", in: package, ["KINDLING_CHECKPOINTS": "1"])
        #expect(checked.output == "42\u{1}checkpoint 1\n8\n\u{1}checkpoint 2\n")
        #expect(checked.status == 0)

        let survived = try run("./program", in: package, ["KINDLING_TRAP": "2"])
        #expect(survived.output == "428\nalive\n\u{1}survived 2\n")
        #expect(survived.status == 0)

        let trap = ["KINDLING_TRAP": "1", "SWIFT_BACKTRACE": "enable=no"]
        let trapped = try run("./program", in: package, trap)
        #expect(trapped.output == "428\n")
        let message = "program/04-scratch.md:\(Self.fixture["3️⃣"]): Fatal error: too few"
        #expect(trapped.errors.hasPrefix(message), "\(trapped.errors)")
        #expect(trapped.status != 0)
    }

    private struct Outcome: Equatable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a command, whose words are separated by spaces, and an argument in the package's folder.
    private func run(
        _ command: String, _ argument: String? = nil, in package: TemporaryPackage,
        _ environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command.split(separator: " ").map(String.init) + (argument.map { [$0] } ?? [])
        process.currentDirectoryURL = URL(fileURLWithPath: package.root)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let paths = ["output", "errors"].map { "\(package.root)/\($0).txt" }
        let handles = try paths.map { path in
            try Files.write([], to: path)
            return try #require(FileHandle(forWritingAtPath: path))
        }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try package.text("output.txt"),
            errors: try package.text("errors.txt"))
    }
}
