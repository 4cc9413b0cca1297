import Foundation
import KindlingEngine
import Subprocess
import Testing

/// The networks of the book have the same bits after their first twenty batches, whatever computes them.
///
/// The program `training-bits` (Tests/TrainingBits) trains them, in a process of its own, since the environment chooses the path.
/// `make debug` does the same without optimization.
@Suite("The same bits everywhere", .serialized, .ownRandomNumbers) struct TrainingBitsTests {
    /// The instruction sets that this machine has.
    static let instructionSets = [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].map { Int32($0) }
        .filter { kd_isa_available($0) == 1 }.map { String(cString: kd_isa_name($0)) }
    static let threadCounts = [1, 2, 5]

    /// The folder of this test's own build.
    static var folder: String { Bundle.module.bundleURL.deletingLastPathComponent().path }

    /// The lines of Fixtures/training-bits.txt: a hash and the name of a training.
    func expected() throws -> [String] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/training-bits", withExtension: "txt"))
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// What the program prints, with the environment naming the path.
    func output(_ instructionSet: String, threads: Int) async throws -> [String] {
        let record = try await Subprocess.run(
            .path(.init(Self.folder + "/training-bits")),
            environment: .inherit.updating(["KINDLING_ISA": instructionSet, "KINDLING_THREADS": "\(threads)"]),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(record.terminationStatus.isSuccess && record.standardError == "")
        return record.standardOutput.split(separator: "\n").map(String.init)
    }

    @Test(
        "for each instruction set and number of threads that the environment names", arguments: instructionSets,
        threadCounts)
    func environment(_ instructionSet: String, _ threads: Int) async throws {
        let lines = try await output(instructionSet, threads: threads)
        #expect(lines.first == "== \(instructionSet), threads: \(threads)")
        #expect(try lines.dropFirst() == expected()[...])
    }

    /// How many threads a program that starts with this environment computes with, and what it says about that.
    func threads(_ wanted: String?, processor: String? = nil) async throws
        -> (counts: [Int], remark: String)
    {
        let program = Self.folder + "/training-bits"
        let arguments = (processor.map { ["-c", $0, program] } ?? []) + ["--threads"]
        let record = try await Subprocess.run(
            processor == nil ? .path(.init(program)) : .name("taskset"), arguments: Arguments(arguments),
            environment: .inherit.updating(["KINDLING_THREADS": wanted]),
            output: .string(limit: 1 << 10), error: .string(limit: 1 << 10))
        let counts = record.standardOutput.split { " \n".contains($0) }.compactMap { Int($0) }
        return (counts, record.standardError)
    }

    @Test("as many threads as the environment says, if it says a number")
    func wantedThreads() async throws {
        let usual = try await threads(nil)
        #expect(usual.counts.count == 2 && (1...16).contains(usual.counts[0]) && usual.remark == "")
        for wanted in [1, 2, 5] { #expect(try await threads("\(wanted)") == ([wanted, wanted], "")) }
        #expect(try await threads("256").counts[0] == 256)
        #expect(try await threads("") == usual)
        for wanted in ["0", "257", "-1", "2x", "x"] {
            let found = try await threads(wanted)
            #expect(found.counts == usual.counts && found.remark.contains("KINDLING_THREADS=\(wanted) is not a number"))
        }
    }

    /// Linux's processors that this process may use: "0-3,8".
    static let processors = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
        .first { $0.hasPrefix("Cpus_allowed_list:") }?.split(separator: "\t").last

    @Test("no more threads than processors that it may use", .enabled(if: processors != nil))
    func allowedThreads() async throws {
        let first = try #require(Self.processors?.split { "-,".contains($0) }.first)
        #expect(try await threads(nil, processor: String(first)).counts == [1, 1])
    }
}
