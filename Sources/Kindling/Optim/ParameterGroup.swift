// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
//   Chapters/Workshop/08-04-schedulers.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6d6ca18b3b432c86

// Chapters/Workshop/08-01-optimizers.md: Groups
/// Some of the parameters that an optimizer changes, and the settings that hold for them.
///
/// A setting that a group isn't given it takes over from its optimizer; until then it reads as 0. All may be changed
/// later, as a scheduler does. A group belongs to one optimizer: two that share it share its settings.
public final class ParameterGroup {
    /// The parameters; they are shared with the model.
    public let parameters: [Tensor]
    private var settings: Settings

    /// What holds for a group. nil: not said yet.
    struct Settings {
        var lr, weightDecay, momentum: Double?
        var betas: (Double, Double)?
    }

    /// - Parameter betas: for Adam and its like.
    public init(
        _ parameters: [Tensor], lr: Double? = nil, weightDecay: Double? = nil, momentum: Double? = nil,
        betas: (Double, Double)? = nil
    ) {
        self.parameters = parameters
        settings = Settings(lr: lr, weightDecay: weightDecay, momentum: momentum, betas: betas)
    }
}
extension ParameterGroup {
    /// The learning rate.
    public var lr: Double {
        get { settings.lr ?? 0 }
        set { settings.lr = newValue }
    }

    /// How strongly the parameters are pulled towards zero.
    public var weightDecay: Double {
        get { settings.weightDecay ?? 0 }
        set { settings.weightDecay = newValue }
    }

    /// How much of its velocity a parameter keeps.
    public var momentum: Double {
        get { settings.momentum ?? 0 }
        set { settings.momentum = newValue }
    }

    /// How much the running means keep, of the gradients and of their squares, in optimizers that have such means; nil
    /// in others.
    public var betas: (Double, Double)? {
        get { settings.betas }
        set { settings.betas = newValue }
    }

    func takeOver(_ defaults: Settings) {
        settings.lr = settings.lr ?? defaults.lr
        settings.weightDecay = settings.weightDecay ?? defaults.weightDecay
        settings.momentum = settings.momentum ?? defaults.momentum
        settings.betas = settings.betas ?? defaults.betas
    }
}
// Chapters/Workshop/08-04-schedulers.md: Up, and down again
extension ParameterGroup {
    /// The share of the past that a step keeps: the first of the betas, or the momentum where there are none.
    var inertia: Double {
        get { betas?.0 ?? momentum }
        set {
            if betas == nil { momentum = newValue } else { betas?.0 = newValue }
        }
    }
}

// Chapters/Workshop/18-08-optimizer-state.md: The optimizer's part, and yours
extension ParameterGroup {
    /// The settings by torch's names, and the numbers of the parameters, which begin at `first`.
    func stateDict(first: Int) -> StateDict {
        var result = StateDict()
        result[value: "lr"] = lr
        if let betas { result[value: "betas"] = [betas.0, betas.1] }
        if betas == nil || momentum != 0 { result[value: "momentum"] = momentum }
        result[value: "weight_decay"] = weightDecay
        result[value: "params"] = Array(first..<first + parameters.count)
        return result
    }

    /// The settings in a state that `stateDict(first:)` has given. The group stays as it is.
    func settings(_ reader: inout StateReader, first: Int) -> Settings {
        var result = settings
        result.lr = reader.positive("lr")
        result.weightDecay = reader.positive("weight_decay")
        result.momentum = reader.positive("momentum", isOptional: betas != nil)
        if betas != nil {
            let betas: [Double]? = reader.value("betas")
            if let betas, betas.count != 2 || !betas.allSatisfy({ 0..<1 ~= $0 }) {
                reader.note("betas", "are \(betas), and can't be")
            } else {
                result.betas = betas.map { ($0[0], $0[1]) }
            }
        }
        let numbers = Array(first..<first + parameters.count)
        if let params: [Int] = reader.value("params"), params != numbers {
            reader.note("params", "are other parameters than the group's \(parameters.count) from number \(first) on")
        }
        return result
    }

    func set(_ settings: Settings) { self.settings = settings }
}
