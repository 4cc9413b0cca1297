// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-08-picking.md
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 082893d351191d4a

// Chapters/Workshop/01-08-picking.md: Three subscripts
/// What indices or a mask pick from a tensor: some places in its first dimensions, and at each the part that the other
/// dimensions make.
struct Picked {
    /// The sizes of the dimensions in which places are picked.
    let sizes: [Int]
    /// The places, counted there row by row, in the order in which they are picked.
    let places: [Int]
    /// The shape of all the parts together.
    let shape: [Int]
}

extension Picked {
    /// Whole rows by number: the shape of `rows` stands where the first dimension was.
    init(rows: IntTensor, of layout: Layout) {
        sizes = Array(layout.shape.prefix(1))
        places = rows.array.map { layout.checkedRow($0) }
        shape = rows.shape + layout.shape.dropFirst()
    }

    /// One element for each pair of a row and a column.
    init(rows: IntTensor, columns: IntTensor, of layout: Layout) {
        if layout.shape.count != 2 || rows.shape != columns.shape || rows.ndim != 1 {
            fatalError(
                "subscript: pairs of shapes \(rows.shape) and \(columns.shape) don't pick elements from the shape \(layout.shape)"
            )
        }
        sizes = layout.shape
        places = zip(rows.array, columns.array).map { row, column in
            let wrapped = column < 0 ? column + layout.shape[1] : column
            if wrapped < 0 || wrapped >= layout.shape[1] {
                fatalError("subscript: index \(column) is outside dimension 1 of the shape \(layout.shape)")
            }
            return layout.checkedRow(row) * layout.shape[1] + wrapped
        }
        shape = rows.shape
    }
}

extension Picked {
    /// The parts where a mask, of the shape of the first dimensions, is true.
    init(mask: BoolTensor, of layout: Layout) {
        if mask.ndim > layout.shape.count || mask.shape[...] != layout.shape[..<mask.ndim] {
            fatalError("subscript: a mask of shape \(mask.shape) does not fit a tensor of shape \(layout.shape)")
        }
        sizes = mask.shape
        places = mask.array.enumerated().filter(\.element).map(\.offset)
        shape = [places.count] + layout.shape.dropFirst(mask.ndim)
    }
}

extension Picked {
    /// Calls `body` for the picked elements of a tensor, stretch by stretch and in their order.
    ///
    /// - Parameter body: gets where a stretch begins, relative to the tensor's first element, how many elements it has,
    ///   and their distance.
    func forEachStretch(in layout: Layout, _ body: (_ start: Int, _ count: Int, _ step: Int) -> Void) {
        let part = Layout(
            shape: Array(layout.shape.dropFirst(sizes.count)), strides: Array(layout.strides.dropFirst(sizes.count)))
        let runs = Runs(shape: part.shape, [part.strides])
        for place in places {
            var (start, rest) = (0, place)
            for d in sizes.indices.reversed() {
                start += rest % sizes[d] * layout.strides[d]
                rest /= sizes[d]
            }
            if part.isContiguous {
                body(start, part.count, 1)
            } else {
                runs.forEach { body(start + $0[0], runs.innerCount, runs.innerStrides[0]) }
            }
        }
    }
}

extension Strided {
    /// Copies what was picked to `target`, one part behind the other.
    func copyElements(of picked: Picked, to target: UnsafeMutablePointer<Element>) {
        withPointer { source in
            var next = target
            picked.forEachStretch(in: layout) { start, count, step in
                if step == 1 {
                    next.update(from: source + start, count: count)
                } else {
                    for i in 0..<count { next[i] = source[start + i * step] }
                }
                next += count
            }
        }
    }
}

// Chapters/Workshop/01-12-writing.md: Over what was picked
extension Strided {
    /// Writes elements over those that were picked. Their shape may be expanded; as in torch, sizes of 1 in front of it
    /// don't count.
    func write(_ elements: Self, to picked: Picked) {
        let values = elements.array(expandedTo: picked.shape)
        withMutablePointer { target in
            var next = 0
            picked.forEachStretch(in: layout) { start, count, step in
                for i in 0..<count { target[start + i * step] = values[next + i] }
                next += count
            }
        }
        storage.version += 1
    }

    /// The elements, repeated to a larger shape.
    private func array(expandedTo shape: [Int]) -> [Element] {
        let layout = layout.withoutOnes(before: shape).expanded(to: shape, of: "subscript")
        let runs = Runs(shape: shape, [layout.strides])
        var values: [Element] = []
        values.reserveCapacity(layout.count)
        withPointer { source in
            runs.forEach { offsets in
                for i in 0..<runs.innerCount { values.append(source[offsets[0] + i * runs.innerStrides[0]]) }
            }
        }
        return values
    }
}

extension Layout {
    /// Without sizes of 1 in front, if there are more dimensions than in another shape.
    func withoutOnes(before shape: [Int]) -> Layout {
        let ones = self.shape.prefix { $0 == 1 }.count
        let dropped = Swift.max(0, Swift.min(ones, self.shape.count - shape.count))
        return Layout(
            shape: Array(self.shape.dropFirst(dropped)), strides: Array(strides.dropFirst(dropped)), offset: offset)
    }
}

extension Tensor {
    /// Writes elements over those that were picked, in place.
    func put(_ elements: Tensor, _ picked: Picked) {
        requireOwnPlaces("subscript")
        Op.IndexPut(picked: picked).inPlace(self, elements) { write(elements, to: picked) }
    }
}

extension Op {
    /// A tensor, with other elements where they were picked.
    struct IndexPut: Function {
        let picked: Picked

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.saveElsewhere()
            let result = inputs[0].clone()
            result.write(inputs[1], to: picked)
            return result
        }
    }
}
