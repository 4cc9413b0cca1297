import Foundation
import KindlingEngine
import Subprocess
import Testing

/// The networks of the book have the same bits after their first twenty batches, whatever computes them.
///
/// The program `training-bits` (Tests/TrainingBits) trains them, in a process of its own, since the environment chooses the path.
@Suite("The same bits everywhere", .serialized, .ownRandomNumbers) struct TrainingBitsTests {
    /// The instruction sets that this machine has.
    static let instructionSets = [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].map { Int32($0) }
        .filter { kd_isa_available($0) == 1 }.map { String(cString: kd_isa_name($0)) }
    static let threadCounts = [1, 2, 5]

    /// The folder of the programs built without optimization, when `make test` has built them.
    static let debugFolder = ProcessInfo.processInfo.environment["KINDLING_DEBUG_BUILD"]
    /// The folder of this test's own build.
    static var folder: String { Bundle.module.bundleURL.deletingLastPathComponent().path }

    /// The lines of Fixtures/training-bits.txt: a hash and the name of a training.
    func expected() throws -> [String] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/training-bits", withExtension: "txt"))
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// What the program prints, with the environment naming the path.
    func output(of folder: String, _ instructionSet: String, threads: Int, _ arguments: [String] = []) async throws
        -> [String]
    {
        let record = try await Subprocess.run(
            .path(.init(folder + "/training-bits")), arguments: Arguments(arguments),
            environment: .inherit.updating(["KINDLING_ISA": instructionSet, "KINDLING_THREADS": "\(threads)"]),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(record.terminationStatus.isSuccess && record.standardError == "")
        return record.standardOutput.split(separator: "\n").map(String.init)
    }

    @Test(
        "for each instruction set and number of threads that the environment names", arguments: instructionSets,
        threadCounts)
    func environment(_ instructionSet: String, _ threads: Int) async throws {
        let lines = try await output(of: Self.folder, instructionSet, threads: threads)
        #expect(lines.first == "== \(instructionSet), threads: \(threads)")
        #expect(try lines.dropFirst() == expected()[...])
    }

    @Test("and without optimization", .enabled(if: debugFolder != nil), arguments: instructionSets)
    func debug(_ instructionSet: String) async throws {
        let lines = try await output(
            of: #require(Self.debugFolder), instructionSet, threads: 1, Self.threadCounts.map(String.init))
        let expected = try expected()
        #expect(lines == Self.threadCounts.flatMap { ["== \(instructionSet), threads: \($0)"] + expected })
    }
}
