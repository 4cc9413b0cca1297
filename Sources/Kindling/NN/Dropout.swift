// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/11-validation.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a6c353c404c70aa3

// Chapters/11-validation.md: Dropout
/// Sets some elements to zero while training, each with the probability `p`, and divides the others by 1 - p. Does
/// nothing in evaluation.
///
/// Input and output have any, and the same, shape. Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov,
/// *Dropout: A Simple Way to Prevent Neural Networks from Overfitting* (2014), scaled while training as usual today.
public final class Dropout: Module {
    let p: Double

    /// Stops unless `p` is between 0 and 1. With 1 everything is dropped.
    public init(p: Double = 0.5) {
        if !(0...1 ~= p) { fatalError("Dropout: p is a probability between 0 and 1, not \(p)") }
        self.p = p
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.dropout(x, p: p, training: isTraining)
    }

    public override var extraDescription: String { "p=\(p), inplace=False" }
}
