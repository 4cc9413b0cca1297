// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-06-sums.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 83d489865828feae

// Chapters/Workshop/01-06-sums.md: Outer, count, inner
import KindlingEngine

/// A tensor brought into the form (outer, count, inner) in which `count` elements are reduced to one.
struct Reducer {
    /// The tensor, or a copy with the reduced dimensions last.
    let source: Tensor
    /// How many blocks there are, how many elements become one, and how many of these a block has side by side.
    let outer, count, inner: Int
    /// The result's shape, with and without the reduced dimensions as 1.
    let keptShape, shape: [Int]

    /// - Parameter dimensions: the dimensions to reduce; nil or none for all.
    init(_ x: Tensor, _ dimensions: [Int]?, of operation: String) {
        let reduced = x.layout.reducedDimensions(dimensions, of: operation)
        var (keptShape, shape, count) = (x.shape, [Int](), 1)
        for d in keptShape.indices {
            if reduced.contains(d) {
                count *= keptShape[d]
                keptShape[d] = 1
            } else {
                shape.append(keptShape[d])
            }
        }
        (self.keptShape, self.shape, self.count) = (keptShape, shape, count)
        if let first = reduced.first, let last = reduced.last, last - first + 1 == reduced.count, x.isContiguous {
            source = x
            outer = x.shape[..<first].reduce(1, *)
            inner = x.shape[(last + 1)...].reduce(1, *)
        } else {
            let order = x.shape.indices.filter { !reduced.contains($0) } + reduced
            source = Tensor(storage: x.storage, layout: x.layout.permuted(order, of: operation)).unrecorded.contiguous()
            outer = shape.reduce(1, *)
            inner = 1
        }
    }
}

extension Reducer {
    /// The sums, in the order that Appendix A lays down.
    func sum() -> Tensor {
        let result = Tensor(uninitialized: keptShape)
        source.withPointer { kd_sum(outer, count, inner, $0, result.storage.mutablePointer) }
        return result
    }

    /// The largest or smallest elements and, within `count`, where they are. Of equal ones the first; a nan wins.
    func extreme(largest: Bool, of operation: String) -> (values: Tensor, places: IntTensor) {
        if count == 0 {
            fatalError("\(operation): there is no \(operation) of no elements; the shape is \(source.shape)")
        }
        let values = Tensor(uninitialized: keptShape)
        let places = IntTensor(uninitialized: keptShape)
        source.withPointer { source in
            if largest {
                kd_max(outer, count, inner, source, values.storage.mutablePointer, places.storage.mutablePointer)
            } else {
                kd_min(outer, count, inner, source, values.storage.mutablePointer, places.storage.mutablePointer)
            }
        }
        return (values, places)
    }
}

/// A tensor seen by an operation's own code, which no graph is to know of.
struct Unrecorded {
    /// The tensor that is looked at.
    let tensor: Tensor
}

extension Tensor {
    /// Views and copies that leave no node behind: `x.unrecorded.contiguous()`.
    var unrecorded: Unrecorded { Unrecorded(tensor: self) }
}

extension Unrecorded {
    /// The tensor if its elements lie side by side; otherwise a copy in which they do.
    func contiguous() -> Tensor {
        if tensor.isContiguous { return tensor }
        let result = Tensor(uninitialized: tensor.shape)
        tensor.copyElements(to: result.storage.mutablePointer)
        return result
    }

    /// The same storage under another shape. The elements must lie side by side.
    func view(_ shape: [Int]) -> Tensor {
        var layout = Layout(shape: shape)
        layout.offset = tensor.offset
        return Tensor(storage: tensor.storage, layout: layout)
    }

    /// A matrix with rows and columns exchanged.
    func t() -> Tensor {
        Tensor(storage: tensor.storage, layout: tensor.layout.transposed(0, 1, of: "t"))
    }
}
