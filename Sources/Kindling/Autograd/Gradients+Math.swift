// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5a249e44495ccc90

#sourceLocation(file: "Chapters/02-autograd.md", line: 655)
import Foundation
import KindlingEngine

extension Exp {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * context.saved(0)] }
}

extension Log {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / context.saved(0)] }
}

extension Log1p {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / (context.saved(0) + 1)] }
}

extension Sqrt {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient / (2 * context.saved(0))] }
}

extension Sin {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * context.saved(0).cos()] }
}

extension Cos {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * -context.saved(0).sin()] }
}

extension TanhOperation {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * (1 - result * result)]
    }
}

extension SigmoidOperation {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = context.saved(0)
        return [gradient * (1 - result) * result]
    }
}

extension Relu {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [.elementwise(KD_RELU_GRADIENT, context.saved(0), gradient, name: "relu")]
    }
}

extension Abs {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).elementwise(KD_SIGN)]
    }
}

extension Erf {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [2 / Double.pi.squareRoot() * (-context.saved(0).pow(2)).exp() * gradient]
    }
}

extension Pow {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let x = context.saved(0)
        return [exponent == 0 ? .zeros(like: gradient) : gradient * (exponent * x.pow(exponent - 1))]
    }
}

extension Clamp {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let x = context.saved(0)
        return [.where((x .>= lower) .& (x .<= upper), gradient, Tensor(0))]
    }
}
#sourceLocation()
