// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/07-linear.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 86cd4007c0c2743d

// Chapters/07-linear.md: The class
/// x Wᵀ + b: each output a weighted sum of all inputs. From `(…, in)` to `(…, out)`.
///
///     let layer = Linear(784, 10)
///     layer(Tensor.zeros(64, 784)).shape      // [64, 10]
///
/// Weight and bias start uniformly distributed within ±1/√in.
public final class Linear: Module {
    /// How many numbers go in.
    public let inFeatures: Int
    /// How many come out.
    public let outFeatures: Int
    /// `(out, in)`.
    public let weight: Parameter
    /// `(out)`; nil for none.
    public let bias: Parameter?

    /// The size of an input's last dimension, and of the output's. The numbers come from `generator` or the default
    /// one.
    public init(_ inFeatures: Int, _ outFeatures: Int, bias: Bool = true, generator: Generator? = nil) {
        if inFeatures < 0 || outFeatures < 0 {
            fatalError("Linear: \(inFeatures) inputs and \(outFeatures) outputs can't be; neither may be negative")
        }
        self.inFeatures = inFeatures
        self.outFeatures = outFeatures
        weight = Parameter(Tensor.zeros(outFeatures, inFeatures))
        self.bias = bias ? Parameter(Tensor.zeros(outFeatures)) : nil
        super.init()
        resetParameters(generator: generator)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.linear(x, weight, bias)
    }

    public override var extraDescription: String {
        "in_features=\(inFeatures), out_features=\(outFeatures), bias=\(bias == nil ? "False" : "True")"
    }
}
extension Linear {
    /// Draws weight and bias anew.
    public func resetParameters(generator: Generator? = nil) {
        // A layer without inputs has no bound; its bias stays 0.
        if inFeatures == 0 { return }
        Init.kaimingUniform(weight, a: 5.0.squareRoot(), generator: generator)
        if let bias {
            let bound = 1 / Double(inFeatures).squareRoot()
            Init.uniform(bias, -bound, bound, generator: generator)
        }
    }
}
