// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-01-tables-and-norms.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bb08a1c2ae47ff51

// Chapters/Workshop/17-01-tables-and-norms.md: Waves that say where
import Foundation

/// Adds to each place of a row what says where it is: sines and cosines of many wavelengths. Input and output:
/// `(N, L, E)` with `batchFirst`, otherwise `(L, N, E)`, or `(L, E)`.
///
/// Source: Vaswani and others, *Attention Is All You Need* (2017), section 3.5.
public final class PositionalEncoding: Module {
    /// The waves, `(maxLength, E)`.
    public let pe: Buffer
    /// Whether the batch is the first dimension.
    public let batchFirst: Bool
    /// What is dropped of the sum.
    public let dropout: Dropout

    /// - Parameters:
    ///   - dModel: E, an even number.
    ///   - dropout: the probability with which a number of the sum is replaced by 0 while training.
    ///   - maxLength: the longest row that can come.
    ///   - batchFirst: whether the batch is the first dimension.
    public init(dModel: Int, dropout: Double = 0.1, maxLength: Int = 5000, batchFirst: Bool = false) {
        pe = Buffer(Self.waves(maxLength, dModel))
        self.batchFirst = batchFirst
        self.dropout = Dropout(p: dropout)
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor {
        let length = x.ndim == 3 && batchFirst ? 1 : 0
        if !(2...3 ~= x.ndim) || x.size(-1) != pe.size(1) || x.size(length) > pe.size(0) {
            fatalError("PositionalEncoding: an input of shape \(x.shape) doesn't fit waves of shape \(pe.shape)")
        }
        let waves = pe[0..<x.size(length)]
        return dropout(x + (x.ndim == 3 && !batchFirst ? waves.unsqueeze(1) : waves))
    }
}
extension PositionalEncoding {
    /// The waves of the first `length` places, `(length, width)`: sines in the even columns, cosines in the odd ones.
    public static func waves(_ length: Int, _ width: Int) -> Tensor {
        if length < 0 || width < 0 || width % 2 != 0 {
            fatalError("PositionalEncoding: there can't be waves for \(length) places and \(width) columns")
        }
        let steps = (0..<width / 2).map { Float(exp(-log(10_000.0) * Double(2 * $0) / Double(width))) }
        let angles = Tensor.arange(0, Double(length)).unsqueeze(1) * Tensor(steps)
        return stack([angles.sin(), angles.cos()], -1).reshape(length, width)
    }
}
