import Foundation
import Testing

/// Every input that was worth keeping, through the checks that `make fuzz` makes. `Corpus/` has a folder for each target.
@Suite struct ReplayTests {
    static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")

    @Test(arguments: FuzzTarget.all.map(\.name)) func corpusHoldsWhatMustHold(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let folder = Self.corpus.appendingPathComponent(name)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files.count >= 5)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
            do { try target.check(bytes) } catch { Issue.record("\(name)/\(file): \(error)") }
        }
    }

    /// A mutator that damages all that it touches finds nothing behind a checksum.
    @Test(arguments: FuzzTarget.all.map(\.name)) func mutationsHoldWhatMustHold(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let folder = Self.corpus.appendingPathComponent(name)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var (random, other) = (FuzzRandom(seed: 1), FuzzRandom(seed: 2))
        for file in files.prefix(40) {
            var bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
            for _ in 0..<5 {
                bytes = target.mutate(bytes, &random) { piece in
                    var piece = piece
                    if !piece.isEmpty {
                        piece[Int(other.next() % UInt64(piece.count))] = UInt8(truncatingIfNeeded: other.next())
                    }
                    return piece
                }
                do { try target.check(bytes) } catch { Issue.record("\(name), from \(file), \(bytes): \(error)") }
            }
        }
    }
}
