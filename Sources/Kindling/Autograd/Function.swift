// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-04-operations.md
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7e9e42a736c4f40c

// Chapters/Workshop/01-04-operations.md: Why not a function
/// An operation on tensors: how to compute it and how to differentiate it.
///
/// Calling an operation with its inputs runs it: `Op.Exp()(x)`.
public protocol Function {
    /// The name of the operation's node in the graph: torch's, such as `ExpBackward0`.
    var name: String { get }

    /// Computes the result. What `backward` will need is saved in the context.
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor

    // Chapters/Workshop/02-01-tape.md: A node
    /// From the gradient with respect to the result, those with respect to the inputs: one each, nil where there is none.
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?]
    // place: backward
}

extension Function {
    public var name: String { "\(Self.self)Backward0" }

    /// Runs the operation.
    public func callAsFunction(_ inputs: Tensor...) -> Tensor {
        Tape.run(self, inputs)
    }

    /// Runs the operation on any number of inputs.
    public func callAsFunction(_ inputs: [Tensor]) -> Tensor {
        Tape.run(self, inputs)
    }
}

/// The library's own operations, a type each.
enum Op {}

// Chapters/Workshop/02-01-tape.md: A node
extension Function {
    public func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        fatalError("\(name): this operation has no gradient")
    }
}
