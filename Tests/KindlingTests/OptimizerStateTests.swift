import Foundation
import Kindling
import Testing

/// What torch remembers, recorded by Fixtures/make_resume.py.
struct ResumeRecording: Decodable {
    struct Packed: Decodable {
        var dtype: String
        var shape: [Int]
        var bytes: Data

        var stored: StoredTensor {
            get throws {
                try StoredTensor(dtype: #require(.init(rawValue: dtype)), shape: shape, bytes: [UInt8](bytes))
            }
        }
    }

    struct Line: Decodable {
        var weight, bias: Packed
    }

    struct Problem: Decodable {
        var x, y, weight, bias: Packed
    }

    struct Training: Decodable {
        var before, after: Line
        var state: [String: Packed]
    }

    struct Stream: Decodable {
        var seed: UInt64
        var uniform, normal, more: Int
        var bytes: Data
        var next: Packed
    }

    var torch: String
    var problem: Problem
    var optimizers: [String: Training]
    var schedulers: [String: [String: Packed]]
    var streams: [Stream]

    static func load() throws -> Self { try fixture("torch-resume", as: Self.self) }

    static func state(_ packed: [String: Packed]) throws -> StateDict {
        var state = StateDict()
        for (name, tensor) in packed { state[stored: name] = try tensor.stored }
        return state
    }
}

/// Everything in a state, to compare by bits.
func contents(_ state: StateDict) -> [String: StoredTensor] {
    Dictionary(uniqueKeysWithValues: state.keys.map { ($0, state[stored: $0]!) })
}

@Suite("What optimizers remember", .ownRandomNumbers) struct OptimizerStateTests {
    static let kinds = ["SGD", "momentum", "nesterov", "Adam", "AdamW", "RMSprop", "centered", "two groups", "Lion"]

    static func make(_ kind: String, _ parameters: [Parameter]) -> Optimizer {
        switch kind {
        case "SGD": SGD(parameters, lr: 0.1, weightDecay: 0.01)
        case "momentum": SGD(parameters, lr: 0.1, momentum: 0.9, dampening: 0.1)
        case "nesterov": SGD(parameters, lr: 0.1, momentum: 0.9, nesterov: true)
        case "Adam": Adam(parameters, lr: 0.01, betas: (0.8, 0.99), weightDecay: 0.1)
        case "AdamW": AdamW(parameters, lr: 0.01)
        case "RMSprop": RMSprop(parameters, lr: 0.01)
        case "centered": RMSprop(parameters, lr: 0.01, momentum: 0.9, centered: true)
        case "two groups":
            Adam(
                [
                    ParameterGroup(Array(parameters.prefix(1)), lr: 1.0 / 3),
                    ParameterGroup(Array(parameters.dropFirst()), weightDecay: 0.3),
                ], lr: 0.1)
        default: Lion(parameters, lr: 0.01)
        }
    }

    /// An optimizer of a reader's, with a tensor and a number for each parameter.
    final class Lion: Optimizer {
        private var memories: [ObjectIdentifier: (mean: Tensor, steps: Int)] = [:]

        convenience init(_ parameters: [Tensor], lr: Double) {
            self.init([ParameterGroup(parameters)], lr: lr, betas: (0.9, 0.99))
        }

        override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
            let id = ObjectIdentifier(parameter)
            let (mean, steps) = memories[id] ?? (.zeros(parameter.shape), 0)
            let mixed = mean * 0.9 + gradient * 0.1
            parameter -= mixed.sign() * (group.lr / Double(1 + steps + stepCount))
            memories[id] = (mean * 0.99 + gradient * 0.01, steps + 1)
        }

        override func memory(of parameter: Tensor) -> StateDict {
            guard let (mean, steps) = memories[ObjectIdentifier(parameter)] else { return [:] }
            var memory: StateDict = ["a.mean": mean]
            memory[value: "steps"] = steps
            return memory
        }

        override func remember(_ memory: inout StateReader, of parameter: Tensor) {
            let mean = memory.tensor("a.mean", shape: parameter.shape)
            let steps = memory.count("steps")
            memories[ObjectIdentifier(parameter)] = mean.flatMap { mean in steps.map { (mean, $0) } }
        }
    }

    static func problem(seed: UInt64 = 1) -> (parameters: [Parameter], step: (Optimizer) -> Void) {
        let generator = Generator(seed: seed)
        let parameters = [
            Parameter(.randn(3, 4, generator: generator)), Parameter(.randn(4, generator: generator)),
            Parameter(.randn(5, 2, generator: generator).T),
        ]
        let x = Tensor.randn(6, 3, generator: Generator(seed: 77))
        return (
            parameters,
            { optimizer in
                let out = x.matmul(parameters[0]) + parameters[1]
                (out * out).mean().backward()
                (parameters[2] * parameters[2]).sum().backward()
                optimizer.step()
                optimizer.zeroGrad()
            }
        )
    }

    @Test("torch's states are taken over, and the next steps are torch's")
    func torch() throws {
        let recording = try ResumeRecording.load()
        #expect(recording.torch.hasPrefix("2.13") && recording.optimizers.count == 5)
        let (x, y) = (try recording.problem.x.stored.tensor(), try recording.problem.y.stored.tensor())
        for (name, training) in recording.optimizers {
            let w = Parameter(try training.before.weight.stored.tensor())
            let b = Parameter(try training.before.bias.stored.tensor())
            let optimizer: Optimizer =
                switch name {
                case "SGD": SGD([w, b], lr: 0.05, momentum: 0.9, weightDecay: 0.01)
                case "nesterov":
                    SGD([ParameterGroup([w]), ParameterGroup([b])], lr: 7, momentum: 0.5, nesterov: true)
                case "Adam": Adam([w, b])
                case "AdamW": AdamW([ParameterGroup([w]), ParameterGroup([b])])
                default: RMSprop([w, b], lr: 0.01, momentum: 0.5, centered: true)
                }
            try optimizer.loadStateDict(ResumeRecording.state(training.state))
            for _ in 0..<3 {
                F.mseLoss(x.matmul(w.T) + b, y).backward()
                optimizer.step()
                optimizer.zeroGrad()
            }
            for (ours, theirs) in [(w, training.after.weight), (b, training.after.bias)] {
                let expected = try theirs.stored.tensor().array
                #expect(zip(ours.array, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(name)")
            }
            // What we hand out has torch's names, but for its options that are off and RMSprop's count.
            let ours = optimizer.stateDict
            for key in training.state.keys where !ours.keys.contains(key) {
                let isOff = try Double(training.state[key]!.stored) == 0
                #expect(isOff || name == "RMSprop" && key.hasSuffix("step"), "\(name) \(key)")
            }
            #expect(Set(ours.keys).subtracting(training.state.keys) == ["step_count"])
        }
    }

    @Test("after any number of steps, the next optimizer goes on to the bit", arguments: kinds, 0...3)
    func roundTrip(_ kind: String, _ steps: Int) throws {
        let (first, step) = Self.problem()
        let optimizer = Self.make(kind, first)
        for _ in 0..<steps { step(optimizer) }
        optimizer.groups[0].lr = 0.1 + 1.0 / 3e9
        let state = optimizer.stateDict.clone()
        let (second, nextStep) = Self.problem(seed: 2)
        let next = Self.make(kind, second)
        nextStep(next)
        noGrad { for (a, b) in zip(first, second) { b.copy(a) } }
        try next.loadStateDict(state)
        #expect(contents(next.stateDict) == contents(state))
        #expect(next.stepCount == steps && next.groups[0].lr == 0.1 + 1.0 / 3e9)
        for _ in 0..<3 {
            step(optimizer)
            nextStep(next)
            for (a, b) in zip(first, second) { #expect(a.array == b.array) }
        }
        // Neither has written into what was kept.
        #expect(contents(state) != contents(optimizer.stateDict))
        let third = Self.make(kind, Self.problem().parameters)
        try third.loadStateDict(state)
        #expect(contents(third.stateDict) == contents(state))
    }

    @Test("a state shares nothing with the optimizer that loads it")
    func apart() throws {
        let (first, step) = Self.problem()
        let optimizer = Self.make("momentum", first)
        step(optimizer)
        let (second, nextStep) = Self.problem(seed: 2)
        let next = Self.make("momentum", second)
        try next.loadStateDict(optimizer.stateDict)
        let before = contents(optimizer.stateDict)
        nextStep(next)
        #expect(contents(optimizer.stateDict) == before)
        step(optimizer)
        #expect(contents(optimizer.stateDict) != before)
    }

    /// Each turns a good state into one that doesn't fit, and says what the error must name.
    static let damages: [(name: String, word: String, damage: @Sendable (inout StateDict) -> Void)] = [
        ("missing memory", "state.1.exp_avg", { $0["state.1.exp_avg"] = nil }),
        ("missing setting", "param_groups.0.lr", { $0["param_groups.0.lr"] = nil }),
        (
            "missing group", "param_groups.1.lr",
            { s in for k in s.keys where k.hasPrefix("param_groups.1") { s[k] = nil } }
        ),
        ("more parameters", "state.3.exp_avg", { $0["state.3.exp_avg"] = Tensor.zeros(2) }),
        ("more groups", "param_groups.2.lr", { $0[value: "param_groups.2.lr"] = 1.0 }),
        ("more memory", "state.0.velocity", { $0["state.0.velocity"] = Tensor.zeros(3, 4) }),
        ("more settings", "param_groups.0.amsgrad", { $0[value: "param_groups.0.amsgrad"] = true }),
        ("unknown part", "else.x", { $0["else.x"] = Tensor.zeros(1) }),
        ("unknown name", "x", { $0["x"] = Tensor.zeros(1) }),
        ("wrong shape", "state.2.exp_avg_sq", { $0["state.2.exp_avg_sq"] = Tensor.zeros(5, 2) }),
        ("half a step", "state.0.step", { $0[value: "state.0.step"] = 1.5 }),
        ("negative step", "state.0.step", { $0[value: "state.0.step"] = -1 }),
        ("endless steps", "state.0.step", { $0[value: "state.0.step"] = Double.infinity }),
        ("huge count", "step_count", { $0[value: "step_count"] = Int.max }),
        ("several steps", "state.0.step", { $0[value: "state.0.step"] = [1.0, 2.0] }),
        ("no rate", "param_groups.0.lr", { $0[value: "param_groups.0.lr"] = Double.nan }),
        ("negative rate", "param_groups.1.lr", { $0[value: "param_groups.1.lr"] = -0.1 }),
        ("a word for a rate", "param_groups.0.lr", { $0[value: "param_groups.0.lr"] = "fast" }),
        ("one beta", "param_groups.0.betas", { $0[value: "param_groups.0.betas"] = [0.9] }),
        ("large betas", "param_groups.0.betas", { $0[value: "param_groups.0.betas"] = [0.9, 1.5] }),
        ("a beta of one", "param_groups.0.betas", { $0[value: "param_groups.0.betas"] = [0.9, 1.0] }),
        ("another epsilon", "param_groups.0.eps", { $0[value: "param_groups.0.eps"] = 1e-7 }),
        ("other parameters", "param_groups.1.params", { $0[value: "param_groups.1.params"] = [0, 1] }),
        ("AdamW's", "decoupled", { $0[value: "param_groups.0.decoupled_weight_decay"] = true }),
    ]

    @Test("a state that doesn't fit is refused, and nothing is changed", arguments: 0..<damages.count)
    func refused(_ number: Int) throws {
        let (name, word, damage) = Self.damages[number]
        let (parameters, step) = Self.problem()
        let optimizer = Self.make("two groups", parameters)
        step(optimizer)
        var state = optimizer.stateDict.clone()
        step(optimizer)
        step(optimizer)
        damage(&state)
        let before = contents(optimizer.stateDict)
        do {
            try optimizer.loadStateDict(state)
            Issue.record("\(name) is taken")
        } catch {
            #expect(error.module == "Adam" && error.description.contains(word), "\(name): \(error)")
        }
        #expect(contents(optimizer.stateDict) == before, "\(name)")
        // It still works as if nothing had been.
        let (twins, twinStep) = Self.problem()
        let twin = Self.make("two groups", twins)
        for _ in 0..<3 { twinStep(twin) }
        step(optimizer)
        twinStep(twin)
        for (a, b) in zip(parameters, twins) { #expect(a.array == b.array, "\(name)") }
    }

    @Test("everything that doesn't fit is said at once")
    func allAtOnce() throws {
        let (parameters, step) = Self.problem()
        let optimizer = Self.make("Adam", parameters)
        step(optimizer)
        var state = optimizer.stateDict.clone()
        state["state.0.exp_avg"] = nil
        state["state.1.exp_avg"] = Tensor.zeros(7)
        state[value: "param_groups.0.lr"] = -1.0
        state["extra"] = Tensor.zeros(1)
        do {
            try optimizer.loadStateDict(state)
            Issue.record("it is taken")
        } catch {
            #expect(error.missing == ["state.0.exp_avg"])
            #expect(error.unexpected == ["extra"])
            #expect(error.unusable.map(\.name) == ["param_groups.0.lr", "state.1.exp_avg"])
        }
    }

    @Test("states of other optimizers, of any combination, are refused or fit")
    func mixed() throws {
        for first in Self.kinds {
            let (parameters, step) = Self.problem()
            let optimizer = Self.make(first, parameters)
            step(optimizer)
            for second in Self.kinds where second != first {
                let other = Self.make(second, Self.problem().parameters)
                #expect(throws: StateDictError.self, "\(first) into \(second)") {
                    try other.loadStateDict(optimizer.stateDict)
                }
            }
        }
    }

    @Test("an optimizer that was used forgets what a fresh state doesn't have")
    func forgets() throws {
        let (parameters, step) = Self.problem()
        for kind in Self.kinds {
            let fresh = Self.make(kind, parameters).stateDict.clone()
            let optimizer = Self.make(kind, parameters)
            step(optimizer)
            try optimizer.loadStateDict(fresh)
            #expect(contents(optimizer.stateDict) == contents(fresh) && optimizer.stepCount == 0, "\(kind)")
        }
    }

    @Test("values come back in the type that is asked for, and in no wrong one")
    func values() {
        var state = StateDict()
        state[value: "third"] = 1.0 / 3
        state[value: "count"] = 7
        state[value: "large"] = Int.max - 1
        state[value: "list"] = [1, 2, 3]
        state[value: "yes"] = true
        state[value: "word"] = "Wörter, 語"
        state[value: "empty"] = ""
        state[value: "none"] = [Double]()
        state[value: "table"] = IntTensor([[1, 2], [3, 4]])
        state["float"] = Tensor([2.0])
        #expect(state[value: "third"] == 1.0 / 3 && state[value: "third"] as Int? == nil)
        #expect(state[value: "count"] == 7 && state[value: "count"] == 7.0 && state[value: "count"] as Bool? == nil)
        #expect(state[value: "large"] == Int.max - 1)
        #expect(state[value: "list"] == [1, 2, 3] && state[value: "list"] == [1.0, 2, 3])
        #expect(state[value: "list"] as Int? == nil && state[value: "third"] as [Int]? == nil)
        #expect(state[value: "yes"] == true && state[value: "yes"] == 1)
        #expect(
            state[value: "word"] == "Wörter, 語" && state[value: "empty"] == "" && state[value: "list"] as String? == nil
        )
        #expect(state[value: "none"] == [Double]() && state[value: "none"] as Double? == nil)
        let table: IntTensor? = state[value: "table"]
        #expect(table?.shape == [2, 2] && table?.array == [1, 2, 3, 4])
        #expect(state[value: "float"] == 2 && state[value: "float"] == 2.0 && state[value: "missing"] as Int? == nil)
        state[stored: "broken"] = StoredTensor(dtype: .uint8, shape: [2], bytes: [0xff, 0xfe])
        #expect(state[value: "broken"] as String? == nil)
        state[value: "count"] = nil as Int?
        #expect(state[value: "count"] as Int? == nil && !state.keys.contains("count"))
    }
}
