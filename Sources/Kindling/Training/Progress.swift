// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a2d0a4e62f6c3623

// Chapters/12-fit.md: Fit
import Foundation

/// One line on the terminal, rewritten as the training goes on; nothing where nobody watches.
///
/// It goes to standard error, so that it never mixes with the results, and only if both standard output and standard error are terminals.
final class TrainingProgress {
    private let total, batches: Int
    private let isShown: Bool
    private let start = Date()
    private var lastShown = Date.distantPast

    init(epochs: Int, batches: Int) {
        total = epochs * batches
        self.batches = batches
        isShown = isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// - Parameter batch: the number of batches done, over all epochs.
    func show(epoch: Int, batch: Int, loss: Double) {
        guard isShown else { return }
        let now = Date()
        guard now.timeIntervalSince(lastShown) > 0.1 else { return }
        lastShown = now
        let left = now.timeIntervalSince(start) / Double(batch) * Double(total - batch)
        let place = "epoch \(epoch), batch \(batch - (epoch - 1) * batches) of \(batches)"
        write("\r\u{1B}[K\(place), loss \(fixed(loss, 4)), \(Int(left.rounded(.up))) s left")
    }

    /// Takes the line away before something is printed.
    func clear() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
}
