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
        // Not `==`, for which "é" and "e" with an accent after it are the same.
        guard !expected.utf8.elementsEqual(actual.utf8) else { return nil }
        self.init(expected.textLines, actual.textLines)
    }

    private init(_ expected: [String], _ actual: [String]) {
        line = zip(expected, actual).prefix { $0.utf8.elementsEqual($1.utf8) }.count
        excerpt = []
        // The difference is quadratic at worst; a screenful from the first one on is what a reader looks at.
        let old = expected.dropFirst(line).prefix(Self.horizon)
        let new = actual.dropFirst(line).prefix(Self.horizon)
        let changes = Array(new).difference(from: Array(old)) { $0.utf8.elementsEqual($1.utf8) }
        append(changes, to: Array(old))
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

    /// Walks the old lines and tells at each what was taken out and put in there.
    private mutating func append(_ changes: CollectionDifference<String>, to old: [String]) {
        let removed = Set(changes.removals.map(\.offset))
        let inserted = Dictionary(uniqueKeysWithValues: changes.insertions.map { ($0.offset, $0.element) })
        var oldIndex = 0
        var newIndex = 0
        while oldIndex < old.count || inserted[newIndex] != nil {
            if removed.contains(oldIndex) {
                excerpt.append("- " + Self.visible(old[oldIndex]))
                oldIndex += 1
            } else if let line = inserted[newIndex] {
                excerpt.append("+ " + Self.visible(line))
                newIndex += 1
            } else {
                excerpt.append("  " + Self.visible(old[oldIndex]))
                oldIndex += 1
                newIndex += 1
            }
        }
    }

    /// The line with spaces at its end shown as `·`, and control characters escaped: differences nobody could see.
    private static func visible(_ line: String) -> String {
        let text = line.unicodeScalars.reversed().drop { $0 == " " }.reversed()
        let escaped = text.map { $0.value < 0x20 && $0 != "\t" ? $0.escaped(asASCII: false) : String($0) }
        return escaped.joined() + String(repeating: "·", count: line.unicodeScalars.count - text.count)
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    fileprivate var element: ChangeElement {
        switch self {
        case .insert(_, let element, _), .remove(_, let element, _): element
        }
    }
}
