// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-09-matmul.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dfe031695e5de3e0

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

    /// The engine's product of two matrices for each element of dimension 0.
    static func batchProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
        let (m, n) = (a.shape[1], b.shape[2])
        let result = Tensor(uninitialized: [a.shape[0], m, n])
        a.withPointer { left in
            b.withPointer { right in
                for i in 0..<a.shape[0] {
                    kd_matmul(
                        m, n, a.shape[2], left + i * a.strides[0], a.strides[1], a.strides[2],
                        right + i * b.strides[0], b.strides[1], b.strides[2], result.storage.mutablePointer + i * m * n)
                }
            }
        }
        return result
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

    /// As many products of matrices as dimension 0 is long: `(N, m, n)` from `(N, m, k)` and `(N, k, n)`.
    struct Bmm: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            return .batchProduct(inputs[0], inputs[1])
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
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
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
        let left = a.expand(batch + a.shape.suffix(2)).reshape([batch.reduce(1, *)] + a.shape.suffix(2))
        let right = b.expand(batch + b.shape.suffix(2)).reshape([batch.reduce(1, *)] + b.shape.suffix(2))
        return Op.View(shape: batch + [a.size(-2), b.size(-1)], isPrivate: true)(Op.Bmm()(left, right))
    }
}
