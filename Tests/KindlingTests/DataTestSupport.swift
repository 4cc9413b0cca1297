import Foundation
import Kindling

/// The package's root, from this file's place in it.
let dataPackageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The folder of the MNIST files in the sources.
let mnistFolder = dataPackageRoot.appendingPathComponent("Sources/Kindling/Resources/MNIST")

/// Runs `body` with a folder that is gone afterwards.
func withDataFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

func withDataFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

/// The kind of `DataError` that `body` throws, or nil if it throws none.
func kind(of body: () throws -> Void) -> DataError.Kind? {
    do {
        try body()
        return nil
    } catch {
        return (error as? DataError)?.kind
    }
}

/// Small random numbers for tests (SplitMix64).
struct DataRandom: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
