import Foundation

/// How far PyTorch's numbers were from those that the book shows, output by output: `Chapters/columns.json`, which
/// `verify --python --record` writes.
package struct ColumnRecord: Codable, Sendable {
    struct Output: Codable, Hashable, Sendable {
        /// Of the text that was compared.
        var hash: String
        /// The largest, divided by the larger of 1 and the number shown.
        var difference: Double
    }

    struct Run: Codable, Sendable {
        var torch: String
        /// The day, as in 2026-11-28.
        var date: String
        /// By the number of the block on its page, from 1.
        var outputs: [String: Output]
    }

    /// By the page's file.
    var pages: [String: Run] = [:]

    /// - Returns: an empty one if nothing has been recorded.
    package static func read(root: String) throws(DiagnosticsError) -> ColumnRecord {
        let path = "\(root)/\(PackagePaths.columns)"
        guard Files.exists(path) else { return ColumnRecord() }
        do {
            return try JSONDecoder().decode(ColumnRecord.self, from: Data(try Files.read(path)))
        } catch {
            throw DiagnosticsError(
                "this isn't what 'verify --python --record' writes; remove the file, and run it again (\(error))",
                at: SourcePosition(file: PackagePaths.columns))
        }
    }

    package func write(root: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try Files.replace("\(root)/\(PackagePaths.columns)", with: Array(encoder.encode(self)) + [UInt8(ascii: "\n")])
    }

    /// What was found for a block; nil if nothing was, or the block has changed since.
    ///
    /// - Parameter number: of the block on its page, from 0.
    func difference(of block: Block, number: Int, on page: String) -> (difference: Double, date: String)? {
        guard let run = pages[page], let output = run.outputs["\(number + 1)"],
            output.hash == ContentHash.of(block.body)
        else { return nil }
        return (output.difference, run.date)
    }
}
