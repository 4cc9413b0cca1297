// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-03-activation-functions.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a9ed72719703a235

// Chapters/Workshop/05-03-activation-functions.md: Four of them
import Foundation

/// How `gelu` is computed.
public enum GeluApproximation: Sendable {
    /// By the error function: exact.
    case none
    /// By the hyperbolic tangent of a polynomial.
    case tanh
}

extension Op {
    /// x · Φ(x), with Φ the share of a normal distribution below x.
    struct Gelu: Function {
        let approximation: GeluApproximation

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0] * share(inputs[0])
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let x = context.saved(0)
            return [gradient * (share(x) + x * slope(x))]
        }

        /// Φ(x).
        private func share(_ x: Tensor) -> Tensor {
            switch approximation {
            case .none: ((x * 0.5.squareRoot()).erf() + 1) * 0.5
            case .tanh: (bend(x).tanh() + 1) * 0.5
            }
        }

        /// Φ'(x).
        private func slope(_ x: Tensor) -> Tensor {
            switch approximation {
            case .none:
                return (x * x * -0.5).exp() * (0.5 / Double.pi).squareRoot()
            case .tanh:
                let steepness = (x * x * (3 * 0.044715) + 1) * (2 / Double.pi).squareRoot()
                return (1 - bend(x).tanh().pow(2)) * steepness * 0.5
            }
        }

        private func bend(_ x: Tensor) -> Tensor {
            x * (x * x * 0.044715 + 1) * (2 / Double.pi).squareRoot()
        }
    }
}

extension F {
    /// The elements, with 0 in the place of the negative ones.
    public static func relu(_ x: Tensor) -> Tensor { x.relu() }

    /// 1 / (1 + exp(−x)), elementwise: between 0 and 1.
    public static func sigmoid(_ x: Tensor) -> Tensor { x.sigmoid() }

    /// The hyperbolic tangent, elementwise: between −1 and 1.
    public static func tanh(_ x: Tensor) -> Tensor { x.tanh() }

    /// x · Φ(x), elementwise, with Φ(x) the probability that a normal number is below x: a `relu` without the corner.
    ///
    /// (Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".)
    public static func gelu(_ x: Tensor, approximate: GeluApproximation = .none) -> Tensor {
        Op.Gelu(approximation: approximate)(x)
    }
}
