// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
//   Chapters/Workshop/01-02-making.md
//   Chapters/Workshop/01-05-arithmetic.md
//   Chapters/Workshop/01-07-integers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 463cbe9872ad286d

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
    public init(shape: [Int], of operation: String = "Layout") {
        checkSizes(shape, of: operation)
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

// Chapters/Workshop/01-02-making.md: Shapes that can't be
/// Stops where no tensor can have this shape: a size is negative, or no memory could hold so many elements.
func checkSizes(_ shape: [Int], of operation: String) {
    var count = 1
    for size in shape {
        if size < 0 { fatalError("\(operation): a shape can't have the negative size \(size): \(shape)") }
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: Swift.max(size, 1))
        if isTooLarge || product > .max / 8 {
            fatalError("\(operation): no memory could hold the elements of the shape \(shape)")
        }
        count = product
    }
}

// Chapters/Workshop/01-05-arithmetic.md: In place
extension Layout {
    /// Whether no two elements share a place.
    var hasOwnPlaces: Bool {
        if isContiguous || shape.contains(0) { return true }
        var reach = 0
        for d in shape.indices.filter({ shape[$0] > 1 }).sorted(by: { strides[$0].magnitude < strides[$1].magnitude }) {
            if strides[d].magnitude <= reach { return false }
            reach += Int(strides[d].magnitude) * (shape[d] - 1)
        }
        return true
    }
}

// Chapters/Workshop/01-07-integers.md: Two more kinds
extension Layout {
    /// Stops where this layout would reach beyond a storage of so many elements.
    func check(within count: Int, of operation: String) {
        var (first, last) = (offset, offset)
        var isInside = shape.count == strides.count
        for (size, stride) in zip(shape, strides) {
            if size == 0 { return }
            let (reach, isTooFar) = stride.multipliedReportingOverflow(by: size - 1)
            if stride < 0 { first &+= reach } else { last &+= reach }
            isInside = isInside && size > 0 && !isTooFar && 0 <= first && first <= last && last < count
        }
        if !isInside || first < 0 || last >= count {
            fatalError("\(operation): \(self) reaches beyond a storage of \(count) elements")
        }
    }
}
