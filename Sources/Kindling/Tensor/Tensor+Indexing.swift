// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 418d7b86954f9c93

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
            fatalError(
                "slice: the range ..<\(upperBound) ends before the first element of dimension \(d) of the shape \(tensor.shape)"
            )
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
    /// A number takes one element of its dimension, which is gone afterwards; a range takes several. Ranges are cut at
    /// the end. Writing to the part writes to the tensor.
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
        // `x[0] += 1` has changed the part already, and then assigns it to itself.
        if let base, elements.base === base, elements.layout == layout { return }
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

// Chapters/Workshop/01-12-writing.md: Every second one
/// Every second, third, … element of a dimension, as an index: `x[.every(2)]`.
public struct Steps: TensorIndex {
    let range: Range<Int>
    let step: Int

    public func apply(to tensor: Tensor, _ d: Int) -> (Tensor, remaining: Int) {
        (Op.SteppedSlice(dimension: d, range: range, step: step)(tensor), 1)
    }
}

extension TensorIndex where Self == Steps {
    /// Every `step`th element of a dimension, as a view: torch's `start:end:step`.
    ///
    /// - Parameters:
    ///   - step: the distance, at least 1.
    ///   - start: the first of them; at least 0.
    ///   - end: where to stop, not included. Cut at the dimension's end.
    public static func every(_ step: Int, from start: Int = 0, to end: Int = .max) -> Steps {
        Steps(range: start..<Swift.max(start, end), step: step)
    }
}

extension Op {
    /// Elements of one dimension at a distance. Torch has the same name for it as for a range.
    struct SteppedSlice: ViewFunction {
        let dimension: Int
        let range: Range<Int>
        let step: Int
        var name: String { "SliceBackward0" }
        func layout(of input: Layout) -> Layout { input.stepped(dimension, range, by: step) }
    }
}

// Chapters/Workshop/01-12-writing.md: A number on the right
extension Tensor {
    /// Writes one number to a part of the tensor: `x[0..., 3] = 0`. What is read there is a tensor.
    @_disfavoredOverload public subscript(_ indices: any TensorIndex...) -> Fill<Double> {
        @available(
            *, unavailable,
            message: "a part of a tensor is a tensor; item() gives the number of one with a single element"
        )
        get { fatalError() }
        set { part(indices).fill(newValue.value) }
    }

    /// Writes one number to the elements, or rows, where `mask` is true: `x[x .< 0] = 0`.
    @_disfavoredOverload public subscript(mask: BoolTensor) -> Fill<Double> {
        @available(
            *, unavailable,
            message: "what a mask picks is a tensor; item() gives the number of one with a single element"
        )
        get { fatalError() }
        set { put(Tensor(newValue.value), Picked(mask: mask, of: layout)) }
    }

    /// Writes one number to whole rows: `x[IntTensor([2, 0])] = 0`.
    @_disfavoredOverload public subscript(index: IntTensor) -> Fill<Double> {
        @available(
            *, unavailable,
            message: "what an index picks is a tensor; item() gives the number of one with a single element"
        )
        get { fatalError() }
        set { put(Tensor(newValue.value), Picked(rows: index, of: layout)) }
    }

    /// Writes one number to one element for each pair of a row and a column: `x[.arange(n), target] = 1`.
    @_disfavoredOverload public subscript(rows: IntTensor, columns: IntTensor) -> Fill<Double> {
        @available(
            *, unavailable,
            message: "what indices pick is a tensor; item() gives the number of one with a single element"
        )
        get { fatalError() }
        set { put(Tensor(newValue.value), Picked(rows: rows, columns: columns, of: layout)) }
    }
}
