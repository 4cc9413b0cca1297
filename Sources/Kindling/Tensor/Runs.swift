// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-01-walking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 172ef4bebd5b6a59

// Chapters/Workshop/01-01-walking.md: The runs of several tensors
/// The loops that visit the elements of several tensors of one shape together.
///
/// Neighbouring dimensions are joined where every operand's strides allow it, so the innermost loop is as long as can
/// be.
struct Runs {
    /// The sizes of the loops, innermost first.
    private let sizes: [Int]
    /// For each operand, its stride in each loop, innermost first.
    private let operandStrides: [[Int]]
    /// Whether there is nothing to visit.
    private let isEmpty: Bool

    /// The length of one run.
    var innerCount: Int { sizes[0] }

    /// The step of each operand within a run.
    let innerStrides: [Int]

    /// The distance from one run of a table to the next, in each operand.
    let rowStrides: [Int]
}

extension Runs {
    /// The loops for these operands, as few as their strides allow.
    ///
    /// - Parameters:
    ///   - shape: the shape of all operands.
    ///   - strides: the strides of each of them.
    init(shape: [Int], _ strides: [[Int]]) {
        var sizes: [Int] = []
        var joined = [[Int]](repeating: [], count: strides.count)
        for d in shape.indices.reversed() where shape[d] != 1 {
            if let last = sizes.indices.last,
                strides.indices.allSatisfy({ strides[$0][d] == joined[$0][last] * sizes[last] })
            {
                sizes[last] *= shape[d]
            } else {
                sizes.append(shape[d])
                for operand in strides.indices {
                    joined[operand].append(strides[operand][d])
                }
            }
        }
        if sizes.isEmpty {
            sizes = [1]
            joined = [[Int]](repeating: [0], count: strides.count)
        }
        self.sizes = sizes
        operandStrides = joined
        innerStrides = joined.map { $0[0] }
        rowStrides = joined.map { $0.count > 1 ? $0[1] : 0 }
        isEmpty = shape.contains(0)
    }
}

extension Runs {
    /// How many runs follow each other at a constant distance: a table's rows.
    var rowCount: Int { sizes.count > 1 ? sizes[1] : 1 }

    /// Calls `body` for each run, with the place of its first element in each operand.
    func forEach(_ body: (_ offsets: [Int]) -> Void) { visit(beyond: 1, body) }

    /// Calls `body` for each table of `rowCount` runs.
    func forEachTable(_ body: (_ offsets: [Int]) -> Void) { visit(beyond: 2, body) }
}

extension Runs {
    /// Walks through the loops, but for so many of the innermost, which are left to `body`.
    private func visit(beyond inner: Int, _ body: (_ offsets: [Int]) -> Void) {
        if isEmpty { return }
        var offsets = [Int](repeating: 0, count: operandStrides.count)
        if sizes.count <= inner {
            body(offsets)
            return
        }
        var index = [Int](repeating: 0, count: sizes.count)
        while true {
            body(offsets)
            var d = inner
            while true {
                index[d] += 1
                for operand in offsets.indices {
                    offsets[operand] += operandStrides[operand][d]
                }
                if index[d] < sizes[d] { break }
                for operand in offsets.indices {
                    offsets[operand] -= operandStrides[operand][d] * sizes[d]
                }
                index[d] = 0
                d += 1
                if d == sizes.count { return }
            }
        }
    }
}
