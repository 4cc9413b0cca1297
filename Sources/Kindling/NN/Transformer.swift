// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-05-layers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c6cc93e0b69ee636

// Chapters/Workshop/17-05-layers.md: Stacks
/// Encoder layers, one behind the other: each reads what the one before has made of the input.
public final class TransformerEncoder: Module {
    /// The layers. They start equal, as copies of one; a `Transformer` then draws the matrices of its layers anew.
    public let layers: [TransformerEncoderLayer]
    /// What normalizes the last layer's output; nil for nothing.
    public let norm: LayerNorm?

    /// - Parameters:
    ///   - layer: is copied for each layer, and is no part of the stack itself.
    ///   - numLayers: how many layers there are.
    ///   - norm: what normalizes the last layer's output; nil for nothing.
    public convenience init(_ layer: TransformerEncoderLayer, numLayers: Int, norm: LayerNorm? = nil) {
        if numLayers < 0 { fatalError("TransformerEncoder: there can't be \(numLayers) layers") }
        self.init(layers: (0..<numLayers).map { _ in layer.copy() }, norm: norm)
    }

    init(layers: [TransformerEncoderLayer], norm: LayerNorm?) {
        self.layers = layers
        self.norm = norm
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, mask: nil, keyPaddingMask: nil) }

    /// What each parameter is, and the result, as for a single layer.
    public func callAsFunction(
        _ x: Tensor, mask: (any AttentionMask)? = nil, keyPaddingMask: (any AttentionMask)? = nil
    ) -> Tensor {
        let output = layers.reduce(x) { $1($0, mask: mask, keyPaddingMask: keyPaddingMask) }
        return norm?(output) ?? output
    }
}
/// Decoder layers, one behind the other. All look at the same memory.
public final class TransformerDecoder: Module {
    /// The layers. They start equal, as copies of one; a `Transformer` then draws the matrices of its layers anew.
    public let layers: [TransformerDecoderLayer]
    /// What normalizes the last layer's output; nil for nothing.
    public let norm: LayerNorm?

    /// The parameters are those of `TransformerEncoder`.
    public convenience init(_ layer: TransformerDecoderLayer, numLayers: Int, norm: LayerNorm? = nil) {
        if numLayers < 0 { fatalError("TransformerDecoder: there can't be \(numLayers) layers") }
        self.init(layers: (0..<numLayers).map { _ in layer.copy() }, norm: norm)
    }

    init(layers: [TransformerDecoderLayer], norm: LayerNorm?) {
        self.layers = layers
        self.norm = norm
        super.init()
    }

    /// What each parameter is, and the result, as for a single layer.
    public func callAsFunction(
        _ target: Tensor, memory: Tensor, mask: (any AttentionMask)? = nil, memoryMask: (any AttentionMask)? = nil,
        keyPaddingMask: (any AttentionMask)? = nil, memoryKeyPaddingMask: (any AttentionMask)? = nil
    ) -> Tensor {
        withWeights(
            target, memory: memory, mask: mask, memoryMask: memoryMask, keyPaddingMask: keyPaddingMask,
            memoryKeyPaddingMask: memoryKeyPaddingMask
        ).output
    }
}
extension TransformerDecoder {
    /// The same, and for each layer where its heads looked, after dropout: `(N, nhead, L, S)` or `(nhead, L, S)`.
    public func withWeights(
        _ target: Tensor, memory: Tensor, mask: (any AttentionMask)? = nil, memoryMask: (any AttentionMask)? = nil,
        keyPaddingMask: (any AttentionMask)? = nil, memoryKeyPaddingMask: (any AttentionMask)? = nil
    ) -> (output: Tensor, weights: [Tensor]) {
        var (output, weights) = (target, [Tensor]())
        for layer in layers {
            let (next, looked) = layer.withWeights(
                output, memory: memory, mask: mask, memoryMask: memoryMask, keyPaddingMask: keyPaddingMask,
                memoryKeyPaddingMask: memoryKeyPaddingMask)
            output = next
            weights.append(looked)
        }
        return (norm?(output) ?? output, weights)
    }
}
/// An encoder that reads, and a decoder that writes while it looks at what was read.
///
/// Source: Vaswani and others, *Attention Is All You Need* (2017).
public final class Transformer: Module {
    /// Reads the source.
    public let encoder: TransformerEncoder
    /// Writes the target.
    public let decoder: TransformerDecoder
    /// Whether the batch is the first dimension.
    public let batchFirst: Bool

    /// - Parameters:
    ///   - dModel: the width of a place: E.
    ///   - nhead: how many heads each attention has; E is a multiple of it.
    ///   - numEncoderLayers, numDecoderLayers: how many layers encoder and decoder have.
    ///   - dimFeedforward, dropout, activation, layerNormEpsilon, batchFirst, normFirst, bias: as for
    ///     `TransformerEncoderLayer`.
    public convenience init(
        dModel: Int = 512, nhead: Int = 8, numEncoderLayers: Int = 6, numDecoderLayers: Int = 6,
        dimFeedforward: Int = 2048, dropout: Double = 0.1, activation: @escaping (Tensor) -> Tensor = F.relu,
        layerNormEpsilon: Double = 1e-5, batchFirst: Bool = false, normFirst: Bool = false, bias: Bool = true
    ) {
        let settings = TransformerSettings(
            dModel: dModel, nhead: nhead, dimFeedforward: dimFeedforward, dropout: dropout, activation: activation,
            layerNormEpsilon: layerNormEpsilon, batchFirst: batchFirst, normFirst: normFirst, bias: bias)
        let encoder = TransformerEncoder(
            TransformerEncoderLayer(settings), numLayers: numEncoderLayers, norm: settings.norm())
        let decoder = TransformerDecoder(
            TransformerDecoderLayer(settings), numLayers: numDecoderLayers, norm: settings.norm())
        self.init(encoder: encoder, decoder: decoder, batchFirst: batchFirst)
        for weight in parameters where weight.ndim > 1 { Init.xavierUniform(weight) }
    }

    init(encoder: TransformerEncoder, decoder: TransformerDecoder, batchFirst: Bool) {
        (self.encoder, self.decoder, self.batchFirst) = (encoder, decoder, batchFirst)
        super.init()
    }
}
extension Transformer {
    /// - Parameters:
    ///   - source: what is read: `(N, S, E)` with `batchFirst`, otherwise `(S, N, E)`; or `(S, E)` for one sample alone.
    ///   - target: what has been written, likewise with T in place of S.
    ///   - sourceMask: which places of the source mustn't look at which: `(S, S)` or `(N · nhead, S, S)`.
    ///   - targetMask: likewise for the target; mostly `causalMask(T)`.
    ///   - memoryMask: which places of the target mustn't look at which of the source: `(T, S)` or `(N · nhead, T, S)`.
    ///   - sourceKeyPaddingMask, targetKeyPaddingMask, memoryKeyPaddingMask: which places of the source, of the target,
    ///     and of the source as the decoder sees it, nobody may look at: `(N, S)`, `(N, T)`, `(N, S)`, or without N.
    /// - Returns: the target's shape.
    public func callAsFunction(
        _ source: Tensor, _ target: Tensor, sourceMask: (any AttentionMask)? = nil,
        targetMask: (any AttentionMask)? = nil, memoryMask: (any AttentionMask)? = nil,
        sourceKeyPaddingMask: (any AttentionMask)? = nil, targetKeyPaddingMask: (any AttentionMask)? = nil,
        memoryKeyPaddingMask: (any AttentionMask)? = nil
    ) -> Tensor {
        let batch = batchFirst ? 0 : 1
        if source.ndim != target.ndim || (source.ndim == 3 && source.size(batch) != target.size(batch)) {
            fatalError(
                "Transformer: a source of shape \(source.shape) and a target of shape \(target.shape) don't have one batch"
            )
        }
        let memory = encoder(source, mask: sourceMask, keyPaddingMask: sourceKeyPaddingMask)
        return decoder(
            target, memory: memory, mask: targetMask, memoryMask: memoryMask, keyPaddingMask: targetKeyPaddingMask,
            memoryKeyPaddingMask: memoryKeyPaddingMask)
    }

    /// What a writer mustn't look at: at each place, everything after it. `(size, size)`, true above the diagonal.
    public static func causalMask(_ size: Int) -> BoolTensor {
        if size < 0 { fatalError("causalMask: there can't be \(size) places") }
        return BoolTensor(shape: [size, size], values: (0..<size).flatMap { i in (0..<size).map { j in j > i } })
    }
}
