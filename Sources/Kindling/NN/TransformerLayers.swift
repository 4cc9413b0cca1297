// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-05-layers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0c7db8c10a9731d0

// Chapters/Workshop/17-05-layers.md: What all layers share
/// What the layers of a Transformer are made with.
struct TransformerSettings {
    var dModel, nhead, dimFeedforward: Int
    var dropout: Double
    var activation: (Tensor) -> Tensor
    var layerNormEpsilon: Double
    var batchFirst, normFirst, bias: Bool

    func attention() -> MultiheadAttention {
        MultiheadAttention(embedDim: dModel, numHeads: nhead, dropout: dropout, bias: bias, batchFirst: batchFirst)
    }

    func norm() -> LayerNorm { LayerNorm(dModel, epsilon: layerNormEpsilon, bias: bias) }

    /// What `block` makes of `x`, added to `x`: normalized afterwards, or the block's input before.
    func residual(_ x: Tensor, _ norm: LayerNorm, _ block: (Tensor) -> Tensor) -> Tensor {
        normFirst ? x + block(norm(x)) : norm(x + block(x))
    }

    /// What an attention has found, some of it dropped.
    func dropped(_ found: Tensor, _ dropout: Dropout) -> Tensor {
        batchFirst && found.ndim == 3 ? dropout(found.transpose(0, 1)).transpose(0, 1) : dropout(found)
    }
}
// Chapters/Workshop/17-05-layers.md: The encoder's layer
/// The layer of an encoder: attention of each place to all places, itself included, and a small network for each place;
/// both are added to what came in, and normalized.
///
/// Source: Vaswani and others, *Attention Is All You Need* (2017), section 3.1; for `normFirst` Xiong and others, *On
/// Layer Normalization in the Transformer Architecture* (2020).
public final class TransformerEncoderLayer: Module {
    /// Each place looks at all places.
    public let selfAttn: MultiheadAttention
    /// The small network's first layer.
    public let linear1: Linear
    /// What is dropped behind the activation.
    public let dropout: Dropout
    /// The small network's second layer.
    public let linear2: Linear
    /// What normalizes around the attention and around the network.
    public let norm1, norm2: LayerNorm
    /// What is dropped of the attention's and of the network's output.
    public let dropout1, dropout2: Dropout
    let settings: TransformerSettings

    init(_ settings: TransformerSettings) {
        self.settings = settings
        selfAttn = settings.attention()
        linear1 = Linear(settings.dModel, settings.dimFeedforward, bias: settings.bias)
        dropout = Dropout(p: settings.dropout)
        linear2 = Linear(settings.dimFeedforward, settings.dModel, bias: settings.bias)
        (norm1, norm2) = (settings.norm(), settings.norm())
        (dropout1, dropout2) = (Dropout(p: settings.dropout), Dropout(p: settings.dropout))
        super.init()
    }

    /// Without masks, as a part of a `Sequential`, say.
    public override func forward(_ x: Tensor) -> Tensor { self(x, mask: nil, keyPaddingMask: nil) }
}
extension TransformerEncoderLayer {
    /// - Parameters:
    ///   - dModel: the width of a place: E.
    ///   - nhead: how many heads the attention has; E is a multiple of it.
    ///   - dimFeedforward: the width inside of the small network.
    ///   - dropout: the probability with which a number is replaced by 0 while training, in the attention, inside of the
    ///     small network, and before each sum.
    ///   - activation: between the small network's two layers.
    ///   - layerNormEpsilon: added to the variances.
    ///   - batchFirst: whether the batch is the first dimension; torch's default is that it isn't.
    ///   - normFirst: whether what goes into attention and network is normalized, instead of the sums.
    ///   - bias: whether all layers have biases.
    public convenience init(
        dModel: Int, nhead: Int, dimFeedforward: Int = 2048, dropout: Double = 0.1,
        activation: @escaping (Tensor) -> Tensor = F.relu, layerNormEpsilon: Double = 1e-5, batchFirst: Bool = false,
        normFirst: Bool = false, bias: Bool = true
    ) {
        self.init(
            TransformerSettings(
                dModel: dModel, nhead: nhead, dimFeedforward: dimFeedforward, dropout: dropout, activation: activation,
                layerNormEpsilon: layerNormEpsilon, batchFirst: batchFirst, normFirst: normFirst, bias: bias))
    }
}
extension TransformerEncoderLayer {
    /// - Parameters:
    ///   - x: `(N, L, E)` with `batchFirst`, otherwise `(L, N, E)`; or `(L, E)` for one sample alone.
    ///   - mask: which places mustn't look at which: `(L, L)` or `(N · nhead, L, L)`.
    ///   - keyPaddingMask: which places nobody may look at: `(N, L)`, or `(L)` for one sample alone.
    /// - Returns: the input's shape.
    public func callAsFunction(
        _ x: Tensor, mask: (any AttentionMask)? = nil, keyPaddingMask: (any AttentionMask)? = nil
    ) -> Tensor {
        let look = { [self] (x: Tensor) in
            settings.dropped(selfAttn(x, x, x, mask: mask, keyPaddingMask: keyPaddingMask).output, dropout1)
        }
        let think = { [self] (x: Tensor) in dropout2(linear2(dropout(settings.activation(linear1(x))))) }
        let seen = settings.residual(x, norm1, look)
        return settings.residual(seen, norm2, think)
    }
}
// Chapters/Workshop/17-05-layers.md: The decoder's layer
/// The layer of a decoder: attention of each place to all places, attention to the encoder's memory, and a small
/// network for each place; all three are added to what came in, and normalized. Give it a causal mask: without one,
/// each place looks at those after it, too.
///
/// Source: as `TransformerEncoderLayer`.
public final class TransformerDecoderLayer: Module {
    /// Each place looks at all of the target, with a causal mask at what was written so far; then, at the memory.
    public let selfAttn, multiheadAttn: MultiheadAttention
    /// The small network's first layer.
    public let linear1: Linear
    /// What is dropped behind the activation.
    public let dropout: Dropout
    /// The small network's second layer.
    public let linear2: Linear
    /// What normalizes around the two attentions and around the network.
    public let norm1, norm2, norm3: LayerNorm
    /// What is dropped of the two attentions' and of the network's output.
    public let dropout1, dropout2, dropout3: Dropout
    let settings: TransformerSettings

    init(_ settings: TransformerSettings) {
        self.settings = settings
        selfAttn = settings.attention()
        multiheadAttn = settings.attention()
        linear1 = Linear(settings.dModel, settings.dimFeedforward, bias: settings.bias)
        dropout = Dropout(p: settings.dropout)
        linear2 = Linear(settings.dimFeedforward, settings.dModel, bias: settings.bias)
        (norm1, norm2, norm3) = (settings.norm(), settings.norm(), settings.norm())
        dropout1 = Dropout(p: settings.dropout)
        dropout2 = Dropout(p: settings.dropout)
        dropout3 = Dropout(p: settings.dropout)
        super.init()
    }
}
extension TransformerDecoderLayer {
    /// The parameters are those of `TransformerEncoderLayer`.
    public convenience init(
        dModel: Int, nhead: Int, dimFeedforward: Int = 2048, dropout: Double = 0.1,
        activation: @escaping (Tensor) -> Tensor = F.relu, layerNormEpsilon: Double = 1e-5, batchFirst: Bool = false,
        normFirst: Bool = false, bias: Bool = true
    ) {
        self.init(
            TransformerSettings(
                dModel: dModel, nhead: nhead, dimFeedforward: dimFeedforward, dropout: dropout, activation: activation,
                layerNormEpsilon: layerNormEpsilon, batchFirst: batchFirst, normFirst: normFirst, bias: bias))
    }
}
extension TransformerDecoderLayer {
    /// - Parameters:
    ///   - target: what has been written: `(N, L, E)` with `batchFirst`, otherwise `(L, N, E)`; or `(L, E)` for one
    ///     sample alone.
    ///   - memory: what the encoder gave, likewise with S in place of L.
    ///   - mask: which places mustn't look at which: `(L, L)` or `(N · nhead, L, L)`; mostly `Transformer.causalMask(L)`.
    ///   - memoryMask: which places of the target mustn't look at which of the memory: `(L, S)` or `(N · nhead, L, S)`.
    ///   - keyPaddingMask: which places of the target nobody may look at: `(N, L)`, or `(L)` for one sample alone.
    ///   - memoryKeyPaddingMask: which places of the memory nobody may look at: `(N, S)` or `(S)`.
    /// - Returns: the target's shape.
    public func callAsFunction(
        _ target: Tensor, memory: Tensor, mask: (any AttentionMask)? = nil, memoryMask: (any AttentionMask)? = nil,
        keyPaddingMask: (any AttentionMask)? = nil, memoryKeyPaddingMask: (any AttentionMask)? = nil
    ) -> Tensor {
        withWeights(
            target, memory: memory, mask: mask, memoryMask: memoryMask, keyPaddingMask: keyPaddingMask,
            memoryKeyPaddingMask: memoryKeyPaddingMask
        ).output
    }

    /// The same, and where each head looked in the memory, after dropout: `(N, nhead, L, S)` or `(nhead, L, S)`.
    public func withWeights(
        _ target: Tensor, memory: Tensor, mask: (any AttentionMask)? = nil, memoryMask: (any AttentionMask)? = nil,
        keyPaddingMask: (any AttentionMask)? = nil, memoryKeyPaddingMask: (any AttentionMask)? = nil
    ) -> (output: Tensor, weights: Tensor) {
        var weights = memory
        let lookBack = { [self] (x: Tensor) in
            settings.dropped(selfAttn(x, x, x, mask: mask, keyPaddingMask: keyPaddingMask).output, dropout1)
        }
        let read = { [self] (x: Tensor) in
            let found = multiheadAttn(
                x, memory, memory, mask: memoryMask, keyPaddingMask: memoryKeyPaddingMask, averageWeights: false)
            weights = found.weights
            return settings.dropped(found.output, dropout2)
        }
        let think = { [self] (x: Tensor) in dropout3(linear2(dropout(settings.activation(linear1(x))))) }
        let written = settings.residual(target, norm1, lookBack)
        let seen = settings.residual(written, norm2, read)
        return (settings.residual(seen, norm3, think), weights)
    }
}
