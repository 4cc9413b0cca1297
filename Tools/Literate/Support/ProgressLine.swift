import Synchronization

/// One line at the bottom of a terminal that tells what is going on; elsewhere, nothing.
///
///     3 of 9 · 03-mnist, 04-scratch · 12 s
package final class ProgressLine: Sendable {
    private struct State {
        var running: [String] = []
        var finished = 0
        var isShown = false
    }

    private let total: Int
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - total: How many steps there are.
    ///   - isTerminal: Whether what is written can be taken back.
    package init(
        total: Int, isTerminal: Bool = Console.isTerminal, write: @escaping @Sendable (String) -> Void = Console.draw
    ) {
        self.total = total
        self.isTerminal = isTerminal
        self.write = write
    }

    func begin(_ name: String) {
        state.withLock { $0.running.append(name) }
        refresh()
    }

    func end(_ name: String) {
        state.withLock { state in
            state.running.removeAll { $0 == name }
            state.finished += 1
        }
        refresh()
    }

    /// Writes the line again, with the time that has passed.
    func refresh() {
        guard isTerminal else { return }
        state.withLock { state in
            guard !state.running.isEmpty else { return }
            state.isShown = true
            write(Self.clearing + line(state))
        }
    }

    /// Takes the line away, for something to be printed in its place.
    package func clear() {
        state.withLock { state in
            guard state.isShown else { return }
            state.isShown = false
            write(Self.clearing)
        }
    }

    /// Keeps the line up to date while `body` runs.
    package func shown<Value>(while body: () async throws -> Value) async rethrows -> Value {
        let ticker = Task {
            while !Task.isCancelled {
                refresh()
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        defer {
            ticker.cancel()
            clear()
        }
        return try await body()
    }

    private func line(_ state: State) -> String {
        let seconds = (ContinuousClock.now - start).components.seconds
        let end = " · \(seconds) s"
        let names = "\(state.finished) of \(total) · " + state.running.joined(separator: ", ")
        // A line that wraps can't be taken back.
        return (names.count + end.count < 79 ? names : names.prefix(75 - end.count) + "…") + end
    }

    private static let clearing = "\r\u{1b}[2K"
}
