// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 75727ee996b62269

// Chapters/01-tensors.md: How to read it
/// How the elements of a tensor lie in a storage.
///
/// Element (i, j, …) stands at `offset + i * strides[0] + j * strides[1] + …`.
public struct Layout: Equatable, Sendable {
    /// The number of elements in each dimension.
    public var shape: [Int]
    /// The distance in the storage between neighbours, for each dimension. 0 repeats one element.
    public var strides: [Int]
    /// Where the first element stands.
    public var offset: Int

    /// A layout with given strides.
    public init(shape: [Int], strides: [Int], offset: Int = 0) {
        self.shape = shape
        self.strides = strides
        self.offset = offset
    }

    /// The layout of a tensor stored row by row: the last dimension's neighbours stand side by side.
    public init(shape: [Int]) {
        var strides = [Int](repeating: 1, count: shape.count)
        for d in shape.indices.dropLast().reversed() {
            strides[d] = strides[d + 1] * Swift.max(shape[d + 1], 1)
        }
        self.init(shape: shape, strides: strides)
    }
}

extension Layout {
    /// The number of elements: the product of the shape, and 1 for a single number, whose shape is `[]`.
    public var count: Int {
        shape.reduce(1, *)
    }

    /// Whether the elements stand side by side in memory, in the order of their indices.
    public var isContiguous: Bool {
        var expected = 1
        for d in shape.indices.reversed() where shape[d] != 1 {
            if strides[d] != expected { return count == 0 }
            expected *= shape[d]
        }
        return true
    }
}
