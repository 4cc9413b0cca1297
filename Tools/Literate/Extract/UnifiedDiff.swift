/// The difference of two texts as `diff -u` shows it.
public enum UnifiedDiff {
    private static let context = 3

    /// Empty when the texts are equal. A text that is nil is that of a file which doesn't exist.
    public static func text(from old: String?, to new: String?, path: String) -> String {
        let hunks = hunks(from: lines(old), to: lines(new))
        guard !hunks.isEmpty || (old == nil) != (new == nil) else { return "" }
        let oldPath = old == nil ? "/dev/null" : "a/\(path)"
        let newPath = new == nil ? "/dev/null" : "b/\(path)"
        return "--- \(oldPath)\n+++ \(newPath)\n" + hunks.joined()
    }

    /// The differing stretches, each under a line `@@` with its place unless the lines are not a whole file's.
    static func hunks(from old: [Substring], to new: [Substring], numbered: Bool = true) -> [String] {
        let edits = edits(from: old, to: new)
        let changed = edits.indices.filter { edits[$0].mark != " " }
        var hunks: [String] = []
        var start = 0
        while start < changed.count {
            var end = start
            while end + 1 < changed.count, changed[end + 1] - changed[end] <= 2 * context + 1 { end += 1 }
            let range = max(0, changed[start] - context)..<min(edits.count, changed[end] + context + 1)
            hunks.append(
                (numbered ? "@@ \(place(of: range, in: edits)) @@" : "@@") + "\n" + text(of: edits[range]))
            start = end + 1
        }
        return hunks
    }

    private struct Edit {
        var mark: Character
        var line: Substring
    }

    /// Every line of both texts once, marked as kept (` `), removed (`-`) or added (`+`).
    private static func edits(from old: [Substring], to new: [Substring]) -> [Edit] {
        let difference = new.difference(from: old)
        var removed = Set<Int>()
        var added = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var edits: [Edit] = []
        var next = 0
        for (index, line) in old.enumerated() {
            if removed.contains(index) {
                edits.append(Edit(mark: "-", line: line))
                continue
            }
            while added.contains(next) {
                edits.append(Edit(mark: "+", line: new[next]))
                next += 1
            }
            edits.append(Edit(mark: " ", line: line))
            next += 1
        }
        return edits + new[next...].map { Edit(mark: "+", line: $0) }
    }

    private static func text(of edits: ArraySlice<Edit>) -> String {
        edits.reduce("") { $0 + "\($1.mark)\($1.line)\n" }
    }

    /// Where a stretch stands in both texts: `-4,7 +4,9`.
    private static func place(of range: Range<Int>, in edits: [Edit]) -> String {
        func place(without mark: Character) -> String {
            let before = edits[..<range.lowerBound].count { $0.mark != mark }
            let count = edits[range].count { $0.mark != mark }
            return "\(count == 0 ? before : before + 1),\(count)"
        }
        return "-\(place(without: "+")) +\(place(without: "-"))"
    }

    /// A last line without an end differs from one with it, and shows it.
    private static func lines(_ text: String?) -> [Substring] {
        var lines = TextLines.split(text ?? "")
        if let text, let last = lines.last, text.utf8.last != UInt8(ascii: "\n") {
            lines[lines.count - 1] = last + "\n\\ No newline at end of file"
        }
        return lines
    }
}
