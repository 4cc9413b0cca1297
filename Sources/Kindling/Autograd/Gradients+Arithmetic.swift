// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9a38e3a2c24a504b

#sourceLocation(file: "Chapters/02-autograd.md", line: 561)
extension Add {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient, 0), context.unbroadcast(gradient, 1)]
    }
}

extension Sub {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient, 0), context.unbroadcast(-gradient, 1)]
    }
}

extension Rsub {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [-gradient]
    }
}

extension Mul {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.unbroadcast(gradient * context.saved(1), 0), context.unbroadcast(gradient * context.saved(0), 1)]
    }
}

extension Div {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let b = context.saved(1)
        return [
            context.unbroadcast(gradient / b, 0),
            context.unbroadcast(-gradient * (context.saved(0) / b / b), 1),
        ]
    }
}

extension Neg {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [-gradient] }
}

extension Reciprocal {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * -(result * result)]
    }
}

extension CopyIn {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [context.ifNeeded(0, .zeros(context.inputShapes[0])), context.unbroadcast(gradient, 1)]
    }
}
#sourceLocation()
