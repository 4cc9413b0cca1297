// The book's `Layout` for a page: JavaScript says a shape and strides, and asks what `Layout` makes of them.

/// The layout that is asked about.
nonisolated(unsafe) private var layout = Layout(shape: [], strides: [])

/// Begins a layout without dimensions. `add_dimension` gives it some.
@_expose(wasm, "begin")
@_cdecl("begin")
func begin(offset: Int) { layout = Layout(shape: [], strides: [], offset: offset) }

/// Adds a last dimension.
@_expose(wasm, "add_dimension")
@_cdecl("add_dimension")
func addDimension(size: Int, stride: Int) {
    layout.shape.append(size)
    layout.strides.append(stride)
}

/// Gives the layout the strides of a tensor that is stored row by row.
@_expose(wasm, "store_row_by_row")
@_cdecl("store_row_by_row")
func storeRowByRow() { layout.strides = Layout(shape: layout.shape, of: "strides").strides }

/// Exchanges two dimensions, as `transposed` does.
@_expose(wasm, "transpose")
@_cdecl("transpose")
func transpose(a: Int, b: Int) {
    layout.shape.swapAt(a, b)
    layout.strides.swapAt(a, b)
}

@_expose(wasm, "size")
@_cdecl("size")
func size(d: Int) -> Int { layout.shape[d] }

@_expose(wasm, "stride")
@_cdecl("stride")
func stride(d: Int) -> Int { layout.strides[d] }

/// Where element (i, j) of a table stands in the storage: chapter 01's formula.
@_expose(wasm, "place")
@_cdecl("place")
func place(i: Int, j: Int) -> Int { layout.offset + i * layout.strides[0] + j * layout.strides[1] }

@_expose(wasm, "is_contiguous")
@_cdecl("is_contiguous")
func isContiguous() -> Bool { layout.isContiguous }

/// Stops, with a trap that JavaScript catches, where the layout reaches beyond a storage of so many elements.
@_expose(wasm, "check_within")
@_cdecl("check_within")
func checkWithin(count: Int) { layout.check(within: count, of: "strides") }
