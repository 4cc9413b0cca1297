import Foundation

@testable import Literate

/// Whether a process runs. It doesn't if it only waits for a parent to ask how it ended.
func isRunning(_ process: pid_t) -> Bool {
    let status = (try? Files.read("/proc/\(process)/stat")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return kill(process, 0) == 0 && !status.contains(") Z ")
}
