// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-01-tables-and-norms.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: cae14945a6723c87

// Chapters/Workshop/17-01-tables-and-norms.md: A table to look things up in
extension Op {
    /// Rows of a table by number, copied.
    struct Embedding: Function {
        let indices: IntTensor
        /// The row that learns nothing.
        let paddingIndex: Int?

        /// Input: the table, `(V, D)`.
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.saveElsewhere()
            let result = Tensor(uninitialized: indices.shape + [inputs[0].shape[1]])
            inputs[0].copyRows(indices.array, to: result.storage.mutablePointer)
            return result
        }

        /// Each row gets what arrives wherever it was looked up, added in the order of the places.
        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let result = Tensor.zeros(context.inputShapes[0])
            let width = context.inputShapes[0][1]
            gradient.unrecorded.contiguous().withPointer { source in
                result.withMutablePointer { target in
                    for (place, row) in indices.array.enumerated() where row != paddingIndex {
                        let (from, to) = (source + place * width, target + row * width)
                        for j in 0..<width { to[j] += from[j] }
                    }
                }
            }
            return [result]
        }
    }
}
extension F {
    /// Looks up rows of a table: for each number the row of that number.
    ///
    /// - Parameters:
    ///   - indices: row numbers, 0 ..< V, of any shape `(…)`.
    ///   - weight: the table, `(V, D)`.
    ///   - paddingIndex: a row that gets no gradient; negative counts from the end.
    /// - Returns: `(…, D)`.
    public static func embedding(_ indices: IntTensor, _ weight: Tensor, paddingIndex: Int? = nil) -> Tensor {
        if weight.ndim != 2 {
            fatalError("embedding: a table has two dimensions, (V, D); the shape is \(weight.shape)")
        }
        let count = weight.shape[0]
        if let bad = indices.array.first(where: { $0 < 0 || $0 >= count }) {
            fatalError("embedding: there is no row \(bad) in a table of shape \(weight.shape)")
        }
        let padding = paddingIndex.map { checkedPadding($0, rows: count, of: "embedding") }
        return Op.Embedding(indices: indices.frozen(), paddingIndex: padding)(weight)
    }

    /// A padding's row, counted from the front.
    static func checkedPadding(_ index: Int, rows: Int, of operation: String) -> Int {
        if index < -rows || index >= rows {
            fatalError("\(operation): the padding's row \(index) isn't one of \(rows) rows")
        }
        return index < 0 ? index + rows : index
    }
}
