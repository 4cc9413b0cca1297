// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 25fbdd10a562365a

#sourceLocation(file: "Chapters/01-tensors.md", line: 840)
/// An operation on tensors: how to compute it and how to differentiate it.
///
/// Calling an operation with its inputs runs it: `Exp()(x)`.
public protocol Function {
    /// The name of the operation's node in the graph: torch's, such as `ExpBackward0`.
    var name: String { get }

    /// Computes the result. What `backward` will need is saved in the context.
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor

    /// From the gradient with respect to the result, the gradients with respect to the inputs: one for each, nil where there is none.
    /// Chapter 02.
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?]
}

extension Function {
    public var name: String { "\(Self.self)Backward0" }

    public func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        fatalError("\(name): this operation has no gradient")
    }

    /// Runs the operation.
    public func callAsFunction(_ inputs: Tensor...) -> Tensor {
        Tape.run(self, inputs)
    }

    /// Runs the operation on any number of inputs.
    public func callAsFunction(_ inputs: [Tensor]) -> Tensor {
        Tape.run(self, inputs)
    }
}

/// Where operations are run, and from chapter 02 on, written down.
enum Tape: Runner {}

/// How an operation is run when nothing is written down.
protocol Runner {}

extension Runner {
    static func run(_ operation: some Function, _ inputs: [Tensor]) -> Tensor {
        operation.forward(inputs, Context(inputs: inputs))
    }
}
#sourceLocation()
