import Foundation
import Kindling
import Testing

/// Every public function, layer and optimizer beside torch's, with random inputs: outputs, and gradients of their weighted sum.
///
/// The recordings are made by Fixtures/make_parity.py (`make fixtures`); ParityCoverageTests checks that nothing is missing.
@Suite("Parity", .ownRandomNumbers) struct ParityTests {
    @Test("outputs and gradients are torch's", arguments: ParityTable.all.map(\.topic))
    func cases(topic: String) throws {
        let table = try #require(ParityTable.all.first { $0.topic == topic })
        let recording = try fixture("parity/\(topic)", as: ParityRecording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        let recorded = Dictionary(uniqueKeysWithValues: recording.cases.map { ($0.name, $0.instances) })
        #expect(
            recorded.keys.filter { name in !table.cases.contains { $0.name == name } } == [], "recorded, but no case")
        #expect(Set(table.cases.map(\.name)).count == table.cases.count)
        // For whoever wants to know how close it is: the largest difference of each case.
        let isWatched = ProcessInfo.processInfo.environment["KINDLING_PARITY"] != nil
        for entry in table.cases {
            guard let instances = recorded[entry.name] else {
                Issue.record("\(topic): \(entry.name) isn't recorded; run `make fixtures`")
                continue
            }
            var largest = 0.0
            for (number, instance) in instances.enumerated() {
                let shapes = instance.inputs.map { "\($0.shape ?? [])\($0.layout ?? "")" }.joined(separator: " ")
                var comparison = ParityComparison(
                    "\(topic): \(entry.name), instance \(number): \(shapes)", tolerance: entry.tolerance)
                try comparison.run(entry, instance)
                largest = max(largest, comparison.largest)
            }
            if isWatched { print("parity", topic, entry.name, largest, separator: "\t") }
        }
    }

    /// The comparison itself can fail: a wrong number, gradient or shape is seen.
    @Test("a difference is found")
    func differences() throws {
        let recording = try fixture("parity/arithmetic", as: ParityRecording.self)
        let instance = try #require(recording.cases.first { $0.name == "a * b" }?.instances.first)
        func run(_ body: @escaping @Sendable (ParityInputs) -> [any ParityValue]) throws {
            var comparison = ParityComparison("a * b", tolerance: 1e-6)
            try comparison.run(ParityCase(name: "a * b", symbols: [], tolerance: 1e-6, line: 0, body: body), instance)
        }
        try run { [$0.a * $0.b] }
        try withKnownIssue { try run { [$0.a * $0.b * 1.00001] } }
        try withKnownIssue { try run { [$0.a.detach() * $0.b] } }
        try withKnownIssue { try run { [($0.a * $0.b).T] } }
        try withKnownIssue { try run { [$0.a * $0.b, $0.a] } }
    }
}
