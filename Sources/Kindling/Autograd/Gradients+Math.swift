// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7025548b8c0ca17d

// Chapters/Workshop/02-02-gradients.md: Functions
import Foundation
import KindlingEngine

extension Op.Exp {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * context.saved(0)] }
}

extension Op.Log {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / context.saved(0)] }
}

extension Op.Log1p {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / (context.saved(0) + 1)] }
}

extension Op.Sqrt {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / (2 * context.saved(0))] }
}

extension Op.Sin {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * context.saved(0).cos()] }
}

extension Op.Cos {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * -context.saved(0).sin()] }
}

extension Op.Tanh {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * (1 - result * result)]
    }
}

extension Op.Sigmoid {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * (1 - result) * result]
    }
}

extension Op.Relu {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [.elementwise(KD_RELU_GRADIENT, context.saved(0), gradient, name: "relu")]
    }
}

extension Op.Abs {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).elementwise(KD_SIGN)]
    }
}

extension Op.Erf {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [2 / Double.pi.squareRoot() * (-context.saved(0).pow(2)).exp() * gradient]
    }
}

extension Op.Pow {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let x = context.saved(0)
        return [exponent == 0 ? .zeros(like: gradient) : gradient * (exponent * x.pow(exponent - 1))]
    }
}

extension Op.Clamp {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let x = context.saved(0)
        return [.where((x .>= lower) .& (x .<= upper), gradient, Tensor(0))]
    }
}
