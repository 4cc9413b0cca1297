// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-02-attention.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ce994ecc6885ca47

// Chapters/Workshop/17-02-attention.md: Several heads
/// Attention by several heads at once: each has a part of the width, looks for itself, and the last layer joins what
/// they found.
///
/// Source: Vaswani and others, *Attention Is All You Need* (2017), section 3.2.2.
public final class MultiheadAttention: Module {
    /// The width of a place: E.
    public let embedDim: Int
    /// How many heads there are; each is E / numHeads wide.
    public let numHeads: Int
    /// Whether the batch is the first dimension, `(N, L, E)`, instead of the second, `(L, N, E)`.
    public let batchFirst: Bool
    /// The three layers that make queries, keys and values, one below the other: `(3 E, E)`.
    public let inProjWeight: Parameter
    /// Their biases: `(3 E)`; nil for none.
    public let inProjBias: Parameter?
    /// The layer that joins the heads.
    public let outProj: Linear
    let dropout: Double

    /// The inner layers' weights are zeros still.
    init(numHeads: Int, dropout: Double, batchFirst: Bool, outProj: Linear) {
        embedDim = outProj.outFeatures
        (self.numHeads, self.dropout, self.batchFirst) = (numHeads, dropout, batchFirst)
        inProjWeight = Parameter(.zeros(3 * embedDim, embedDim))
        inProjBias = outProj.bias == nil ? nil : Parameter(.zeros(3 * embedDim))
        self.outProj = outProj
        super.init()
    }

    public override var description: String {
        // Torch's layer has a class of its own there, for a reason that has nothing to do with what it computes.
        block("MultiheadAttention", [], ["(out_proj): NonDynamicallyQuantizable\(outProj)"])
    }
}
extension MultiheadAttention {
    /// - Parameters:
    ///   - embedDim: E, a multiple of `numHeads`.
    ///   - numHeads: how many heads there are.
    ///   - dropout: the probability with which a weight is replaced by 0 while training.
    ///   - bias: whether the four layers have biases.
    ///   - batchFirst: whether the batch is the first dimension; torch's default is that it isn't.
    ///   - generator: where the first numbers come from; nil for the default one.
    public convenience init(
        embedDim: Int, numHeads: Int, dropout: Double = 0, bias: Bool = true, batchFirst: Bool = false,
        generator: Generator? = nil
    ) {
        if embedDim <= 0 || numHeads <= 0 || embedDim % numHeads != 0 {
            fatalError("MultiheadAttention: \(embedDim) numbers can't be shared out evenly among \(numHeads) heads")
        }
        if !(0...1 ~= dropout) {
            fatalError("MultiheadAttention: dropout is a probability between 0 and 1, not \(dropout)")
        }
        let outProj = Linear(embedDim, embedDim, bias: bias, generator: generator)
        self.init(numHeads: numHeads, dropout: dropout, batchFirst: batchFirst, outProj: outProj)
        Init.xavierUniform(inProjWeight, generator: generator)
        if let bias = outProj.bias { Init.zeros(bias) }
    }
}
extension MultiheadAttention {
    /// Lets each place of `query` look at all places of `key`, and gives what it finds in `value`.
    ///
    /// - Parameters:
    ///   - query: `(N, L, E)` with `batchFirst`, otherwise `(L, N, E)`; or `(L, E)` for one sample alone.
    ///   - key: likewise with S in place of L.
    ///   - value: of the key's shape.
    ///   - mask: what isn't to be looked at: `(L, S)`, or `(N · numHeads, L, S)` for each head of each sample.
    ///   - keyPaddingMask: which keys nobody may look at: `(N, S)`, or `(S)` for one sample alone.
    ///   - averageWeights: whether the weights are the mean over the heads.
    /// - Returns: the output, of the query's shape, and the weights, `(N, L, S)`, or `(N, numHeads, L, S)` if they
    ///   aren't averaged; without N for one sample alone. They are those after dropout: while training, they needn't add
    ///   up to 1. Places that may look at nothing have weights of 0.
    public func callAsFunction(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: (any AttentionMask)? = nil,
        keyPaddingMask: (any AttentionMask)? = nil, averageWeights: Bool = true
    ) -> (output: Tensor, weights: Tensor) {
        check(query, key, value)
        if query.ndim == 2 {
            let batch = batchFirst ? 0 : 1
            let (output, weights) = self(
                query.unsqueeze(batch), key.unsqueeze(batch), value.unsqueeze(batch), mask: mask,
                keyPaddingMask: keyPaddingMask.map { $0.shaped([1] + $0.shape) }, averageWeights: averageWeights)
            return (output.squeeze(batch), weights.squeeze(0))
        }
        let (output, weights) = attend(query, key, value, mask: mask, keyPaddingMask: keyPaddingMask)
        return (output, averageWeights ? weights.mean(1) : weights)
    }

    /// The output, and the weights of each head: `(N, numHeads, L, S)`.
    func attend(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: (any AttentionMask)?,
        keyPaddingMask: (any AttentionMask)?
    ) -> (output: Tensor, weights: Tensor) {
        let heads = [query, key, value].enumerated().map { i, x in
            let rows = i * embedDim..<(i + 1) * embedDim
            let projected = F.linear(x, inProjWeight[rows], inProjBias.map { $0[rows] })
            let parts = projected.view(x.size(0), x.size(1), numHeads, embedDim / numHeads)
            return batchFirst ? parts.transpose(1, 2) : parts.permute(1, 2, 0, 3)
        }
        let mask = joinedMask(mask, keyPaddingMask, scores: heads[0].shape.dropLast() + [heads[1].size(2)])
        let (output, weights) = F.attention(
            heads[0], heads[1], heads[2], mask: mask, dropout: isTraining ? dropout : 0)
        let joined = batchFirst ? output.transpose(1, 2) : output.permute(2, 0, 1, 3)
        return (outProj(joined.reshape(query.shape)), weights)
    }
}
extension MultiheadAttention {
    /// Both masks as one that can be broadcast to the scores, `(N, numHeads, L, S)`.
    private func joinedMask(
        _ mask: (any AttentionMask)?, _ padding: (any AttentionMask)?, scores: [Int]
    ) -> (any AttentionMask)? {
        let (n, l, s) = (scores[0], scores[2], scores[3])
        let ofPlaces = mask.map { mask -> any AttentionMask in
            switch mask.shape {
            case [l, s]: return mask
            case [n * numHeads, l, s]: return mask.shaped(scores)
            default:
                fatalError(
                    "MultiheadAttention: a mask of shape \(mask.shape) doesn't fit scores of shape \(scores): it's \([l, s]) or \([n * numHeads, l, s])"
                )
            }
        }
        let ofKeys = padding.map { padding -> any AttentionMask in
            if padding.shape != [n, s] {
                fatalError(
                    "MultiheadAttention: a keyPaddingMask of shape \(padding.shape) should have the shape \([n, s])")
            }
            return padding.shaped([n, 1, 1, s])
        }
        return joined(ofPlaces, ofKeys)
    }

    private func check(_ query: Tensor, _ key: Tensor, _ value: Tensor) {
        let batch = batchFirst ? 0 : 1
        let fits =
            (query.ndim == 2 || query.ndim == 3) && key.ndim == query.ndim && key.shape == value.shape
            && query.size(-1) == embedDim && key.size(-1) == embedDim
            && (query.ndim == 2 || query.size(batch) == key.size(batch))
        if !fits {
            fatalError(
                "MultiheadAttention: a query of shape \(query.shape), a key of shape \(key.shape) and a value of shape \(value.shape) don't fit together and a width of \(embedDim)"
            )
        }
    }
}
