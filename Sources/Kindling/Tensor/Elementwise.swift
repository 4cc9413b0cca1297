// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-05-arithmetic.md
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 76ccb5fb92e5b38f

// Chapters/Workshop/01-05-arithmetic.md: From a loop to the engine
import KindlingEngine

extension Tensor {
    /// A new tensor, `operation` applied to every element.
    func elementwise(_ operation: kd_unary_op) -> Tensor {
        let result = Tensor(uninitialized: shape)
        // Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
        if let pixelOrder {
            kd_unary(operation, count, storage.memory, 1, result.storage.memory)
            result.storage.pixelOrder = pixelOrder
            return result
        }
        // place: one-input
        withPointer { source in
            if isContiguous {
                kd_unary(operation, result.storage.count, source, 1, result.storage.mutablePointer)
                return
            }
            let runs = Runs(shape: shape, [strides])
            var next = result.storage.mutablePointer
            runs.forEach { offsets in
                kd_unary(operation, runs.innerCount, source + offsets[0], runs.innerStrides[0], next)
                next += runs.innerCount
            }
        }
        return result
    }
}

extension Tensor {
    /// A new tensor, `operation` applied to the elements of two tensors whose shapes fit together.
    static func elementwise(_ operation: kd_binary_op, _ a: Tensor, _ b: Tensor, name: String) -> Tensor {
        // Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
        if let order = a.pixelOrder, order == b.pixelOrder, a.shape == b.shape {
            let result = Tensor(uninitialized: a.shape)
            kd_binary(operation, a.count, a.storage.memory, 1, b.storage.memory, 1, result.storage.memory)
            result.storage.pixelOrder = order
            return result
        }
        // place: two-inputs
        let result = Tensor(uninitialized: broadcastShape(a.shape, b.shape, of: name))
        combine(operation, a, b, into: result, name: name)
        return result
    }

    /// The one stride that leads from each element to the next when this tensor is read in the given shape: 1, or 0 for
    /// a number that repeats. nil where it takes more than that.
    private func oneStride(for shape: [Int]) -> Int? {
        if self.shape == shape && isContiguous { return 1 }
        return count == 1 && ndim <= shape.count ? 0 : nil
    }
}

extension Tensor {
    /// Writes `operation` of two tensors to a contiguous tensor, which may be one of the two.
    private static func combine(
        _ operation: kd_binary_op, _ a: Tensor, _ b: Tensor, into result: Tensor, name: String
    ) {
        let (shape, count) = (result.shape, result.count)
        if let stepA = a.oneStride(for: shape), let stepB = b.oneStride(for: shape) {
            result.withMutablePointer { result in
                a.withPointer { a in
                    b.withPointer { b in kd_binary(operation, count, a, stepA, b, stepB, result) }
                }
            }
            return
        }
        let runs = Runs(shape: shape, [a.strides(expandedTo: shape, of: name), b.strides(expandedTo: shape, of: name)])
        let (rows, steps) = (runs.rowStrides, runs.innerStrides)
        result.withMutablePointer { start in
            a.withPointer { a in
                b.withPointer { b in
                    var next = start
                    runs.forEachTable { offsets in
                        kd_binary_rows(
                            operation, runs.rowCount, runs.innerCount, a + offsets[0], rows[0], steps[0],
                            b + offsets[1], rows[1],
                            steps[1], next)
                        next += runs.rowCount * runs.innerCount
                    }
                }
            }
        }
    }
}

// Chapters/Workshop/01-05-arithmetic.md: In place
extension Tensor {
    /// Replaces the elements by `operation` of them and another tensor's.
    func update(_ operation: kd_binary_op, with other: Tensor, name: String) {
        if other.shape != shape && broadcastShape(shape, other.shape, of: name) != shape {
            fatalError("\(name): the shape \(other.shape) doesn't fit into \(shape) in place")
        }
        requireOwnPlaces(name)
        if isContiguous && (!sharesStorage(with: other) || layout == other.layout) {
            Tensor.combine(operation, self, other, into: self, name: name)
        } else {
            write(Tensor.elementwise(operation, self, other, name: name))
        }
        storage.version += 1
    }

    /// Writes the elements of another tensor, whose shape may be expanded, over this one's.
    func write(_ other: Tensor) {
        let source = sharesStorage(with: other) ? other.clone() : other
        if isContiguous, let step = source.oneStride(for: shape) {
            withMutablePointer { target in
                source.withPointer { kd_unary(KD_COPY, count, $0, step, target) }
            }
            return
        }
        let runs = Runs(shape: shape, [strides, source.strides(expandedTo: shape, of: "copy")])
        withMutablePointer { target in
            source.withPointer { source in
                let (step, sourceStep) = (runs.innerStrides[0], runs.innerStrides[1])
                runs.forEach { offsets in
                    let target = target + offsets[0]
                    let source = source + offsets[1]
                    for i in 0..<runs.innerCount {
                        target[i * step] = source[i * sourceStep]
                    }
                }
            }
        }
    }
}
