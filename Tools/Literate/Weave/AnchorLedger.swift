/// The places of the site that links from elsewhere may lead to: `Chapters/anchors.txt`, a line for each, such as
/// `05-functional.html#the-repair`. Once in it, a place must stay; what is renamed leaves its old name behind with
/// ` -> ` and where its text stands now.
package struct AnchorLedger: Sendable {
    /// The line of each place, and where its text is now, if that is elsewhere.
    private var places: [String: (line: Int, target: String?)] = [:]
    private let lines: [String]

    init(_ text: String) throws(DiagnosticsError) {
        lines = text.textLines.map(String.init)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("# ") {
            let halves = line.split(separator: " -> ", omittingEmptySubsequences: false).map(String.init)
            guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else {
                throw DiagnosticsError(
                    "a line is a place, such as 05-functional.html#f, or two with ' -> ' between",
                    at: SourcePosition(file: PackagePaths.anchors, line: index + 1))
            }
            places[halves[0]] = (index + 1, halves.count > 1 ? halves[1] : nil)
        }
    }

    static func read(root: String) throws(DiagnosticsError) -> AnchorLedger {
        guard Files.exists("\(root)/\(PackagePaths.anchors)") else { return try AnchorLedger("") }
        return try AnchorLedger(ChapterShelf.text(of: PackagePaths.anchors, root: root))
    }

    /// The places that are gone.
    func diagnostics(for found: Set<String>) -> [Diagnostic] {
        places.compactMap { place, entry in
            let position = SourcePosition(file: PackagePaths.anchors, line: entry.line)
            if let target = entry.target {
                return found.contains(target)
                    ? nil : Diagnostic("\(target), where \(place) leads now, isn't there", at: position)
            }
            guard !found.contains(place) else { return nil }
            return Diagnostic(
                "links from elsewhere lead to \(place), which is gone; write '\(place) -> ' and where its text stands now",
                at: position)
        }
    }

    /// The old names of places, by the page that they stood on, each with where its text stands now.
    var moved: [String: [(anchor: String, target: String)]] {
        var moved: [String: [(anchor: String, target: String)]] = [:]
        for (place, entry) in places {
            guard let target = entry.target else { continue }
            let halves = place.split(separator: "#", maxSplits: 1).map(String.init)
            moved[halves[0], default: []].append((halves.count > 1 ? halves[1] : "", target))
        }
        return moved
    }

    /// The text with what is new at its place in the order.
    func text(with found: Set<String>) -> String {
        let comments = lines.filter { $0.hasPrefix("# ") }
        let old = lines.filter { !$0.isEmpty && !$0.hasPrefix("# ") }
        let new = found.filter { places[$0] == nil }
        return (comments + (old + new).sorted()).map { $0 + "\n" }.joined()
    }
}
