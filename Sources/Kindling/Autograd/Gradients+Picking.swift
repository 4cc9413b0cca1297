// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0dd4727e3ba68d50

// Chapters/Workshop/02-02-gradients.md: Picking and joining
extension Op.Index {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        let values = gradient.array
        result.withMutablePointer { target in
            var next = 0
            picked.forEachStretch(in: result.layout) { start, count, step in
                for i in 0..<count { target[start + i * step] += values[next + i] }
                next += count
            }
        }
        return [result]
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
            if context.inputShapes[i] == [0] { return context.ifNeeded(i, .zeros(0)) }
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

// Chapters/Workshop/02-06-more-operations.md: The gradients of what was written
extension Op.IndexPut {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.ifNeeded(0, cleared(gradient)), context.ifNeeded(1, written(gradient, to: context.inputShapes[1]))]
    }

    /// The gradient, with 0 where other elements were written.
    private func cleared(_ gradient: Tensor) -> Tensor {
        let result = gradient.clone()
        result.write(Tensor(0), to: picked)
        return result
    }

    /// The gradient of the elements that were written, in their shape.
    private func written(_ gradient: Tensor, to shape: [Int]) -> Tensor {
        let result = Tensor(uninitialized: picked.shape)
        gradient.copyElements(of: picked, to: result.storage.mutablePointer)
        let part = result.count / Swift.max(picked.places.count, 1)
        var written = Set<Int>()
        for (i, place) in picked.places.enumerated().reversed() where !written.insert(place).inserted {
            for element in i * part..<(i + 1) * part { result.storage.mutablePointer[element] = 0 }
        }
        return result.summed(to: Layout(shape: shape).withoutOnes(before: picked.shape).shape).reshape(shape)
    }
}
