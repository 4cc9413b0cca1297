import Kindling
import Testing

extension ParityTable {
    /// The module with the inputs from number `first` on in the place of its parameters.
    private static func filled<M: Module>(_ module: M, _ inputs: ParityInputs, from first: Int) -> M {
        let parameters = module.parameters
        #expect(inputs.tensors.count == first + parameters.count)
        for (number, parameter) in parameters.enumerated() { inputs.put(first + number, into: parameter) }
        return module
    }

    static func attention() -> ParityTable {
        var t = ParityTable("attention")
        t.addPlaces()
        t.addTables()
        // torch adds in another order; the more sums follow each other, the more digits differ.
        t.tolerance = 2e-6
        t.addLayerNorm()
        t.addFunction()
        t.tolerance = 5e-6
        t.addHeads()
        t.addLayers()
        t.addMaskedLayers()
        t.addStacks()
        return t
    }

    private mutating func addTables() {
        let function = "F.embedding(_:_:paddingIndex:)"
        let layer = "Embedding.init(_:_:paddingIndex:generator:)"
        add("F.embedding(i, w)", function, within: 0) { [F.embedding($0.i, $0.a)] }
        add("F.embedding(i, w, paddingIndex: 1)", function, within: 0) { [F.embedding($0.i, $0.a, paddingIndex: 1)] }
        add("F.embedding(i, w, paddingIndex: -2)", function, within: 0) { [F.embedding($0.i, $0.a, paddingIndex: -2)] }
        add("Embedding(5, 3)", layer, "Embedding.callAsFunction(_:)", within: 0) {
            [Self.filled(Embedding(5, 3), $0, from: 0)($0.i)]
        }
        add("Embedding(5, 3, paddingIndex: -1)", layer, within: 0) {
            [Self.filled(Embedding(5, 3, paddingIndex: -1), $0, from: 0)($0.i)]
        }
    }

    private mutating func addLayerNorm() {
        let function = "F.layerNorm(_:_:weight:bias:epsilon:)"
        let layer = "LayerNorm.init(_:epsilon:elementwiseAffine:bias:)"
        add("F.layerNorm(x, [n])", function) { [F.layerNorm($0.a, [$0.a.size(-1)])] }
        add("F.layerNorm(x, [3, 4])", function) { [F.layerNorm($0.a, [3, 4])] }
        add("F.layerNorm(x, [n], weight: w)", function) { [F.layerNorm($0.a, [$0.a.size(-1)], weight: $0.b)] }
        add("F.layerNorm(x, [n], bias: b)", function) { [F.layerNorm($0.a, [$0.a.size(-1)], bias: $0.b)] }
        add("F.layerNorm(x, [n], weight: w, bias: b, epsilon: 0.1)", function) {
            [F.layerNorm($0.a, [$0.a.size(-1)], weight: $0.b, bias: $0.c, epsilon: 0.1)]
        }
        add("F.layerNorm(x, [3, 4], weight: w, bias: b)", function) {
            [F.layerNorm($0.a, [3, 4], weight: $0.b, bias: $0.c)]
        }
        // What is normalized is the rest of a number that has lost ten bits.
        add("F.layerNorm(1000 + x, [n])", function, within: 5e-4) { [F.layerNorm(1000 + $0.a, [$0.a.size(-1)])] }
        add("LayerNorm(4)", "\(layer) Int", "LayerNorm.forward(_:)") {
            [Self.filled(LayerNorm(4), $0, from: 1)($0.a)]
        }
        add("LayerNorm([3, 4])", "\(layer) [Int]") { [Self.filled(LayerNorm([3, 4]), $0, from: 1)($0.a)] }
        add("LayerNorm(4, epsilon: 0.01, bias: false)", "\(layer) Int") {
            [Self.filled(LayerNorm(4, epsilon: 0.01, bias: false), $0, from: 1)($0.a)]
        }
        add("LayerNorm([3, 4], elementwiseAffine: false)", "\(layer) [Int]") {
            [Self.filled(LayerNorm([3, 4], elementwiseAffine: false), $0, from: 1)($0.a)]
        }
    }

    private mutating func addFunction() {
        let function = "F.scaledDotProductAttention(_:_:_:mask:dropout:isCausal:scale:)"
        add("F.scaledDotProductAttention(q, k, v)", function) { [F.scaledDotProductAttention($0.a, $0.b, $0.c)] }
        add("F.scaledDotProductAttention(q, k, v, scale: 0.3)", function) {
            [F.scaledDotProductAttention($0.a, $0.b, $0.c, scale: 0.3)]
        }
        add("F.scaledDotProductAttention(q, k, v, scale: -2)", function) {
            [F.scaledDotProductAttention($0.a, $0.b, $0.c, scale: -2)]
        }
        add("F.scaledDotProductAttention(q, k, v, isCausal: true)", function) {
            [F.scaledDotProductAttention($0.a, $0.b, $0.c, isCausal: true)]
        }
        for rest in ["", " that lets nothing through"] {
            add("F.scaledDotProductAttention(q, k, v, mask: a)\(rest)", function) {
                [F.scaledDotProductAttention($0.a, $0.b, $0.c, mask: $0.tensors[3])]
            }
            add("F.scaledDotProductAttention(q, k, v, mask: m)\(rest)", function) {
                [F.scaledDotProductAttention($0.a, $0.b, $0.c, mask: $0.m)]
            }
        }
    }

    /// What several heads give for the first three inputs, or for the first one as query, key and value.
    private static func heads(
        _ inputs: ParityInputs, _ module: MultiheadAttention, ofItself: Bool = false, masks: Int = 0,
        mask: (any AttentionMask)? = nil, keyPaddingMask: (any AttentionMask)? = nil, averageWeights: Bool = true
    ) -> [any ParityValue] {
        let attention = filled(module, inputs, from: (ofItself ? 1 : 3) + masks)
        let (key, value) = ofItself ? (inputs.a, inputs.a) : (inputs.b, inputs.c)
        let (output, weights) = attention(
            inputs.a, key, value, mask: mask, keyPaddingMask: keyPaddingMask, averageWeights: averageWeights)
        return [output, weights]
    }

    private mutating func addHeads() {
        let make = "MultiheadAttention.init(embedDim:numHeads:dropout:bias:batchFirst:generator:)"
        let call = "MultiheadAttention.callAsFunction(_:_:_:mask:keyPaddingMask:averageWeights:)"
        let layers: [(first: String, make: @Sendable () -> MultiheadAttention)] = [
            ("", { MultiheadAttention(embedDim: 4, numHeads: 2) }),
            (", batchFirst: true", { MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: true) }),
        ]
        for (first, layer) in layers {
            add("MultiheadAttention(4, 2\(first))", make, call) { Self.heads($0, layer()) }
            add("MultiheadAttention(4, 2\(first)) of itself", call) { Self.heads($0, layer(), ofItself: true) }
            add("MultiheadAttention(4, 2\(first)) of one sample", call) { Self.heads($0, layer()) }
            add("MultiheadAttention(4, 2\(first))(mask: m)", call) { Self.heads($0, layer(), mask: $0.m) }
            add("MultiheadAttention(4, 2\(first))(mask: a)", call) {
                Self.heads($0, layer(), masks: 1, mask: $0.tensors[3])
            }
            add("MultiheadAttention(4, 2\(first))(keyPaddingMask: m)", call) {
                Self.heads($0, layer(), keyPaddingMask: $0.m)
            }
            add("MultiheadAttention(4, 2\(first))(mask: m, keyPaddingMask: n)", call) {
                Self.heads($0, layer(), mask: $0.m, keyPaddingMask: $0.n)
            }
            add("MultiheadAttention(4, 2\(first))(mask: a, keyPaddingMask: b)", call) {
                Self.heads($0, layer(), masks: 2, mask: $0.tensors[3], keyPaddingMask: $0.tensors[4])
            }
        }
        let plain = layers[0].make
        add("MultiheadAttention(4, 2)(keyPaddingMask: a)", call) {
            Self.heads($0, plain(), masks: 1, keyPaddingMask: $0.tensors[3])
        }
        add("MultiheadAttention(4, 2)(mask: a, keyPaddingMask: m)", call) {
            Self.heads($0, plain(), masks: 1, mask: $0.tensors[3], keyPaddingMask: $0.m)
        }
        add("MultiheadAttention(4, 2)(mask: m, keyPaddingMask: a)", call) {
            Self.heads($0, plain(), masks: 1, mask: $0.m, keyPaddingMask: $0.tensors[3])
        }
        add("MultiheadAttention(4, 2, bias: false)", make) {
            Self.heads($0, MultiheadAttention(embedDim: 4, numHeads: 2, bias: false))
        }
        add("MultiheadAttention(4, 1)", make) { Self.heads($0, MultiheadAttention(embedDim: 4, numHeads: 1)) }
        add("MultiheadAttention(6, 3, batchFirst: true)", make) {
            Self.heads($0, MultiheadAttention(embedDim: 6, numHeads: 3, batchFirst: true))
        }
        add("MultiheadAttention(4, 2)(averageWeights: false)", call) {
            Self.heads($0, plain(), averageWeights: false)
        }
        add("MultiheadAttention(4, 2, dropout: 0.4).eval()", make) {
            Self.heads($0, MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 0.4).eval())
        }
        add("MultiheadAttention(4, 2) without weights", call) {
            [Self.heads($0, plain(), mask: $0.m, keyPaddingMask: $0.n)[0]]
        }
        let first = layers[1].make
        add("MultiheadAttention(4, 2, batchFirst: true).eval() without gradients", call) { inputs in
            noGrad { Self.heads(inputs, first().eval(), ofItself: true, keyPaddingMask: inputs.m) }
        }
    }

    private static func encoderLayer(
        dropout: Double = 0, activation: @escaping (Tensor) -> Tensor = F.relu, layerNormEpsilon: Double = 1e-5,
        batchFirst: Bool = false, normFirst: Bool = false, bias: Bool = true
    ) -> TransformerEncoderLayer {
        TransformerEncoderLayer(
            dModel: 4, nhead: 2, dimFeedforward: 3, dropout: dropout, activation: activation,
            layerNormEpsilon: layerNormEpsilon, batchFirst: batchFirst, normFirst: normFirst, bias: bias)
    }

    private static func decoderLayer(
        dropout: Double = 0, activation: @escaping (Tensor) -> Tensor = F.relu, layerNormEpsilon: Double = 1e-5,
        batchFirst: Bool = false, normFirst: Bool = false, bias: Bool = true
    ) -> TransformerDecoderLayer {
        TransformerDecoderLayer(
            dModel: 4, nhead: 2, dimFeedforward: 3, dropout: dropout, activation: activation,
            layerNormEpsilon: layerNormEpsilon, batchFirst: batchFirst, normFirst: normFirst, bias: bias)
    }

    private static let activations =
        "dModel:nhead:dimFeedforward:dropout:activation:layerNormEpsilon:batchFirst:normFirst:bias:"

    private mutating func addLayers() {
        typealias Layers = @Sendable () -> (TransformerEncoderLayer, TransformerDecoderLayer)
        let layers: [(options: String, make: Layers)] = [
            ("", { (Self.encoderLayer(), Self.decoderLayer()) }),
            (
                "activation: F.gelu",
                { (Self.encoderLayer(activation: { F.gelu($0) }), Self.decoderLayer(activation: { F.gelu($0) })) }
            ),
            (
                "activation: tanh",
                { (Self.encoderLayer(activation: { $0.tanh() }), Self.decoderLayer(activation: { $0.tanh() })) }
            ),
            ("normFirst: true", { (Self.encoderLayer(normFirst: true), Self.decoderLayer(normFirst: true)) }),
            ("bias: false", { (Self.encoderLayer(bias: false), Self.decoderLayer(bias: false)) }),
            (
                "layerNormEpsilon: 0.1",
                { (Self.encoderLayer(layerNormEpsilon: 0.1), Self.decoderLayer(layerNormEpsilon: 0.1)) }
            ),
            ("batchFirst: true", { (Self.encoderLayer(batchFirst: true), Self.decoderLayer(batchFirst: true)) }),
            (
                "activation: F.gelu, batchFirst: true, normFirst: true",
                {
                    (
                        Self.encoderLayer(activation: { F.gelu($0) }, batchFirst: true, normFirst: true),
                        Self.decoderLayer(activation: { F.gelu($0) }, batchFirst: true, normFirst: true)
                    )
                }
            ),
        ]
        for (options, make) in layers {
            add(
                "TransformerEncoderLayer(\(options))", "TransformerEncoderLayer.init(\(Self.activations))",
                "TransformerEncoderLayer.forward(_:)"
            ) { [Self.filled(make().0, $0, from: 1)($0.a)] }
            add(
                "TransformerDecoderLayer(\(options))", "TransformerDecoderLayer.init(\(Self.activations))",
                "TransformerDecoderLayer.withWeights(_:memory:mask:memoryMask:keyPaddingMask:memoryKeyPaddingMask:)"
            ) {
                let (output, weights) = Self.filled(make().1, $0, from: 2).withWeights($0.a, memory: $0.b)
                return [output, weights]
            }
        }
        add("TransformerEncoderLayer(dropout: 0.5).eval()", "TransformerEncoderLayer.init(\(Self.activations))") {
            [Self.filled(Self.encoderLayer(dropout: 0.5), $0, from: 1).eval()($0.a)]
        }
        add("TransformerDecoderLayer(dropout: 0.5).eval()", "TransformerDecoderLayer.init(\(Self.activations))") {
            let layer = Self.filled(Self.decoderLayer(dropout: 0.5), $0, from: 2).eval()
            let (output, weights) = layer.withWeights($0.a, memory: $0.b)
            return [output, weights]
        }
    }

    private mutating func addMaskedLayers() {
        let encoder = "TransformerEncoderLayer.callAsFunction(_:mask:keyPaddingMask:)"
        let labels = "(_:memory:mask:memoryMask:keyPaddingMask:memoryKeyPaddingMask:)"
        for (options, batchFirst, normFirst) in [
            ("", false, false), ("normFirst: true", false, true), ("batchFirst: true", true, false),
            ("batchFirst: true, normFirst: true", true, true),
        ] {
            add("TransformerEncoderLayer(\(options)) with masks", encoder) {
                let layer = Self.filled(Self.encoderLayer(batchFirst: batchFirst, normFirst: normFirst), $0, from: 1)
                return [layer($0.a, mask: $0.m, keyPaddingMask: $0.n)]
            }
            add("TransformerDecoderLayer(\(options)) with masks", "TransformerDecoderLayer.withWeights\(labels)") {
                let layer = Self.filled(Self.decoderLayer(batchFirst: batchFirst, normFirst: normFirst), $0, from: 2)
                let (output, weights) = layer.withWeights(
                    $0.a, memory: $0.b, mask: $0.m, memoryMask: $0.n, keyPaddingMask: $0.bools[2],
                    memoryKeyPaddingMask: $0.bools[3])
                return [output, weights]
            }
        }
        add("TransformerEncoderLayer()(mask: a)", encoder) {
            [Self.filled(Self.encoderLayer(), $0, from: 2)($0.a, mask: $0.b)]
        }
        add("TransformerEncoderLayer()(keyPaddingMask: a)", encoder) {
            [Self.filled(Self.encoderLayer(), $0, from: 2)($0.a, keyPaddingMask: $0.b)]
        }
        add("TransformerDecoderLayer()(mask: a, memoryMask: b)", "TransformerDecoderLayer.callAsFunction\(labels)") {
            let layer = Self.filled(Self.decoderLayer(), $0, from: 4)
            let output = layer($0.a, memory: $0.b, mask: $0.c, memoryMask: $0.tensors[3])
            // Dropout is 0, so a second time gives the same.
            let (again, weights) = layer.withWeights($0.a, memory: $0.b, mask: $0.c, memoryMask: $0.tensors[3])
            #expect(again.isEqual(to: output))
            return [output, weights]
        }
    }

    private mutating func addStacks() {
        let encoder = "TransformerEncoder.init(_:numLayers:norm:)"
        let encoderCall = "TransformerEncoder.callAsFunction(_:mask:keyPaddingMask:)"
        let decoder = "TransformerDecoder.init(_:numLayers:norm:)"
        let labels = "(_:memory:mask:memoryMask:keyPaddingMask:memoryKeyPaddingMask:)"
        add("TransformerEncoder(numLayers: 2)", encoder, "TransformerEncoder.forward(_:)") {
            [Self.filled(TransformerEncoder(Self.encoderLayer(), numLayers: 2), $0, from: 1)($0.a)]
        }
        @Sendable func normalized(_ activation: @escaping (Tensor) -> Tensor = F.relu) -> TransformerEncoder {
            TransformerEncoder(
                Self.encoderLayer(activation: activation, batchFirst: true), numLayers: 2, norm: LayerNorm(4))
        }
        add("TransformerEncoder(numLayers: 2, norm: LayerNorm(4))", encoder) {
            [Self.filled(normalized(), $0, from: 1)($0.a)]
        }
        add("TransformerEncoder(numLayers: 2, norm: LayerNorm(4)) with masks", encoderCall) {
            [Self.filled(normalized(), $0, from: 1)($0.a, mask: $0.m, keyPaddingMask: $0.n)]
        }
        for (text, activation) in [("", F.relu), (", gelu", { F.gelu($0) })] as [(String, @Sendable (Tensor) -> Tensor)]
        {
            add(
                "TransformerEncoder(numLayers: 2, norm: LayerNorm(4)).eval() without gradients\(text)", encoderCall
            ) { inputs in
                // torch's fast path leaves zeros in padded places: the last two of the second sample.
                let model = Self.filled(normalized(activation), inputs, from: 1).eval()
                let output = noGrad { model(inputs.a, keyPaddingMask: inputs.m) }
                return [output[0], output[1, ..<2]]
            }
        }
        add("TransformerEncoder(numLayers: 1, norm: LayerNorm(4)) of layers with normFirst", encoder) {
            let model = TransformerEncoder(Self.encoderLayer(normFirst: true), numLayers: 1, norm: LayerNorm(4))
            return [Self.filled(model, $0, from: 1)($0.a)]
        }
        add("TransformerDecoder(numLayers: 1)", decoder, "TransformerDecoder.callAsFunction\(labels)") {
            let model = Self.filled(TransformerDecoder(Self.decoderLayer(), numLayers: 1), $0, from: 2)
            return [model($0.a, memory: $0.b)] + model.withWeights($0.a, memory: $0.b).weights
        }
        add(
            "TransformerDecoder(numLayers: 2, norm: LayerNorm(4)) with masks", decoder,
            "TransformerDecoder.withWeights\(labels)"
        ) {
            let layer = Self.decoderLayer(batchFirst: true)
            let model = Self.filled(TransformerDecoder(layer, numLayers: 2, norm: LayerNorm(4)), $0, from: 2)
            let (output, weights) = model.withWeights(
                $0.a, memory: $0.b, mask: $0.m, memoryMask: $0.n, keyPaddingMask: $0.bools[2],
                memoryKeyPaddingMask: $0.bools[3])
            return [output] + weights
        }
        addTransformers()
    }

    private static func transformer(
        _ encoders: Int = 1, _ decoders: Int = 1, dropout: Double = 0,
        activation: @escaping (Tensor) -> Tensor = F.relu, batchFirst: Bool = false, normFirst: Bool = false,
        bias: Bool = true
    ) -> Transformer {
        Transformer(
            dModel: 4, nhead: 2, numEncoderLayers: encoders, numDecoderLayers: decoders, dimFeedforward: 3,
            dropout: dropout, activation: activation, batchFirst: batchFirst, normFirst: normFirst, bias: bias)
    }

    private mutating func addTransformers() {
        let labels =
            "dModel:nhead:numEncoderLayers:numDecoderLayers:dimFeedforward:dropout:activation:layerNormEpsilon:"
        let make = "Transformer.init(\(labels)batchFirst:normFirst:bias:)"
        let masks = "sourceMask:targetMask:memoryMask:sourceKeyPaddingMask:targetKeyPaddingMask:memoryKeyPaddingMask:"
        let call = "Transformer.callAsFunction(_:_:\(masks))"
        add("Transformer(1, 1)", make, call) { [Self.filled(Self.transformer(), $0, from: 2)($0.a, $0.b)] }
        add("Transformer(1, 1, activation: F.gelu, batchFirst: true, normFirst: true)", make) {
            let model = Self.transformer(activation: { F.gelu($0) }, batchFirst: true, normFirst: true)
            return [Self.filled(model, $0, from: 2)($0.a, $0.b)]
        }
        add("Transformer(2, 1, bias: false)", make) {
            [Self.filled(Self.transformer(2, 1, bias: false), $0, from: 2)($0.a, $0.b)]
        }
        for (first, batchFirst) in [("", false), (", batchFirst: true", true)] {
            add("Transformer(1, 1\(first)) with masks", call) { inputs in
                let (model, masks) = (Self.transformer(batchFirst: batchFirst), inputs.bools)
                return [
                    Self.filled(model, inputs, from: 2)(
                        inputs.a, inputs.b, sourceMask: masks[0], targetMask: masks[1], memoryMask: masks[2],
                        sourceKeyPaddingMask: masks[3], targetKeyPaddingMask: masks[4], memoryKeyPaddingMask: masks[5])
                ]
            }
        }
        add("Transformer(1, 1, dropout: 0.5).eval()", make) {
            [Self.filled(Self.transformer(dropout: 0.5), $0, from: 2).eval()($0.a, $0.b)]
        }
        add("Transformer.causalMask(n)", "Transformer.causalMask(_:)") { _ in
            [1, 2, 5].map { Transformer.causalMask($0) }
        }
    }

    private mutating func addPlaces() {
        let make = "PositionalEncoding.init(dModel:dropout:maxLength:batchFirst:)"
        add("PositionalEncoding.waves(50, 8)", "PositionalEncoding.waves(_:_:)") { _ in
            [PositionalEncoding.waves(50, 8)]
        }
        add("PositionalEncoding(dModel: 6, dropout: 0, maxLength: 10)", make, "PositionalEncoding.forward(_:)") {
            [PositionalEncoding(dModel: 6, dropout: 0, maxLength: 10)($0.a)]
        }
        add("PositionalEncoding(dModel: 6, maxLength: 10, batchFirst: true).eval()", make) {
            [PositionalEncoding(dModel: 6, maxLength: 10, batchFirst: true).eval()($0.a)]
        }
    }
}
