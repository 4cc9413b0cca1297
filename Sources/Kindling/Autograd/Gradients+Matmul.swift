// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 83c45ff60b66045b

// Chapters/Workshop/02-02-gradients.md: The product of matrices
extension Op.Mm {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [
            context.ifNeeded(0, .product(gradient, context.saved(1).unrecorded.t())),
            context.ifNeeded(1, .product(context.saved(0).unrecorded.t(), gradient)),
        ]
    }
}

extension Op.Bmm {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [
            context.ifNeeded(
                0, .batchProduct(gradient, context.saved(1).transpose(-2, -1), orderedAs: layout(0, context))),
            context.ifNeeded(
                1, .batchProduct(context.saved(0).transpose(-2, -1), gradient, orderedAs: layout(1, context))),
        ]
    }

    /// A gradient stands in memory as its input does, if that was saved: then the way back through views needs no copy.
    private func layout(_ i: Int, _ context: Context) -> Layout? { context.savedTensors[i]?.tensor.layout }
}

extension Op.Unchanged {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient] }
}

extension Op.Mv {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [
            context.ifNeeded(0, gradient.unsqueeze(-1) * context.saved(1)),
            context.ifNeeded(1, context.saved(0).t() • gradient),
        ]
    }
}

extension Op.Dot {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.ifNeeded(0, gradient * context.saved(1)), context.ifNeeded(1, gradient * context.saved(0))]
    }
}
