// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dc8aeefb328cb869

// Chapters/Workshop/01-03-views.md: From a layout to a layout
extension Layout {
    /// A dimension given by a number from the front (0, 1, …) or from the end (-1, -2, …), as a number from the front.
    func dimension(_ d: Int, of operation: String) -> Int {
        let wrapped = d < 0 ? d + shape.count : d
        if !shape.indices.contains(wrapped) {
            fatalError("\(operation): the shape \(shape) has no dimension \(d)")
        }
        return wrapped
    }

    /// Dimensions to reduce or to drop. A single number has none; as in torch, 0 and -1 may be said of it all the same,
    /// and name nothing.
    func dimensions(_ named: [Int], of operation: String) -> [Int] {
        named.filter { !shape.isEmpty || !(-1...0).contains($0) }.map { dimension($0, of: operation) }
    }

    /// The dimensions that a reduction is about, in order: nil or none mean all, as in torch.
    func reducedDimensions(_ dimensions: [Int]?, of operation: String) -> [Int] {
        guard let dimensions, !dimensions.isEmpty else { return Array(shape.indices) }
        let reduced = self.dimensions(dimensions, of: operation).sorted()
        if zip(reduced, reduced.dropFirst()).contains(where: { $0 == $1 }) {
            fatalError("\(operation): \(dimensions) names a dimension of the shape \(shape) twice")
        }
        return reduced
    }
}

extension Layout {
    /// Dimensions in a new order: dimension `d` of the result is dimension `order[d]` of this one.
    func permuted(_ order: [Int], of operation: String) -> Layout {
        let order = order.map { dimension($0, of: operation) }
        if order.count != shape.count || Set(order).count != order.count {
            fatalError("\(operation): \(order) does not name each dimension of the shape \(shape) once")
        }
        return Layout(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }, offset: offset)
    }

    /// Two dimensions exchanged.
    func transposed(_ a: Int, _ b: Int, of operation: String) -> Layout {
        let (a, b) = (dimension(a, of: operation), dimension(b, of: operation))
        var result = self
        result.shape.swapAt(a, b)
        result.strides.swapAt(a, b)
        return result
    }

    /// A new dimension of size 1 before dimension `d`.
    func unsqueezed(_ d: Int) -> Layout {
        let place = d < 0 ? d + shape.count + 1 : d
        if place < 0 || place > shape.count {
            fatalError("unsqueeze: the shape \(shape) has no place \(d) for a new dimension")
        }
        var result = self
        result.strides.insert(place < shape.count ? strides[place] * shape[place] : 1, at: place)
        result.shape.insert(1, at: place)
        return result
    }

    /// Without those of the given dimensions that have size 1.
    func squeezed(_ dimensions: [Int]) -> Layout {
        let dropped = Set(self.dimensions(dimensions, of: "squeeze"))
        let kept = shape.indices.filter { shape[$0] != 1 || !dropped.contains($0) }
        return Layout(shape: kept.map { shape[$0] }, strides: kept.map { strides[$0] }, offset: offset)
    }
}

extension Layout {
    /// The elements `range` of dimension `d`. The range is cut where it reaches beyond the end, as torch does.
    func sliced(_ d: Int, _ range: Range<Int>) -> Layout {
        let d = dimension(d, of: "slice")
        if range.lowerBound < 0 {
            fatalError(
                "slice: the range \(range) begins before the first element of dimension \(d) of the shape \(shape)")
        }
        let lower = Swift.min(range.lowerBound, shape[d])
        let upper = Swift.min(range.upperBound, shape[d])
        var result = self
        result.offset += lower * strides[d]
        result.shape[d] = upper - lower
        return result
    }

    /// Element `index` of dimension `d`; the dimension is gone. A negative index counts from the end.
    func selected(_ d: Int, _ index: Int) -> Layout {
        let d = dimension(d, of: "select")
        let wrapped = index < 0 ? index + shape[d] : index
        if wrapped < 0 || wrapped >= shape[d] {
            fatalError("select: index \(index) is outside dimension \(d) of the shape \(shape)")
        }
        var result = self
        result.offset += wrapped * strides[d]
        result.shape.remove(at: d)
        result.strides.remove(at: d)
        return result
    }
}

extension Layout {
    /// Read as if it had a larger shape: a dimension of size 1, or one that is missing in front, repeats with stride 0.
    func expanded(to target: [Int], of operation: String) -> Layout {
        let missing = target.count - shape.count
        var result = Layout(shape: target, strides: [Int](repeating: 0, count: target.count), offset: offset)
        for d in target.indices {
            let size = d >= missing ? shape[d - missing] : 1
            if missing < 0 || target[d] < 0 || (size != target[d] && size != 1) {
                fatalError("\(operation): the shape \(shape) can't be expanded to \(target)")
            }
            result.strides[d] = size == 1 && target[d] != 1 ? 0 : (d >= missing ? strides[d - missing] : 0)
        }
        checkSizes(target, of: operation)
        return result
    }
}

// Chapters/Workshop/01-03-views.md: The same elements under another shape
extension Layout {
    /// The same elements in the same order under another shape, or nil where no strides can express it.
    func viewed(as target: [Int]) -> Layout? {
        if count == 0 || isContiguous {
            var result = Layout(shape: target)
            result.offset = offset
            return result
        }
        // Each stretch of dimensions that lie in memory without a gap can be cut anew, but not joined with the next.
        var newStrides = [Int](repeating: 0, count: target.count)
        var t = target.count - 1
        var stretch = 1
        var step = strides.last ?? 1
        for d in shape.indices.reversed() {
            stretch *= shape[d]
            let endsHere = d == 0 || (shape[d - 1] != 1 && strides[d - 1] != stretch * step)
            guard endsHere else { continue }
            var filled = 1
            while t >= 0 && (filled < stretch || target[t] == 1) {
                newStrides[t] = filled * step
                filled *= target[t]
                t -= 1
            }
            if filled != stretch { return nil }
            if d > 0 {
                stretch = 1
                step = strides[d - 1]
            }
        }
        return t < 0 ? Layout(shape: target, strides: newStrides, offset: offset) : nil
    }
}

extension Layout {
    /// A shape in which one size may be -1, "whatever is left", with that size filled in.
    func inferred(_ target: [Int], of operation: String) -> [Int] {
        var result = target
        if let open = target.firstIndex(of: -1) {
            result[open] = 1
            let known = Layout.product(result) ?? 0
            result[open] = known > 0 && count % known == 0 ? count / known : -1
        }
        if Layout.product(result) != count {
            fatalError("\(operation): the shape \(shape) has \(count) elements and can't become \(target)")
        }
        return result
    }

    /// The product of sizes; nil where one is negative or an `Int` has no room for it.
    static func product(_ sizes: [Int]) -> Int? {
        var result = 1
        for size in sizes {
            let (product, isTooLarge) = result.multipliedReportingOverflow(by: size)
            if size < 0 || isTooLarge { return nil }
            result = product
        }
        return result
    }
}

// Chapters/Workshop/01-12-writing.md: Every second one
extension Layout {
    /// The first of the elements `range` of dimension `d`, and every `step`th after it.
    func stepped(_ d: Int, _ range: Range<Int>, by step: Int) -> Layout {
        if step <= 0 {
            fatalError(
                "slice: a step must be positive, not \(step), in dimension \(d) of the shape \(shape); flip turns a dimension round"
            )
        }
        var result = sliced(d, range)
        let d = dimension(d, of: "slice")
        // A step over the end is as good as one to it, and its product with a stride can't overflow.
        let step = Swift.min(step, Swift.max(result.shape[d], 1))
        result.shape[d] = (result.shape[d] + step - 1) / step
        result.strides[d] *= step
        return result
    }
}
