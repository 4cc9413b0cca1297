// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/07-01-starting-weights.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: baee0beafa844f32

// Chapters/Workshop/07-01-starting-weights.md: Init
/// Ways to fill a weight before training: `torch.nn.init`.
///
/// All work in place, whether or not the tensor wants a gradient, and give the tensor back.
public enum Init {
    /// Uniform numbers of [low, high).
    @discardableResult
    public static func uniform(
        _ tensor: Tensor, _ low: Double = 0, _ high: Double = 1, generator: Generator? = nil
    ) -> Tensor {
        fill(tensor) { (generator ?? .default).fillUniform($0, from: Float(low), to: Float(high)) }
    }

    /// Normal numbers.
    @discardableResult
    public static func normal(
        _ tensor: Tensor, mean: Double = 0, std: Double = 1, generator: Generator? = nil
    ) -> Tensor {
        fill(tensor) { (generator ?? .default).fillNormal($0, mean: mean, standardDeviation: std) }
    }

    /// One number everywhere.
    @discardableResult
    public static func constant(_ tensor: Tensor, _ value: Double) -> Tensor {
        noGrad { tensor.fill(value) }
        return tensor
    }

    /// Zeros.
    @discardableResult
    public static func zeros(_ tensor: Tensor) -> Tensor { constant(tensor, 0) }

    /// Ones.
    @discardableResult
    public static func ones(_ tensor: Tensor) -> Tensor { constant(tensor, 1) }

    private static func fill(_ tensor: Tensor, _ body: (UnsafeMutableBufferPointer<Float>) -> Void) -> Tensor {
        noGrad { tensor.copy(Tensor(shape: tensor.shape, fill: body)) }
        return tensor
    }
}
extension Init {
    /// Which side of a layer its weights' size is chosen for.
    public enum Fan: Sendable {
        /// The inputs: the outputs are as large as the inputs.
        case fanIn
        /// The outputs: the gradients of the inputs are as large as those of the outputs.
        case fanOut
    }

    /// What follows the layer, and by how much it makes numbers smaller.
    public enum Nonlinearity: Sendable {
        /// Nothing follows: gain 1.
        case linear
        /// Gain 1.
        case sigmoid
        /// Gain 5/3.
        case tanh
        /// Gain √2: half of the numbers become 0.
        case relu
        /// A `relu` with this slope below 0.
        case leakyRelu(slope: Double)
        /// Gain 3/4, which torch's authors found by trying. A network that is to normalize itself wants `linear` here.
        case selu
    }

    /// By how much weights must be larger because of the nonlinearity behind them: torch's `calculate_gain`.
    public static func gain(_ nonlinearity: Nonlinearity) -> Double {
        switch nonlinearity {
        case .linear, .sigmoid: 1
        case .tanh: 5.0 / 3
        case .relu: 2.0.squareRoot()
        case .leakyRelu(let slope): (2 / (1 + slope * slope)).squareRoot()
        case .selu: 0.75
        }
    }

    /// How many inputs each output has, and how many outputs each input: of a weight `(out, in)` or
    /// `(out, in, height, width)`.
    public static func fans(of weight: Tensor) -> (fanIn: Int, fanOut: Int) {
        if weight.ndim < 2 {
            fatalError("fans: a weight has at least two dimensions, (out, in); the shape is \(weight.shape)")
        }
        let field = weight.shape[2...].reduce(1, *)
        return (weight.shape[1] * field, weight.shape[0] * field)
    }

    private static func count(_ fan: Fan, of weight: Tensor) -> Double {
        let (fanIn, fanOut) = fans(of: weight)
        return Double(fan == .fanIn ? fanIn : fanOut)
    }
}
extension Init {
    /// Uniform numbers of ±gain · √(6 / (fan in + fan out)).
    ///
    /// (Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks". Xavier is
    /// Glorot's first name.)
    @discardableResult
    public static func xavierUniform(_ tensor: Tensor, gain: Double = 1, generator: Generator? = nil) -> Tensor {
        let (fanIn, fanOut) = fans(of: tensor)
        let bound = 3.0.squareRoot() * gain * (2 / Double(fanIn + fanOut)).squareRoot()
        return uniform(tensor, -bound, bound, generator: generator)
    }

    /// Normal numbers with the standard deviation gain · √(2 / (fan in + fan out)). (Glorot and Bengio 2010.)
    @discardableResult
    public static func xavierNormal(_ tensor: Tensor, gain: Double = 1, generator: Generator? = nil) -> Tensor {
        let (fanIn, fanOut) = fans(of: tensor)
        return normal(tensor, std: gain * (2 / Double(fanIn + fanOut)).squareRoot(), generator: generator)
    }
}
extension Init {
    /// Uniform numbers of ±gain · √(3 / fan).
    ///
    /// (He and others 2015, "Delving Deep into Rectifiers". Kaiming is He's first name.)
    ///
    /// - Parameters:
    ///   - a: the slope below 0 of the leaky `relu` that follows, if no other nonlinearity is given.
    @discardableResult
    public static func kaimingUniform(
        _ tensor: Tensor, a: Double = 0, fan: Fan = .fanIn, nonlinearity: Nonlinearity? = nil,
        generator: Generator? = nil
    ) -> Tensor {
        // In torch's order of operations: the bound's last bit decides about the weights' last bits.
        let bound =
            3.0.squareRoot() * (gain(nonlinearity ?? .leakyRelu(slope: a)) / count(fan, of: tensor).squareRoot())
        return uniform(tensor, -bound, bound, generator: generator)
    }

    /// Normal numbers with the standard deviation gain / √fan. (He and others 2015.)
    @discardableResult
    public static func kaimingNormal(
        _ tensor: Tensor, a: Double = 0, fan: Fan = .fanIn, nonlinearity: Nonlinearity? = nil,
        generator: Generator? = nil
    ) -> Tensor {
        let std = gain(nonlinearity ?? .leakyRelu(slope: a)) / count(fan, of: tensor).squareRoot()
        return normal(tensor, std: std, generator: generator)
    }
}
