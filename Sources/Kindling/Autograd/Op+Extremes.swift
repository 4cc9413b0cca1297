// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: fbae9f76564dab9f

// Chapters/Workshop/02-06-more-operations.md: The larger of two
import KindlingEngine

extension Op {
    /// The larger of two elements.
    struct Maximum: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], inputs[1])
            return .elementwise(KD_MAX, inputs[0], inputs[1], name: "maximum")
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let (a, b) = (context.saved(0), context.saved(1))
            return context.shared(gradient, lost: [a .< b, b .< a], tied: a .== b)
        }
    }

    /// The smaller of two elements.
    struct Minimum: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], inputs[1])
            return .elementwise(KD_MIN, inputs[0], inputs[1], name: "minimum")
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let (a, b) = (context.saved(0), context.saved(1))
            return context.shared(gradient, lost: [b .< a, a .< b], tied: a .== b)
        }
    }
}

extension Context {
    /// For each of two inputs that were compared: nothing where it has lost, half of the gradient where both are equal,
    /// all elsewhere.
    fileprivate func shared(_ gradient: Tensor, lost: [BoolTensor], tied: BoolTensor) -> [Tensor?] {
        [0, 1].map { i in unbroadcast(.where(lost[i], Tensor(0), .where(tied, gradient / 2, gradient)), i) }
    }
}

/// The larger element of each pair; shapes are broadcast. A nan wins. Where both are equal, each gets half of the
/// gradient.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { Op.Maximum()(a, b) }

/// The smaller element of each pair; shapes are broadcast. A nan wins. Where both are equal, each gets half of the
/// gradient.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { Op.Minimum()(a, b) }

/// The larger element of each pair of whole numbers; shapes are broadcast.
public func maximum(_ a: IntTensor, _ b: IntTensor) -> IntTensor { combine(a, b, "maximum", Swift.max) }

/// The smaller element of each pair of whole numbers; shapes are broadcast.
public func minimum(_ a: IntTensor, _ b: IntTensor) -> IntTensor { combine(a, b, "minimum", Swift.min) }
