// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-04-layers-without-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 50c3e10c8c88cce0

// Chapters/Workshop/05-04-layers-without-memory.md: dropout
extension F {
    /// Some elements, chosen at random, replaced by 0, and the others multiplied by 1 / (1 − p), so that the mean
    /// stays. Any shape.
    ///
    /// (Srivastava and others 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting".)
    ///
    /// - Parameters:
    ///   - p: the probability that an element is replaced.
    ///   - training: with false, the input comes back unchanged.
    ///   - generator: where chance comes from; nil for the thread's own.
    public static func dropout(
        _ x: Tensor, p: Double = 0.5, training: Bool = true, generator: Generator? = nil
    ) -> Tensor {
        if !(0...1).contains(p) { fatalError("dropout: the probability \(p) isn't between 0 and 1") }
        if p == 0 || !training || x.count == 0 { return x }
        if p == 1 { return x * Tensor(0) }
        let source = generator ?? .default
        let kept = 1 / Float(1 - p)
        let mask = Tensor(shape: x.shape) { buffer in
            for i in buffer.indices { buffer[i] = source.uniformDouble() < 1 - p ? kept : 0 }
        }
        return x * mask
    }
}
