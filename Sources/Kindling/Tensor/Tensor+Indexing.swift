// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6780d261928b40bf

// Chapters/Workshop/01-03-views.md: Between the brackets
/// What may stand between the brackets: a number, or a range such as `0..<64`, `2...`, `..<3`. `0...` takes all.
public protocol TensorIndex {
    /// Applies this index to dimension `d` of the tensor, and says how many dimensions are left behind it (0 or 1).
    func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int)
}

extension Int: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        (Op.Select(dimension: d, index: self)(tensor), 0)
    }
}

extension Range<Int>: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        (Op.Slice(dimension: d, range: self)(tensor), 1)
    }
}

extension ClosedRange<Int>: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        Range(uncheckedBounds: (lowerBound, upperBound == .max ? .max : upperBound + 1)).apply(to: tensor, d)
    }
}

extension PartialRangeFrom<Int>: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        (lowerBound..<Swift.max(lowerBound, tensor.size(d))).apply(to: tensor, d)
    }
}

extension PartialRangeUpTo<Int>: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        if upperBound < 0 {
            fatalError("slice: the range ..<\(upperBound) ends before the first element of dimension \(d) of the shape \(tensor.shape)")
        }
        return (0..<upperBound).apply(to: tensor, d)
    }
}

extension PartialRangeThrough<Int>: TensorIndex {
    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        (..<(upperBound == .max ? .max : upperBound + 1)).apply(to: tensor, d)
    }
}

extension Tensor {
    /// A part of the tensor, as a view: `x[0]`, `x[0..<64]`, `x[0..., 3]`.
    ///
    /// A number takes one element of its dimension, which is gone afterwards; a range takes several. Ranges are cut at the end. Writing to
    /// the part writes to the tensor.
    public subscript(_ indices: any TensorIndex...) -> Tensor {
        get { part(indices) }
        set { part(indices).assign(newValue) }
    }

    /// Rows, as a view: `x[0..<64]`. Every batch is cut so, and a list of one index needn't be made for it.
    public subscript(range: Range<Int>) -> Tensor {
        get { ndim == 0 ? part([range]) : Op.Slice(dimension: 0, range: range)(self) }
        set { self[range].assign(newValue) }
    }

    /// Writes the elements over this part's. As in torch, dimensions of size 1 in front of them don't count.
    private func assign(_ elements: Tensor) {
        copy(elements.ndim > ndim ? elements.reshape(Array(elements.shape.drop { $0 == 1 })) : elements)
    }

    /// The view that the indices name, one after the other.
    private func part(_ indices: [any TensorIndex]) -> Tensor {
        if indices.count > ndim {
            fatalError("subscript: \(indices.count) indices are too many for the shape \(shape)")
        }
        var result = self
        var d = 0
        for index in indices {
            let (part, remaining) = index.apply(to: result, d)
            // As in torch, a range that takes all leaves no trace among other indices.
            if indices.count == 1 || remaining == 0 || part.shape != result.shape { result = part }
            d += remaining
        }
        return result === self ? Op.Alias()(self) : result
    }
}
