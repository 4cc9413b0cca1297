// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-08-download.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9a87d938b57d598a

// Chapters/Workshop/03-08-download.md: If the files are gone
import Foundation

/// A download's progress as one line that is drawn over itself.
public enum ProgressBar {
    /// Draws on standard error, or is nil when nobody watches: in a pipe or a log file a bar is only noise.
    public static var onTerminal: ((Download.Progress) -> Void)? {
        guard isatty(STDERR_FILENO) != 0 else { return nil }
        return { progress in
            let end = progress.isFinished ? "\n" : ""
            FileHandle.standardError.write(Data("\r\u{1B}[K\(line(for: progress))\(end)".utf8))
        }
    }

    /// `train-images-idx3-ubyte.gz  [##########----------]  4.8 of 9.6 MB   50 %   2.4 MB/s   2 s left`
    public static func line(for progress: Download.Progress) -> String {
        func megabytes(_ bytes: Double) -> String {
            let tenths = Int((bytes / 100_000).rounded())
            return "\(tenths / 10).\(tenths % 10)"
        }
        let received = Double(progress.received)
        let rate = progress.seconds > 0 ? received / progress.seconds : 0
        guard let expected = progress.expected, expected > 0 else {
            return "\(progress.file)  \(megabytes(received)) MB   \(megabytes(rate)) MB/s"
        }
        let share = min(received / Double(expected), 1)
        let filled = Int(share * 20)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
        var line = "\(progress.file)  [\(bar)]  \(megabytes(received)) of \(megabytes(Double(expected))) MB"
        line += "   \(Int(share * 100)) %   \(megabytes(rate)) MB/s"
        if rate > 0, !progress.isFinished {
            line += "   \(Int(((Double(expected) - received) / rate).rounded(.up))) s left"
        }
        return line
    }
}
