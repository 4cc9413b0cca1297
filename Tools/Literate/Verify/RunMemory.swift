import Foundation

/// What came out well before, kept in a file so that an unchanged chapter needn't run again.
actor RunMemory {
    /// A column of a chapter that passed.
    private struct Entry: Codable {
        var fingerprint: String
        /// The values that were checked.
        var passed: Int
        /// Those of them that both columns print.
        var shared: Int
        /// How far the columns were apart.
        var largestDifference: Double
        /// The figures that the program wrote.
        var figures: [String]
    }

    private let file: String
    /// By column and chapter: `swift Chapters/04-scratch.md`.
    private var entries: [String: Entry]

    /// An unreadable file is an empty memory: the chapters just run.
    init(file: String) {
        self.file = file
        let bytes = (try? Files.read(file)) ?? []
        entries = (try? JSONDecoder().decode([String: Entry].self, from: Data(bytes))) ?? [:]
    }

    /// The result of a column that passed when all it depends on was as it is now.
    func recall(_ column: Column, of chapter: Chapter, _ fingerprint: Fingerprint) -> ColumnResult? {
        guard let entry = entries["\(column) \(chapter.path)"], entry.fingerprint == fingerprint.text else {
            return nil
        }
        var result = ColumnResult(
            [CheckResult(passed: entry.passed, shared: entry.shared, largestDifference: entry.largestDifference)],
            figures: entry.figures)
        result.isRemembered = true
        return result
    }

    /// Remembers a column that passed, and forgets one that didn't.
    ///
    /// - Parameter fingerprint: From before it ran.
    func note(_ result: ColumnResult, _ column: Column, of chapter: Chapter, _ fingerprint: Fingerprint) {
        entries["\(column) \(chapter.path)"] =
            result.failures.isEmpty
            ? Entry(
                fingerprint: fingerprint.text, passed: result.passed, shared: result.shared,
                largestDifference: result.largestDifference, figures: result.figures) : nil
    }

    /// Replaces the file in one step, so that a verification at the same time reads either. A memory that can't be
    /// written is none: everything runs next time.
    func save() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(entries) else { return }
        try? Files.replace(file, with: [UInt8](data))
    }
}
