// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-01-module-class.md
//   Chapters/Workshop/06-04-hooks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f2dae7feff0ff3d0

// Chapters/Workshop/06-01-module-class.md: The class
/// A part of a network, or a whole one: parameters and other modules as properties, and `forward`, which says what they
/// compute.
///
///     final class TwoLayers: Module {
///         let hidden = Linear(784, 30)
///         let out = Linear(30, 10)
///
///         override func forward(_ x: Tensor) -> Tensor {
///             out(hidden(x).relu())
///         }
///     }
///
/// Properties that are parameters, buffers, modules, or optionals, arrays and dictionaries of them, are found without
/// being listed. A module whose `forward` needs more than one input declares a `callAsFunction` of its own.
open class Module: CustomStringConvertible {
    /// Whether the module is being trained. `train(_:)` and `eval()` set it.
    public internal(set) var isTraining = true

    // Chapters/Workshop/06-04-hooks.md: Listening in
    /// What is called before and after `forward`, in this order. Each may give another input or output.
    var preHooks: [(handle: HookHandle, call: (Module, Tensor) -> Tensor?)] = []
    var hooks: [(handle: HookHandle, call: (Module, Tensor, Tensor) -> Tensor?)] = []
    // place: state

    /// A module has nothing to set up: its parts are the properties of the subclass.
    public init() {}

    /// Computes the output. Override it, and call the module itself: `model(x)`.
    open func forward(_ x: Tensor) -> Tensor {
        fatalError("\(Self.self): forward(_:) isn't overridden")
    }

    /// Runs the module.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        // Chapters/Workshop/06-04-hooks.md: Listening in
        if !(preHooks.isEmpty && hooks.isEmpty) { return forwardWithHooks(x) }
        // place: hooks
        return forward(x)
    }

    /// What stands between the brackets when the module is printed: `in_features=784, out_features=10, bias=True`.
    open var extraDescription: String { "" }

    /// The parts of this module, by name, in the order in which they are listed: its properties. Override it in a
    /// container whose parts have other names.
    open var members: [(name: String, value: Any)] { reflectedMembers }

    /// Sets this module and all within it to training, or to evaluation. Chapter 11 has layers that act differently
    /// then.
    @discardableResult
    open func train(_ isTraining: Bool = true) -> Self {
        self.isTraining = isTraining
        for child in children { child.train(isTraining) }
        return self
    }

    /// The module as torch prints it: its class, `extraDescription`, and the modules within it.
    open var description: String { descriptionAsTorch }
}
