// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/11-01-batch-norm.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 906b9981d70bad33

// Chapters/Workshop/11-01-batch-norm.md: The layers
/// Normalizes each channel of a batch; what `BatchNorm1d` and `BatchNorm2d` have in common.
public class BatchNorm: Module {
    /// γ, the scale, `(C)`: ones at first. nil without `affine`.
    public let weight: Parameter?
    /// β, the shift, `(C)`: zeros at first. nil without `affine` or with `bias: false`.
    public let bias: Parameter?
    /// `(C)`: zeros at first. Used in evaluation. nil without `trackRunningStats`.
    public let runningMean: Buffer?
    /// `(C)`: ones at first. It follows the variance with n - 1 below the fraction, as torch's does.
    public let runningVar: Buffer?
    /// A single number: how many batches were seen while training.
    public let numBatchesTracked: Buffer?
    let channels: Int
    let epsilon: Double
    let momentum: Double?

    /// - Parameters:
    ///   - channels: C.
    ///   - epsilon: added to the variance.
    ///   - momentum: how much of a batch's mean and variance goes into the running ones; nil for the plain mean over
    ///     all batches.
    ///   - affine: whether there are a scale and a shift to be learned.
    ///   - trackRunningStats: whether to keep running means, and use them in evaluation.
    ///   - bias: whether there is a shift, if there is a scale.
    public init(
        _ channels: Int, epsilon: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
        trackRunningStats: Bool = true, bias hasBias: Bool = true
    ) {
        if channels <= 0 { fatalError("\(Self.self): there must be at least one channel, not \(channels)") }
        self.channels = channels
        self.epsilon = epsilon
        self.momentum = momentum
        weight = affine ? Parameter(.ones(channels)) : nil
        bias = affine && hasBias ? Parameter(.zeros(channels)) : nil
        runningMean = trackRunningStats ? Buffer(.zeros(channels)) : nil
        runningVar = trackRunningStats ? Buffer(.ones(channels)) : nil
        numBatchesTracked = trackRunningStats ? Buffer(Tensor(0)) : nil
        super.init()
    }

    /// Whether an input has the right number of dimensions.
    func accepts(_ shape: [Int]) -> Bool { shape.count >= 2 }

    public override func forward(_ x: Tensor) -> Tensor {
        if !accepts(x.shape) || x.size(1) != channels {
            fatalError("\(Self.self): an input of shape \(x.shape) doesn't fit \(channels) channels")
        }
        var share = momentum ?? 0
        if isTraining, let numBatchesTracked {
            noGrad { numBatchesTracked += 1 }
            share = momentum ?? 1 / numBatchesTracked.item()
        }
        return F.batchNorm(
            x, runningMean: runningMean, runningVariance: runningVar, weight: weight, bias: bias,
            training: isTraining || runningMean == nil, momentum: share, epsilon: epsilon)
    }

    public override var extraDescription: String {
        let flags = [("affine", weight != nil), ("bias", bias != nil), ("track_running_stats", runningMean != nil)]
        return "\(channels), eps=\(epsilon), momentum=\(momentum.map(String.init(describing:)) ?? "None"), "
            + flags.map { "\($0)=\($1 ? "True" : "False")" }.joined(separator: ", ")
    }
}
/// Normalizes each of C numbers over a batch. Input and output: `(N, C)` or `(N, C, L)`.
public final class BatchNorm1d: BatchNorm {
    override func accepts(_ shape: [Int]) -> Bool { shape.count == 2 || shape.count == 3 }
}

/// Normalizes each channel over a batch of images. Input and output: `(N, C, H, W)`.
public final class BatchNorm2d: BatchNorm {
    override func accepts(_ shape: [Int]) -> Bool { shape.count == 4 }
}
