// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: cc9129d1fbec325d

// Chapters/08-optim.md: Gradient descent, with a memory
extension Optimizer {
    /// The addresses of a parameter's elements, of its gradient's, and of what is remembered for them. A parameter whose elements don't lie side by
    /// side is changed in a copy, which is written back.
    func withState(
        _ parameter: Tensor, _ gradient: Tensor, _ state: Tensor?,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>?) -> Void
    ) {
        if gradient.shape != parameter.shape {
            fatalError("\(Self.self): a parameter of shape \(parameter.shape) can't be updated with a gradient of shape \(gradient.shape)")
        }
        let target = parameter.unrecorded.contiguous()
        defer { if target !== parameter { parameter.write(target) } }
        target.withPointer { w in
            gradient.withPointer { g in
                if let state {
                    state.withPointer { body(w, g, $0) }
                } else {
                    body(w, g, nil)
                }
            }
        }
    }
}
