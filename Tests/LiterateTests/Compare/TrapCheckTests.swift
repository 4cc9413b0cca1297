import Testing

@testable import Literate

/// With shell scripts for programs.
struct TrapCheckTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private func trap(_ end: String) -> String {
        "echo loss 0.5; checkpoint 1; if test \"$KINDLING_TRAP\" = 1; then \(end); fi"
    }

    @Test func trapsAsShown() async throws {
        let end = "echo 'Chapters/01-test.md:12: Fatal error: stop: (2) and (3)' >&2; kill -ILL $$"
        let result = try await fixture.verify(trappingChapter, program: trap(end))
        #expect(result.failures.isEmpty)
        #expect(result.passed == 2)
    }

    @Test func trapsWithAnotherMessage() async throws {
        let end = "echo 'Kindling/Tensor.swift:12: Fatal error: stop: (2) and (4)' >&2; kill -ILL $$"
        let result = try await fixture.verify(trappingChapter, program: trap(end))
        #expect(result.failures.first?.diagnostic.position?.line == 16)
        #expect(result.corrections == [.block(fenceLine: 15, body: "Fatal error: stop: (2) and (4)\n")])
    }

    @Test func survives() async throws {
        let failure = try await fixture.failure(trappingChapter, program: trap("exit 0"))
        #expect(failure.diagnostic.message == "this block should stop the program, and doesn't")
        #expect(failure.diagnostic.position?.line == 11)
    }

    @Test func stopsWithoutAMessage() async throws {
        let failure = try await fixture.failure(trappingChapter, program: trap("kill -SEGV $$"))
        #expect(failure.diagnostic.message == "the program was stopped by signal 11 (a bad address) without a message")
    }

    @Test func aMessageOfSeveralLines() {
        #expect(TrapCheck.message(in: "noise\nA.swift:1: Fatal error: a\nb\n") == "Fatal error: a\nb\n")
        #expect(TrapCheck.message(in: "A.swift:1: Fatal error: a\nCurrent stack trace:\n0 x\n") == "Fatal error: a\n")
        #expect(TrapCheck.message(in: "no such words") == "no such words\n")
    }
}
