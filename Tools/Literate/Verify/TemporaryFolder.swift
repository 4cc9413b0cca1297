import Foundation

/// A new folder for what a check needs for a moment.
struct TemporaryFolder: Sendable {
    let path: String

    private static let prefix = "kindling-verify-"
    private static var parent: String { FileManager.default.temporaryDirectory.path }

    init() throws {
        _ = Self.swept
        path = "\(Self.parent)/\(Self.prefix)\(getpid())-\(UUID().uuidString)"
        LiveProcesses.add(folder: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        LiveProcesses.remove(folder: path)
    }

    /// What processes have left that were killed: once a run.
    private static let swept: Void = {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let process = name.dropFirst(prefix.count).prefix { $0.isNumber }
            guard let process = pid_t(process), process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
        }
    }()
}
