// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-03-attention-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3e5c8648d717cbae

// Chapters/Workshop/17-03-attention-loops.md: The operation
import KindlingEngine

extension Op {
    /// The softmax of scores over the last dimension, with a scale and with masks.
    struct MaskedSoftmax: Function {
        /// What the scores are multiplied by.
        let scale: Float
        /// True where a score is left out. Broadcast to the scores.
        var blocked: BoolTensor?
        /// Whether row i leaves out the columns after i.
        var isCausal = false
        var name: String { "SoftmaxBackward0" }

        /// Inputs: the scores, `(…, L, S)`, and perhaps what is added to them, broadcast to their shape.
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let (x, added) = (inputs[0].unrecorded.contiguous(), inputs.count > 1 ? inputs[1] : nil)
            let result = Tensor(uninitialized: x.shape)
            let none = [Int](repeating: 0, count: x.ndim)
            let strides = [
                x.strides, blocked?.layout.expanded(to: x.shape, of: "softmax").strides ?? none,
                added?.layout.expanded(to: x.shape, of: "softmax").strides ?? none,
            ]
            let runs = Runs(shape: x.shape.dropLast(2), strides.map { Array($0.dropLast(2)) })
            var mask = kd_mask()
            mask.blocked_steps = steps(strides[1], runs, 1)
            mask.added_steps = steps(strides[2], runs, 2)
            mask.is_causal = isCausal ? 1 : 0
            withExtendedLifetime((x, blocked, added)) {
                let (scores, y) = (x.storage.pointer + x.offset, result.storage.mutablePointer)
                let blocked = blocked.map { UnsafeRawPointer($0.storage.pointer + $0.offset) }
                let added = added.map { $0.storage.pointer + $0.offset }
                runs.forEachTable { offsets in
                    mask.blocked = blocked.map { ($0 + offsets[1]).assumingMemoryBound(to: UInt8.self) }
                    mask.added = added.map { $0 + offsets[2] }
                    kd_masked_softmax(
                        runs.rowCount, runs.innerCount, x.size(-2), x.size(-1), scores + offsets[0], scale, &mask,
                        y + offsets[0])
                }
            }
            context.save(result)
            return result
        }

        private func steps(_ strides: [Int], _ runs: Runs, _ operand: Int) -> kd_steps {
            kd_steps(
                outer: runs.rowStrides[operand], inner: runs.innerStrides[operand], row: strides[strides.count - 2],
                column: strides[strides.count - 1])
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            if context.inputShapes.count == 1 { return [change(gradient, context.saved(0), scale)] }
            let change = change(gradient, context.saved(0), 1)
            return [context.ifNeeded(0, change * Double(scale)), context.unbroadcast(change, 1)]
        }

        private func change(_ gradient: Tensor, _ y: Tensor, _ scale: Float) -> Tensor {
            let result = Tensor(uninitialized: y.shape)
            let n = y.size(-1)
            y.withPointer { y in
                gradient.unrecorded.contiguous().withPointer {
                    kd_softmax_gradient(
                        result.count / Swift.max(n, 1), n, y, $0, scale, result.storage.mutablePointer)
                }
            }
            return result
        }
    }
}

extension F {
    /// The softmax over the last dimension of `scores * scale`, with masks; a row that is left out whole gives zeros.
    ///
    /// - Parameters:
    ///   - scores: `(…, L, S)`.
    ///   - scale: what they are multiplied by.
    ///   - blocked: true where a score is left out. Broadcast to the scores.
    ///   - added: what is added to the scores after the scale. Broadcast to them.
    ///   - isCausal: whether row i leaves out the columns after i.
    package static func maskedSoftmax(
        _ scores: Tensor, _ scale: Double, blocked: BoolTensor? = nil, added: Tensor? = nil, isCausal: Bool = false
    ) -> Tensor {
        if scores.ndim < 2 { fatalError("softmax: scores have rows and columns; their shape is \(scores.shape)") }
        let operation = Op.MaskedSoftmax(scale: Float(scale), blocked: blocked, isCausal: isCausal)
        return operation([scores] + (added.map { [$0] } ?? []))
    }
}
