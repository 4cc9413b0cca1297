import Foundation
import Testing

@testable import Kindling

/// What torch's modules are and print, recorded by Fixtures/make_module.py.
private struct ModuleRecording: Decodable {
    struct Floats: Decodable {
        var shape: [Int]
        var values: Data
    }

    struct LinearStart: Decodable {
        var seed: UInt64
        var `in`, out: Int
        var weight: Floats
        var bias: Floats?
    }

    struct Start: Decodable {
        var name: String
        var result: Floats
    }

    struct Tree: Decodable {
        var text: String
        var parameters, buffers, state: [String]
    }

    var torch: String
    var linear: [LinearStart]
    var `init`: [Start]
    var outer: Tree
    var blocks: [Tree]
    var texts: [String]
}

private class Block: Module {
    let firstLayer = Linear(2, 3)
    let layers: [Module]
    let heads: [String: Module] = ["b": Identity(), "a": Linear(3, 1, bias: false)]
    let scale = Parameter(Tensor.ones(3))
    let mean = Buffer(Tensor.zeros(2))
    let scratch = Buffer(Tensor.zeros(2), persistent: false)
    let width = 3
    let names = ["one", "two"]
    let plain = Tensor.ones(3)
    let shortcut: Linear? = nil

    init(_ layers: [Module]) {
        self.layers = layers
    }
}

private final class Outer: Module {
    let one = Block([Linear(3, 3), Linear(3, 3), Linear(3, 4), Identity(), Identity()])
    let two = Block([Block([Identity()]), Block([Identity()])])
    let again: Block
    let offset = Parameter(Tensor.zeros(1))

    override init() { again = one }
}

private class Base: Module {
    let first = Parameter([1])
    let inner = Linear(1, 1)
}

private final class Derived: Base {
    var convTwo = Linear(1, 2)
    let fc1: Linear? = Linear(2, 1)
    let missing: Linear? = nil
    let pairs: [[Parameter?]] = [[Parameter([2]), nil], [Parameter([3])]]
    lazy var later = Linear(1, 1)
    let byNumber: [Int: Linear] = [2: Linear(1, 1), 1: Linear(1, 1)]
    let tied: Parameter

    override init() {
        tied = convTwo.weight
    }

    override func forward(_ x: Tensor) -> Tensor { convTwo(x) }
}

private final class Talker: Module {
    let text: String
    let child: Identity?

    init(_ text: String, _ hasChild: Bool) {
        self.text = text
        child = hasChild ? Identity() : nil
    }

    override var extraDescription: String { text }
}

/// A part that knows the whole, and the whole.
private final class Part: Module {
    let weight = Parameter([2])
    weak var whole: Module?
}

private final class Whole: Module {
    let bias = Parameter([3])
    let part = Part()
    var spare: Part?
    override init() {
        super.init()
        part.whole = self
    }
}

/// Knows itself.
private final class Loop: Module {
    let weight = Parameter([1])
    var me: Module?
}

@Suite(.ownRandomNumbers) struct ModuleTests {
    // MARK: Against torch

    @Test func linearStartsAsInTorch() throws {
        let recording = try fixture("torch-module", as: ModuleRecording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        for start in recording.linear {
            let generator = Generator(seed: start.seed)
            let layer = Linear(start.in, start.out, bias: start.bias != nil, generator: generator)
            #expect(layer.weight.shape == start.weight.shape)
            #expect(layer.weight.array == start.weight.values.floats, "seed \(start.seed), \(start.in) to \(start.out)")
            #expect(layer.bias?.array == start.bias?.values.floats)
        }
    }

    @Test func initAgreesWithTorch() throws {
        let fills: [String: (Tensor, Generator) -> Tensor] = [
            "uniform": { Init.uniform($0, -0.3, 0.7, generator: $1) },
            "normal": { Init.normal($0, mean: 0.5, std: 2, generator: $1) },
            "xavierUniform": { Init.xavierUniform($0, gain: 1.5, generator: $1) },
            "xavierNormal": { Init.xavierNormal($0, generator: $1) },
            "kaimingUniform": { Init.kaimingUniform($0, a: 5.0.squareRoot(), generator: $1) },
            "kaimingUniform relu fanOut": { Init.kaimingUniform($0, fan: .fanOut, nonlinearity: .relu, generator: $1) },
            "kaimingNormal": { Init.kaimingNormal($0, generator: $1) },
            "kaimingNormal tanh": { Init.kaimingNormal($0, nonlinearity: .tanh, generator: $1) },
            "constant": { tensor, _ in Init.constant(tensor, 0.25) },
        ]
        for start in try fixture("torch-module", as: ModuleRecording.self).`init` {
            let fill = try #require(fills[start.name])
            let weight = Parameter(Tensor.zeros(start.result.shape))
            #expect(fill(weight, Generator(seed: 11)) === weight)
            // Uniform numbers are torch's to the bit; normal ones come from another logarithm and cosine.
            let allowed: Float = start.name.contains("ormal") ? 2e-6 : 0
            let errors = zip(weight.array, start.result.values.floats).map { abs($0 - $1) }
            #expect(errors.allSatisfy { $0 <= allowed }, "\(start.name) \(start.result.shape)")
        }
    }

    @Test func namesAndTextAreTorchs() throws {
        let tree = try fixture("torch-module", as: ModuleRecording.self).outer
        let outer = Outer()
        #expect(outer.description == tree.text)
        #expect(outer.namedParameters.map(\.name) == tree.parameters)
        #expect(outer.namedBuffers.map(\.name) == tree.buffers)
        #expect(outer.stateDict.keys == tree.state)
    }

    /// Tables, norms, attention, and what is built with it.
    @Test func blocksAreTorchs() throws {
        let encoderLayer = TransformerEncoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5)
        let decoderLayer = TransformerDecoderLayer(dModel: 4, nhead: 2, dimFeedforward: 5)
        let blocks: [Module] = [
            Embedding(10, 4), Embedding(10, 4, paddingIndex: -1), LayerNorm(4),
            LayerNorm([3, 4], epsilon: 1e-6, bias: false), LayerNorm(4, epsilon: 0.5, elementwiseAffine: false),
            MultiheadAttention(embedDim: 4, numHeads: 2),
            MultiheadAttention(embedDim: 4, numHeads: 1, dropout: 0.1, bias: false),
            encoderLayer,
            TransformerEncoderLayer(
                dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0.25, normFirst: true, bias: false),
            decoderLayer,
            TransformerDecoderLayer(
                dModel: 4, nhead: 2, dimFeedforward: 5, dropout: 0, layerNormEpsilon: 0.001, batchFirst: true,
                bias: false),
            TransformerEncoder(encoderLayer, numLayers: 2),
            TransformerEncoder(encoderLayer, numLayers: 1, norm: LayerNorm(4)),
            TransformerDecoder(decoderLayer, numLayers: 2, norm: LayerNorm(4)),
            Transformer(dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 5),
        ]
        let trees = try fixture("torch-module", as: ModuleRecording.self).blocks
        #expect(blocks.count == trees.count)
        for (block, tree) in zip(blocks, trees) {
            #expect(block.description == tree.text)
            #expect(block.namedParameters.map(\.name) == tree.parameters, "\(type(of: block))")
            #expect(block.namedBuffers.map(\.name) == tree.buffers, "\(type(of: block))")
            #expect(block.stateDict.keys == tree.state, "\(type(of: block))")
        }
    }

    @Test func textsAreTorchs() throws {
        let texts = try fixture("torch-module", as: ModuleRecording.self).texts
        let modules: [Module] =
            ["", "one=1", "one=1\ntwo=2"].flatMap { text in [false, true].map { Talker(text, $0) } } + [
                ModuleList(), ModuleList([Identity()]),
                [Linear(1, 2), Talker("x\ny", true), Talker("x\ny", true)] as ModuleList,
            ]
        #expect(modules.map(\.description) == texts)
    }

    // MARK: Discovery

    @Test func findsEverythingInOrder() {
        let module = Derived()
        #expect(
            module.namedParameters.map(\.name) == [
                "first", "pairs.0.0", "pairs.1.0", "tied", "inner.weight", "inner.bias", "conv_two.bias", "fc1.weight",
                "fc1.bias",
                "by_number.1.weight", "by_number.1.bias", "by_number.2.weight", "by_number.2.bias",
            ])
        #expect(module.namedModules.map(\.name) == ["", "inner", "conv_two", "fc1", "by_number.1", "by_number.2"])
        #expect(module.stateDict.keys.contains("conv_two.weight") && module.stateDict.keys.contains("tied"))
        _ = module.later
        #expect(module.namedChildren.map(\.name).contains("later"))
    }

    @Test func nothingIsCached() {
        let module = Derived()
        let before = module.convTwo
        module.convTwo = Linear(5, 6)
        #expect(!module.children.contains { $0 === before })
        #expect(module.parameters.contains { $0.shape == [6, 5] })
    }

    @Test func sharedModulesCountOnce() {
        let outer = Outer()
        #expect(outer.children.count == 2)
        #expect(Set(outer.parameters.map(ObjectIdentifier.init)).count == outer.parameters.count)
        #expect(outer.stateDict["again.scale"]?.sharesStorage(with: outer.one.scale) == true)
    }

    @Test func aPartMayKnowTheWhole() {
        let whole = Whole()
        #expect(whole.namedParameters.map(\.name) == ["bias", "part.weight"])
        #expect(whole.part.namedParameters.map(\.name) == ["weight"] && whole.part.modules.count == 1)
        #expect(whole.stateDict.keys == ["bias", "part.weight"])
        #expect("\(whole)" == "Whole(\n  (part): Part()\n)" && "\(whole.part)" == "Part()")
        whole.part.eval()
        #expect(whole.isTraining && !whole.part.isTraining)
        whole.train()
        whole.eval()
        #expect(!whole.isTraining && !whole.part.isTraining)
        var visited = 0
        whole.apply { _ in visited += 1 }
        #expect(visited == 2)
        // An optional part that knows nothing of the whole is a part like any other.
        whole.spare = Part()
        #expect(whole.namedParameters.map(\.name) == ["bias", "part.weight", "spare.weight"])
    }

    @Test func twoOptionalsThatHoldEachOtherAreRefused() async {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let whole = Whole()
            whole.spare = Part()
            whole.spare?.whole = whole
            _ = whole.modules
        }
        checkMessage(Mistakes.Mistake("Whole: ", "Part", "override members") {}, outcome?.standardErrorContent)
    }

    @Test func aModuleMayKnowItself() {
        let loop = Loop()
        loop.me = loop
        #expect(loop.modules.count == 1)
        #expect(loop.namedParameters.map(\.name) == ["weight"])
        #expect(loop.stateDict.keys == ["weight"])
        loop.me = nil
    }

    @Test(arguments: [
        ("convOne", "conv_one"), ("conv1", "conv1"), ("fc1", "fc1"), ("x", "x"), ("inputURL", "input_url"),
        ("URLField", "url_field"),
        ("num_flat", "num_flat"), ("layer2Norm", "layer2_norm"), ("aBC", "a_bc"), ("$__lazy_storage_$_later", "later"),
    ])
    func snakeCasing(_ swift: String, _ python: String) {
        #expect(snakeCase(swift) == python)
    }

    /// A million numbers in a property must not be looked at one by one.
    @Test func largeArraysAreSkipped() {
        final class WithData: Module {
            let numbers = [Int](0..<1_000_000)
            let table = [[Float]](repeating: [1, 2, 3], count: 100_000)
            let weight = Parameter([1])
        }
        let module = WithData()
        let clock = ContinuousClock()
        let time = clock.measure { for _ in 0..<3 { _ = module.parameters } }
        #expect(module.parameters.count == 1)
        #expect(time < .seconds(1))
    }

    // MARK: Parameters

    @Test func parametersAndBuffers() {
        let source = Tensor([1, 2, 3])
        let parameter = Parameter(source)
        #expect(parameter.requiresGrad && parameter.isLeaf && source.sharesStorage(with: parameter))
        #expect(!source.requiresGrad)
        #expect(!Parameter(source, requiresGrad: false).requiresGrad)
        #expect(Parameter([1, 2]).requiresGrad)
        #expect("\(parameter)" == "Parameter containing:\ntensor([1., 2., 3.], requires_grad=True)")
        #expect("\(Buffer(source))" == "tensor([1., 2., 3.])")
        #expect(!Buffer(source).requiresGrad)
        // Made from a result, it has no history.
        #expect(Parameter(parameter * 2).isLeaf)
        #expect(!(parameter * 2 is Parameter))
    }

    @Test func zeroGradAndFreezing() {
        let layer = Linear(3, 2)
        layer(Tensor.ones(4, 3)).sum().backward()
        #expect(layer.weight.grad != nil && layer.bias?.grad?.array == [4, 4])
        let kept = layer.weight.grad
        layer.zeroGrad(setToNone: false)
        #expect(layer.weight.grad === kept && kept?.array == [0, 0, 0, 0, 0, 0])
        layer.zeroGrad()
        #expect(layer.weight.grad == nil)
        layer.requiresGrad(false)
        #expect(!layer(Tensor.ones(4, 3)).requiresGrad)
        layer.requiresGrad()
        #expect(layer(Tensor.ones(4, 3)).requiresGrad)
    }

    @Test func trainAndEval() {
        let outer = Outer()
        #expect(outer.modules.allSatisfy { $0.isTraining })
        #expect(outer.eval() === outer)
        #expect(!outer.modules.contains { $0.isTraining })
        outer.one.train()
        #expect(outer.one.layers.allSatisfy { $0.isTraining } && !outer.two.isTraining)
    }

    @Test func applyGoesFromTheInsideOut() {
        var seen: [ObjectIdentifier] = []
        let outer = Outer()
        outer.apply { seen.append(ObjectIdentifier($0)) }
        #expect(seen.last == ObjectIdentifier(outer))
        #expect(seen.count == outer.modules.count)
    }

    // MARK: State

    @Test func statesGoBack() throws {
        let (a, b) = (Outer(), Outer())
        let state = a.stateDict
        try b.loadStateDict(state)
        for (mine, theirs) in zip(a.stateDict, b.stateDict) {
            #expect(mine.name == theirs.name && mine.tensor.isEqual(to: theirs.tensor))
        }
        // The state shares the model's memory, a clone doesn't.
        let copy = state.clone()
        noGrad { a.offset.fill(7) }
        #expect(state["offset"]?.array == [7] && copy["offset"]?.array == [0])
        #expect(state["offset"]?.requiresGrad == false)
        try a.loadStateDict(a.stateDict)
        #expect(a.offset.array == [7])
    }

    @Test func wrongStatesChangeNothing() throws {
        let layer = Linear(2, 3)
        let before = layer.stateDict.clone()
        var error = StateDictError(module: "Linear")
        error.missing = ["bias"]
        error.unexpected = ["offset", "scale"]
        error.misshapen = [.init(name: "weight", expected: [3, 2], found: [2, 3])]
        let state: StateDict = ["offset": Tensor(1), "weight": Tensor.zeros(2, 3), "scale": Tensor(1)]
        #expect(throws: error) { try layer.loadStateDict(state) }
        #expect(
            error.description == """
                the state does not fit Linear:
                    missing: bias
                    unexpected: offset, scale
                    misshapen: weight has the shape [2, 3], the module's [3, 2]
                """)
        #expect(throws: StateDictError.self) { try layer.loadStateDict(["bias": Tensor.zeros(3)]) }
        #expect(throws: StateDictError.self) { try layer.loadStateDict(["weight": Tensor.zeros(2, 2)], strict: false) }
        for (mine, theirs) in zip(layer.stateDict, before) { #expect(mine.tensor.isEqual(to: theirs.tensor)) }
        let rest = try layer.loadStateDict(["bias": Tensor.ones(3), "other": Tensor(1)], strict: false)
        #expect(rest.missing == ["weight"] && rest.unexpected == ["other"] && layer.bias?.array == [1, 1, 1])
    }

    @Test func stateDictKeepsItsOrder() {
        var state: StateDict = ["b": Tensor(1), "a": Tensor([2, 3])]
        state["c"] = Tensor(4)
        state["b"] = Tensor(5)
        #expect(state.keys == ["b", "a", "c"] && state.count == 3)
        #expect(state["b"]?.item() == 5)
        state["a"] = nil
        state["nothing"] = nil
        #expect(state.map(\.name) == ["b", "c"])
        #expect("\(state)" == "b: []\nc: []")
    }

    // MARK: Hooks

    @Test func hooksListenAndReplace() {
        let layer = Linear(2, 2)
        let x = Tensor.ones(1, 2)
        let plain = layer(x)
        var calls: [String] = []
        let first = layer.registerForwardHook { (module, input, output) -> Void in
            calls.append("first \(module === layer) \(input.shape) \(output.isEqual(to: plain))")
        }
        let second = layer.registerForwardHook { (_, _, output) -> Tensor in output * 2 }
        layer.registerForwardHook { (_, _, output) -> Void in calls.append("third \(output.isEqual(to: plain * 2))") }
        let pre = layer.registerForwardPreHook { (_, input) -> Void in calls.append("pre \(input === x)") }
        #expect(layer(x).isEqual(to: plain * 2))
        #expect(calls == ["pre true", "first true [1, 2] true", "third true"])
        first.remove()
        second.remove()
        second.remove()
        pre.remove()
        calls = []
        #expect(layer(x).isEqual(to: plain))
        #expect(calls == ["third false"])
        layer.registerForwardPreHook { (_, input) -> Tensor in input * 0 }
        #expect(layer(x).isEqual(to: layer.bias!.unsqueeze(0)))
    }

    @Test func hooksDoNotKeepTheModuleAlive() {
        weak var gone: Linear?
        var handle: HookHandle?
        do {
            let layer = Linear(1, 1)
            gone = layer
            handle = layer.registerForwardHook { (_, _, _) -> Void in }
        }
        #expect(gone == nil)
        handle?.remove()
    }

    @Test func summaryCountsAndLeavesNoTrace() {
        final class Two: Module {
            let hidden = Linear(784, 30)
            let spare = Linear(2, 2)
            let out = Linear(30, 10)
            override func forward(_ x: Tensor) -> Tensor { out(F.relu(hidden(x))) }
        }
        let two = Two()
        two.out.eval()
        two.hidden.weight.requiresGrad = false
        #expect(
            two.summary(Tensor.zeros(5, 784)) == """
                Layer             Output shape  Parameters
                ──────────────────────────────────────────
                Two               [5, 10]                -
                  hidden: Linear  [5, 30]           23,550
                  spare: Linear   -                      6
                  out: Linear     [5, 10]              310
                ──────────────────────────────────────────
                23,866 parameters, 346 of them trained
                """)
        #expect(two.isTraining && two.hidden.isTraining && !two.out.isTraining)
        #expect(two.modules.allSatisfy { $0.hooks.isEmpty })
    }

    // MARK: Layers

    @Test func moduleList() {
        let list = ModuleList([Linear(1, 2)])
        list.append(Identity()).append(Linear(2, 1))
        #expect(list.count == 3 && list[1] is Identity)
        #expect(list.namedParameters.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
        list[1] = Linear(2, 2)
        #expect(list.parameters.count == 6)
        #expect(list.reduce(Tensor.ones(3, 1)) { $1($0) }.shape == [3, 1])
    }

    @Test func linearAndIdentity() {
        let layer = Linear(3, 2, generator: Generator(seed: 4))
        #expect(layer.weight.array.allSatisfy { abs($0) <= 1 / Float(3).squareRoot() })
        for shape in [[3], [4, 3], [0, 3], [2, 5, 3], [1, 2, 1, 3]] {
            #expect(layer(Tensor.ones(shape)).shape == shape.dropLast() + [2])
        }
        let plain = Linear(3, 2, bias: false)
        #expect(plain.bias == nil && plain.parameters.count == 1)
        #expect(plain.description == "Linear(in_features=3, out_features=2, bias=False)")
        #expect(Linear(0, 2)(Tensor.zeros(3, 0)).shape == [3, 2])
        let x = Tensor([1])
        #expect(Identity()(x) === x && Identity().description == "Identity()")
        let again = Linear(3, 2, generator: Generator(seed: 4))
        #expect(again.weight.isEqual(to: layer.weight))
        again.resetParameters(generator: Generator(seed: 5))
        #expect(!again.weight.isEqual(to: layer.weight))
    }

    @Test(arguments: 0..<10)
    func linearGradients(_ seed: Int) {
        let generator = Generator(seed: UInt64(seed))
        let (n, i, o) = (generator.integer(in: 1..<6), generator.integer(in: 1..<6), generator.integer(in: 1..<6))
        let layer = Linear(i, o, bias: seed % 2 == 0, generator: generator)
        let x = Tensor.randn(n, i, generator: generator)
        #expect(gradientError(at: [x]) { layer($0[0]) } < 1e-3)
        layer.zeroGrad()
        layer(x).sum().backward()
        #expect(layer.weight.grad?.shape == [o, i] && layer.weight.grad?.isContiguous == true)
    }

    static let mistakes: [(message: String, body: @Sendable () -> Void)] = [
        ("Module: forward(_:) isn't overridden", { _ = Module()(Tensor(1)) }),
        ("linear: an input of shape [5, 4] doesn't fit a weight of shape [2, 3]", { _ = Linear(3, 2)(.zeros(5, 4)) }),
        ("Linear: -1 inputs and 2 outputs can't be", { _ = Linear(-1, 2) }),
        ("fans: a weight has at least two dimensions", { _ = Init.kaimingNormal(.zeros(3)) }),
    ]

    @Test(arguments: Self.mistakes.indices)
    func mistakesAreNamed(_ i: Int) async {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            Self.mistakes[i].body()
        }
        let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("Fatal error: \(Self.mistakes[i].message)"))
    }
}
