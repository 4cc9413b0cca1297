// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ce727b4f4adfb97c

// Chapters/Workshop/06-01-module-class.md: A tensor to be trained
/// A tensor that is trained: what a module finds among its properties and hands to an optimizer.
///
/// It wants a gradient from the start. An operation on it gives an ordinary tensor.
public final class Parameter: Tensor {
    override init(storage: Storage<Float>, layout: Layout, base: Tensor? = nil) {
        super.init(storage: storage, layout: layout, base: base)
        isVariable = true
    }

    /// A parameter over a tensor's memory, without the tensor's history.
    ///
    /// - Parameter requiresGrad: false for one that is saved with the model and shown, and not trained.
    public convenience init(_ tensor: Tensor, requiresGrad: Bool = true) {
        self.init(storage: tensor.storage, layout: tensor.layout)
        isVariable = requiresGrad
    }

    override var printedPrefix: String { "Parameter containing:\n" }
}

/// A tensor that belongs to a module and is saved with it, and isn't trained: a running mean, a mask.
public final class Buffer: Tensor {
    /// Whether `stateDict` contains it.
    public private(set) var isPersistent = true

    /// A buffer over a tensor's memory, without the tensor's history.
    ///
    /// - Parameter persistent: false for one that can be computed again and needn't be saved.
    public convenience init(_ tensor: Tensor, persistent: Bool = true) {
        self.init(storage: tensor.storage, layout: tensor.layout)
        isPersistent = persistent
    }
}
