// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d89dd1549272d77e

// Chapters/Workshop/02-02-gradients.md: Arithmetic
extension Op.Add {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient, 0), context.unbroadcast(gradient, 1)]
    }
}

extension Op.Sub {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient, 0), context.unbroadcast(-gradient, 1)]
    }
}

extension Op.Rsub {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [-gradient]
    }
}

extension Op.Mul {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient * context.saved(1), 0), context.unbroadcast(gradient * context.saved(0), 1)]
    }
}

extension Op.Div {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let b = context.saved(1)
        return [
            context.unbroadcast(gradient / b, 0),
            context.unbroadcast(-gradient * (context.saved(0) / b / b), 1),
        ]
    }
}

extension Op.Neg {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [-gradient] }
}

extension Op.Reciprocal {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * -(result * result)]
    }
}

extension Op.CopyIn {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.ifNeeded(0, .zeros(context.inputShapes[0])), context.unbroadcast(gradient, 1)]
    }
}
