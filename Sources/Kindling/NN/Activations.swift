// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/14-sequential.md
//   Chapters/Workshop/14-01-functions-as-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 65ec0b6685b90678

// Chapters/14-sequential.md: Functions as modules
/// `F.relu` as a module.
public final class ReLU: Module {
    public override func forward(_ x: Tensor) -> Tensor { F.relu(x) }
}

// Chapters/Workshop/14-01-functions-as-modules.md: Activations
/// `F.sigmoid` as a module.
public final class Sigmoid: Module {
    public override func forward(_ x: Tensor) -> Tensor { F.sigmoid(x) }
}

/// `F.tanh` as a module.
public final class Tanh: Module {
    public override func forward(_ x: Tensor) -> Tensor { F.tanh(x) }
}

/// `F.gelu` as a module.
public final class GELU: Module {
    let approximation: GeluApproximation

    /// `.tanh` takes a formula with tanh in place of the error function: Hendrycks and Gimpel's approximation, and
    /// GPT-2's.
    public init(approximate approximation: GeluApproximation = .none) {
        self.approximation = approximation
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { F.gelu(x, approximate: approximation) }

    public override var extraDescription: String { "approximate='\(approximation)'" }
}

/// `F.softmax` along one dimension as a module.
public final class Softmax: Module {
    let dimension: Int

    /// The dimension whose elements will add up to 1; -1 is the last. There is no default: torch's is a guess, and it
    /// warns.
    public init(_ dimension: Int) {
        self.dimension = dimension
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { F.softmax(x, dimension) }

    public override var extraDescription: String { "dim=\(dimension)" }
}

/// `F.logSoftmax` along one dimension as a module.
public final class LogSoftmax: Module {
    let dimension: Int

    /// The dimension along which the exponentials will add up to 1; -1 is the last.
    public init(_ dimension: Int) {
        self.dimension = dimension
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { F.logSoftmax(x, dimension) }

    public override var extraDescription: String { "dim=\(dimension)" }
}
