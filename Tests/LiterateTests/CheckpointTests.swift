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
        let folder = "\(#filePath[..<tests.lowerBound])/Tools/Checkpoint"
        let names = try Files.list(folder)
        for name in names { try package.write(name, try Files.read("\(folder)/\(name)")) }

        let library = try run(
            "swiftc -swift-version 6 -parse-as-library -emit-library -static -emit-module -module-name Checkpoint \(names.joined(separator: " "))",
            in: package)
        #expect(library == Outcome(status: 0, output: "", errors: ""))
        let build = try run(
            "swiftc -swift-version 5 main.swift -I. -L. -lCheckpoint -o program", in: package)
        #expect(build == Outcome(status: 0, output: "", errors: ""))
        let fails = try run("swiftc -swift-version 5 -emit-sil -o /dev/null fails/main.swift", in: package)
        let place = "Chapters/04-scratch.md:\(Self.fixture["5️⃣"]):20"
        #expect(fails.errors.contains("\(place): error: cannot convert value"), "\(fails.errors)")

        #expect(try run("./program", in: package) == Outcome(status: 0, output: "428\n", errors: ""))
        let checked = try run("./program", in: package, ["KINDLING_CHECKPOINTS": "1"])
        #expect(checked.output == "\u{1}program \(chapter.codeHash)\n42\u{1}checkpoint 1\n8\n\u{1}checkpoint 2\n")
        #expect(checked.status == 0)

        // It stands in the package's folder, with its page.
        try package.write("Chapters/04-scratch.md", "Some more prose.\n" + Self.fixture.text)
        #expect(try run("./program", in: package) == Outcome(status: 0, output: "428\n", errors: ""))
        try package.write("Chapters/04-scratch.md", Self.fixture.text.replacing("double(4)", with: "double(5)"))
        let older = try run("./program", in: package)
        #expect(older.output == "428\n" && older.status == 0)
        #expect(
            older.errors == "note: Chapters/04-scratch.md has other code than this program was written from; "
                + "`swift run extract` writes it again\n")
        try package.remove("Chapters/04-scratch.md")

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

    /// It knows Markdown only as far as the parser lets pages vary.
    @Test func theCodesNumberChangesWithTheCodeAlone() throws {
        let text = Self.fixture.text
        let hash = try Chapter.sample(text).codeHash
        for same in [
            text.replacing("# Title", with: "# Another\n\nProse, ```code``` and\n\n    ```swift\n    x\n    ```\n"),
            text.replacing("\n", with: "\r\n"), text.replacing("42\n```", with: "43\n44\n```"),
            text.replacing("too few\n```", with: "many\n```"),
            text
                + "\n~~~~text\n```swift\nlet x = 1\n```\n~~~~\n\n```python\nprint(1)\n```\n\n```output of=python\n1\n```\n",
            text.replacing("double(1)\n```\n\n```error\ncannot", with: "double(2)\n```\n\n```error\ncannot"),
            text.replacing("```swift scope\n", with: "```swift scope heart=f()\n"),
            text.replacing("```swift\n", with: "```swift heart=\"f() g()\"\n"),
            text + "\n```swift heart=f() file=A.swift\nfunc f() {}\n```\n",
        ] {
            #expect(_hash(same) == hash, "\(same)")
        }
        for other in [
            text.replacing("double(4)", with: "double(5)"), text.replacing("swift scope", with: "swift"),
            text.replacing("```swift traps\nprint", with: "```swift\nprint"),
            text + "\n```swift heart=f()\nfunc f() {}\n```\n",
            text + "\n```output\n```\n", text.replacing("[1]\n", with: "[1]\n\n"),
        ] {
            #expect(_hash(other) != hash, "\(other)")
        }
    }

    private func _hash(_ text: String) -> String {
        var chapter = try! Chapter.sample("# T\n")
        chapter.text = text
        return chapter.codeHash
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
