/// Notices that files are written, by looking again and again: a book has some hundred.
package struct FolderWatcher {
    private let folders: [String]
    private var seen: [String: Double]

    /// - Parameter folders: Their files are watched, those of folders in them aren't.
    package init(_ folders: [String]) {
        self.folders = folders
        seen = Self.times(in: folders)
    }

    /// Returns when something is other than when this was made, or last returned.
    package mutating func waitForChange() async throws {
        while true {
            var now = Self.times(in: folders)
            if now != seen {
                // An editor writes a file in several steps.
                repeat {
                    seen = now
                    try await Task.sleep(for: .milliseconds(50))
                    now = Self.times(in: folders)
                } while now != seen
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private static func times(in folders: [String]) -> [String: Double] {
        var times: [String: Double] = [:]
        for folder in folders {
            for name in (try? Files.list(folder)) ?? [] where !name.hasPrefix(".") {
                times["\(folder)/\(name)"] = Files.time(of: "\(folder)/\(name)")
            }
        }
        return times
    }
}
