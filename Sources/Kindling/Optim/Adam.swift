// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-02-adaptive.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 623ad83d93653032

// Chapters/Workshop/08-02-adaptive.md: Adam
import Foundation
import KindlingEngine

/// Adam: momentum, divided by the usual size of each gradient.
///
/// Weight decay is added to the gradients; see `AdamW`. Source: Kingma and Ba, *Adam: A Method for Stochastic
/// Optimization* (2015), with torch's order of operations.
public class Adam: Optimizer {
    let epsilon: Double
    private var states: [ObjectIdentifier: State] = [:]

    /// What is remembered for a parameter: the running means of its gradient and of the gradient's square, and its
    /// number of steps.
    private struct State {
        let mean, square: Tensor
        var steps = 0
    }

    /// Whether the weight decay is taken from the weights, not added to the gradient.
    var isDecoupled: Bool { false }

    /// What a group leaves open is taken from here. `betas` are β₁, for the mean of the gradients, and β₂, for that of
    /// their squares; it stops unless both are at least 0 and less than 1. `epsilon` is added to the root.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        self.epsilon = epsilon
        super.init(groups, lr: lr, weightDecay: weightDecay, betas: betas)
        checkNotNegative(epsilon, "epsilon")
        for case (let beta1, let beta2)? in groups.map(\.betas) {
            for beta in [beta1, beta2] where !(0..<1 ~= beta) {
                fatalError("\(Self.self): the betas must be at least 0 and less than 1; one is \(beta)")
            }
        }
    }

    // Chapters/Workshop/08-02-adaptive.md: Adam
    /// All parameters in one group.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        self.init([ParameterGroup(parameters)], lr: lr, betas: betas, epsilon: epsilon, weightDecay: weightDecay)
    }

    public override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        guard case (let beta1, let beta2)? = group.betas else { fatalError("\(Self.self): a group has no betas") }
        var state =
            states[ObjectIdentifier(parameter)]
            ?? State(mean: .zeros(parameter.shape), square: .zeros(parameter.shape))
        state.steps += 1
        states[ObjectIdentifier(parameter)] = state
        let correction1 = 1 - pow(beta1, Double(state.steps))
        let correction2 = 1 - pow(beta2, Double(state.steps))
        withState(parameter, gradient, state.mean) { w, g, m in
            state.square.withMutablePointer { v in
                kd_adam_step(
                    parameter.count, w, g, m, v, beta1, beta2, Float(epsilon),
                    Float(group.lr / correction1), Float(correction2.squareRoot()),
                    isDecoupled ? Float(1 - group.lr * group.weightDecay) : 1,
                    isDecoupled ? 0 : Float(group.weightDecay))
            }
        }
    }
    // Chapters/Workshop/18-08-optimizer-state.md: The library's four
    public override func memory(of parameter: Tensor) -> StateDict {
        guard let state = states[ObjectIdentifier(parameter)] else { return [:] }
        var memory = StateDict()
        memory[value: "step"] = Double(state.steps)
        memory["exp_avg"] = state.mean
        memory["exp_avg_sq"] = state.square
        return memory
    }

    public override func remember(_ memory: inout StateReader, of parameter: Tensor) {
        let steps = memory.count("step")
        let mean = memory.tensor("exp_avg", shape: parameter.shape)
        let square = memory.tensor("exp_avg_sq", shape: parameter.shape)
        states[ObjectIdentifier(parameter)] = nil
        if let mean, let square, let steps {
            states[ObjectIdentifier(parameter)] = State(mean: mean, square: square, steps: steps)
        }
    }

    public override var fixedSettings: KeyValuePairs<String, Double> {
        ["eps": epsilon, "decoupled_weight_decay": isDecoupled ? 1 : 0]
    }
    // place: step
}
// Chapters/Workshop/08-02-adaptive.md: Weight decay, twice
/// Adam with decoupled weight decay: each step first shrinks the weights by lr · weightDecay.
///
/// Source: Loshchilov and Hutter, *Decoupled Weight Decay Regularization* (2019).
public final class AdamW: Adam {
    override var isDecoupled: Bool { true }

    /// As Adam's; only the weight decay has another default.
    public override init(
        _ groups: [ParameterGroup], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) {
        super.init(groups, lr: lr, betas: betas, epsilon: epsilon, weightDecay: weightDecay)
    }

    /// All parameters in one group.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) {
        self.init([ParameterGroup(parameters)], lr: lr, betas: betas, epsilon: epsilon, weightDecay: weightDecay)
    }
}
