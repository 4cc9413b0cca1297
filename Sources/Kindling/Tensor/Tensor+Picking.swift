// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-08-picking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0a4a107fd5a88fbf

// Chapters/Workshop/01-08-picking.md: Three subscripts
extension Op {
    /// What indices or a mask pick, copied: `x[IntTensor([2, 0])]`, `x[.arange(n), target]`, `x[mask]`.
    struct Index: Function {
        let picked: Picked

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.saveElsewhere()
            let result = Tensor(uninitialized: picked.shape)
            inputs[0].copyElements(of: picked, to: result.storage.mutablePointer)
            return result
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
            context.saveElsewhere()
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
            context.saveElsewhere()
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
                                    // One number or a tensor: the gradient of every `relu`, and a loop that the
                                    // compiler can vectorize.
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
    /// Whole rows (elements of dimension 0) by number, copied: shape `index.shape + (rest of the shape)`. Assigned to,
    /// the rows are overwritten; of a row that is named twice the last counts.
    public subscript(index: IntTensor) -> Tensor {
        get { Op.Index(picked: Picked(rows: index, of: layout))(self) }
        set { put(newValue, Picked(rows: index, of: layout)) }
    }

    /// One element for each pair of a row and a column, copied: shape `(N)` from `(R, C)` and two index tensors of
    /// shape `(N)`. Assigned to, the elements are overwritten.
    public subscript(rows: IntTensor, columns: IntTensor) -> Tensor {
        get { Op.Index(picked: Picked(rows: rows, columns: columns, of: layout))(self) }
        set { put(newValue, Picked(rows: rows, columns: columns, of: layout)) }
    }

    /// The elements where `mask`, of this tensor's shape, is true, copied into one row; or, where the mask has the
    /// shape of the first dimensions, the rows where it is. Assigned to, they are overwritten.
    public subscript(mask: BoolTensor) -> Tensor {
        get { Op.Index(picked: Picked(mask: mask, of: layout))(self) }
        set { put(newValue, Picked(mask: mask, of: layout)) }
    }
}

extension StridedView {
    /// A copy that nobody else can change: what an operation may keep for its gradient.
    func frozen() -> Self {
        let result = Self(uninitialized: shape)
        copyElements(to: result.storage.mutablePointer)
        return result
    }
}

extension Tensor {
    /// One element along dimension `d` for each place that `index` names. `index` has this tensor's shape except in
    /// dimension `d`.
    public func gather(_ d: Int, _ index: IntTensor) -> Tensor {
        Op.Gather(dimension: layout.dimension(d, of: "gather"), index: index.frozen())(self)
    }

    /// From `a` where the condition is true, from `b` elsewhere. All three are broadcast.
    public static func `where`(_ condition: BoolTensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        Op.Where(condition: condition.frozen())(a, b)
    }

    /// This tensor with `value` where the mask is true.
    public func maskedFill(_ mask: BoolTensor, _ value: Double) -> Tensor {
        Op.MaskedFill(mask: mask.frozen(), value: value)(self)
    }
}
