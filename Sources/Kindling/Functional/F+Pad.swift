// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-04-layers-without-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 77f7105e05047cc4

// Chapters/Workshop/05-04-layers-without-memory.md: pad
/// What stands in a border that `pad` adds.
public enum PadMode: Sendable {
    /// One number.
    case constant
    /// The elements seen from the edge inwards, without the edge: c b | a b c | b a.
    case reflect
    /// The edge, repeated: a a | a b c | c c.
    case replicate
    /// The elements from the other end: b c | a b c | a b.
    case circular
}

extension Op {
    /// A border of one number around the elements; of negative width, it cuts them off.
    struct ConstantPadNd: Function {
        /// For each dimension, the width before and behind.
        let widths: [(before: Int, behind: Int)]
        let value: Double

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = Tensor.full(zip(inputs[0].shape, widths).map { $0 + $1.before + $1.behind }, value)
            inner(result, of: inputs[0].shape).write(visible(inputs[0]))
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let result = Tensor.zeros(context.inputShapes[0])
            visible(result).write(inner(gradient, of: context.inputShapes[0]))
            return [result]
        }

        /// The part of the input that is not cut off.
        private func visible(_ input: Tensor) -> Tensor {
            part(input) { max(0, -widths[$0].before)..<input.shape[$0] + min(0, widths[$0].behind) }
        }

        /// Where in the result the input stands.
        private func inner(_ result: Tensor, of shape: [Int]) -> Tensor {
            part(result) { max(0, widths[$0].before)..<result.shape[$0] - max(0, widths[$0].behind) }
        }

        private func part(_ x: Tensor, _ range: (Int) -> Range<Int>) -> Tensor {
            Tensor(storage: x.storage, layout: x.shape.indices.reduce(x.layout) { $0.sliced($1, range($1)) })
        }
    }
}
extension Op {
    /// A border of elements of the tensor, in one dimension.
    struct BorderPad: Function {
        let dimension: Int
        /// For each place of the result along the dimension, the place of the input that it shows.
        let sources: [Int]
        let name: String

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let input = inputs[0].unrecorded.contiguous()
            var shape = input.shape
            shape[dimension] = sources.count
            let result = Tensor(uninitialized: shape)
            input.withPointer { input in
                forEachRow(of: inputs[0].shape) { target, source, count in
                    (result.storage.mutablePointer + target).update(from: input + source, count: count)
                }
            }
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let result = Tensor.zeros(context.inputShapes[0])
            gradient.unrecorded.contiguous().withPointer { gradient in
                forEachRow(of: context.inputShapes[0]) { target, source, count in
                    for i in 0..<count { result.storage.mutablePointer[source + i] += gradient[target + i] }
                }
            }
            return [result]
        }

        /// For each stretch of the result that is copied as a whole: where it stands in the result and in the input,
        /// and its length.
        private func forEachRow(of shape: [Int], _ body: (_ target: Int, _ source: Int, _ count: Int) -> Void) {
            let inner = shape[(dimension + 1)...].reduce(1, *)
            for outer in 0..<shape[..<dimension].reduce(1, *) {
                for (place, source) in sources.enumerated() {
                    body((outer * sources.count + place) * inner, (outer * shape[dimension] + source) * inner, inner)
                }
            }
        }
    }
}
extension F {
    /// The elements with a border.
    ///
    /// - Parameters:
    ///   - padding: the widths before and behind, for the last dimension first: `[left, right, top, bottom]`. With
    ///     `.constant`, negative widths cut off.
    ///   - mode: what stands in the border.
    ///   - value: the number that stands there with `.constant`.
    public static func pad(_ x: Tensor, _ padding: [Int], mode: PadMode = .constant, value: Double = 0) -> Tensor {
        if padding.count % 2 != 0 || padding.count > 2 * x.ndim {
            fatalError("pad: \(padding) isn't a pair of widths for each of the last dimensions of the shape \(x.shape)")
        }
        var widths = [(before: Int, behind: Int)](repeating: (0, 0), count: x.ndim)
        for i in 0..<padding.count / 2 { widths[x.ndim - 1 - i] = (padding[2 * i], padding[2 * i + 1]) }
        for (size, width) in zip(x.shape, widths) {
            if max(width.before.magnitude, width.behind.magnitude) > UInt(Int32.max) {
                fatalError("pad: the widths \(padding) are too large; the shape is \(x.shape)")
            }
            if size + min(0, width.before) + min(0, width.behind) < 0 {
                fatalError("pad: the widths \(padding) cut off more than there is of the shape \(x.shape)")
            }
        }
        if mode == .constant { return Op.ConstantPadNd(widths: widths, value: value)(x) }
        return widths.indices.reduce(x) { result, d in
            widths[d] == (0, 0) ? result : bordered(result, d, widths[d], mode, padded: padding.count / 2)
        }
    }

    private static func bordered(
        _ x: Tensor, _ d: Int, _ width: (before: Int, behind: Int), _ mode: PadMode, padded: Int
    ) -> Tensor {
        let size = x.shape[d]
        let limit = mode == .reflect ? size - 1 : mode == .circular ? size : size == 0 ? 0 : .max
        if min(width.before, width.behind) < 0 || max(width.before, width.behind) > limit {
            fatalError(
                "pad: a \(mode) border of widths \(width) can't be made from dimension \(d) of the shape \(x.shape)")
        }
        let sources = (-width.before..<size + width.behind).map { place in
            switch mode {
            case .reflect: place < 0 ? -place : place < size ? place : 2 * (size - 1) - place
            case .circular: (place + size) % size
            default: max(0, min(place, size - 1))
            }
        }
        let name =
            switch mode {
            case .reflect: "ReflectionPad\(padded)DBackward0"
            case .circular: "CopySlices"
            default: "ReplicationPad\(padded)DBackward0"
            }
        return Op.BorderPad(dimension: d, sources: sources, name: name)(x)
    }
}
