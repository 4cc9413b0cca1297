// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-02-losses-for-numbers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9114cf9ed4ef0fde

// Chapters/Workshop/05-02-losses-for-numbers.md: Losses for numbers
import KindlingEngine

extension Op {
    /// The squared difference.
    struct MseLoss: Function {
        let reduction: LossReduction

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let difference = inputs[0] - inputs[1]
            context.save(difference)
            return reduction(difference * difference)
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let result = context.saved(0) * (2 * reduction.share(of: context.saved(0).count)) * gradient
            return [result, context.ifNeeded(1, -result)]
        }
    }

    /// Of the difference d: |d| − β/2 where |d| is above β, and the parabola d² / 2β below.
    struct SmoothL1Loss: Function {
        let beta: Double
        let reduction: LossReduction

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let difference = inputs[0] - inputs[1]
            context.save(difference)
            // With s = min(|d|, β), both branches are s (|d| − s/2) / β.
            let size = difference.abs()
            let small = size.clamp(max: beta)
            return reduction(small * (size - small * 0.5) / beta)
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let difference = context.saved(0)
            let slope = difference.clamp(min: -beta, max: beta) * (reduction.share(of: difference.count) / beta)
            let result = slope * gradient
            return [result, context.ifNeeded(1, -result)]
        }
    }
}
extension F {
    /// The mean squared error: (input − target)², elementwise.
    ///
    /// - Parameters:
    ///   - input: any shape.
    ///   - target: the same shape. (torch broadcasts other shapes, and warns.)
    ///   - reduction: what becomes of the squares.
    public static func mseLoss(_ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
        checkSameShape(input, target, of: "mseLoss")
        return Op.MseLoss(reduction: reduction)(input, target)
    }

    /// The mean absolute error: |input − target|, elementwise; both of one shape.
    public static func l1Loss(_ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
        checkSameShape(input, target, of: "l1Loss")
        return reduction((input - target).abs())
    }

    /// The absolute error, bent into a parabola where it is below `beta`: d²/2β there, |d| − β/2 elsewhere,
    /// elementwise; both of one shape.
    ///
    /// With the `beta` 0 it is the `l1Loss`. (Girshick 2015, "Fast R-CNN", equation 3, for β = 1.)
    public static func smoothL1Loss(
        _ input: Tensor, _ target: Tensor, reduction: LossReduction = .mean, beta: Double = 1
    ) -> Tensor {
        checkSameShape(input, target, of: "smoothL1Loss")
        if beta < 0 { fatalError("smoothL1Loss: beta is \(beta) and can't be negative") }
        if beta == 0 { return l1Loss(input, target, reduction: reduction) }
        return Op.SmoothL1Loss(beta: beta, reduction: reduction)(input, target)
    }

    static func checkSameShape(_ input: Tensor, _ target: Tensor, of operation: String) {
        if input.shape != target.shape {
            fatalError("\(operation): the input's shape \(input.shape) and the target's \(target.shape) differ")
        }
    }
}
// Chapters/Workshop/05-02-losses-for-numbers.md: Losses for yes and no
extension Op {
    /// −t log σ(x) − (1 − t) log(1 − σ(x)), from the logit x.
    ///
    /// Inputs: x, t, and then the weights that there are: of the elements, of a *yes*.
    struct BinaryCrossEntropyWithLogits: Function {
        let isWeighted, isPositiveWeighted: Bool
        let reduction: LossReduction

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            for input in inputs { context.save(input) }
            let losses = losses(inputs)
            return reduction(isWeighted ? losses * inputs[2] : losses)
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let inputs = context.inputShapes.indices.map(context.saved)
            let (x, t, positive) = (inputs[0], inputs[1], positiveWeight(inputs))
            let share = gradient * reduction.share(of: x.count)
            let weighted = isWeighted ? share * inputs[2] : share
            let slope = positive.map { ($0 * t + 1 - t) * x.sigmoid() - $0 * t } ?? (x.sigmoid() - t)
            let targetSlope = positive.map { ($0 - 1) * minusLogSigmoid(x) - x } ?? -x
            var gradients = [context.ifNeeded(0, slope * weighted), context.ifNeeded(1, targetSlope * weighted)]
            if isWeighted { gradients.append(context.unbroadcast(losses(inputs) * share, 2)) }
            if positive != nil {
                gradients.append(context.unbroadcast(t * minusLogSigmoid(x) * weighted, inputs.count - 1))
            }
            return gradients
        }

        private func positiveWeight(_ inputs: [Tensor]) -> Tensor? { isPositiveWeighted ? inputs.last : nil }

        /// −log σ(x) = log(1 + exp(−|x|)) + max(−x, 0): the exponent is never above 0.
        private func minusLogSigmoid(_ x: Tensor) -> Tensor { (-x.abs()).exp().log1p() + (-x).relu() }

        /// Each element's loss, before its own weight. A *yes* counts 1 + (p − 1) t.
        private func losses(_ inputs: [Tensor]) -> Tensor {
            let (x, t) = (inputs[0], inputs[1])
            let part = minusLogSigmoid(x)
            return (1 - t) * x + (positiveWeight(inputs).map { (($0 - 1) * t + 1) * part } ?? part)
        }
    }
}
extension F {
    /// The cross-entropy of yes-or-no questions: −t log σ(x) − (1 − t) log(1 − σ(x)) for a logit x and a target t,
    /// elementwise.
    ///
    /// - Parameters:
    ///   - input: logits, any shape.
    ///   - target: the same shape, from 0 (no) to 1 (yes).
    ///   - weight: how much each element counts; broadcast to the input's shape.
    ///   - positiveWeight: how much a yes counts compared with a no; broadcast to the input's shape.
    ///   - reduction: with `.mean`, the sum is divided by the number of elements, whatever the weights.
    public static func binaryCrossEntropyWithLogits(
        _ input: Tensor, _ target: Tensor, weight: Tensor? = nil, reduction: LossReduction = .mean,
        positiveWeight: Tensor? = nil
    ) -> Tensor {
        checkSameShape(input, target, of: "binaryCrossEntropyWithLogits")
        for part in [weight, positiveWeight].compactMap({ $0 }) {
            if broadcastShape(input.shape, part.shape, of: "binaryCrossEntropyWithLogits") != input.shape {
                fatalError(
                    "binaryCrossEntropyWithLogits: a weight of shape \(part.shape) doesn't fit the input's \(input.shape)"
                )
            }
        }
        let loss = Op.BinaryCrossEntropyWithLogits(
            isWeighted: weight != nil, isPositiveWeighted: positiveWeight != nil, reduction: reduction)
        return loss([input, target] + [weight, positiveWeight].compactMap { $0 })
    }
}
