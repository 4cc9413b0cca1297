// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/12-01-criteria.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 60449d463e027b14

// Chapters/Workshop/12-01-criteria.md: The line on the terminal
import Foundation

/// One line on the terminal, rewritten as the training goes on; nothing where nobody watches.
///
/// It goes to standard error, so that it never mixes with the results, and only if both standard output and standard
/// error are terminals.
final class TrainingProgress {
    private let epochs: Int
    private let batches: Int?
    private let isShown: Bool
    private let start = Date()
    private var lastShown = Date.distantPast
    /// The batches before this epoch's.
    private var before = 0
    private var epoch = 1

    /// - Parameter batches: how many an epoch has; nil if nobody knows.
    init(epochs: Int, batches: Int?, quiet: Bool) {
        self.epochs = epochs
        self.batches = batches
        isShown = !quiet && isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// - Parameter batch: the number of batches done, over all epochs.
    func show(epoch: Int, batch: Int, loss: Double) {
        guard isShown else { return }
        if epoch != self.epoch { (self.epoch, before) = (epoch, batch - 1) }
        let now = Date()
        guard now.timeIntervalSince(lastShown) > 0.1 else { return }
        lastShown = now
        var line = "epoch \(epoch), batch \(batch - before)"
        if let batches { line += " of \(batches)" }
        line += ", loss \(fixed(loss, 4))"
        if let batches {
            let left = now.timeIntervalSince(start) / Double(batch) * (Double(epochs) * Double(batches) - Double(batch))
            line += ", \(fixed(left.rounded(.up), 0)) s left"
        }
        write("\r\u{1B}[K" + line)
    }

    /// Takes the line away before something is printed.
    func clear() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

extension DataLoader {
    /// The number of batches in an epoch; nil for a stream.
    var knownCount: Int? {
        guard case .map(let order, _) = source else { return nil }
        return order.count
    }
}

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    value.isNaN ? "nan" : String(format: "%.\(digits)f", value)
}
