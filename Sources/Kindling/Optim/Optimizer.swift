// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3156319defd57178

// Chapters/Workshop/08-01-optimizers.md: The base
/// Changes parameters according to their gradients. The base of all optimizers.
open class Optimizer {
    /// The groups, in the order in which they were given.
    public let groups: [ParameterGroup]

    /// The number of steps taken.
    public private(set) var stepCount = 0

    /// - Parameters:
    ///   - groups: the parameters. None may stand in two groups, and all must be leaves. One that requires no gradient
    ///     is left alone.
    ///   - lr, weightDecay, momentum, betas: the settings of groups that don't have their own.
    public init(
        _ groups: [ParameterGroup], lr: Double, weightDecay: Double = 0, momentum: Double = 0,
        betas: (Double, Double)? = nil
    ) {
        self.groups = groups
        checkParameters()
        for group in groups {
            group.takeOver(.init(lr: lr, weightDecay: weightDecay, momentum: momentum, betas: betas))
            checkNotNegative(group.lr, "lr")
            checkNotNegative(group.weightDecay, "weightDecay")
            checkNotNegative(group.momentum, "momentum")
        }
    }

    /// Changes one parameter. Override it; there is nothing to call in `super`.
    ///
    /// `step` calls this for each parameter that has a gradient, in the order of the groups, on the thread that called
    /// it. It has counted itself in `stepCount`, recording is off (`noGrad`), so in-place arithmetic such as
    /// `parameter -= gradient * group.lr` is allowed, and it tells the tape afterwards that the parameter has changed.
    /// What an optimizer remembers of a parameter it keeps under `ObjectIdentifier(parameter)`.
    /// - Parameters:
    ///   - parameter: to be changed in place. Its elements may stand anywhere; see `withState`.
    ///   - gradient: its elements stand side by side. It may be the parameter's `grad` itself: read it only.
    ///   - group: the settings that hold for this parameter now.
    open func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        fatalError("\(Self.self): update(_:_:_:) isn't overridden")
    }

    // Chapters/Workshop/18-08-optimizer-state.md: The optimizer's part, and yours
    /// What is remembered of a parameter, by names of your choice; torch's in the library's own optimizers. Empty before
    /// the parameter's first step. Override it, together with `remember`, in an optimizer that remembers something.
    ///
    /// Tensors may be those in use: whoever wants to keep them makes copies.
    open func memory(of parameter: Tensor) -> StateDict { StateDict() }

    /// Takes back what `memory(of:)` has given, maybe in another program. What the reader gives is yours alone.
    ///
    /// An empty memory is to be forgotten: the reader gives nil for everything then. So it does for what doesn't fit; then
    /// this is called again, with the memory from before.
    open func remember(_ memory: inout StateReader, of parameter: Tensor) {}

    /// Settings that hold for all groups and can't change, by torch's names. They are saved with each group, and a state
    /// with others isn't loaded.
    open var fixedSettings: KeyValuePairs<String, Double> { [:] }
    // place: state
}
extension Optimizer {
    /// Changes each parameter that has a gradient, and leaves alone what is frozen.
    public func step() {
        stepCount += 1
        noGrad {
            for group in groups {
                for parameter in group.parameters where parameter.requiresGrad {
                    guard let gradient = parameter.grad else { continue }
                    update(parameter, gradient.unrecorded.contiguous(), group)
                    parameter.storage.version += 1
                }
            }
        }
    }

    /// Forgets the gradients: they become nil or, with `setToNone: false`, zero.
    public func zeroGrad(setToNone: Bool = true) {
        for parameter in groups.flatMap(\.parameters) {
            if setToNone {
                parameter.grad = nil
            } else {
                parameter.grad?.zero()
            }
        }
    }
}
extension Optimizer {
    private func checkParameters() {
        var seen: Set<ObjectIdentifier> = []
        for parameter in groups.flatMap(\.parameters) {
            if !seen.insert(ObjectIdentifier(parameter)).inserted {
                fatalError("\(Self.self): a parameter of shape \(parameter.shape) is listed twice")
            }
            if !parameter.isLeaf {
                fatalError(
                    "\(Self.self): a tensor of shape \(parameter.shape) is the result of an operation and no leaf, so it can't be optimized"
                )
            }
            parameter.requireOwnPlaces("\(Self.self)")
        }
        if seen.isEmpty { fatalError("\(Self.self): there are no parameters to optimize") }
    }

    func checkNotNegative(_ value: Double, _ name: String) {
        if !(value >= 0) { fatalError("\(Self.self): \(name) must not be negative, and is \(value)") }
    }
}

// Chapters/Workshop/18-08-optimizer-state.md: The optimizer's part, and yours
extension Optimizer: Stateful {
    /// All that the next step depends on besides parameters and gradients: what is remembered of each parameter, the
    /// groups' settings, and the number of steps. The names are torch's, joined by dots: `state.0.exp_avg`.
    ///
    /// The tensors share the optimizer's memory; `clone()` separates them.
    public var stateDict: StateDict {
        var (result, first) = (StateDict(), 0)
        for (number, parameter) in groups.flatMap(\.parameters).enumerated() {
            result.add(memory(of: parameter), as: "state.\(number)")
        }
        for (number, group) in groups.enumerated() {
            var settings = group.stateDict(first: first)
            for (name, setting) in fixedSettings { settings[value: name] = setting }
            result.add(settings, as: "param_groups.\(number)")
            first += group.parameters.count
        }
        result[value: "step_count"] = stepCount
        return result
    }

    /// Takes over a state that `stateDict` has given, of an optimizer of the same kind with parameters of the same
    /// shapes in the same groups.
    ///
    /// A setting that this kind of optimizer doesn't have may be there if it's 0, such as one of torch's that is off.
    /// - Throws: `StateDictError`, naming everything that doesn't fit; nothing has been changed then.
    public func loadStateDict(_ state: StateDict) throws(StateDictError) {
        var reader = StateReader(state, of: "\(Self.self)")
        let steps = reader.count("step_count", isOptional: true)
        let settings = reader.part("param_groups") { newSettings(&$0) }
        let parameters = groups.flatMap(\.parameters)
        let before = parameters.map { memory(of: $0) }
        reader.part("state") { reader in
            for (number, parameter) in parameters.enumerated() {
                reader.part("\(number)", mayBeEmpty: true) { remember(&$0, of: parameter) }
            }
        }
        let error = reader.finished()
        if error.isEmpty {
            for (group, settings) in zip(groups, settings) { group.set(settings) }
            stepCount = steps ?? 0
        } else {
            for (parameter, memory) in zip(parameters, before) {
                var reader = StateReader(memory, of: error.module, mayBeEmpty: true)
                remember(&reader, of: parameter)
            }
            throw error
        }
    }

    private func newSettings(_ reader: inout StateReader) -> [ParameterGroup.Settings] {
        var first = 0
        return groups.enumerated().map { number, group in
            defer { first += group.parameters.count }
            return reader.part("\(number)") { reader in
                let settings = group.settings(&reader, first: first)
                reader.compare(fixedSettings)
                reader.passOverZeros()
                return settings
            }
        }
    }
}
