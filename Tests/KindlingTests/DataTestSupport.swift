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

/// A value behind a lock that ThreadSanitizer sees: Swift's `Mutex` and continuations take their turns without telling it.
final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&value) }
    }
}
