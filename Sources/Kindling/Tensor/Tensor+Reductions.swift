// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-06-sums.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 336082673c14712a

// Chapters/Workshop/01-06-sums.md: Sums and means
import KindlingEngine

extension Op {
    /// The sum along dimensions.
    struct Sum: Function {
        /// nil for all.
        let dimensions: [Int]?
        let keepDim: Bool
        var name: String { dimensions == nil ? "SumBackward0" : "SumBackward1" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let reduction = Reducer(inputs[0], dimensions, of: "sum")
            return keepDim ? reduction.sum() : reduction.sum().unrecorded.view(reduction.shape)
        }
    }

    /// The mean along dimensions.
    struct Mean: Function {
        /// nil for all.
        let dimensions: [Int]?
        let keepDim: Bool
        var name: String { dimensions == nil ? "MeanBackward0" : "MeanBackward1" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let reduction = Reducer(inputs[0], dimensions, of: "mean")
            let mean = reduction.sum()
            mean.update(KD_DIV, with: Tensor(Double(reduction.count)), name: "mean")
            return keepDim ? mean : mean.unrecorded.view(reduction.shape)
        }
    }
}

extension Op {
    /// The variance: the mean squared distance from the mean, with `count - correction` in the denominator.
    struct Var: Function {
        let dimensions: [Int]?
        let correction: Int
        let keepDim: Bool

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let elements = Reducer(x, dimensions, of: "variance")
            let mean = elements.sum()
            mean.update(KD_DIV, with: Tensor(Double(elements.count)), name: "variance")
            let distance = Tensor.elementwise(KD_SUB, x, mean, name: "variance")
            context.save(distance)
            let squares = Tensor.elementwise(KD_MUL, distance, distance, name: "variance")
            let reduction = Reducer(squares, dimensions, of: "variance")
            let variance = reduction.sum()
            variance.update(KD_DIV, with: Tensor(Double(Swift.max(0, reduction.count - correction))), name: "variance")
            return keepDim ? variance : variance.unrecorded.view(reduction.shape)
        }
    }

    /// The standard deviation: the square root of the variance.
    struct Std: Function {
        let variance: Var

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = variance.forward(inputs, context).elementwise(KD_SQRT)
            context.save(result)
            return result
        }
    }
}

// Chapters/Workshop/01-06-sums.md: Extremes
extension Op {
    /// The largest or smallest element of all.
    struct Extreme: Function {
        let largest: Bool
        var name: String { largest ? "MaxBackward1" : "MinBackward1" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let reduction = Reducer(inputs[0], nil, of: largest ? "max" : "min")
            let result = reduction.extreme(largest: largest, of: largest ? "max" : "min").values.unrecorded.view([])
            context.save(inputs[0], result)
            return result
        }
    }

    /// The elements that stand at known places in dimension `dimension`: the values behind `max(1)`.
    struct TakeAlong: Function {
        let dimension: Int
        /// The places, in the result's shape with dimension `dimension` kept as 1.
        let places: IntTensor
        let keepDim: Bool
        let name: String

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = Gather(dimension: dimension, index: places).forward(inputs, context)
            return keepDim ? result : Tensor(storage: result.storage, layout: result.layout.squeezed([dimension]))
        }
    }
}

// Chapters/Workshop/01-06-sums.md: What you call
extension Tensor {
    /// The sum of all elements: shape `[]`.
    public func sum() -> Tensor { Op.Sum(dimensions: nil, keepDim: false)(self) }

    /// The sums along the given dimensions, which are gone afterwards, or have size 1 with `keepDim`.
    public func sum(_ dimensions: Int..., keepDim: Bool = false) -> Tensor { sum(dimensions, keepDim: keepDim) }

    /// The sums along dimensions given as an array.
    public func sum(_ dimensions: [Int], keepDim: Bool = false) -> Tensor {
        Op.Sum(dimensions: dimensions, keepDim: keepDim)(self)
    }

    /// The mean of all elements: shape `[]`.
    public func mean() -> Tensor { Op.Mean(dimensions: nil, keepDim: false)(self) }

    /// The means along the given dimensions.
    public func mean(_ dimensions: Int..., keepDim: Bool = false) -> Tensor { mean(dimensions, keepDim: keepDim) }

    /// The means along dimensions given as an array.
    public func mean(_ dimensions: [Int], keepDim: Bool = false) -> Tensor {
        Op.Mean(dimensions: dimensions, keepDim: keepDim)(self)
    }

    /// The variance of all elements, or along the given dimensions. With the `correction` 1 the squared distances are
    /// divided by n - 1 (the unbiased estimate from a sample), with 0 by n.
    public func variance(_ dimensions: [Int]? = nil, correction: Int = 1, keepDim: Bool = false) -> Tensor {
        Op.Var(dimensions: dimensions, correction: correction, keepDim: keepDim)(self)
    }

    /// The variances along the given dimensions, `x.variance(-1)`.
    public func variance(_ dimensions: Int..., correction: Int = 1, keepDim: Bool = false) -> Tensor {
        variance(dimensions, correction: correction, keepDim: keepDim)
    }

    /// The standard deviations along the given dimensions, `x.std(-1)`.
    public func std(_ dimensions: Int..., correction: Int = 1, keepDim: Bool = false) -> Tensor {
        std(dimensions, correction: correction, keepDim: keepDim)
    }

    /// The standard deviation: the square root of the variance.
    public func std(_ dimensions: [Int]? = nil, correction: Int = 1, keepDim: Bool = false) -> Tensor {
        Op.Std(variance: Op.Var(dimensions: dimensions, correction: correction, keepDim: keepDim))(self)
    }
}

extension Tensor {
    /// The largest element: shape `[]`.
    public func max() -> Tensor { Op.Extreme(largest: true)(self) }

    /// The smallest element: shape `[]`.
    public func min() -> Tensor { Op.Extreme(largest: false)(self) }

    /// The largest elements along dimension `d` and where they stand in it. Of equal ones the first.
    public func max(_ d: Int, keepDim: Bool = false) -> (values: Tensor, indices: IntTensor) {
        extremes(d, keepDim, largest: true)
    }

    /// The smallest elements along dimension `d` and where they stand in it. Of equal ones the first.
    public func min(_ d: Int, keepDim: Bool = false) -> (values: Tensor, indices: IntTensor) {
        extremes(d, keepDim, largest: false)
    }

    /// Where the largest element stands, counted row by row: shape `[]`.
    public func argmax() -> IntTensor {
        Reducer(self, nil, of: "argmax").extreme(largest: true, of: "argmax").places.reshape([])
    }

    /// Where the largest elements along dimension `d` stand in it. Of equal ones the first.
    public func argmax(_ d: Int, keepDim: Bool = false) -> IntTensor {
        places(d, keepDim, largest: true, of: "argmax")
    }

    /// Where the smallest elements along dimension `d` stand in it. Of equal ones the first.
    public func argmin(_ d: Int, keepDim: Bool = false) -> IntTensor {
        places(d, keepDim, largest: false, of: "argmin")
    }
}

extension Tensor {
    /// Where the extremes along a dimension stand in it.
    private func places(_ d: Int, _ keepDim: Bool, largest: Bool, of operation: String) -> IntTensor {
        let reduction = Reducer(self, [d], of: operation)
        let places = reduction.extreme(largest: largest, of: operation).places
        return keepDim ? places : places.reshape(reduction.shape)
    }

    /// The extremes along a dimension, and where they stand in it.
    private func extremes(_ d: Int, _ keepDim: Bool, largest: Bool) -> (values: Tensor, indices: IntTensor) {
        let operation = largest ? "max" : "min"
        // A single number is a row of one.
        if ndim == 0 && (-1...0).contains(d) { return reshape(1).extremes(d, false, largest: largest) }
        let dimension = layout.dimension(d, of: operation)
        let places = places(d, true, largest: largest, of: operation)
        // Frozen: the places are also what the caller gets, and may be overwritten.
        let name = largest ? "MaxBackward0" : "MinBackward0"
        let take = Op.TakeAlong(dimension: dimension, places: places.frozen(), keepDim: keepDim, name: name)
        return (
            take(self),
            keepDim ? places : IntTensor(storage: places.storage, layout: places.layout.squeezed([dimension]))
        )
    }
}
