/// A line of one of two texts, or of both.
struct Edit: Hashable {
    static let kept: Character = " ", removed: Character = "-", added: Character = "+"

    var mark: Character
    var line: String
}

/// Which lines of two texts are the same, in time that grows with their length.
///
/// `difference(from:)` takes time that grows with length times difference: a formatter that has been over a file of two
/// thousand lines would keep it busy for minutes. Here equal lines at both ends are set aside, then lines that both
/// texts hold just once tie them together (Cohen's patience diff), and what remains between two such ties is compared
/// in full only if it's small.
enum LineDifference {
    /// Every line of both texts once, in order: the removed lines of a stretch before the added ones.
    static func edits(from old: [Substring], to new: [Substring]) -> [Edit] {
        // Byte for byte, not `==`, for which "é" and "e" with an accent after it are the same.
        var numbers: [[UInt8]: Int] = [:]
        func number(_ line: Substring) -> Int {
            let bytes = Array(line.utf8)
            if let known = numbers[bytes] { return known }
            numbers[bytes] = numbers.count
            return numbers.count - 1
        }
        let (first, second) = (old.map(number), new.map(number))
        var pairs: [(Int, Int)] = []
        match(first[...], second[...], &pairs)

        var edits: [Edit] = []
        var (i, j) = (0, 0)
        for (nextOld, nextNew) in pairs + [(old.count, new.count)] {
            while i < nextOld {
                edits.append(Edit(mark: Edit.removed, line: String(old[i])))
                i += 1
            }
            while j < nextNew {
                edits.append(Edit(mark: Edit.added, line: String(new[j])))
                j += 1
            }
            if i < old.count, j < new.count { edits.append(Edit(mark: Edit.kept, line: String(old[i]))) }
            i += 1
            j += 1
        }
        return edits
    }

    /// Adds the pairs of equal lines, ascending in both texts.
    private static func match(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>, _ pairs: inout [(Int, Int)]) {
        var (old, new) = (old, new)
        while let a = old.first, let b = new.first, a == b {
            pairs.append((old.startIndex, new.startIndex))
            old.removeFirst()
            new.removeFirst()
        }
        var tail: [(Int, Int)] = []
        while let a = old.last, let b = new.last, a == b {
            tail.append((old.endIndex - 1, new.endIndex - 1))
            old.removeLast()
            new.removeLast()
        }
        if !old.isEmpty, !new.isEmpty {
            let ties = ties(old, new)
            if ties.isEmpty {
                if old.count * new.count <= 1 << 16 { matchInFull(old, new, &pairs) }
            } else {
                var (i, j) = (old.startIndex, new.startIndex)
                for (nextOld, nextNew) in ties {
                    match(old[i..<nextOld], new[j..<nextNew], &pairs)
                    pairs.append((nextOld, nextNew))
                    (i, j) = (nextOld + 1, nextNew + 1)
                }
                match(old[i...], new[j...], &pairs)
            }
        }
        pairs += tail.reversed()
    }

    /// Lines that each text holds once: the longest run of them that ascends in both.
    private static func ties(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [(Int, Int)] {
        func places(_ lines: ArraySlice<Int>) -> [Int: Int?] {
            Dictionary(zip(lines, lines.indices).map { ($0, Optional($1)) }) { _, _ in nil }
        }
        let (inOld, inNew) = (places(old), places(new))
        var candidates: [(Int, Int)] = []
        for index in old.indices {
            if case .some(.some) = inOld[old[index]], case .some(.some(let other)) = inNew[old[index]] {
                candidates.append((index, other))
            }
        }
        // Patience sorting: the last candidate of each pile, and before each candidate the one that it follows.
        var piles: [Int] = []
        var before = Array(repeating: -1, count: candidates.count)
        for (index, candidate) in candidates.enumerated() {
            var (low, high) = (0, piles.count)
            while low < high {
                let middle = (low + high) / 2
                if candidates[piles[middle]].1 < candidate.1 { low = middle + 1 } else { high = middle }
            }
            if low > 0 { before[index] = piles[low - 1] }
            if low == piles.count { piles.append(index) } else { piles[low] = index }
        }
        var run: [(Int, Int)] = []
        var next = piles.last ?? -1
        while next >= 0 {
            run.append(candidates[next])
            next = before[next]
        }
        return run.reversed()
    }

    private static func matchInFull(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>, _ pairs: inout [(Int, Int)]) {
        let change = Array(new).difference(from: Array(old))
        let removed = Set(change.removals.map(\.offset))
        let added = Set(change.insertions.map(\.offset))
        let (keptOld, keptNew) = (
            old.indices.filter { !removed.contains($0 - old.startIndex) },
            new.indices.filter { !added.contains($0 - new.startIndex) }
        )
        pairs += zip(keptOld, keptNew)
    }
}

extension CollectionDifference.Change {
    var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
