// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: fe696bb5e14b6c04

// Chapters/01-tensors.md: Element by element
/// The shape that results when tensors of these two shapes are combined element by element.
///
/// Compared from the last dimension on, sizes must be equal, or one of them 1; a missing one counts as 1.
func broadcastShape(_ a: [Int], _ b: [Int], of operation: String) -> [Int] {
    if a == b || b.isEmpty { return a }
    let ndim = Swift.max(a.count, b.count)
    var result = [Int](repeating: 1, count: ndim)
    for d in 1...Swift.max(ndim, 1) where ndim > 0 {
        let sizeA = d <= a.count ? a[a.count - d] : 1
        let sizeB = d <= b.count ? b[b.count - d] : 1
        if sizeA != sizeB && sizeA != 1 && sizeB != 1 {
            fatalError(
                "\(operation): the shapes \(a) and \(b) don't fit together: \(sizeA) and \(sizeB) in dimension \(ndim - d) are neither equal nor 1"
            )
        }
        result[ndim - d] = sizeA == 1 ? sizeB : sizeA
    }
    return result
}

extension Tensor {
    /// The strides that read this tensor as if it had the given shape, with 0 where elements are repeated.
    func strides(expandedTo shape: [Int], of operation: String) -> [Int] {
        self.shape == shape ? strides : layout.expanded(to: shape, of: operation).strides
    }
}
