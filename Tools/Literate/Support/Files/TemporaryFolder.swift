import Foundation

/// A new folder for what a check needs for a moment.
struct TemporaryFolder: Sendable {
    let path: String

    private static let prefix = "kindling-verify-"
    private static var parent: String { Files.temporaryDirectory }

    init() throws {
        _ = Self.swept
        path = "\(Self.parent)/\(Self.prefix)\(getpid())-\(UUID().uuidString)"
        LiveProcesses.add(folder: path)
        try Files.makeDirectories(path)
    }

    func remove() {
        Files.removeAll(path)
        LiveProcesses.remove(folder: path)
    }

    /// What processes have left that were killed: once a run.
    private static let swept: Void = {
        for name in (try? Files.list(parent)) ?? [] where name.hasPrefix(prefix) {
            let process = name.dropFirst(prefix.count).prefix { $0.isNumber }
            guard let process = pid_t(process), process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
            Files.removeAll("\(parent)/\(name)")
        }
    }()
}
