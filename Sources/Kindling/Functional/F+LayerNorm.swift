// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 93dabd1e650fe28a

// Chapters/Workshop/17-04-layer-norm-loops.md: The operation
import KindlingEngine

extension Op {
    /// Rows that are normalized, each for itself, then scaled and shifted.
    struct NativeLayerNorm: Function {
        /// How many numbers a row has, in the last dimensions of the input.
        let length: Int
        /// Added to the variance.
        let epsilon: Double

        /// Inputs: x, and the weight and the bias, each a row, or empty for none.
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let (x, weight) = (inputs[0].unrecorded.contiguous(), inputs[1].unrecorded.contiguous())
            let result = Tensor(uninitialized: x.shape)
            let rows = x.count / Swift.max(length, 1)
            let (mean, scale) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
            x.withPointer { x in
                weight.withPointerIfAny { weight in
                    inputs[2].unrecorded.contiguous().withPointerIfAny { bias in
                        kd_layer_norm(
                            rows, length, x, weight, bias, Float(epsilon), result.storage.mutablePointer,
                            mean.storage.mutablePointer, scale.storage.mutablePointer)
                    }
                }
            }
            context.save(x, weight, mean, scale)
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let (x, weight, mean, scale) = (context.saved(0), context.saved(1), context.saved(2), context.saved(3))
            let results = context.inputShapes.indices.map { i in
                context.ifNeeded(i, Tensor(uninitialized: context.inputShapes[i]))
            }
            x.withPointer { x in
                weight.withPointerIfAny { weight in
                    gradient.unrecorded.contiguous().withPointer { dy in
                        let pointers = results.map { $0?.storage.mutablePointer }
                        kd_layer_norm_gradient(
                            mean.count, length, x, weight, mean.storage.pointer, scale.storage.pointer, dy, pointers[0],
                            pointers[1], pointers[2])
                    }
                }
            }
            return results
        }
    }
}

extension Tensor {
    /// Calls `body` with the address of the first element, or with nil if there is none.
    fileprivate func withPointerIfAny<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
        count == 0 ? body(nil) : withPointer(body)
    }
}

extension F {
    /// Normalizes the last dimensions to mean 0 and variance 1, then scales and shifts them.
    ///
    /// Source: Ba, Kiros and Hinton, *Layer Normalization* (2016).
    /// - Parameters:
    ///   - x: `(…, n)`, or with more last dimensions that are normalized together.
    ///   - normalizedShape: the sizes of those.
    ///   - weight, bias: the scale and the shift, of that shape; nil for 1 and 0.
    ///   - epsilon: added to the variance, Σ (x - mean)² / n.
    /// - Returns: a tensor of x's shape.
    public static func layerNorm(
        _ x: Tensor, _ normalizedShape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) -> Tensor {
        if normalizedShape.isEmpty || !x.shape.suffix(normalizedShape.count).elementsEqual(normalizedShape) {
            fatalError("layerNorm: the last sizes of an input of shape \(x.shape) aren't \(normalizedShape)")
        }
        for (name, tensor) in [("weight", weight), ("bias", bias)] {
            if let tensor, tensor.shape != normalizedShape {
                fatalError("layerNorm: a \(name) of shape \(tensor.shape) doesn't fit the sizes \(normalizedShape)")
            }
        }
        let operation = Op.NativeLayerNorm(length: normalizedShape.reduce(1, *), epsilon: epsilon)
        return operation(x, weight ?? Tensor(uninitialized: [0]), bias ?? Tensor(uninitialized: [0]))
    }
}
