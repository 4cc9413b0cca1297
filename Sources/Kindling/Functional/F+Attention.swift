// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-02-attention.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 328b27fdd4eedcb4

// Chapters/Workshop/17-02-attention.md: The function
extension F {
    /// Attention: each query looks at all keys, and gets the mean of their values, weighted by how well the keys fit.
    ///
    /// softmax(q kᵀ · scale) v. (Vaswani and others 2017, "Attention Is All You Need", equation 1.)
    ///
    /// - Parameters:
    ///   - query: `(…, L, E)`.
    ///   - key: `(…, S, E)`.
    ///   - value: `(…, S, V)`.
    ///   - mask: what isn't to be looked at, broadcast to `(…, L, S)`; in a `BoolTensor` where it is **true**, which is
    ///     the opposite of torch's function of this name. A query that may look at nothing gets zeros.
    ///   - dropout: the probability with which a weight is replaced by 0, in evaluation, too: the caller knows which it is.
    ///   - isCausal: whether query i looks at the keys 0 ... i only, instead of a mask.
    ///   - scale: what the products are multiplied by; nil for 1 / √E.
    /// - Returns: `(…, L, V)`.
    public static func scaledDotProductAttention(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: (any AttentionMask)? = nil, dropout: Double = 0,
        isCausal: Bool = false, scale: Double? = nil
    ) -> Tensor {
        if isCausal && mask != nil {
            fatalError("scaledDotProductAttention: with isCausal there must be no mask; join them to one")
        }
        return attention(query, key, value, mask: mask, isCausal: isCausal, dropout: dropout, scale: scale).output
    }
}
extension F {
    /// The same, and the weights, `(…, L, S)`, after dropout.
    static func attention(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: (any AttentionMask)?, isCausal: Bool = false,
        dropout: Double, scale: Double? = nil
    ) -> (output: Tensor, weights: Tensor) {
        let shapes = "a query of shape \(query.shape), a key of shape \(key.shape) and a value of shape \(value.shape)"
        if [query, key, value].contains(where: { $0.ndim < 2 }) || query.size(-1) != key.size(-1)
            || key.size(-2) != value.size(-2)
        {
            fatalError("scaledDotProductAttention: \(shapes) don't fit together: (…, L, E), (…, S, E) and (…, S, V) do")
        }
        if let mask, !(mask is BoolTensor), !(mask is Tensor) {
            fatalError("scaledDotProductAttention: a mask is a BoolTensor or a Tensor, and no \(type(of: mask))")
        }
        let scale = scale ?? 1 / Double(query.size(-1)).squareRoot()
        let scores = matmul(query, key.transpose(-2, -1))
        let weights = self.dropout(
            maskedSoftmax(
                scores, scale, blocked: mask as? BoolTensor, added: mask as? Tensor, isCausal: isCausal), p: dropout)
        return (matmul(weights, value), weights)
    }
}
