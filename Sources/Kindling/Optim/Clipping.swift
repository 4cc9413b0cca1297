// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-04-schedulers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 53dc741c3bc83498

// Chapters/Workshop/08-04-schedulers.md: Clipping
/// Scales the gradients so that their length, taken together as one vector, is at most `maxNorm`.
///
/// Source: Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural networks* (2013).
/// - Returns: the length before clipping.
@discardableResult
public func clipGradNorm(_ parameters: [Tensor], maxNorm: Double) -> Double {
    if !(maxNorm >= 0) { fatalError("clipGradNorm: maxNorm must not be negative, and is \(maxNorm)") }
    let gradients = parameters.compactMap(\.grad)
    if gradients.isEmpty { return 0 }
    return noGrad {
        let norms = stack(gradients.map { ($0 * $0).sum().sqrt() })
        let norm = (norms * norms).sum().sqrt()
        let scale = (maxNorm / (norm + 1e-6)).clamp(max: 1)
        for gradient in gradients { gradient *= scale }
        return norm.item()
    }
}

/// Cuts every element of the gradients off at -`limit` and `limit`.
public func clipGradValue(_ parameters: [Tensor], limit: Double) {
    if !(limit >= 0) { fatalError("clipGradValue: the limit must not be negative, and is \(limit)") }
    noGrad {
        for gradient in parameters.compactMap(\.grad) { gradient.copy(gradient.clamp(min: -limit, max: limit)) }
    }
}
