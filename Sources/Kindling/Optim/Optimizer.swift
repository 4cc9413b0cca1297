// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f1af9ad1e371b306

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
