// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ee530cad6697d15f

// Chapters/08-optim.md: Who takes the steps
/// Some of the parameters that an optimizer changes, and what is special about them. A setting that is nil is the optimizer's own.
public struct ParameterGroup {
    /// The parameters; they are shared with the model.
    public var parameters: [Tensor]
    /// The learning rate.
    public var lr: Double?
    /// How strongly the parameters are pulled towards zero.
    public var weightDecay: Double?
    /// How much of its speed a parameter keeps.
    public var momentum: Double?

    public init(_ parameters: [Tensor], lr: Double? = nil, weightDecay: Double? = nil, momentum: Double? = nil) {
        self.parameters = parameters
        self.lr = lr
        self.weightDecay = weightDecay
        self.momentum = momentum
    }
}

/// Changes parameters according to their gradients. The base of all optimizers.
open class Optimizer {
    /// One group of parameters with its settings, which a scheduler may change.
    public final class Group {
        public let parameters: [Tensor]
        public var lr: Double
        public var weightDecay: Double
        public var momentum: Double

        init(_ parameters: [Tensor], lr: Double, weightDecay: Double, momentum: Double) {
            self.parameters = parameters
            self.lr = lr
            self.weightDecay = weightDecay
            self.momentum = momentum
        }
    }

    /// The groups, in the order in which they were given.
    public let groups: [Group]

    /// The number of steps taken.
    public private(set) var stepCount = 0

    /// - Parameters:
    ///   - groups: the parameters. None may stand in two groups, and all must be leaves that require a gradient.
    ///   - lr, weightDecay, momentum: the settings of groups that don't have their own.
    public init(_ groups: [ParameterGroup], lr: Double, weightDecay: Double = 0, momentum: Double = 0) {
        var seen: Set<ObjectIdentifier> = []
        for parameter in groups.flatMap(\.parameters) {
            if !seen.insert(ObjectIdentifier(parameter)).inserted {
                fatalError("\(Self.self): a parameter of shape \(parameter.shape) is listed twice")
            }
            if !parameter.isLeaf || !parameter.requiresGrad {
                fatalError("\(Self.self): a tensor of shape \(parameter.shape) is no leaf that requires a gradient, so it can't be optimized")
            }
        }
        if seen.isEmpty { fatalError("\(Self.self): there are no parameters to optimize") }
        self.groups = groups.map { group in
            Group(
                group.parameters, lr: group.lr ?? lr, weightDecay: group.weightDecay ?? weightDecay,
                momentum: group.momentum ?? momentum)
        }
        for group in self.groups {
            checkNotNegative(group.lr, "lr")
            checkNotNegative(group.weightDecay, "weightDecay")
            checkNotNegative(group.momentum, "momentum")
        }
    }

    /// Changes each parameter that has a gradient.
    public final func step() {
        stepCount += 1
        noGrad {
            for group in groups {
                for parameter in group.parameters {
                    guard let gradient = parameter.grad else { continue }
                    update(parameter, gradient.unrecorded.contiguous(), group)
                    parameter.storage.version += 1
                }
            }
        }
    }

    /// Changes one parameter. Override it; there is nothing to call in `super`.
    ///
    /// `step` calls this for each parameter that has a gradient, in the order of the groups, on the thread that called it. It has counted itself in
    /// `stepCount`, recording is off (`noGrad`), so in-place arithmetic such as `parameter -= gradient * group.lr` is allowed, and it tells the tape
    /// afterwards that the parameter has changed. What an optimizer remembers of a parameter it keeps under `ObjectIdentifier(parameter)`.
    /// - Parameters:
    ///   - parameter: to be changed in place. Its elements may stand anywhere; see `withState`.
    ///   - gradient: its elements stand side by side. It may be the parameter's `grad` itself: read it only.
    ///   - group: the settings that hold for this parameter now.
    open func update(_ parameter: Tensor, _ gradient: Tensor, _ group: Group) {
        fatalError("\(Self.self): update(_:_:_:) isn't overridden")
    }

    /// Forgets the gradients: they become nil or, with `setToNone: false`, zero.
    public final func zeroGrad(setToNone: Bool = true) {
        for group in groups {
            for parameter in group.parameters {
                if setToNone {
                    parameter.grad = nil
                } else {
                    parameter.grad?.zero()
                }
            }
        }
    }

    func checkNotNegative(_ value: Double, _ name: String) {
        if !(value >= 0) { fatalError("\(Self.self): \(name) must not be negative, and is \(value)") }
    }
}
