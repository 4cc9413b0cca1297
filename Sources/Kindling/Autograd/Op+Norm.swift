// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bce3c12de56ac661

// Chapters/Workshop/02-06-more-operations.md: How long
import KindlingEngine

extension Op {
    /// The p-norm along dimensions.
    struct Norm: Function {
        let p: Double
        /// nil or none for all.
        let dimensions: [Int]?
        let keepDim: Bool
        var name: String { "LinalgVectorNormBackward0" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let powers = Reducer(powers(of: x), dimensions, of: "norm")
            if powers.count == 0 && p < 0 {
                fatalError("norm: there is no \(p)-norm of no elements; the shape is \(x.shape)")
            }
            let norm: Tensor
            if p.isInfinite {
                norm = powers.extreme(largest: p > 0, of: "norm").values
            } else if p == 0 || p == 1 {
                norm = powers.sum()
            } else if p == 2 {
                norm = powers.sum().elementwise(KD_SQRT)
            } else {
                norm = .elementwise(KD_POW, powers.sum(), Tensor(1 / p), name: "norm")
            }
            context.save(x, norm)
            return keepDim ? norm : norm.unrecorded.view(powers.shape)
        }

        /// What is summed, or what the largest is looked for in.
        private func powers(of x: Tensor) -> Tensor {
            switch p {
            case 0: (x .!= 0).float()
            case 1, .infinity, -.infinity: x.elementwise(KD_ABS)
            case 2: .elementwise(KD_MUL, x, x, name: "norm")
            default: .elementwise(KD_POW, x.elementwise(KD_ABS), Tensor(p), name: "norm")
            }
        }
    }
}

extension Op.Norm {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let (x, norm) = (context.saved(0), context.saved(1))
        let gradient = gradient.reshape(norm.shape)
        let (magnitude, sign) = (x.abs(), x.sign())
        func unlessZero(_ scale: Tensor) -> Tensor { .where(norm .== 0, Tensor(0), scale) }
        switch p {
        case 0:
            return [nil]
        case 1:
            return [sign * gradient]
        case 2:
            return [gradient * unlessZero(x / norm)]
        case .infinity, -.infinity:
            let decides = (magnitude .== norm) .| x.isNaN()
            let count = Reducer(decides.float(), dimensions, of: "norm").sum()
            return [sign * (gradient / count * decides.float())]
        case ..<1:
            let slope = Tensor.where(x .== 0, Tensor(0), magnitude.pow(p - 1))
            return [sign * slope * gradient * norm.pow(1 - p)]
        case ..<2:
            return [sign * magnitude.pow(p - 1) * unlessZero(gradient / norm.pow(p - 1))]
        default:
            return [x * magnitude.pow(p - 2) * unlessZero(gradient / norm.pow(p - 1))]
        }
    }
}

extension Tensor {
    /// The p-norm of all elements, or along the given dimensions: (Σ|x|^p)^(1/p). p may be infinite, for the largest
    /// without its sign (-∞: the smallest), and 0, for the number of those that aren't 0. The first argument is p, as
    /// in torch: `x.norm(2, -1)`.
    ///
    /// The gradient of a norm that is 0 is 0. Of no elements there is no norm with p below 0 or infinite.
    public func norm(_ p: Double = 2, _ dimensions: Int..., keepDim: Bool = false) -> Tensor {
        norm(p, dimensions, keepDim: keepDim)
    }

    /// The p-norms along dimensions given as an array.
    public func norm(_ p: Double, _ dimensions: [Int], keepDim: Bool = false) -> Tensor {
        Op.Norm(p: p, dimensions: dimensions, keepDim: keepDim)(self)
    }
}
