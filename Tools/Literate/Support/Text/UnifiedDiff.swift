/// The difference of two texts as `diff -u` shows it.
enum UnifiedDiff {
    private static let context = 3

    /// Empty when the texts are equal. A text that is nil is that of a file which doesn't exist.
    package static func text(from old: String?, to new: String?, path: String) -> String {
        let hunks = hunks(from: lines(old), to: lines(new))
        guard !hunks.isEmpty || (old == nil) != (new == nil) else { return "" }
        let oldPath = old == nil ? "/dev/null" : "a/\(path)"
        let newPath = new == nil ? "/dev/null" : "b/\(path)"
        return "--- \(oldPath)\n+++ \(newPath)\n" + hunks.joined()
    }

    /// The differing stretches, each under a line `@@` with its place unless the lines are not a whole file's.
    ///
    /// - Parameter forEyes: Whether they are read by people alone, who don't see some differences.
    static func hunks(
        from old: [Substring], to new: [Substring], numbered: Bool = true, forEyes: Bool = false
    ) -> [String] {
        let edits = LineDifference.edits(from: old, to: new)
        let changed = edits.indices.filter { edits[$0].mark != Edit.kept }
        var hunks: [String] = []
        var start = 0
        while start < changed.count {
            var end = start
            while end + 1 < changed.count, changed[end + 1] - changed[end] <= 2 * context + 1 { end += 1 }
            let range = max(0, changed[start] - context)..<min(edits.count, changed[end] + context + 1)
            let lines = forEyes ? VisibleText.lines(Array(edits[range])) : Array(edits[range])
            hunks.append((numbered ? "@@ \(place(of: range, in: edits)) @@" : "@@") + "\n" + text(of: lines))
            start = end + 1
        }
        return hunks
    }

    private static func text(of edits: [Edit]) -> String {
        edits.reduce("") { $0 + "\($1.mark)\($1.line)\n" }
    }

    /// Where a stretch stands in both texts: `-4,7 +4,9`.
    private static func place(of range: Range<Int>, in edits: [Edit]) -> String {
        func place(without mark: Character) -> String {
            let before = edits[..<range.lowerBound].count { $0.mark != mark }
            let count = edits[range].count { $0.mark != mark }
            return "\(count == 0 ? before : before + 1),\(count)"
        }
        return "-\(place(without: Edit.added)) +\(place(without: Edit.removed))"
    }

    /// A last line without an end differs from one with it, and shows it.
    private static func lines(_ text: String?) -> [Substring] {
        var lines = (text ?? "").textLines
        if let text, let last = lines.last, text.utf8.last != UInt8(ascii: "\n") {
            lines[lines.count - 1] = last + "\n\\ No newline at end of file"
        }
        return lines
    }
}
