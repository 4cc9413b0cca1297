// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-08-picking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 83a29691338b19f7

// Chapters/Workshop/01-08-picking.md: Three subscripts
extension Op {
    /// Whole rows by number: `x[IntTensor([2, 0])]`.
    struct IndexRows: Function {
        let rows: IntTensor
        var name: String { "IndexBackward0" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let rowShape = Array(x.shape.dropFirst())
            let rowCount = rowShape.reduce(1, *)
            let source = x.unrecorded.contiguous()
            let result = Tensor(uninitialized: rows.shape + rowShape)
            source.withPointer { start in
                var next = result.storage.mutablePointer
                for row in rows.array {
                    next.update(from: start + x.layout.checkedRow(row) * rowCount, count: rowCount)
                    next += rowCount
                }
            }
            return result
        }
    }
}

extension Op {
    /// One element for each pair of a row and a column: `x[.arange(n), target]`.
    struct IndexPairs: Function {
        let rows, columns: IntTensor
        var name: String { "IndexBackward0" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let places = places(in: x.layout)
            return Tensor(shape: rows.shape) { buffer in
                x.withPointer { start in
                    for (i, place) in places.enumerated() { buffer[i] = start[place] }
                }
            }
        }

        /// Where the elements stand, relative to the first.
        func places(in layout: Layout) -> [Int] {
            if layout.shape.count != 2 || rows.shape != columns.shape || rows.ndim != 1 {
                fatalError(
                    "subscript: pairs of shapes \(rows.shape) and \(columns.shape) don't pick elements from the shape \(layout.shape)")
            }
            return zip(rows.array, columns.array).map { row, column in
                let wrapped = column < 0 ? column + layout.shape[1] : column
                if wrapped < 0 || wrapped >= layout.shape[1] {
                    fatalError("subscript: index \(column) is outside dimension 1 of the shape \(layout.shape)")
                }
                return layout.checkedRow(row) * layout.strides[0] + wrapped * layout.strides[1]
            }
        }
    }
}

extension Op {
    /// The elements where a mask is true, in one row.
    struct IndexMask: Function {
        let mask: BoolTensor
        var name: String { "IndexBackward0" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            if mask.shape != x.shape {
                fatalError("subscript: a mask of shape \(mask.shape) does not fit a tensor of shape \(x.shape)")
            }
            return Tensor(zip(x.array, mask.array).filter { $0.1 }.map { $0.0 })
        }
    }
}

// Chapters/Workshop/01-08-picking.md: Gather, and back
extension Op {
    /// One element along a dimension for each place: `result[i, j] = x[i, index[i, j]]` for dimension 1.
    struct Gather: Function {
        let dimension: Int
        let index: IntTensor

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            return Tensor(shape: index.shape) { buffer in
                x.withPointer { start in
                    x.forEachPlace(dimension, index) { i, place in buffer[i] = start[place] }
                }
            }
        }
    }
}

extension Tensor {
    /// Adds each element of `source` to the place along dimension `d` that `index` names: the opposite of `gather`.
    func scatterAdd(_ d: Int, _ index: IntTensor, _ source: Tensor) {
        let values = source.array
        withMutablePointer { start in
            forEachPlace(d, index) { i, place in start[place] += values[i] }
        }
    }

    /// For each element of `index`, its number and where the element that it names stands, relative to the first.
    fileprivate func forEachPlace(_ d: Int, _ index: IntTensor, _ body: (_ i: Int, _ place: Int) -> Void) {
        var expected = shape
        if index.ndim == ndim { expected[d] = index.shape[d] }
        if index.shape != expected {
            fatalError("gather: an index of shape \(index.shape) does not fit dimension \(d) of the shape \(shape)")
        }
        var others = layout
        others.strides[d] = 0
        others.shape = index.shape
        let runs = Runs(shape: index.shape, [others.strides])
        let places = index.array
        var i = 0
        runs.forEach { offsets in
            for step in 0..<runs.innerCount {
                let place = places[i]
                if place < 0 || place >= shape[d] {
                    fatalError("gather: index \(place) is outside dimension \(d) of the shape \(shape)")
                }
                body(i, offsets[0] + step * runs.innerStrides[0] + place * strides[d])
                i += 1
            }
        }
    }
}

// Chapters/Workshop/01-08-picking.md: Where
extension Op {
    /// From the first tensor where the condition is true, from the second elsewhere.
    struct Where: Function {
        let condition: BoolTensor

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let (a, b) = (inputs[0], inputs[1])
            let shape = broadcastShape(broadcastShape(a.shape, b.shape, of: "where"), condition.shape, of: "where")
            let runs = Runs(
                shape: shape,
                [condition.layout.expanded(to: shape, of: "where").strides]
                    + [a, b].map { $0.strides(expandedTo: shape, of: "where") })
            let (stepC, stepA, stepB) = (runs.innerStrides[0], runs.innerStrides[1], runs.innerStrides[2])
            return Tensor(shape: shape) { buffer in
                guard var next = buffer.baseAddress else { return }
                condition.withPointer { condition in
                    a.withPointer { a in
                        b.withPointer { b in
                            runs.forEach { offsets in
                                let (condition, a, b) = (condition + offsets[0], a + offsets[1], b + offsets[2])
                                if stepC == 1 && stepA == 0 && stepB == 1 {
                                    // One number or a tensor: the gradient of every `relu`, and a loop that the compiler can vectorize.
                                    let value = a[0]
                                    for i in 0..<runs.innerCount { next[i] = condition[i] ? value : b[i] }
                                } else {
                                    for i in 0..<runs.innerCount {
                                        next[i] = condition[i * stepC] ? a[i * stepA] : b[i * stepB]
                                    }
                                }
                                next += runs.innerCount
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Op {
    /// A number where the mask is true, the tensor elsewhere.
    struct MaskedFill: Function {
        let mask: BoolTensor
        let value: Double

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            Where(condition: mask).forward([Tensor(value), inputs[0]], context)
        }
    }
}

extension Tensor {
    /// Whole rows (elements of dimension 0) by number, copied: shape `index.shape + (rest of the shape)`.
    public subscript(index: IntTensor) -> Tensor { Op.IndexRows(rows: index)(self) }

    /// One element for each pair of a row and a column, copied: shape `(N)` from `(R, C)` and two index tensors of shape `(N)`.
    public subscript(rows: IntTensor, columns: IntTensor) -> Tensor { Op.IndexPairs(rows: rows, columns: columns)(self) }

    /// The elements where `mask`, of this tensor's shape, is true, copied into one row.
    public subscript(mask: BoolTensor) -> Tensor { Op.IndexMask(mask: mask)(self) }

    /// One element along dimension `d` for each place that `index` names. `index` has this tensor's shape except in dimension `d`.
    public func gather(_ d: Int, _ index: IntTensor) -> Tensor {
        Op.Gather(dimension: layout.dimension(d, of: "gather"), index: index)(self)
    }

    /// From `a` where the condition is true, from `b` elsewhere. All three are broadcast.
    public static func `where`(_ condition: BoolTensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        Op.Where(condition: condition)(a, b)
    }

    /// This tensor with `value` where the mask is true.
    public func maskedFill(_ mask: BoolTensor, _ value: Double) -> Tensor {
        Op.MaskedFill(mask: mask, value: value)(self)
    }
}
