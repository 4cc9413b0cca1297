// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-02-attention.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9362880d1ef5225f

// Chapters/Workshop/17-02-attention.md: Masks
/// What attention isn't to look at: a `BoolTensor`, true where it must not look, or a `Tensor` that is added to the
/// scores, -∞ where it must not. Each can be broadcast to the scores, `(…, L, S)`: L that look, S that are looked at.
public protocol AttentionMask {
    /// The sizes of its dimensions.
    var shape: [Int] { get }
}

extension BoolTensor: AttentionMask {}

extension Tensor: AttentionMask {}
extension AttentionMask {
    /// The same mask under another shape of as many elements.
    func shaped(_ shape: [Int]) -> any AttentionMask {
        (self as? BoolTensor)?.reshape(shape) ?? (self as? Tensor)?.reshape(shape) ?? self
    }

    /// As numbers to be added: -∞ where a `BoolTensor` is true.
    var added: Tensor {
        if let blocked = self as? BoolTensor { return Tensor.zeros(1).maskedFill(blocked, -.infinity) }
        return self as! Tensor
    }
}

/// Two masks at once: neither looks where the other must not.
func joined(_ a: (any AttentionMask)?, _ b: (any AttentionMask)?) -> (any AttentionMask)? {
    guard let a, let b else { return a ?? b }
    if let a = a as? BoolTensor, let b = b as? BoolTensor { return a .| b }
    return a.added + b.added
}
