import Foundation
import Synchronization

/// What must not outlive this process: the programs that it runs and its temporary folders.
package enum LiveProcesses {
    private struct State {
        var groups: Set<pid_t> = []
        var folders: Set<String> = []
    }

    private static let state = Mutex(State())

    /// - Parameter process: The first of a process group.
    static func add(_ process: pid_t) {
        state.withLock { _ = $0.groups.insert(process) }
    }

    static func remove(_ process: pid_t) {
        state.withLock { _ = $0.groups.remove(process) }
    }

    static func add(folder: String) {
        state.withLock { _ = $0.folders.insert(folder) }
    }

    static func remove(folder: String) {
        state.withLock { _ = $0.folders.remove(folder) }
    }

    /// Ends all programs and removes all folders when this process is told to end, and then ends it as it was told.
    ///
    /// To be called once, at the start.
    package static func endWithThisProcess() {
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler {
                // A source that is released hears nothing any more: its handler holds it.
                _ = source
                end(by: signal)
            }
            source.activate()
        }
    }

    private static let queue = DispatchQueue(label: "signals")

    /// Under the lock, which whoever has run a program takes when it has ended: nobody gets to report that.
    private static func end(by signal: Int32) -> Never {
        state.withLock { state in
            for group in state.groups { killpg(group, SIGKILL) }
            for folder in state.folders { Files.removeAll(folder) }
            Foundation.signal(signal, SIG_DFL)
            // To this thread: one that is sent to the process might be read by what has read the first.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, signal)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            raise(signal)
            while true { pause() }
        }
    }
}
