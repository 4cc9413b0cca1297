// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-09-matmul.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ba786b350d7f23fc

// Chapters/Workshop/01-09-matmul.md: To the engine
import KindlingEngine

extension Tensor {
    /// The engine's product of two matrices, whatever their strides.
    static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
        let result = Tensor(uninitialized: [a.shape[0], b.shape[1]])
        a.withPointer { left in
            b.withPointer { right in
                kd_matmul(
                    a.shape[0], b.shape[1], a.shape[1], left, a.strides[0], a.strides[1], right, b.strides[0],
                    b.strides[1], result.storage.mutablePointer)
            }
        }
        return result
    }

    /// The engine's products of the matrices in the last two dimensions: one for each place in those before, which both
    /// tensors have alike.
    ///
    /// - Parameter model: the result's dimensions stand in memory in the order in which this layout's do; nil for the
    ///   order of the shape.
    static func batchProduct(_ a: Tensor, _ b: Tensor, orderedAs model: Layout? = nil) -> Tensor {
        let batch = Array(a.shape.dropLast(2))
        let (m, n, k) = (a.size(-2), b.size(-1), a.size(-1))
        let layout = Layout(ofMatrices: batch + [m, n], orderedAs: model)
        let result = Tensor(storage: Storage(count: layout.count), layout: layout)
        let strides = [a.strides, b.strides, layout.strides]
        let runs = Runs(shape: batch, strides.map { Array($0.dropLast(2)) })
        let steps = strides.indices.map { i in
            kd_steps(
                outer: runs.rowStrides[i], inner: runs.innerStrides[i], row: strides[i][batch.count],
                column: strides[i][batch.count + 1])
        }
        a.withPointer { left in
            b.withPointer { right in
                runs.forEachTable { offsets in
                    kd_matmul_batch(
                        runs.rowCount, runs.innerCount, m, n, k, left + offsets[0], steps[0], right + offsets[1],
                        steps[1], result.storage.mutablePointer + offsets[2], steps[2])
                }
            }
        }
        return result
    }
}

extension Layout {
    /// Matrices without gaps, whose dimensions stand in memory in the order in which the model's do. Where that would
    /// leave neither the rows' nor the columns' elements side by side, they stand in the order of the shape.
    fileprivate init(ofMatrices shape: [Int], orderedAs model: Layout?) {
        self.init(shape: shape, of: "matmul")
        guard let model else { return }
        let order = shape.indices.filter { shape[$0] > 1 }
            .sorted { (model.strides[$0], $1) > (model.strides[$1], $0) }
        guard let inner = order.last, inner >= shape.count - 2, model.strides[inner] > 0 else { return }
        var step = 1
        for d in order.reversed() {
            strides[d] = step
            step *= shape[d]
        }
    }
}

// Chapters/Workshop/01-09-matmul.md: Four operations
extension Op {
    /// The product of two matrices: `(m, n)` from `(m, k)` and `(k, n)`.
    struct Mm: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            return .product(inputs[0], inputs[1])
        }
    }

    /// As many products of matrices as the dimensions before the last two count: `(…, m, n)` from `(…, m, k)` and
    /// `(…, k, n)`.
    struct Bmm: Function {
        /// What the result resembles in memory, as `Tensor.batchProduct` says.
        var model: Layout?

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            return .batchProduct(inputs[0], inputs[1], orderedAs: model)
        }
    }
}

extension Op {
    /// A matrix times a row of numbers: `(m)` from `(m, k)` and `(k)`.
    struct Mv: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            let column = Tensor(storage: inputs[1].storage, layout: inputs[1].layout.unsqueezed(-1))
            return .product(inputs[0], column).unrecorded.view([inputs[0].shape[0]])
        }
    }

    /// The sum of the products of two rows of numbers: shape `[]`.
    struct Dot: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            let row = Tensor(storage: inputs[0].storage, layout: inputs[0].layout.unsqueezed(0))
            let column = Tensor(storage: inputs[1].storage, layout: inputs[1].layout.unsqueezed(-1))
            return .product(row, column).unrecorded.view([])
        }
    }
}

// Chapters/Workshop/01-09-matmul.md: Any shapes
extension Op {
    /// A step that torch needs and we don't.
    struct Unchanged: ViewFunction {
        let name: String
        func layout(of input: Layout) -> Layout { input }
    }
}

extension Tensor {
    /// This tensor, whose matrices are repeated to a larger batch; with the steps that torch takes to count them by a
    /// single dimension.
    fileprivate func asBatch(_ batch: [Int]) -> Tensor {
        let result = expand(batch + shape.suffix(2))
        if result.layout.viewed(as: [batch.reduce(1, *)] + shape.suffix(2)) != nil {
            return Op.Unchanged(name: "ViewBackward0")(result)
        }
        return Op.Unchanged(name: "UnsafeViewBackward0")(Op.Unchanged(name: "CloneBackward0")(result))
    }
}

extension Tensor {
    /// The product of matrices: `(m, n)` from `(m, k)` and `(k, n)`.
    ///
    /// A row of numbers counts as a matrix with one row on the left and one column on the right, and that dimension is
    /// gone from the result. With more than two dimensions, those before the last two are broadcast: as many products
    /// as they count.
    public func matmul(_ other: Tensor) -> Tensor { Kindling.matmul(self, other) }
}

infix operator • : MultiplicationPrecedence

/// The product of matrices; see `Tensor.matmul`.
public func • (a: Tensor, b: Tensor) -> Tensor { matmul(a, b) }

/// The product of matrices; see `Tensor.matmul`.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor { matmul(a, b, orderedAs: nil) }

/// The same, and a batch of products stands in memory as the model does: see `Tensor.batchProduct`.
func matmul(_ a: Tensor, _ b: Tensor, orderedAs model: Layout?) -> Tensor {
    let inner = (a.shape.last ?? 0, b.ndim > 1 ? b.size(-2) : b.shape.first ?? 0)
    if a.ndim == 0 || b.ndim == 0 || inner.0 != inner.1 {
        fatalError("matmul: the shapes \(a.shape) and \(b.shape) don't fit: the inner sizes must be equal")
    }
    switch (a.ndim, b.ndim) {
    case (1, 1): return Op.Dot()(a, b)
    case (2, 1): return Op.Mv()(a, b)
    case (1, 2): return Op.Mm()(a.unsqueeze(0), b).squeeze(0)
    case (2, 2): return Op.Mm()(a, b)
    case (1, _): return matmul(b.transpose(-2, -1), a)
    case (_, 1), (_, 2):
        // One large product instead of many small ones: all rows of all matrices below each other.
        let rows = a.reshape(a.shape.dropLast().reduce(1, *), inner.0)
        let product = b.ndim == 1 ? Op.Mv()(rows, b) : Op.Mm()(rows, b)
        return Op.View(shape: a.shape.dropLast() + b.shape.dropFirst(), isPrivate: true)(product)
    default:
        let batch = broadcastShape(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), of: "matmul")
        return Op.Unchanged(name: "UnsafeViewBackward0")(Op.Bmm(model: model)(a.asBatch(batch), b.asBatch(batch)))
    }
}
