// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
//   Chapters/Workshop/02-01-tape.md
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7eceaf071c3f9e23

// Chapters/01-tensors.md: The type
/// A table of numbers (`Float`) with any number of dimensions.
///
/// A tensor reads a storage through a layout. Views (`view`, `transpose`, slices, …) share the storage of the tensor
/// they were made from: what is written through one is seen through all.
///
///     let x = Tensor([[1, 2, 3], [4, 5, 6]])
///     x.shape             // [2, 3]
///     x.T.shape           // [3, 2]
///     x.sum().item()      // 21.0
///
/// Operations whose shapes don't fit stop the program with a message that names the operation and both shapes.
public class Tensor {
    /// The memory, shared with all views.
    public let storage: Storage<Float>

    /// Where this tensor's elements lie in the storage.
    public let layout: Layout

    /// The tensor whose storage this one is a view of; nil if the storage was made for this one.
    let base: Tensor?

    // Chapters/Workshop/02-01-tape.md: A node
    /// The gradient that `backward()` has left here, of this tensor's shape; nil before.
    public var grad: Tensor?

    /// What computed this tensor, when a gradient will be wanted; nil for one that you made yourself.
    public internal(set) var gradFn: Node?

    /// Whether gradients flow to this tensor because you asked for it.
    var isVariable = false

    /// The node that adds to `grad`: one for each variable.
    weak var accumulator: Node?

    // Chapters/Workshop/02-01-tape.md: Changes in place
    /// The rebases of the base that this view has seen.
    var rebasesSeen = 0

    /// How often a recorded operation has changed this tensor in place.
    var rebases = 0

    // Chapters/Workshop/06-01-module-class.md: A tensor to be trained
    /// What stands before the text when the tensor is printed.
    var printedPrefix: String { "" }
    // place: state

    /// A tensor over existing memory.
    init(storage: Storage<Float>, layout: Layout, base: Tensor? = nil) {
        self.storage = storage
        self.layout = layout
        self.base = base
        // Chapters/Workshop/02-01-tape.md: Changes in place
        rebasesSeen = base?.rebases ?? 0
        // place: init
    }
}

extension Tensor {
    /// A new tensor whose elements are still to be written.
    convenience init(uninitialized shape: [Int], of operation: String = "Tensor") {
        let layout = Layout(shape: shape, of: operation)
        self.init(storage: Storage(count: layout.count), layout: layout)
    }
}
