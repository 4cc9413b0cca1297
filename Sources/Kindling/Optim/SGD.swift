// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ddb3f9864ad44906

// Chapters/Workshop/08-01-optimizers.md: Momentum and its relatives
import KindlingEngine

/// Stochastic gradient descent, with momentum if you like.
///
/// v ← momentum · v + (1 - dampening) · g, then w ← w - lr · v. With Nesterov's momentum,
/// w ← w - lr · (g + momentum · v). Weight decay adds weightDecay · w to the gradient first. As torch does it: the
/// velocity begins with the first gradient, without dampening.
///
/// Source: Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*
/// (2013), with the learning rate outside the velocity.
public final class SGD: Optimizer {
    let dampening: Double
    let nesterov: Bool
    private var velocities: [ObjectIdentifier: Tensor] = [:]

    /// What a group leaves open is taken from here. Stops if `nesterov` comes without a momentum or with a dampening.
    public init(
        _ groups: [ParameterGroup], lr: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
        weightDecay: Double = 0,
        nesterov: Bool = false
    ) {
        self.dampening = dampening
        self.nesterov = nesterov
        super.init(groups, lr: lr, weightDecay: weightDecay, momentum: momentum)
        for group in self.groups where nesterov && (group.momentum <= 0 || dampening != 0) {
            fatalError(
                "SGD: Nesterov's momentum needs a momentum and no dampening; they are \(group.momentum) and \(dampening)"
            )
        }
    }

    // Chapters/Workshop/08-01-optimizers.md: Momentum and its relatives
    public override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
        let id = ObjectIdentifier(parameter)
        var velocity: Tensor?
        var isFirst = false
        if group.momentum != 0 {
            velocity = velocities[id]
            isFirst = velocity == nil
            velocity = velocity ?? .zeros(parameter.shape)
            velocities[id] = velocity
        }
        withState(parameter, gradient, velocity) { w, g, v in
            kd_sgd_step(
                parameter.count, w, g, v, isFirst ? 1 : 0, Float(group.lr), Float(group.momentum), dampening,
                Float(group.weightDecay), nesterov ? 1 : 0)
        }
    }
    // Chapters/Workshop/18-08-optimizer-state.md: The library's four
    public override func memory(of parameter: Tensor) -> StateDict {
        velocities[ObjectIdentifier(parameter)].map { ["momentum_buffer": $0] } ?? [:]
    }

    public override func remember(_ memory: inout StateReader, of parameter: Tensor) {
        velocities[ObjectIdentifier(parameter)] = memory.tensor("momentum_buffer", shape: parameter.shape)
    }

    public override var fixedSettings: KeyValuePairs<String, Double> {
        ["dampening": dampening, "nesterov": nesterov ? 1 : 0]
    }
    // place: step
}
extension SGD {
    /// All parameters in one group.
    public convenience init(
        _ parameters: [Tensor], lr: Double = 1e-3, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
        nesterov: Bool = false
    ) {
        self.init(
            [ParameterGroup(parameters)], lr: lr, momentum: momentum, dampening: dampening, weightDecay: weightDecay,
            nesterov: nesterov)
    }
}
