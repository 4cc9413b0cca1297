// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-01-rows.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e3c348aedf255cd5

// Chapters/Workshop/09-01-rows.md: What can be cut
import KindlingEngine

/// What can be cut along its first dimension: tensors, of numbers, whole numbers or truth values.
public protocol Rows {
    /// What the cuts are: for all tensors, a tensor of the same kind.
    associatedtype Cut

    /// The number of elements in each dimension. The first counts the rows.
    var shape: [Int] { get }

    /// Row `index`, as a view: the first dimension is gone.
    func row(_ index: Int) -> Cut

    /// The rows of a range, as a view; what reaches over the end is left out.
    func rows(_ range: Range<Int>) -> Cut

    /// The rows with the given numbers, copied into one new tensor.
    func gather(_ indices: [Int]) -> Cut
}
extension Tensor: Rows {
    public func row(_ index: Int) -> Tensor { self[index] }
    public func rows(_ range: Range<Int>) -> Tensor { self[range] }

    /// The rows with the given numbers, copied into one new tensor that has no history.
    public func gather(_ indices: [Int]) -> Tensor {
        let result = Tensor(uninitialized: [indices.count] + shape.dropFirst())
        copyRows(indices, to: result.storage.mutablePointer)
        return result
    }
}
extension StridedView {
    /// A view of one row: shape without the first dimension.
    public func row(_ index: Int) -> Self { self[index] }
    /// A view of neighbouring rows.
    public func rows(_ range: Range<Int>) -> Self { self[range] }

    /// The rows with the given numbers, copied into one new tensor.
    public func gather(_ indices: [Int]) -> Self {
        let result = Self(uninitialized: [indices.count] + shape.dropFirst())
        copyRows(indices, to: result.storage.mutablePointer)
        return result
    }
}

extension IntTensor: Rows {}
extension BoolTensor: Rows {}
extension Strided {
    /// Copies rows to `target`, one behind the other: one pass over the memory, nothing in between.
    func copyRows(_ indices: [Int], to target: UnsafeMutablePointer<Element>) {
        if layout.shape.isEmpty {
            fatalError("gather: a tensor of shape [] has no rows")
        }
        let rowShape = Array(shape.dropFirst())
        let rowCount = rowShape.reduce(1, *)
        let rows = indices.map { layout.checkedRow($0) }
        let rowLayout = Layout(shape: rowShape, strides: Array(strides.dropFirst()))
        withPointer { start in
            if rowLayout.isContiguous {
                let size = MemoryLayout<Element>.stride
                kd_gather(rows.count, rowCount * size, start, strides[0] * size, rows, target)
                return
            }
            let runs = Runs(shape: rowShape, [rowLayout.strides])
            var next = target
            for row in rows {
                let first = start + row * strides[0]
                runs.forEach { offsets in
                    for i in 0..<runs.innerCount { next[i] = first[offsets[0] + i * runs.innerStrides[0]] }
                    next += runs.innerCount
                }
            }
        }
    }
}
