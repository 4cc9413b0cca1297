// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 44df0a25577ab433

// Chapters/Workshop/01-03-views.md: A tensor's views
/// A view: the input's storage, read through another layout.
protocol ViewFunction: Function {
    func layout(of input: Layout) -> Layout
}

extension ViewFunction {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        let input = inputs[0]
        return Tensor(storage: input.storage, layout: layout(of: input.layout), base: input.base ?? input)
    }
}

extension Op {
    /// The same elements under another shape.
    struct View: ViewFunction {
        let shape: [Int]
        /// Whether it is the only one that reads its input, a copy or a product made just for it. Torch has another
        /// name for such a view.
        var isPrivate = false
        var name: String { isPrivate ? "UnsafeViewBackward0" : "ViewBackward0" }

        func layout(of input: Layout) -> Layout {
            let shape = input.inferred(shape, of: "view")
            guard let result = input.viewed(as: shape) else {
                fatalError(
                    "view: a tensor of shape \(input.shape) with strides \(input.strides) can't be read as \(shape); reshape copies it"
                )
            }
            return result
        }
    }

    /// The dimensions in a new order.
    struct Permute: ViewFunction {
        let order: [Int]
        func layout(of input: Layout) -> Layout { input.permuted(order, of: "permute") }
    }

    /// Two dimensions exchanged.
    struct Transpose: ViewFunction {
        let a, b: Int
        func layout(of input: Layout) -> Layout { input.transposed(a, b, of: "transpose") }
    }

    /// The transpose of a matrix, as `t()` makes it.
    struct MatrixTranspose: ViewFunction {
        var name: String { "TBackward0" }
        func layout(of input: Layout) -> Layout { input.transposed(0, 1, of: "t") }
    }
}

extension Op {
    /// A new dimension of size 1.
    struct Unsqueeze: ViewFunction {
        let dimension: Int
        func layout(of input: Layout) -> Layout { input.unsqueezed(dimension) }
    }

    /// Dimensions of size 1 dropped.
    struct Squeeze: ViewFunction {
        /// nil for all.
        let dimension: Int?
        var name: String { dimension == nil ? "SqueezeBackward0" : "SqueezeBackward1" }
        func layout(of input: Layout) -> Layout { input.squeezed(dimension.map { [$0] } ?? Array(input.shape.indices)) }
    }
}

extension Op {
    /// A range of one dimension.
    struct Slice: ViewFunction {
        let dimension: Int
        let range: Range<Int>
        func layout(of input: Layout) -> Layout { input.sliced(dimension, range) }
    }

    /// All of it: what `x[0..., 0...]` shows.
    struct Alias: ViewFunction {
        func layout(of input: Layout) -> Layout { input }
    }

    /// One element of a dimension, which is gone afterwards.
    struct Select: ViewFunction {
        let dimension, index: Int
        func layout(of input: Layout) -> Layout { input.selected(dimension, index) }
    }

    /// Elements repeated to a larger shape.
    struct Expand: ViewFunction {
        let shape: [Int]

        func layout(of input: Layout) -> Layout {
            let missing = shape.count - input.shape.count
            let target = shape.enumerated().map { d, size in
                size == -1 && d >= missing ? input.shape[d - missing] : size
            }
            return input.expanded(to: target, of: "expand")
        }
    }
}

extension Tensor {
    /// The same elements in the same order under another shape, without copying. One size may be -1: whatever is left.
    ///
    /// Where the elements don't lie in memory as the new shape needs them, this stops the program; use `reshape`.
    public func view(_ shape: Int...) -> Tensor { view(shape) }

    /// The same elements under a shape given as an array, without copying.
    public func view(_ shape: [Int]) -> Tensor { Op.View(shape: shape)(self) }

    /// The same elements in the same order under another shape: a view where possible, a copy where not.
    public func reshape(_ shape: Int...) -> Tensor { reshape(shape) }

    /// The same elements under a shape given as an array: a view where possible, a copy where not.
    public func reshape(_ shape: [Int]) -> Tensor {
        let shape = layout.inferred(shape, of: "reshape")
        return layout.viewed(as: shape) == nil ? Op.View(shape: shape, isPrivate: true)(clone()) : view(shape)
    }

    /// Dimensions `start` to `end`, both included, joined to one; all of them unless told otherwise. `flatten(1)` turns
    /// `(N, C, H, W)` into `(N, C·H·W)`.
    public func flatten(_ start: Int = 0, _ end: Int = -1) -> Tensor {
        if ndim == 0 { return reshape(1) }
        let start = layout.dimension(start, of: "flatten")
        let end = layout.dimension(end, of: "flatten")
        if start > end {
            fatalError("flatten: dimension \(start) comes after dimension \(end) in the shape \(shape)")
        }
        return start == end
            ? self : reshape(shape[..<start] + [shape[start...end].reduce(1, *)] + shape[(end + 1)...])
    }
}

extension Tensor {
    /// Dimensions in a new order: dimension `d` of the result is dimension `order[d]` of this tensor.
    public func permute(_ order: Int...) -> Tensor { Op.Permute(order: order)(self) }

    /// Dimensions in a new order, given as an array.
    public func permute(_ order: [Int]) -> Tensor { Op.Permute(order: order)(self) }

    /// Two dimensions exchanged.
    public func transpose(_ a: Int, _ b: Int) -> Tensor { Op.Transpose(a: a, b: b)(self) }

    /// A matrix with rows and columns exchanged: `(n, m)` from `(m, n)`.
    public func t() -> Tensor {
        if ndim != 2 { fatalError("t: only a matrix has rows and columns to exchange; the shape is \(shape)") }
        return Op.MatrixTranspose()(self)
    }

    /// All dimensions in the opposite order: a matrix's transpose.
    public var T: Tensor { Op.Permute(order: Array((0..<ndim).reversed()))(self) }

    /// With a new dimension of size 1 before dimension `d`: `(N)` becomes `(N, 1)` with `unsqueeze(-1)`.
    public func unsqueeze(_ d: Int) -> Tensor { Op.Unsqueeze(dimension: d)(self) }

    /// Without the dimensions of size 1.
    public func squeeze() -> Tensor { Op.Squeeze(dimension: nil)(self) }

    /// Without dimension `d` if its size is 1; the same shape otherwise.
    public func squeeze(_ d: Int) -> Tensor { Op.Squeeze(dimension: d)(self) }

    /// Repeated without being copied: dimensions of size 1 take the size asked for, new ones come in front, -1 keeps a
    /// size.
    public func expand(_ shape: Int...) -> Tensor { Op.Expand(shape: shape)(self) }

    /// Repeated without being copied, to a shape given as an array.
    public func expand(_ shape: [Int]) -> Tensor { Op.Expand(shape: shape)(self) }
}

extension Tensor {
    /// `length` elements of dimension `d`, from `start` on.
    public func narrow(_ d: Int, start: Int, length: Int) -> Tensor {
        if length < 0 || start < 0 || start > size(d) || length > size(d) - start {
            fatalError("narrow: \(length) elements from \(start) are not all in dimension \(d) of the shape \(shape)")
        }
        return Op.Slice(dimension: d, range: start..<start + length)(self)
    }

    /// Parts of `size` elements along dimension `d`; the last may be shorter.
    public func split(_ size: Int, _ d: Int = 0) -> [Tensor] {
        if size <= 0 { fatalError("split: parts need a positive size, not \(size)") }
        return stride(from: 0, to: Swift.max(self.size(d), 1), by: size).map { start in
            Op.Slice(dimension: d, range: start..<start + Swift.min(size, self.size(d) - start))(self)
        }
    }

    /// A copy with memory of its own, its elements side by side. (torch's keeps the order of a transposed tensor.)
    public func clone() -> Tensor { Op.Clone()(self) }

    /// This tensor if its elements lie side by side; otherwise a copy in which they do.
    public func contiguous() -> Tensor { isContiguous ? self : clone() }
}

extension Op {
    /// A copy: not a view, but with views' gradient.
    struct Clone: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = Tensor(uninitialized: inputs[0].shape)
            inputs[0].copyElements(to: result.storage.mutablePointer)
            return result
        }
    }
}
