import Testing

@testable import Literate

/// With a Python that needs no PyTorch.
@Suite(.enabled("needs python3") { try await hasPython() })
struct PythonColumnTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private func checks(_ text: String) async throws -> [CheckResult] {
        let chapter = try fixture.chapter("# T\n\n```swift\nrun()\n```\n\n" + text)
        let python = PythonInterpreter(path: "python3", torchVersion: "")
        return try await PythonColumn(python: python, root: fixture.root, timeout: .seconds(30)).result(of: chapter)
            .checks
    }

    @Test func agrees() async throws {
        let checks = try await checks("```python\nprint('loss', 1 / 3)\n```\n\n```output\nloss 0.33333\n```\n")
        #expect(checks.map(\.passed) == [1])
        #expect(checks.compactMap(\.failure).isEmpty)
        #expect(abs(checks[0].largestDifference - (1.0 / 3 - 0.33333)) < 1e-12)
    }

    /// What PyTorch alone prints is compared and isn't shared.
    @Test func countsWhatBothColumnsPrint() async throws {
        let shared = try await checks("```python\nprint(1, 2)\n```\n\n```output\n1 2\n```\n")
        #expect(shared.map(\.shared) == [2])
        let own = try await checks("```python\nprint(1, 2.25)\n```\n\n```output of=python tol=0.5\n1 2.5\n```\n")
        #expect(own.map(\.passed) == [2])
        #expect(own.map(\.shared) == [0])
        #expect(own.map(\.largestDifference) == [0])
    }

    @Test func differs() async throws {
        let checks = try await checks("```python\nprint('loss', 0.5)\n```\n\n```output\nloss 0.25\n```\n")
        #expect(checks[0].failure?.diagnostic.position?.line == 12)
        #expect(checks[0].correction == nil)
    }

    @Test func promotesItsOwnOutputs() async throws {
        let checks = try await checks("```python\nprint('b')\n```\n\n```output of=python\na\n```\n")
        #expect(checks[0].correction == .block(fenceLine: 11, body: "b\n"))
    }

    @Test func toleranceOfTheBlock() async throws {
        let checks = try await checks("```python\nprint(0.5004)\n```\n\n```output tol=1e-3\n0.5000\n```\n")
        #expect(checks.compactMap(\.failure).isEmpty)
    }

    @Test func anErrorPointsIntoTheChapter() async throws {
        let checks = try await checks("```python\nx = 1\nx.y\n```\n\n```output\n1\n```\n")
        let failure = try #require(checks[0].failure)
        #expect(failure.diagnostic.position?.line == 9)
        #expect(failure.details.contains { $0.contains(#"File "Chapters/01-test.md", line 9"#) })
        #expect(failure.details.contains { $0.contains("AttributeError") })
    }

    @Test func aHangPointsIntoTheChapter() async throws {
        let text =
            "# T\n\n```swift\nrun()\n```\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n\n```python\n"
            + "import time\ntime.sleep(60)\n```\n\n```output\n2\n```\n"
        let chapter = try fixture.chapter(text)
        let python = PythonInterpreter(path: "python3", torchVersion: "")
        let checks = try await PythonColumn(python: python, root: fixture.root, timeout: .seconds(10)).result(
            of: chapter
        ).checks
        #expect(checks.map(\.passed) == [1, 0])
        #expect(
            checks.last?.failure?.diagnostic.message == "the PyTorch column was stopped after 10 s before this output")
        #expect(checks.last?.failure?.diagnostic.position?.line == 17)
    }

    /// As on macOS, and on Linux from Python 3.14 on: a process that runs the page again from its first line.
    @Test(arguments: ["spawn", "forkserver"])
    func workersWhereProcessesAreBegunOtherwise(method: String) async throws {
        try fixture.write(
            "site/sitecustomize.py", "import multiprocessing\nmultiprocessing.set_start_method('\(method)')\n")
        try fixture.program("PYTHONPATH=\(fixture.root)/site exec python3 \"$@\"", name: "python")
        let code = """
            import multiprocessing
            class Square:
                def __call__(self, x): return x * x
            with multiprocessing.Pool(2) as pool: print(pool.map(Square(), [1, 2, 3]))
            """
        let chapter = try fixture.chapter(
            "# T\n\n```swift\nrun()\n```\n\n```python\n\(code)\n```\n\n```output\n[1, 4, 9]\n```\n")
        let python = PythonInterpreter(path: "\(fixture.programs.path)/python", torchVersion: "")
        let result = try await PythonColumn(python: python, root: fixture.root, timeout: .seconds(30)).result(
            of: chapter)
        #expect(result.failures == [])
        #expect(result.passed == 3)
    }

    @Test func printsMoreThanShown() async throws {
        let checks = try await checks("```python\nprint(1)\n```\n\n```output\n1\n```\n\n```python\nprint(2)\n```\n")
        #expect(checks.last?.failure?.diagnostic.position?.line == 15)
    }

    @Test func endsEarly() async throws {
        let checks = try await checks("```python\nexit()\n```\n\n```output\n1\n```\n")
        #expect(checks[0].failure?.diagnostic.position?.line == 11)
    }

    @Test func anInterpreterThatDoesNotReadItsScript() async throws {
        try fixture.program("exit 1", name: "python")
        let code = String(repeating: "x = 1\n", count: 100_000)
        let chapter = try fixture.chapter("# T\n\n```python\n\(code)```\n")
        let python = PythonInterpreter(path: "\(fixture.programs.path)/python", torchVersion: "")
        let column = PythonColumn(python: python, root: fixture.root, timeout: .seconds(30))
        #expect(try await column.result(of: chapter).failures.count == 1)
    }
}

private func hasPython() async throws -> Bool {
    (try? await ChildProcess.run("python3", ["--version"], directory: "/"))?.status == .exited(0)
}
