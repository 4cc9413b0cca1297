// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-01-optimizers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2aaf28aed08402b7

// Chapters/Workshop/08-01-optimizers.md: The base
extension Optimizer {
    /// Calls `body` with the addresses of a parameter's elements, of its gradient's, and of what is remembered for
    /// them: for an `update` that is a loop over numbers.
    ///
    /// At each address `parameter.count` elements stand side by side, in the order of their indices. A parameter whose
    /// own don't is changed in a copy, which is written back.
    /// - Parameters:
    ///   - gradient: of the parameter's shape. `body` only reads it.
    ///   - state: of the parameter's shape, its elements side by side, as `Tensor.zeros` makes it; or nil. `body` may
    ///     change it.
    ///   - body: the addresses must not leave it.
    public func withState(
        _ parameter: Tensor, _ gradient: Tensor, _ state: Tensor?,
        _ body: (UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>?) -> Void
    ) {
        if gradient.shape != parameter.shape {
            fatalError(
                "\(Self.self): a parameter of shape \(parameter.shape) can't be updated with a gradient of shape \(gradient.shape)"
            )
        }
        if let state, state.shape != parameter.shape || !state.isContiguous {
            fatalError(
                "\(Self.self): a state of shape \(state.shape) and strides \(state.strides) doesn't fit a parameter of shape \(parameter.shape)"
            )
        }
        let gradient = gradient.unrecorded.contiguous()
        let target = parameter.unrecorded.contiguous()
        defer { if target !== parameter { parameter.write(target) } }
        target.withMutablePointer { w in
            gradient.withPointer { g in
                if let state {
                    state.withMutablePointer { body(w, g, $0) }
                } else {
                    body(w, g, nil)
                }
            }
        }
    }
}
