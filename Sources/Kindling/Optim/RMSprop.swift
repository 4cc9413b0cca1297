// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-02-adaptive.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c1eb1f131102575a

// Chapters/Workshop/08-02-adaptive.md: RMSprop
import KindlingEngine

/// Gradient descent in which each gradient is divided by its usual size.
///
/// Source: Hinton, *Lecture 6e of Neural Networks for Machine Learning* (2012); centered: Graves, *Generating Sequences
/// With Recurrent Neural Networks* (2013).
public final class RMSprop: Optimizer {
    let alpha, epsilon: Double
    let centered: Bool
    private var states: [ObjectIdentifier: State] = [:]

    private struct State {
        let square: Tensor
        let mean: Tensor?
        var velocity: Tensor?
    }

    /// - Parameter centered: whether to divide by the standard deviation of the gradient instead of its root mean
    ///   square.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        weightDecay: Double = 0,
        momentum: Double = 0, centered: Bool = false
    ) {
        self.alpha = alpha
        self.epsilon = epsilon
        self.centered = centered
        super.init(groups, lr: lr, weightDecay: weightDecay, momentum: momentum)
        checkNotNegative(alpha, "alpha")
        checkNotNegative(epsilon, "epsilon")
    }

    // Chapters/Workshop/08-02-adaptive.md: RMSprop
    public override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        let zeros = { Tensor.zeros(parameter.shape) }
        var state = states[ObjectIdentifier(parameter)] ?? State(square: zeros(), mean: centered ? zeros() : nil)
        // A momentum may be given later, or taken away and given again.
        let moves = group.momentum > 0
        if moves && state.velocity == nil { state.velocity = zeros() }
        states[ObjectIdentifier(parameter)] = state
        withState(parameter, gradient, state.square) { w, g, s in
            withState(parameter, gradient, state.mean) { _, _, a in
                withState(parameter, gradient, moves ? state.velocity : nil) { _, _, v in
                    kd_rmsprop_step(
                        parameter.count, w, g, s, a, v, Float(group.lr), alpha, Float(epsilon),
                        Float(group.momentum), Float(group.weightDecay))
                }
            }
        }
    }
    // Chapters/Workshop/18-08-optimizer-state.md: The library's four
    public override func memory(of parameter: Tensor) -> StateDict {
        guard let state = states[ObjectIdentifier(parameter)] else { return [:] }
        var memory: StateDict = ["square_avg": state.square]
        memory["momentum_buffer"] = state.velocity
        memory["grad_avg"] = state.mean
        return memory
    }

    public override func remember(_ memory: inout StateReader, of parameter: Tensor) {
        let shape = parameter.shape
        _ = memory.count("step", isOptional: true)
        let square = memory.tensor("square_avg", shape: shape)
        let mean = centered ? memory.tensor("grad_avg", shape: shape) : nil
        let velocity = memory.tensor("momentum_buffer", shape: shape, isOptional: true)
        states[ObjectIdentifier(parameter)] = square.map { State(square: $0, mean: mean, velocity: velocity) }
    }

    public override var fixedSettings: KeyValuePairs<String, Double> {
        ["alpha": alpha, "eps": epsilon, "centered": centered ? 1 : 0]
    }
    // place: step
}
extension RMSprop {
    /// All parameters in one group.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
        weightDecay: Double = 0,
        momentum: Double = 0, centered: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters)], lr: lr, alpha: alpha, epsilon: epsilon, weightDecay: weightDecay,
            momentum: momentum, centered: centered)
    }
}
