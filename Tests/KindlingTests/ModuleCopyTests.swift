import Foundation
import Testing

@testable import Kindling

/// Modules of a program's own.
private final class Tied: Module, CopyableModule {
    let width: Int
    let table: Embedding
    let out: Linear
    let scale: Parameter
    let seen = Buffer(.zeros(2)), scratch = Buffer(.zeros(2), persistent: false)
    let again: Linear

    init(width: Int, out: Linear) {
        self.width = width
        self.out = out
        table = Embedding(3, width)
        scale = out.weight
        again = out
        super.init()
    }

    func remade(_ copies: ModuleCopies) -> Tied { Tied(width: width, out: copies(out)) }
}

private final class Uncopyable: Module {
    let inner = Linear(2, 2)
}

/// Made again, it's another.
private final class Forgetful: Module, CopyableModule {
    let layers: [Linear]
    init(_ count: Int) {
        layers = (0..<count).map { _ in Linear(2, 2) }
        super.init()
    }
    func remade(_ copies: ModuleCopies) -> Forgetful { Forgetful(layers.count + 1) }
}

private final class Narrowing: Module, CopyableModule {
    let layer: Linear
    init(_ width: Int) {
        layer = Linear(width, 2)
        super.init()
    }
    func remade(_ copies: ModuleCopies) -> Narrowing { Narrowing(layer.inFeatures - 1) }
}

/// Made again, it has a part of another class under the same name.
private final class Changing: Module, CopyableModule {
    let layer: Module
    init(_ layer: Module) {
        self.layer = layer
        super.init()
    }
    func remade(_ copies: ModuleCopies) -> Changing { Changing(copies(layer)) }
}

@Suite("Modules: copies", .ownRandomNumbers) struct ModuleCopyTests {
    /// All parameters and buffers.
    static func tensors(_ module: Module) -> [Tensor] {
        module.parameters.map { $0 as Tensor } + module.buffers.map { $0 as Tensor }
    }

    /// One of each class of the library that is a module, but losses, whose settings their classes keep to themselves.
    static func library() -> [Module] {
        let encoderLayer = TransformerEncoderLayer(
            dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0.25,
            activation: { F.gelu($0) }, layerNormEpsilon: 1e-3, batchFirst: true, normFirst: true, bias: false)
        let decoderLayer = TransformerDecoderLayer(
            dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0.25,
            activation: { F.gelu($0) }, layerNormEpsilon: 1e-3, batchFirst: true, normFirst: true, bias: false)
        return [
            Linear(3, 2), Linear(3, 2, bias: false), LayerNorm([2, 3], epsilon: 0.1), LayerNorm(4, bias: false),
            LayerNorm(4, elementwiseAffine: false), Embedding(5, 3), Embedding(5, 3, paddingIndex: -2),
            MultiheadAttention(embedDim: 4, numHeads: 2, dropout: 0.3, batchFirst: true),
            MultiheadAttention(embedDim: 4, numHeads: 2, bias: false), encoderLayer, decoderLayer,
            TransformerEncoder(encoderLayer, numLayers: 2),
            TransformerDecoder(decoderLayer, numLayers: 2, norm: LayerNorm(4)),
            Transformer(
                dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 5, batchFirst: true),
            PositionalEncoding(dModel: 6, dropout: 0.4, maxLength: 7, batchFirst: true),
            Sequential(Linear(3, 2), ReLU()), Sequential(), ModuleList([Linear(3, 2), Dropout(p: 0.2)]),
            Conv2d(4, 6, kernelSize: [3, 2], stride: 2, padding: [1, 0], dilation: 2, groups: 2, bias: false),
            Conv2d(4, 6, kernelSize: 3, padding: .same), BatchNorm1d(3, epsilon: 0.1, momentum: nil),
            BatchNorm1d(3, affine: false), BatchNorm2d(3, momentum: 0.3, trackRunningStats: false),
            BatchNorm2d(3, bias: false), Dropout(p: 0.3), ReLU(), Sigmoid(), Tanh(), GELU(), GELU(approximate: .tanh),
            Softmax(1), LogSoftmax(-1), Identity(), Flatten(), Flatten(0, 1), Lambda { $0 * 2 },
            MaxPool2d([2, 3], stride: 1, padding: 1, dilation: 2, ceilMode: true),
            AvgPool2d([2, 3], stride: 2, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 3),
            AdaptiveAvgPool2d([3, 2]), MnistCNN(),
        ]
    }

    @Test("every module of the library can be copied: settings, numbers, and memory of its own")
    func all() throws {
        let library = Self.library()
        for module in library {
            let tensors = Self.tensors(module)
            noGrad { for tensor in tensors { tensor.copy(.randn(tensor.shape)) } }
            let copy = module.copy()
            let name = "\(type(of: module))"
            #expect(copy !== module && type(of: copy) == type(of: module), "\(name)")
            #expect(copy.description == module.description)
            #expect(copy.stateDict.keys == module.stateDict.keys, "\(name)")
            let others = Self.tensors(copy)
            #expect(others.count == tensors.count && copy.modules.count == module.modules.count, "\(name)")
            for (mine, theirs) in zip(tensors, others) {
                #expect(theirs.isEqual(to: mine) && !theirs.sharesStorage(with: mine), "\(name)")
                #expect(theirs.requiresGrad == mine.requiresGrad && theirs.isLeaf, "\(name)")
            }
            for part in module.modules { #expect(!copy.modules.contains { $0 === part }, "\(name)") }
        }
        // A class that is added is to be added above, too.
        let folder = dataPackageRoot.appendingPathComponent("Sources/Kindling/NN")
        let listed = Set(library.map { "\(type(of: $0))" })
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard line.hasPrefix("public final class "), line.contains(": Module") || line.contains(": BatchNorm")
                else { continue }
                let name = line.dropFirst("public final class ".count).prefix { $0 != ":" }
                #expect(listed.contains(String(name)), "\(name) isn't among the modules that are copied here")
            }
        }
    }

    @Test("a copy computes the same, in training with the same seed, too")
    func computes() {
        let (x, sequence, library) = (Tensor.randn(2, 3, 4, 6), Tensor.randn(2, 3, 4), Self.library())
        let cases: [(Module, (Module) -> Tensor)] = [
            (library[9], { ($0 as! TransformerEncoderLayer)(sequence) }),
            (library[10], { ($0 as! TransformerDecoderLayer)(sequence, memory: sequence) }),
            (library[11], { ($0 as! TransformerEncoder)(sequence) }),
            (library[12], { ($0 as! TransformerDecoder)(sequence, memory: sequence) }),
            (library[13], { ($0 as! Transformer)(sequence, sequence) }),
            (library[7], { ($0 as! MultiheadAttention)(sequence, sequence, sequence).output }),
            (library[14], { $0(Tensor.zeros(2, 3, 6)) }), (Lambda { $0 * 3 }, { $0(x) }),
            (AvgPool2d(2, padding: 1, countIncludePad: false, divisorOverride: 3), { $0(x) }),
            (library[21], { $0(Tensor.ones(4, 3)) }), (library[23], { $0(Tensor.randn(2, 3, 2, 2)) }),
            (MnistCNN(), { $0(Tensor.rand(2, 784)) }),
        ]
        for (module, run) in cases {
            let copy = module.copy()
            for isTraining in [true, false] {
                module.train(isTraining)
                copy.train(isTraining)
                let results = [module, copy].map { module in
                    manualSeed(4)
                    return run(module).array
                }
                #expect(sameBits(results[0], results[1]), "\(type(of: module)), training: \(isTraining)")
            }
        }
    }

    @Test("the two learn apart, and a copy has no gradients and no hooks")
    func apart() {
        let model = Sequential(Linear(3, 4), BatchNorm1d(4), Linear(4, 1))
        let x = Tensor.randn(8, 3)
        model(x).sum().backward()
        var calls = 0
        model.registerForwardHook { (_, _, _) -> Void in calls += 1 }
        let copy = model.copy()
        #expect(copy.parameters.allSatisfy { $0.grad == nil && $0.gradFn == nil })
        #expect(model.parameters.allSatisfy { $0.grad != nil })
        let before = Self.tensors(model).map(\.array)
        copy(x).pow(2).sum().backward()
        SGD(copy.parameters, lr: 1).step()
        #expect(calls == 0)
        #expect(Self.tensors(model).map(\.array) == before)
        #expect(Self.tensors(copy).map(\.array) != before)
    }

    @Test("what learns and which parts are in training stays as it was")
    func modes() {
        let model = Sequential(Linear(3, 4), Sequential(Dropout(p: 0.5), Linear(4, 2)), BatchNorm1d(2))
        model[0].requiresGrad(false)
        model[1].eval()
        (model[2] as? BatchNorm1d)?.bias?.requiresGrad = false
        let copy = model.copy()
        #expect(copy.parameters.map(\.requiresGrad) == [false, false, true, true, true, false])
        #expect(copy.modules.map(\.isTraining) == model.modules.map(\.isTraining))
        #expect(copy.isTraining && !copy[1].isTraining && copy[2].isTraining)
        #expect(model.parameters.map(\.requiresGrad) == [false, false, true, true, true, false])
    }

    @Test("a copy draws nothing from the program's random numbers")
    func randomNumbers() {
        let model = Sequential(Linear(30, 40), Embedding(9, 9), Dropout(p: 0.5))
        manualSeed(7)
        let next = Tensor.rand(3).array
        let layer = TransformerTests.encoderLayer()
        manualSeed(7)
        _ = model.copy()
        _ = TransformerEncoder(layer, numLayers: 2)
        #expect(Tensor.rand(3).array == next)
    }

    @Test("a module that stands in two places stands in two places of the copy")
    func shared() {
        let layer = Linear(2, 2)
        let model = Sequential(layer, ReLU(), layer, Sequential(layer, Linear(2, 2)))
        let copy = model.copy()
        #expect(copy[0] === copy[2] && (copy[3] as? Sequential)?[0] === copy[0] && copy[0] !== layer)
        #expect(copy.parameters.count == model.parameters.count && copy.parameters.count == 4)
        noGrad { (copy[0] as? Linear)?.weight.fill(3) }
        #expect((copy[2] as? Linear)?.weight.array == [3, 3, 3, 3] && !layer.weight.array.contains(3))

        let tied = Tied(width: 2, out: layer)
        noGrad {
            tied.seen.fill(4)
            tied.scratch.fill(5)
            tied.scale.fill(6)
        }
        let other = tied.copy()
        #expect(other.out === other.again && other.out !== layer && other.scale === other.out.weight)
        #expect(other.seen.array == [4, 4] && other.scratch.array == [5, 5] && other.scale.array == [6, 6, 6, 6])
        #expect(!other.scratch.isPersistent && other.stateDict.keys == tied.stateDict.keys)
        // What was an argument is copied once within a copy, and anew in the next.
        #expect(tied.copy().out !== other.out)
    }

    @Test("a copy can be copied, in a function and without gradients, too")
    func again() {
        let model = Sequential(Linear(2, 2), Linear(2, 2))
        let copy = noGrad { model.copy().copy() }
        #expect(copy.parameters.allSatisfy { $0.requiresGrad && $0.isLeaf })
        #expect(zip(copy.parameters, model.parameters).allSatisfy { $0.isEqual(to: $1) && $0 !== $1 })
        copy(Tensor.ones(1, 2)).sum().backward()
        #expect(copy.parameters.allSatisfy { $0.grad != nil } && model.parameters.allSatisfy { $0.grad == nil })
        func same<M: Module>(_ module: M) -> M { module.copy() }
        #expect(same(Linear(2, 2)).inFeatures == 2)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("copy: Uncopyable can't be made again", "remade", "CopyableModule") { _ = Uncopyable().copy() },
        .init("copy: Uncopyable can't be made again", "remade") { _ = Sequential(Linear(2, 2), Uncopyable()).copy() },
        .init("copy: CrossEntropyLoss can't be made again") { _ = CrossEntropyLoss().copy() },
        .init("copy: Forgetful, made again, has other parts") { _ = Forgetful(2).copy() },
        .init("copy: Narrowing, made again, has other parts") { _ = Narrowing(3).copy() },
    ]

    @Test("what can't be copied stops the program", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            ModuleCopyTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }

    @Test("a module of any class can hold another")
    func anyClass() {
        let copy = Changing(Linear(2, 3)).copy()
        #expect((copy.layer as? Linear)?.outFeatures == 3)
    }
}
