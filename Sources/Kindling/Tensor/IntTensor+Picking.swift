// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4fc88b1064c50c5b

// Chapters/Workshop/01-12-writing.md: Labels, and truth values
extension StridedView {
    /// Whole rows (elements of dimension 0) by number, copied: shape `index.shape + (rest of the shape)`. Assigned to,
    /// the rows are overwritten; of a row that is named twice the last counts.
    public subscript(index: IntTensor) -> Self {
        get { picked(Picked(rows: index, of: layout)) }
        set { put(newValue, Picked(rows: index, of: layout)) }
    }

    /// One element for each pair of a row and a column, copied: shape `(N)` from `(R, C)` and two index tensors of
    /// shape `(N)`. Assigned to, the elements are overwritten.
    public subscript(rows: IntTensor, columns: IntTensor) -> Self {
        get { picked(Picked(rows: rows, columns: columns, of: layout)) }
        set { put(newValue, Picked(rows: rows, columns: columns, of: layout)) }
    }

    /// The elements, or rows, where `mask` is true, copied. Assigned to, they are overwritten.
    public subscript(mask: BoolTensor) -> Self {
        get { picked(Picked(mask: mask, of: layout)) }
        set { put(newValue, Picked(mask: mask, of: layout)) }
    }

    /// Every second, third, … element or row, as a view.
    public subscript(steps: Steps) -> Self {
        get { Self(storage: storage, layout: layout.stepped(0, steps.range, by: steps.step)) }
        set { self[steps].assign(newValue) }
    }
}

extension StridedView {
    /// What was picked, copied.
    private func picked(_ picked: Picked) -> Self {
        let result = Self(uninitialized: picked.shape)
        copyElements(of: picked, to: result.storage.mutablePointer)
        return result
    }

    /// Writes elements over those that were picked, in place.
    private func put(_ elements: Self, _ picked: Picked) {
        requireOwnPlaces("subscript")
        write(elements, to: picked)
    }

    /// Writes elements over all of this view's: one part, at the only place that no dimension has.
    func assign(_ elements: Self) {
        put(elements, Picked(sizes: [], places: [0], shape: shape))
    }
}

extension StridedView {
    /// Writes one value to an element or row.
    @_disfavoredOverload public subscript(index: Int) -> Fill<Element> {
        @available(*, unavailable, message: "an element is a tensor; item() gives its value")
        get { fatalError() }
        set { self[index].assign(Self(newValue.value)) }
    }

    /// Writes one value to the element in a row and a column.
    @_disfavoredOverload public subscript(row: Int, column: Int) -> Fill<Element> {
        @available(*, unavailable, message: "an element is a tensor; item() gives its value")
        get { fatalError() }
        set { self[row, column].assign(Self(newValue.value)) }
    }

    /// Writes one value to the elements or rows of a range.
    @_disfavoredOverload public subscript(range: Range<Int>) -> Fill<Element> {
        @available(*, unavailable, message: "a range of elements is a tensor")
        get { fatalError() }
        set { self[range].assign(Self(newValue.value)) }
    }

    /// Writes one value to every second, third, … element or row.
    @_disfavoredOverload public subscript(steps: Steps) -> Fill<Element> {
        @available(*, unavailable, message: "a range of elements is a tensor")
        get { fatalError() }
        set { self[steps].assign(Self(newValue.value)) }
    }
}

extension StridedView {
    /// Writes one value to the elements, or rows, where `mask` is true: `labels[labels .== 9] = -1`.
    @_disfavoredOverload public subscript(mask: BoolTensor) -> Fill<Element> {
        @available(*, unavailable, message: "what a mask picks is a tensor")
        get { fatalError() }
        set { put(Self(newValue.value), Picked(mask: mask, of: layout)) }
    }

    /// Writes one value to whole rows.
    @_disfavoredOverload public subscript(index: IntTensor) -> Fill<Element> {
        @available(*, unavailable, message: "what an index picks is a tensor")
        get { fatalError() }
        set { put(Self(newValue.value), Picked(rows: index, of: layout)) }
    }

    /// Writes one value to one element for each pair of a row and a column.
    @_disfavoredOverload public subscript(rows: IntTensor, columns: IntTensor) -> Fill<Element> {
        @available(*, unavailable, message: "what indices pick is a tensor")
        get { fatalError() }
        set { put(Self(newValue.value), Picked(rows: rows, columns: columns, of: layout)) }
    }
}
