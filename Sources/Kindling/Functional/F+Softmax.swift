// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-01-cross-entropy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: aa48c39bc5a1143c

// Chapters/Workshop/05-01-cross-entropy.md: Log-softmax, one operation
import KindlingEngine

extension Op {
    /// The logarithm of the softmax: x − log Σ exp(x), computed from x minus its largest element.
    struct LogSoftmax: Function {
        let dimension: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let result: Tensor
            if dimension == x.ndim - 1 {
                result = Tensor(uninitialized: x.shape)
                x.unrecorded.contiguous().withPointer {
                    kd_log_softmax(rows(of: x), x.shape[dimension], $0, result.storage.mutablePointer)
                }
            } else {
                result = shifted(x, [dimension], of: "logSoftmax")
                let sums = Reducer(result.elementwise(KD_EXP), [dimension], of: "logSoftmax").sum()
                result.update(KD_SUB, with: sums.elementwise(KD_LOG), name: "logSoftmax")
            }
            context.save(result)
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let y = context.saved(0)
            if dimension != y.ndim - 1 { return [gradient - y.exp() * gradient.sum(dimension, keepDim: true)] }
            let result = Tensor(uninitialized: y.shape)
            y.unrecorded.contiguous().withPointer { y in
                gradient.unrecorded.contiguous().withPointer {
                    kd_log_softmax_gradient(
                        rows(of: gradient), gradient.shape[dimension], y, $0, result.storage.mutablePointer)
                }
            }
            return [result]
        }

        /// How many rows there are along the last dimension.
        private func rows(of x: Tensor) -> Int { x.count / Swift.max(x.shape[dimension], 1) }
    }
}
extension Op {
    /// exp(x) / Σ exp(x), computed from x minus its largest element.
    struct Softmax: Function {
        let dimension: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = shifted(inputs[0], [dimension], of: "softmax").elementwise(KD_EXP)
            let sums = Reducer(result, [dimension], of: "softmax").sum()
            result.update(KD_DIV, with: sums, name: "softmax")
            context.save(result)
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let result = context.saved(0)
            let weighted = gradient * result
            return [weighted - result * weighted.sum(dimension, keepDim: true)]
        }
    }
}

/// A new tensor: `x` minus its largest element along the given dimensions, so that nothing in it is above 0.
private func shifted(_ x: Tensor, _ dimensions: [Int], of operation: String) -> Tensor {
    if x.count == 0 { return Tensor(uninitialized: x.shape) }
    let largest = Reducer(x, dimensions, of: operation).extreme(largest: true, of: operation).values
    return .elementwise(KD_SUB, x, largest, name: operation)
}

extension F {
    /// The logarithms of the probabilities that `softmax` gives: each at most 0, along dimension `d`.
    ///
    /// log softmax(x)ᵢ = xᵢ − m − log Σⱼ exp(xⱼ − m), with m the largest x: no exponential can overflow. Any shape; the
    /// result has the same.
    public static func logSoftmax(_ x: Tensor, _ d: Int) -> Tensor {
        Op.LogSoftmax(dimension: x.layout.dimensions([d], of: "logSoftmax").first ?? 0)(x)
    }

    /// Positive numbers that add up to 1 along dimension `d`: exp(xᵢ) / Σⱼ exp(xⱼ). Any shape; the result has the same.
    public static func softmax(_ x: Tensor, _ d: Int) -> Tensor {
        Op.Softmax(dimension: x.layout.dimensions([d], of: "softmax").first ?? 0)(x)
    }
}
