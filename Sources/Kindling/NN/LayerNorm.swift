// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-01-tables-and-norms.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ba3ebd31d60d82a0

// Chapters/Workshop/17-01-tables-and-norms.md: Each place by itself
/// Normalizes each place by itself: its last dimensions get mean 0 and variance 1, and are then scaled and shifted.
/// Input and output: `(…, D)`, or `(…, H, W)` for a layer made for two dimensions.
///
/// Source: Ba, Kiros and Hinton, *Layer Normalization* (2016).
public final class LayerNorm: Module {
    /// The sizes of the last dimensions, which are normalized together.
    public let normalizedShape: [Int]
    /// γ, the scale, of the normalized shape: ones at first. nil without `elementwiseAffine`.
    public let weight: Parameter?
    /// β, the shift, of the normalized shape: zeros at first. nil without `elementwiseAffine` or with `bias: false`.
    public let bias: Parameter?
    let epsilon: Double

    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dimensions.
    ///   - epsilon: added to the variance.
    ///   - elementwiseAffine: whether there are a scale and a shift to be learned.
    ///   - bias: whether there is a shift, if there is a scale.
    public init(
        _ normalizedShape: [Int], epsilon: Double = 1e-5, elementwiseAffine: Bool = true, bias hasBias: Bool = true
    ) {
        if normalizedShape.isEmpty || normalizedShape.contains(where: { $0 < 0 }) {
            fatalError("LayerNorm: \(normalizedShape) isn't the shape of one or more last dimensions")
        }
        self.normalizedShape = normalizedShape
        self.epsilon = epsilon
        weight = elementwiseAffine ? Parameter(.ones(normalizedShape)) : nil
        bias = elementwiseAffine && hasBias ? Parameter(.zeros(normalizedShape)) : nil
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.layerNorm(x, normalizedShape, weight: weight, bias: bias, epsilon: epsilon)
    }

    public override var extraDescription: String {
        let sizes = normalizedShape.map(String.init).joined(separator: ", ") + (normalizedShape.count == 1 ? "," : "")
        return "(\(sizes)), eps=\(epsilon), elementwise_affine=\(weight == nil ? "False" : "True"), "
            + "bias=\(bias == nil ? "False" : "True")"
    }
}
extension LayerNorm {
    /// The same for one dimension: `LayerNorm(64)`.
    public convenience init(
        _ size: Int, epsilon: Double = 1e-5, elementwiseAffine: Bool = true, bias: Bool = true
    ) {
        self.init([size], epsilon: epsilon, elementwiseAffine: elementwiseAffine, bias: bias)
    }
}
