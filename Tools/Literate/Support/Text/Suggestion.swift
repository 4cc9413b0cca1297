/// Finds what someone meant who wrote a word that isn't known.
enum Suggestion {
    /// The candidate nearest to `word`, if one is near enough to be meant: at most a third of its letters
    /// differ.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        let ranked = candidates.map { (candidate: $0, distance: distance(word, $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, (max(word.count, best.candidate.count) + 1) / 3) ? best.candidate : nil
    }

    /// What to ask at the end of a message about a word that isn't known; empty if nothing is near enough.
    static func question(about word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// How many letters must be inserted, dropped, replaced or swapped with their neighbour to turn one word
    /// into the other (the optimal string alignment distance).
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first)
        let second = Array(second)
        var rows = [Array(0...second.count)]
        for i in first.indices {
            var row = [i + 1]
            for j in second.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}
