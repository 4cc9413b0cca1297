import Foundation
import Testing

@testable import Literate

/// What a program can do, with shell scripts for programs.
struct SwiftColumnTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    @Test func asShown() async throws {
        let result = try await fixture.verify(smallChapter, program: "echo loss 0.5; checkpoint 1")
        #expect(result.failures.isEmpty)
        #expect(result.passed == 1)
    }

    @Test func anotherNumber() async throws {
        let result = try await fixture.verify(smallChapter, program: "echo loss 0.50; checkpoint 1")
        #expect(
            result.failures.first?.description == """
                Chapters/01-test.md:8: error: the program prints something else (- shown, + printed)
                    - loss 0.5
                    + loss 0.50
                    If what came is right, `swift run -c release verify --promote` writes it into the chapter.
                """)
        #expect(result.corrections == [.block(fenceLine: 7, body: "loss 0.50\n")])
        #expect(result.passed == 0)
    }

    @Test func moreAfterTheLastOutput() async throws {
        let failure = try await fixture.failure(program: "echo loss 0.5; checkpoint 1; echo more")
        #expect(failure.diagnostic.message == "the program prints more after its last `output` block, in line 7")
        #expect(failure.details == ["+ more"])
    }

    @Test func printsWithoutAnyOutputBlock() async throws {
        let failure = try await fixture.failure("# T\n\n```swift\nprint(1)\n```\n", program: "echo 1")
        #expect(failure.diagnostic.position?.line == 3)
    }

    @Test func endsBeforeAnOutput() async throws {
        let failure = try await fixture.failure(program: "echo loss 0.5")
        #expect(failure.diagnostic.message == "the program ended before its first output")
        #expect(failure.diagnostic.position?.line == 7)
    }

    @Test func crashes() async throws {
        let text = smallChapter + "\n```swift\ncrash()\n```\n\n```output\n1\n```\n"
        let failure = try await fixture.failure(
            text, program: "echo loss 0.5; checkpoint 1; echo half; echo 'Fatal error: oh' >&2; kill -ILL $$")
        #expect(
            failure.diagnostic.message
                == "the program was stopped by signal 4 (a trap of Swift's) after the output in line 7")
        #expect(failure.diagnostic.position?.line == 15)
        #expect(failure.details == ["| half", "| Fatal error: oh"])
    }

    @Test func endsWithAnErrorAfterItsLastOutput() async throws {
        let failure = try await fixture.failure(program: "echo loss 0.5; checkpoint 1; exit 3")
        #expect(failure.diagnostic.message == "the program ended with status 3 after the output in line 7")
    }

    @Test func isOfAnotherAgeThanTheChapter() async throws {
        let failure = try await fixture.failure(program: "echo loss 0.5; checkpoint 2")
        #expect(failure.remedy == Failure.extractRemedy)
    }

    @Test func isNotBuilt() async throws {
        let chapter = try fixture.chapter(smallChapter)
        let result = try await fixture.verifier([chapter]).verify([chapter])[0]
        #expect(result.failures.first?.diagnostic.message.contains("isn't built") == true)
    }

    @Test func takesTooLong() async throws {
        let chapter = try fixture.chapter(smallChapter)
        try fixture.program("exec sleep 20")
        var options = BookVerifier.Options()
        options.timeout = .milliseconds(200)
        let result = try await fixture.verifier([chapter], options).verify([chapter])[0]
        #expect(result.failures.first?.diagnostic.message.contains("was stopped after") == true)
    }

    @Test func hangsAfterAnOutput() async throws {
        let text = smallChapter + "\n```swift\nwait()\n```\n\n```output\n1\n```\n"
        let chapter = try fixture.chapter(text)
        try fixture.program("echo loss 0.5; checkpoint 1; echo half; sleep 30")
        var options = BookVerifier.Options()
        options.timeout = .seconds(4)
        let result = try await fixture.verifier([chapter], options).verify([chapter])[0]
        #expect(result.passed == 1)
        #expect(
            result.failures.map(\.diagnostic.message) == [
                "the program was stopped after 4 s after the output in line 7"
            ])
        #expect(result.failures.first?.diagnostic.position?.line == 15)
        #expect(result.failures.first?.details == ["| half"])
    }

    /// They would stop, or hang, at the same place.
    @Test func trapsOfAProgramThatStopsEarlierAreNotTried() async throws {
        let failure = try await fixture.failure(trappingChapter, program: "echo run >> ran; kill -ILL $$")
        #expect(failure.diagnostic.message.contains("was stopped by signal 4"))
        #expect(try fixture.text("ran") == "run\n")
    }

    @Test func whatAHangingProgramHasStartedEndsWithIt() async throws {
        let chapter = try fixture.chapter(smallChapter)
        try fixture.program("sleep 31 & echo $! > child; wait")
        var options = BookVerifier.Options()
        options.timeout = .seconds(3)
        _ = try await fixture.verifier([chapter], options).verify([chapter])
        let child = try #require(pid_t(fixture.text("child").dropLast()))
        for _ in 0..<50 where isRunning(child) { usleep(20_000) }
        #expect(!isRunning(child))
    }

    @Test func printsWithoutEnd() async throws {
        let result = try await ChildProcess.run("yes", directory: "/", outputLimit: 1 << 20)
        #expect(result.status == .overflowed(1 << 20))
        #expect("\(result.status)" == "was stopped after printing more than 1 MiB")
        #expect(result.output.count == 1 << 20)
    }

    @Test func aStopIsFoundInItsBacktrace() async throws {
        let book = Book(
            root: "/",
            chapters: [
                try Chapter.parse(
                    "# W\n\n```swift file=Tensor/Views.swift\nlet a = 1\nlet b = 2\n```\n",
                    path: "Chapters/Workshop/01-01-w.md")
            ])
        let library = "/somewhere else/Sources/Kindling/Tensor/Views.swift"
        let line = try #require(Tangle.library(of: book)[0].positions.firstIndex { $0?.line == 5 }) + 1
        let trace = """
            Kindling/Views.swift:\(line): Fatal error: no

            *** Signal 4: Backtracing from 0x7f1e702f9361... done ***

            Thread 0 "01-test" crashed:

              0                  0x00007f1e702f9361 _assertionFailure(_:_:file:line:flags:) + 225 in libswiftCore.so
              1 [ra]             0x000055e297bb3dea specialized Layout.of(_:) + 841 in 01-test at \(library):\(line):13
              2 [ra] [system]    0x000055e297c36cd4 Layout.of(_:) in 01-test at //<compiler-generated>
              3 [ra] [inlined]   0x000055e297c36cd4 g() in 01-test at Chapters/01-test.md:4:22
              4 [ra]             0x000055e297c36cd4 main + 94 in 01-test at Chapters/01-test.md:13:9
            """
        let chapter = try fixture.chapter(smallChapter)
        try fixture.program("cat >&2 <<'E'\n\(trace)\nE\nkill -ILL $$")
        var options = BookVerifier.Options()
        options.map = SourceMap(of: book)
        let failure = try #require(try await fixture.verifier([chapter], options).verify([chapter])[0].failures.first)
        #expect(failure.diagnostic.position?.line == 4)
        #expect(
            failure.details == [
                "| Chapters/Workshop/01-01-w.md:5: Fatal error: no",
                "at Chapters/Workshop/01-01-w.md:5, Layout.of(_:)", "at Chapters/01-test.md:4, g()",
            ])
    }

    @Test func runsInTheRootWithItsEnvironment() async throws {
        let program = """
            test -d Chapters && test "$KINDLING_CHECKPOINTS" = 1 && test -d "$KINDLING_FIGURES" && echo loss 0.5
            checkpoint 1
            """
        #expect(try await fixture.verify(smallChapter, program: program).failures.isEmpty)
    }

    @Test func outputsOfTheOtherColumnAreNotItsOwn() async throws {
        let text = smallChapter + "\n```python\nprint(1)\n```\n\n```output of=python\n1\n```\n"
        #expect(try await fixture.verify(text, program: "echo loss 0.5; checkpoint 1").failures.isEmpty)
    }
}
