import Foundation
import Testing

@testable import Kindling

/// The Transformer's layers and stacks: what ParityTests don't compare with torch.
@Suite("Transformer", .ownRandomNumbers) struct TransformerTests {
    static func encoderLayer(dropout: Double = 0, batchFirst: Bool = true) -> TransformerEncoderLayer {
        TransformerEncoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5, dropout: dropout, batchFirst: batchFirst)
    }

    static func decoderLayer(dropout: Double = 0, batchFirst: Bool = true) -> TransformerDecoderLayer {
        TransformerDecoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5, dropout: dropout, batchFirst: batchFirst)
    }

    static func transformer(dropout: Double = 0, batchFirst: Bool = true) -> Transformer {
        Transformer(
            dModel: 4, nhead: 2, numEncoderLayers: 2, numDecoderLayers: 2, dimFeedforward: 5, dropout: dropout,
            batchFirst: batchFirst)
    }

    // MARK: Calls

    @Test("without masks an encoder is a module like any other: part of a Sequential, with hooks, summed up")
    func plainModules() {
        let x = Tensor.randn(2, 3, 4)
        let layer = Self.encoderLayer()
        let expected = layer(x, mask: nil, keyPaddingMask: nil)
        #expect(sameBits(layer(x).array, expected.array) && sameBits(layer.forward(x).array, expected.array))
        #expect(sameBits(Sequential(layer, Identity())(x).array, expected.array))
        var calls = 0
        layer.registerForwardHook { (_, _, output) -> Void in calls += output.isEqual(to: expected) ? 1 : 0 }
        _ = layer(x)
        #expect(calls == 1)
        let encoder = TransformerEncoder(layer, numLayers: 2)
        #expect(sameBits(encoder(x).array, encoder(x, mask: nil).array))
        #expect(encoder.summary(x).contains("2, 3, 4"))
    }

    @Test("the batch's place changes nothing but the place, nor does one sample alone")
    func batches() {
        let (first, second) = (Self.transformer(), Self.transformer(batchFirst: false))
        for (a, b) in zip(first.parameters, second.parameters) { noGrad { b.copy(a) } }
        let (source, target) = (Tensor.randn(3, 5, 4), Tensor.randn(3, 2, 4))
        let a = first(source, target, targetMask: Transformer.causalMask(2))
        let b = second(source.transpose(0, 1), target.transpose(0, 1), targetMask: Transformer.causalMask(2))
        #expect(a.shape == [3, 2, 4] && sameBits(a.array, b.transpose(0, 1).array))
        for model in [first, second] {
            let alone = model(source[1], target[1], targetMask: Transformer.causalMask(2))
            #expect(alone.isNear(a[1]))
        }
    }

    @Test("a decoder shows where each head of each layer looked")
    func weights() {
        let decoder = TransformerDecoder(Self.decoderLayer(), numLayers: 3)
        let (target, memory) = (Tensor.randn(2, 3, 4), Tensor.randn(2, 5, 4))
        let padding = BoolTensor([[false, false, false, false, false], [false, true, false, false, true]])
        let (output, weights) = decoder.withWeights(target, memory: memory, memoryKeyPaddingMask: padding)
        #expect(sameBits(decoder(target, memory: memory, memoryKeyPaddingMask: padding).array, output.array))
        #expect(weights.map(\.shape) == [[Int]](repeating: [2, 2, 3, 5], count: 3))
        for looked in weights {
            #expect(looked.sum(-1).isNear(.ones(2, 2, 3)))
            #expect(looked[1, 0..., 0..., 1].array.allSatisfy { $0 == 0 } && looked[0].array.allSatisfy { $0 > 0 })
        }
        #expect(decoder.withWeights(target[0], memory: memory[0]).weights[0].shape == [2, 3, 5])
        let (one, looked) = Self.decoderLayer().withWeights(target[0], memory: memory[0])
        #expect(one.shape == [3, 4] && looked.shape == [2, 3, 5])
    }

    @Test("what comes later changes nothing in front of it, and padding changes nothing elsewhere")
    func masks() {
        let model = Self.transformer()
        let (source, target) = (Tensor.randn(2, 4, 4), Tensor.randn(2, 3, 4))
        let padding = BoolTensor([[false, false, false, true], [false, false, true, true]])
        func run(_ source: Tensor, _ target: Tensor) -> Tensor {
            model(
                source, target, targetMask: Transformer.causalMask(3), sourceKeyPaddingMask: padding,
                memoryKeyPaddingMask: padding)
        }
        let output = run(source, target)
        let (otherSource, otherTarget) = (source.clone(), target.clone())
        otherSource[1, 2...].fill(9)
        otherTarget[0..., 2].fill(-9)
        let other = run(otherSource, otherTarget)
        #expect(sameBits(other[0..., ..<2].array, output[0..., ..<2].array))
        #expect(!other[0..., 2].isNear(output[0..., 2]))
    }

    @Test("a sample of padding alone stays finite, and so do all gradients")
    func paddingAlone() {
        for normFirst in [false, true] {
            let layer = TransformerEncoderLayer(
                dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0, batchFirst: true, normFirst: normFirst)
            let x = Tensor.randn(2, 3, 4)
            x.requiresGrad = true
            let padding = BoolTensor([[true, true, true], [false, false, true]])
            let output = layer(x, mask: Transformer.causalMask(3), keyPaddingMask: padding)
            output.pow(2).sum().backward()
            #expect(output.array.allSatisfy { $0.isFinite })
            #expect(([x] + layer.parameters).allSatisfy { $0.grad?.array.allSatisfy(\.isFinite) == true })
        }
    }

    @Test("dropout is in every layer while training, in none in evaluation, and nowhere with p = 0")
    func mode() {
        let (source, target) = (Tensor.randn(2, 4, 4), Tensor.randn(2, 3, 4))
        let model = Self.transformer(dropout: 0.2)
        let training = (0..<2).map { _ in model(source, target).array }
        #expect(training[0] != training[1])
        model.eval()
        #expect(model.modules.count > 30 && model.modules.allSatisfy { !$0.isTraining })
        manualSeed(3)
        let next = Tensor.rand(2).array
        manualSeed(3)
        let evaluated = (0..<2).map { _ in model(source, target).array }
        #expect(sameBits(evaluated[0], evaluated[1]) && Tensor.rand(2).array == next)
        let undropped = Self.transformer()
        manualSeed(3)
        _ = undropped(source, target)
        #expect(undropped.isTraining && Tensor.rand(2).array == next)
    }

    // MARK: Stacks

    @Test("a stack's layers start equal, learn apart, and leave the given layer alone")
    func stacks() {
        let layer = Self.encoderLayer()
        layer.linear1.weight.requiresGrad = false
        let norm = LayerNorm(4)
        let encoder = TransformerEncoder(layer, numLayers: 3, norm: norm)
        #expect(encoder.norm === norm && encoder.layers.count == 3 && !encoder.modules.contains { $0 === layer })
        #expect(encoder.parameters.count == 3 * layer.parameters.count + 2)
        for copy in encoder.layers {
            for (mine, theirs) in zip(copy.parameters, layer.parameters) {
                #expect(mine.isEqual(to: theirs) && !mine.sharesStorage(with: theirs))
                #expect(mine.requiresGrad == theirs.requiresGrad)
            }
        }
        noGrad { encoder.layers[0].linear2.bias?.fill(7) }
        #expect(encoder.layers[1].linear2.bias?.array.contains(7) == false)
        #expect(layer.linear2.bias?.array.contains(7) == false)

        let decoder = TransformerDecoder(Self.decoderLayer(), numLayers: 2)
        #expect(decoder.norm == nil && decoder.layers[0] !== decoder.layers[1])
        #expect(zip(decoder.layers[0].parameters, decoder.layers[1].parameters).allSatisfy { $0.isEqual(to: $1) })
    }

    /// (torch's encoder asks its first layer something, and stops.)
    @Test("a stack of no layers gives what it was given, normalized")
    func noLayers() {
        let x = Tensor.randn(2, 3, 4)
        #expect(TransformerEncoder(Self.encoderLayer(), numLayers: 0)(x).isEqual(to: x))
        let decoder = TransformerDecoder(Self.decoderLayer(), numLayers: 0, norm: LayerNorm(4))
        let (output, weights) = decoder.withWeights(x, memory: x)
        #expect(output.isEqual(to: LayerNorm(4)(x)) && weights.isEmpty)
    }

    @Test("a Transformer's layers start with numbers of their own, matrices by Xavier's rule")
    func start() {
        let model = Self.transformer()
        for layers in [model.encoder.layers.map(\.parameters), model.decoder.layers.map(\.parameters)] {
            for (a, b) in zip(layers[0], layers[1]) { #expect(a.isEqual(to: b) == (a.ndim == 1)) }
        }
        for weight in model.parameters where weight.ndim == 2 {
            let limit = Float((6 / Double(weight.size(0) + weight.size(1))).squareRoot())
            #expect(weight.array.allSatisfy { abs($0) <= limit } && weight.array.contains { abs($0) > limit / 2 })
        }
        #expect(Transformer(numEncoderLayers: 0, numDecoderLayers: 0).encoder.norm?.normalizedShape == [512])
    }

    @Test("a state goes from one Transformer to another")
    func state() throws {
        let (a, b) = (Self.transformer(), Self.transformer())
        let (source, target) = (Tensor.randn(2, 4, 4), Tensor.randn(2, 3, 4))
        #expect(!a(source, target).isNear(b(source, target)))
        try b.loadStateDict(a.stateDict)
        #expect(sameBits(a(source, target).array, b(source, target).array))
    }

    /// The whole way back, through both stacks. (Inputs stay away from relu's kink: with gelu there is none.)
    @Test("gradients of a decoder's layer and an encoder's, with regard to all parameters and both inputs")
    func gradients() {
        let generator = Generator(seed: 8)
        for normFirst in [false, true] {
            let encoder = TransformerEncoderLayer(
                dModel: 4, nhead: 2, dimFeedforward: 3, dropout: 0, activation: { F.gelu($0) }, batchFirst: true,
                normFirst: normFirst)
            let decoder = TransformerDecoderLayer(
                dModel: 4, nhead: 2, dimFeedforward: 3, dropout: 0, activation: { F.gelu($0) }, batchFirst: true,
                normFirst: normFirst)
            let (source, target) = (
                Tensor.randn(2, 3, 4, generator: generator), Tensor.randn(2, 2, 4, generator: generator)
            )
            let padding = BoolTensor([[false, false, false], [false, true, true]])
            #expect(gradientError(of: Masked(encoder, padding), at: source) < AttentionTests.tolerance)
            let error = gradientError(at: [target, source]) {
                decoder($0[0], memory: $0[1], mask: Transformer.causalMask(2), memoryKeyPaddingMask: padding)
            }
            #expect(error < AttentionTests.tolerance)
        }
    }

    final class Masked: Module {
        let layer: TransformerEncoderLayer
        let padding: BoolTensor

        init(_ layer: TransformerEncoderLayer, _ padding: BoolTensor) {
            (self.layer, self.padding) = (layer, padding)
            super.init()
        }

        override func forward(_ x: Tensor) -> Tensor { layer(x, keyPaddingMask: padding) }
    }

    @Test("a small encoder learns to say which number is the largest")
    func learns() {
        manualSeed(1)
        let (layer, read) = (Self.encoderLayer(), Linear(4, 1))
        let embed = Linear(1, 4)
        let optimizer = Adam(embed.parameters + layer.parameters + read.parameters, lr: 0.02)
        var losses: [Double] = []
        for _ in 0..<80 {
            let x = Tensor.rand(32, 5)
            let loss = F.crossEntropy(read(layer(embed(x.unsqueeze(-1)))).squeeze(-1), x.max(1).indices)
            optimizer.zeroGrad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        }
        #expect(losses[0] > 1.2 && losses[75...].allSatisfy { $0 < 0.5 })
    }

    // MARK: Mistakes

    static let mistakes: [Mistakes.Mistake] = [
        .init("TransformerEncoder: there can't be -1 layers") { _ = TransformerEncoder(encoderLayer(), numLayers: -1) },
        .init("TransformerDecoder: there can't be -2 layers") { _ = TransformerDecoder(decoderLayer(), numLayers: -2) },
        .init("TransformerEncoder: there can't be -1 layers") {
            _ = Transformer(dModel: 4, nhead: 2, numEncoderLayers: -1)
        },
        .init("Transformer: a source of shape [2, 3, 4]", "[3, 3, 4]") {
            _ = transformer()(.zeros(2, 3, 4), .zeros(3, 3, 4))
        },
        .init("Transformer: a source of shape [3, 2, 4]", "[3, 3, 4]") {
            _ = transformer(batchFirst: false)(.zeros(3, 2, 4), .zeros(3, 3, 4))
        },
        .init("Transformer: a source of shape [2, 3, 4]", "[3, 4]") {
            _ = transformer()(.zeros(2, 3, 4), .zeros(3, 4))
        },
        .init("MultiheadAttention: ", "[2, 3, 5]", "a width of 4") {
            _ = transformer()(.zeros(2, 3, 5), .zeros(2, 3, 4))
        },
        .init("MultiheadAttention: ", "[2, 3, 5]", "a width of 4") { _ = encoderLayer()(.zeros(2, 3, 5)) },
        .init("MultiheadAttention: a mask of shape [3, 4]") {
            _ = encoderLayer()(.zeros(2, 3, 4), mask: Tensor.zeros(3, 4))
        },
        .init("MultiheadAttention: a keyPaddingMask of shape [3, 2]") {
            _ = TransformerEncoder(encoderLayer(), numLayers: 1)(.zeros(2, 3, 4), keyPaddingMask: Tensor.zeros(3, 2))
        },
        .init("MultiheadAttention: ", "[3, 5, 4]") { _ = decoderLayer()(.zeros(2, 3, 4), memory: .zeros(3, 5, 4)) },
        .init("MultiheadAttention: a mask of shape [5, 3]", "[3, 5]") {
            _ = decoderLayer()(.zeros(2, 3, 4), memory: .zeros(2, 5, 4), memoryMask: Tensor.zeros(5, 3))
        },
        .init("MultiheadAttention: 6 numbers", "4 heads") { _ = TransformerEncoderLayer(dModel: 6, nhead: 4) },
        .init("MultiheadAttention: 6 numbers", "4 heads") { _ = TransformerDecoderLayer(dModel: 6, nhead: 4) },
        .init("MultiheadAttention: 6 numbers", "4 heads") { _ = Transformer(dModel: 6, nhead: 4) },
        .init("a probability", "1.5") { _ = encoderLayer(dropout: 1.5) },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            TransformerTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}
