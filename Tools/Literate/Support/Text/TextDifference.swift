/// Where two texts differ, and a few lines that show it.
struct TextDifference: Hashable {
    /// The first line that differs, counted from 0.
    var line: Int
    /// `- ` before a line that was expected, `+ ` before one that came, two spaces before one that both have.
    var excerpt: [String]

    /// Compares byte for byte; nil if the texts are equal. A missing end of the last line isn't a difference.
    init?(expected: String, actual: String) {
        let expected = expected.endingInLineFeed
        let actual = actual.endingInLineFeed
        guard !expected.isSame(as: actual) else { return nil }
        self.init(expected.textLines, actual.textLines)
    }

    private init(_ expected: [Substring], _ actual: [Substring]) {
        line = zip(expected, actual).prefix { $0.isSame(as: $1) }.count
        excerpt = []
        // A screenful from the first one on is what a reader looks at.
        let old = expected.dropFirst(line).prefix(Self.horizon)
        let new = actual.dropFirst(line).prefix(Self.horizon)
        let edits = LineDifference.edits(from: Array(old), to: Array(new))
        excerpt = VisibleText.lines(edits).map { "\($0.mark) \($0.line)" }
        let following = excerpt.reversed().prefix { $0.hasPrefix("  ") }.count
        excerpt.removeLast(max(0, following - Self.context))
        let unseen = max(expected.count, actual.count) - line - Self.horizon
        if excerpt.count > Self.shown {
            let more = excerpt.count - Self.shown + max(0, unseen)
            excerpt = excerpt.prefix(Self.shown) + ["  … and \(more) more lines"]
        }
    }

    private static let horizon = 200
    private static let shown = 16
    /// How many equal lines follow the last difference.
    private static let context = 1
}
