// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/11-01-batch-norm.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 91e01720a628bd01

// Chapters/Workshop/11-01-batch-norm.md: One operation
extension Op {
    /// Normalizes each channel; the mean and the variance are computed from the input.
    struct NativeBatchNorm: Function {
        let mean, variance: Tensor
        let epsilon: Double
        /// Whether mean and variance are those of the input itself, so that they change with it.
        let isTraining: Bool

        /// Inputs: x of shape `(N, C, …)`, scale and shift of shape `(C)`.
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let x = inputs[0]
            let inverse = 1 / (variance + epsilon).sqrt()
            let normalized = (x - spread(mean, x)) * spread(inverse, x)
            context.save(normalized, inverse, inputs[1])
            return normalized * spread(inputs[1], x) + spread(inputs[2], x)
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let (normalized, inverse, scale) = (context.saved(0), context.saved(1), context.saved(2))
            let others = [0] + Array(gradient.shape.indices.dropFirst(2))
            let shiftGradient = gradient.sum(others)
            let scaleGradient = (gradient * normalized).sum(others)
            return [
                context.ifNeeded(0, inputGradient(gradient, normalized, inverse * scale, scaleGradient, shiftGradient)),
                scaleGradient,
                shiftGradient,
            ]
        }

        /// Where mean and variance depend on the input, a change of one element changes all the others' normalized
        /// values too.
        private func inputGradient(
            _ gradient: Tensor, _ normalized: Tensor, _ factor: Tensor, _ scaleGradient: Tensor, _ shiftGradient: Tensor
        ) -> Tensor {
            if !isTraining { return gradient * spread(factor, gradient) }
            let n = Double(gradient.count / gradient.size(1))
            let common = spread(shiftGradient / n, gradient) + normalized * spread(scaleGradient / n, gradient)
            return (gradient - common) * spread(factor, gradient)
        }

        /// `(C)` as `(1, C, 1, …)`, to be broadcast over the input.
        private func spread(_ perChannel: Tensor, _ x: Tensor) -> Tensor {
            perChannel.reshape([1, perChannel.count] + [Int](repeating: 1, count: x.ndim - 2))
        }
    }
}
// Chapters/Workshop/11-01-batch-norm.md: The function
extension F {
    /// Normalizes each channel to mean 0 and variance 1, then scales and shifts it.
    ///
    /// Source: Ioffe and Szegedy, *Batch Normalization: Accelerating Deep Network Training by Reducing Internal
    /// Covariate Shift* (2015).
    /// - Parameters:
    ///   - x: `(N, C, …)`.
    ///   - runningMean, runningVariance: `(C)`, used in evaluation, and updated while training; nil for none.
    ///   - weight, bias: the scale and the shift, `(C)`; nil for 1 and 0.
    ///   - training: whether to use the batch's mean and variance. Otherwise the running ones are used, and must be there.
    ///   - momentum: how much of the new mean goes into the running one.
    ///   - epsilon: added to the variance.
    public static func batchNorm(
        _ x: Tensor, runningMean: Tensor?, runningVariance: Tensor?, weight: Tensor? = nil, bias: Tensor? = nil,
        training: Bool = false, momentum: Double = 0.1, epsilon: Double = 1e-5
    ) -> Tensor {
        guard x.ndim >= 2 else {
            fatalError("batchNorm: the input needs a batch and channels, (N, C, …); its shape is \(x.shape)")
        }
        let channels = x.size(1)
        for tensor in [runningMean, runningVariance, weight, bias] where tensor != nil && tensor?.shape != [channels] {
            fatalError(
                "batchNorm: an input of shape \(x.shape) needs tensors of shape [\(channels)], not \(tensor?.shape ?? [])"
            )
        }
        if (runningMean == nil) != (runningVariance == nil) || !training && runningMean == nil {
            fatalError("batchNorm: a running mean and a running variance come together, and evaluation needs both")
        }
        let scale = weight ?? .ones(channels)
        let shift = bias ?? .zeros(channels)
        if !training, let runningMean, let runningVariance {
            return Op.NativeBatchNorm(
                mean: runningMean.detach(), variance: runningVariance.detach(), epsilon: epsilon, isTraining: false)(
                    x, scale, shift)
        }
        let n = x.count / Swift.max(channels, 1)
        if n == 0 {
            // There is nothing to normalize, and nothing to learn a mean from.
            return Op.NativeBatchNorm(
                mean: .zeros(channels), variance: .ones(channels), epsilon: epsilon, isTraining: false)(x, scale, shift)
        }
        if n == 1 {
            fatalError(
                "batchNorm: while training, each channel needs more than one value; the input's shape is \(x.shape)")
        }
        let (mean, variance) = noGrad {
            let others = [0] + Array(x.shape.indices.dropFirst(2))
            let mean = x.detach().mean(others)
            let variance = x.detach().variance(others, correction: 0)
            runningMean.map { $0.copy((1 - momentum) * $0 + momentum * mean) }
            // The running variance is the unbiased estimate, as torch has it.
            runningVariance.map {
                $0.copy((1 - momentum) * $0 + momentum * (variance * (Double(n) / Double(n - 1))))
            }
            return (mean, variance)
        }
        return Op.NativeBatchNorm(mean: mean, variance: variance, epsilon: epsilon, isTraining: true)(x, scale, shift)
    }
}
