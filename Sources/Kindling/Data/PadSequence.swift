// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-02-collate.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b131153a16fe1a05

// Chapters/Workshop/10-02-collate.md: When they don't fit
/// Stacks sequences of unequal length: the shorter ones are filled up at the end.
///
/// - Parameters:
///   - sequences: tensors `(L, *)` with lengths L of their own and the rest of the shape in common. L may be 0.
///   - batchFirst: whether the result is `(B, T, *)`; `(T, B, *)` otherwise, torch's default. T is the largest length.
///   - paddingValue: what to fill up with.
public func padSequence(_ sequences: [Tensor], batchFirst: Bool = false, paddingValue: Double = 0) -> Tensor {
    let shape = paddedShape(sequences.map(\.shape))
    let result = Tensor.full(shape, paddingValue)
    for (i, sequence) in sequences.enumerated() {
        sequence.copyElements(to: result.storage.mutablePointer + i * shape.dropFirst().reduce(1, *))
    }
    return batchFirst ? result : result.transpose(0, 1).contiguous()
}

/// Stacks sequences of whole numbers, such as the numbers of letters or words.
public func padSequence(_ sequences: [IntTensor], batchFirst: Bool = false, paddingValue: Int = 0) -> IntTensor {
    let shape = paddedShape(sequences.map(\.shape))
    let result = IntTensor.full(shape, paddingValue)
    for (i, sequence) in sequences.enumerated() {
        sequence.copyElements(to: result.storage.mutablePointer + i * shape.dropFirst().reduce(1, *))
    }
    if batchFirst { return result }
    let turned = IntTensor(storage: result.storage, layout: result.layout.transposed(0, 1, of: "padSequence"))
    return IntTensor(shape: turned.shape, values: turned.array)
}

/// `(B, T, *)` for sequences of these shapes.
private func paddedShape(_ shapes: [[Int]]) -> [Int] {
    guard let first = shapes.first else { fatalError("padSequence: there are no sequences to stack") }
    for shape in shapes where shape.isEmpty || shape.dropFirst() != first.dropFirst() {
        fatalError("padSequence: the shapes \(first) and \(shape) differ in more than their first dimension")
    }
    return [shapes.count, shapes.map { $0[0] }.reduce(0, max)] + first.dropFirst()
}
