// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 81d39817ad730f29

// Chapters/Workshop/02-02-gradients.md: Sums
extension Context {
    /// A reduction's gradient, repeated in the dimensions that were reduced.
    fileprivate func repeated(_ gradient: Tensor, _ dimensions: [Int]?) -> Tensor {
        let shape = inputShapes[0]
        let reduced = Layout(shape: shape).reducedDimensions(dimensions, of: "backward")
        return gradient.reshape(shape.enumerated().map { reduced.contains($0) ? 1 : $1 }).expand(shape)
    }

    /// How many elements were reduced to one.
    fileprivate func reducedCount(to gradient: Tensor) -> Int {
        inputShapes[0].reduce(1, *) / Swift.max(gradient.count, 1)
    }
}

extension Op.Sum {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.repeated(gradient, dimensions)]
    }
}

extension Op.Mean {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.repeated(gradient, dimensions) / Double(context.reducedCount(to: gradient))]
    }
}

extension Op.Var {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let count = context.reducedCount(to: gradient)
        return [2 / Double(count - correction) * context.repeated(gradient, dimensions) * context.saved(0)]
    }
}

extension Op.Std {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(1)
        let share = Tensor.where(result .== 0, Tensor(0), gradient.reshape(result.shape) / (2 * result))
        return variance.backward(share.reshape(gradient.shape), context)
    }
}

extension Op.Extreme {
    /// Equal extremes share the gradient.
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let (x, extreme) = (context.saved(0), context.saved(1))
        let isExtreme = extreme.isNaN().all() ? x.isNaN() : x .== extreme
        return [.where(isExtreme, gradient / isExtreme.float().sum(), Tensor(0))]
    }
}

extension Op.TakeAlong {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        result.scatterAdd(dimension, places, gradient)
        return [result]
    }
}
