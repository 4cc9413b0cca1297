// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-04-layers-without-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 447686435e7628e9

// Chapters/Workshop/05-04-layers-without-memory.md: linear
import KindlingEngine

extension Op {
    /// A product of matrices, and a row of numbers added to each of its rows: `(m, n)` from `(n)`, `(m, k)` and
    /// `(k, n)`.
    struct Addmm: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[1], if: context.needsGradient[2])
            context.save(inputs[2], if: context.needsGradient[1])
            let result = Tensor.product(inputs[1], inputs[2])
            result.update(KD_ADD, with: inputs[0], name: "addmm")
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            [
                context.unbroadcast(gradient, 0),
                context.ifNeeded(1, .product(gradient, context.saved(1).unrecorded.t())),
                // As a transpose: the second factor is one itself, and its own gradient then lies side by side in
                // memory.
                context.ifNeeded(2, .product(gradient.unrecorded.t(), context.saved(0)).unrecorded.t()),
            ]
        }
    }
}

extension F {
    /// x Wᵀ + b: each output a weighted sum of all inputs.
    ///
    /// - Parameters:
    ///   - input: `(…, in)`.
    ///   - weight: `(out, in)`.
    ///   - bias: `(out)`, or nil for none.
    /// - Returns: `(…, out)`.
    public static func linear(_ input: Tensor, _ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
        if input.ndim == 0 || weight.ndim != 2 || input.size(-1) != weight.shape[1] {
            fatalError(
                "linear: an input of shape \(input.shape) doesn't fit a weight of shape \(weight.shape): the last sizes must be equal"
            )
        }
        guard let bias else { return matmul(input, weight.t()) }
        if bias.ndim != 1 || bias.count != weight.shape[0] {
            fatalError("linear: a bias of shape \(bias.shape) doesn't fit a weight of shape \(weight.shape)")
        }
        if input.ndim == 2 { return Op.Addmm()(bias, input, weight.t()) }
        let outer = Array(input.shape.dropLast())
        let rows = input.reshape(outer.reduce(1, *), weight.shape[1])
        return Op.Addmm()(bias, rows, weight.t()).view(outer + [weight.shape[0]])
    }
}
