// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 25de3c80cc2d087d

// Chapters/Workshop/02-02-gradients.md: Picking and joining
extension Op.IndexRows {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        let rowCount = context.inputShapes[0].dropFirst().reduce(1, *)
        let values = gradient.array
        for (i, row) in rows.array.enumerated() {
            let start = result.storage.mutablePointer + result.layout.checkedRow(row) * rowCount
            for j in 0..<rowCount { start[j] += values[i * rowCount + j] }
        }
        return [result]
    }
}

extension Op.IndexPairs {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        for (place, value) in zip(places(in: result.layout), gradient.array) {
            result.storage.mutablePointer[place] += value
        }
        return [result]
    }
}

extension Op.IndexMask {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        var values = gradient.array.makeIterator()
        return [Tensor(shape: mask.shape, values: mask.array.map { $0 ? values.next() ?? 0 : 0 })]
    }
}

extension Op.Gather {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        result.scatterAdd(dimension, index, gradient)
        return [result]
    }
}

extension Op.Where {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [
            context.unbroadcast(.where(condition, gradient, Tensor(0)), 0),
            context.unbroadcast(.where(condition, Tensor(0), gradient), 1),
        ]
    }
}

extension Op.MaskedFill {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(.where(mask, Tensor(0), gradient), 0)]
    }
}

extension Op.Cat {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        var start = 0
        return context.inputShapes.indices.map { i in
            let length = context.inputShapes[i][dimension]
            start += length
            return context.ifNeeded(i, gradient.narrow(dimension, start: start - length, length: length))
        }
    }
}

extension Op.Stack {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        context.inputShapes.indices.map { i in
            context.ifNeeded(i, Op.Select(dimension: dimension, index: i)(gradient))
        }
    }
}
