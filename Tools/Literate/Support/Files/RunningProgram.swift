import Foundation

extension Files {
    /// Where the running program stands, without links; nil where the system doesn't say.
    static var runningProgram: String? {
        Bundle.main.executablePath.map { Files.resolved($0) ?? $0 }
    }
}
