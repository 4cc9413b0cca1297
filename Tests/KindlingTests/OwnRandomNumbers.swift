import Kindling
import Testing

/// Random numbers of each test's own. Tests run side by side, and would draw in turns from the process's.
struct OwnRandomNumbers: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withRandomSeed(0, function)
    }
}

extension Trait where Self == OwnRandomNumbers {
    static var ownRandomNumbers: Self { Self() }
}
