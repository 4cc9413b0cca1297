// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/14-sequential.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a33e5b1c7c69f7c7

// Chapters/14-sequential.md: Functions as modules
/// Any function as a module.
///
///     Lambda { $0.view(-1, 1, 28, 28) }
public final class Lambda: Module {
    let function: (Tensor) -> Tensor

    /// The function is called at each `forward`. It has no parameters of its own: the module's `stateDict` is empty.
    public init(_ function: @escaping (Tensor) -> Tensor) {
        self.function = function
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { function(x) }
}
