import Kindling

extension ParityTable {
    /// The two parameters after each of six steps with the recorded gradients; the second has none in step 3. With a scheduler, the learning
    /// rates after each step come first.
    private static func steps(
        _ inputs: ParityInputs, _ make: ([Tensor]) -> Optimizer, schedule: ((Optimizer) -> LRScheduler)? = nil
    ) -> [any ParityValue] {
        let parameters = [inputs.a, inputs.b]
        let optimizer = make(parameters)
        let scheduler = schedule?(optimizer)
        var outputs: [any ParityValue] = []
        for step in 0..<6 {
            optimizer.zeroGrad()
            parameters[0].grad = inputs.tensors[2 + 2 * step].clone()
            parameters[1].grad = step == 3 ? nil : inputs.tensors[3 + 2 * step].clone()
            optimizer.step()
            if let scheduler {
                scheduler.step()
                for lr in scheduler.lastLRs { outputs.append(lr) }
            }
            for parameter in parameters { outputs.append(parameter.detach().clone()) }
        }
        return outputs
    }

    /// The second parameter in a group of its own, with its own learning rate and weight decay.
    private static func grouped(_ parameters: [Tensor]) -> [ParameterGroup] {
        [ParameterGroup([parameters[0]]), ParameterGroup([parameters[1]], lr: 0.05, weightDecay: 0.2)]
    }

    static func optimizers() -> ParityTable {
        var t = ParityTable("optimizers")
        t.tolerance = 0
        let sgd = "SGD.init(_:lr:momentum:dampening:weightDecay:nesterov:)"
        t.add("SGD(p, lr: 0.1)", "\(sgd) [Tensor]", "SGD.update(_:_:_:)") { steps($0) { SGD($0, lr: 0.1) } }
        t.add("SGD(p, lr: 0.1, momentum: 0.9)", "\(sgd) [Tensor]") { steps($0) { SGD($0, lr: 0.1, momentum: 0.9) } }
        t.add("SGD(p, lr: 0.1, momentum: 0.9, dampening: 0.3)", "\(sgd) [Tensor]") {
            steps($0) { SGD($0, lr: 0.1, momentum: 0.9, dampening: 0.3) }
        }
        t.add("SGD(p, lr: 0.1, weightDecay: 0.3)", "\(sgd) [Tensor]") {
            steps($0) { SGD($0, lr: 0.1, weightDecay: 0.3) }
        }
        t.add("SGD(p, lr: 0.1, momentum: 0.9, weightDecay: 0.3, nesterov: true)", "\(sgd) [Tensor]") {
            steps($0) { SGD($0, lr: 0.1, momentum: 0.9, weightDecay: 0.3, nesterov: true) }
        }
        // torch takes square roots from Intel's library, which is off in the last place for one number in five; here they are rightly rounded.
        t.tolerance = 2.4e-7
        let adam = "Adam.init(_:lr:betas:epsilon:weightDecay:)"
        t.add("Adam(p)", "\(adam) [Tensor]", "Adam.update(_:_:_:)") { steps($0) { Adam($0) } }
        t.add("Adam(p, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3)", "\(adam) [Tensor]") {
            steps($0) { Adam($0, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3) }
        }
        let adamW = "AdamW.init(_:lr:betas:epsilon:weightDecay:)"
        t.add("AdamW(p)", "\(adamW) [Tensor]") { steps($0) { AdamW($0) } }
        t.add("AdamW(p, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3)", "\(adamW) [Tensor]") {
            steps($0) { AdamW($0, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3) }
        }
        let rmsprop = "RMSprop.init(_:lr:alpha:epsilon:weightDecay:momentum:centered:)"
        t.add("RMSprop(p)", "\(rmsprop) [Tensor]", "RMSprop.update(_:_:_:)") { steps($0) { RMSprop($0) } }
        t.add("RMSprop(p, lr: 0.1, alpha: 0.9, epsilon: 1e-3, weightDecay: 0.3)", "\(rmsprop) [Tensor]") {
            steps($0) { RMSprop($0, lr: 0.1, alpha: 0.9, epsilon: 1e-3, weightDecay: 0.3) }
        }
        t.add("RMSprop(p, lr: 0.1, momentum: 0.5)", "\(rmsprop) [Tensor]") {
            steps($0) { RMSprop($0, lr: 0.1, momentum: 0.5) }
        }
        // Centered, the root is taken of a difference, which is smaller than what was rounded.
        t.add("RMSprop(p, lr: 0.1, momentum: 0.5, centered: true)", "\(rmsprop) [Tensor]", within: 5e-7) {
            steps($0) { RMSprop($0, lr: 0.1, momentum: 0.5, centered: true) }
        }
        t.add("RMSprop(p, lr: 0.1, centered: true)", "\(rmsprop) [Tensor]", within: 5e-7) {
            steps($0) { RMSprop($0, lr: 0.1, centered: true) }
        }

        t.add(
            "SGD(groups, lr: 0.1, momentum: 0.9)", "\(sgd) [ParameterGroup]"
        ) { steps($0) { SGD(grouped($0), lr: 0.1, momentum: 0.9) } }
        t.add("Adam(groups, lr: 0.1)", "\(adam) [ParameterGroup]") { steps($0) { Adam(grouped($0), lr: 0.1) } }
        t.add("AdamW(groups, lr: 0.1)", "\(adamW) [ParameterGroup]") { steps($0) { AdamW(grouped($0), lr: 0.1) } }
        t.add("RMSprop(groups, lr: 0.1)", "\(rmsprop) [ParameterGroup]") { steps($0) { RMSprop(grouped($0), lr: 0.1) } }

        // Learning rates, and parameters from SGD.
        t.tolerance = 0
        t.add("StepLR(o, stepSize: 2, gamma: 0.3)", "StepLR.init(_:stepSize:gamma:)", "StepLR.lr(initial:step:)") {
            steps($0, { SGD(grouped($0), lr: 0.1, momentum: 0.9) }, schedule: { StepLR($0, stepSize: 2, gamma: 0.3) })
        }
        t.add(
            "CosineAnnealingLR(o, maxSteps: 4, minimum: 0.01)", "CosineAnnealingLR.init(_:maxSteps:minimum:)",
            "CosineAnnealingLR.lr(initial:step:)",
            // torch computes each rate from the one before, here it comes from the first: the last place of a Double.
            within: 1e-15
        ) {
            steps(
                $0, { SGD(grouped($0), lr: 0.1, momentum: 0.9) },
                schedule: { CosineAnnealingLR($0, maxSteps: 4, minimum: 0.01) })
        }
        let oneCycle = "OneCycleLR.init(_:maxLR:totalSteps:rise:divFactor:finalDivFactor:momentum:)"
        t.add("OneCycleLR(o, maxLR: 0.5, totalSteps: 7)", oneCycle, "OneCycleLR.lr(initial:step:)") {
            steps($0, { SGD($0, lr: 0.1, momentum: 0.9) }, schedule: { OneCycleLR($0, maxLR: 0.5, totalSteps: 7) })
        }
        t.add(
            "OneCycleLR(o, maxLR: 0.5, totalSteps: 8, rise: 0.5, divFactor: 10, finalDivFactor: 100, momentum: (0.8, 0.99))",
            oneCycle
        ) {
            steps(
                $0, { SGD($0, lr: 0.1, momentum: 0.9) },
                schedule: {
                    OneCycleLR(
                        $0, maxLR: 0.5, totalSteps: 8, rise: 0.5, divFactor: 10, finalDivFactor: 100,
                        momentum: (0.8, 0.99))
                })
        }

        let lambda = ["LambdaLR.init(_:_:)", "LambdaLR.lr(initial:step:)"]
        t.add("LambdaLR(o) { 0.5 / (1 + $0) }", lambda[0], lambda[1]) {
            steps(
                $0, { SGD(grouped($0), lr: 0.1, momentum: 0.9) },
                schedule: { LambdaLR($0) { 0.5 / (1 + Double($0)) } })
        }
        // Another cosine than Python's may differ in the last place of a Double.
        t.add(
            "LambdaLR(o, warmupCosine(warmup: 2, total: 5))", lambda[0], "LambdaLR.warmupCosine(warmup:total:)",
            within: 1e-15
        ) {
            steps(
                $0, { SGD(grouped($0), lr: 0.1, momentum: 0.9) },
                schedule: { LambdaLR($0, LambdaLR.warmupCosine(warmup: 2, total: 5)) })
        }

        t.add("clipGradNorm(p, maxNorm: 1)", "clipGradNorm(_:maxNorm:)") {
            clipped($0) { clipGradNorm($0, maxNorm: 1) }
        }
        t.add("clipGradNorm(p, maxNorm: 100)", "clipGradNorm(_:maxNorm:)") {
            clipped($0) { clipGradNorm($0, maxNorm: 100) }
        }
        t.add("clipGradValue(p, limit: 0.5)", "clipGradValue(_:limit:)") {
            clipped($0) {
                clipGradValue($0, limit: 0.5)
                return nil
            }
        }
        return t
    }

    private static func clipped(_ inputs: ParityInputs, _ clip: ([Tensor]) -> Double?) -> [any ParityValue] {
        let parameters = [inputs.a, inputs.b]
        for (parameter, gradient) in zip(parameters, inputs.tensors[2...]) { parameter.grad = gradient.clone() }
        let norm = clip(parameters)
        return parameters.compactMap(\.grad) + (norm.map { [Tensor($0)] } ?? [])
    }
}
