// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 24e29e9dd2a0aceb

// Chapters/Workshop/02-06-more-operations.md: The logarithm of a sum
import KindlingEngine

extension Op {
    /// The logarithm of the sum of exponentials along dimensions.
    struct Logsumexp: Function {
        /// nil or none for all.
        let dimensions: [Int]?
        let keepDim: Bool

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let reduction = Reducer(x, dimensions, of: "logsumexp")
            var result =
                reduction.count == 0
                ? Tensor.zeros(reduction.keptShape) : reduction.extreme(largest: true, of: "logsumexp").values
            result = .where(result.isInf(), Tensor(0), result)
            let distance = Tensor.elementwise(KD_SUB, x, result, name: "logsumexp")
            let sum = Reducer(distance.elementwise(KD_EXP), dimensions, of: "logsumexp").sum()
            result = .elementwise(KD_ADD, sum.elementwise(KD_LOG), result, name: "logsumexp")
            context.save(x, result)
            return keepDim ? result : result.unrecorded.view(reduction.shape)
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let (x, result) = (context.saved(0), context.saved(1))
            return [gradient.reshape(result.shape) * (x - result).exp()]
        }
    }
}

extension Tensor {
    /// The logarithm of the sum of the exponentials of all elements, or along the given dimensions, without overflow:
    /// log Σ exp x. -∞ of no elements.
    public func logsumexp(_ dimensions: Int..., keepDim: Bool = false) -> Tensor {
        logsumexp(dimensions, keepDim: keepDim)
    }

    /// The same along dimensions given as an array.
    public func logsumexp(_ dimensions: [Int], keepDim: Bool = false) -> Tensor {
        Op.Logsumexp(dimensions: dimensions, keepDim: keepDim)(self)
    }
}
