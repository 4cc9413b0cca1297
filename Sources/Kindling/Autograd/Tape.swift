// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-04-operations.md
//   Chapters/Workshop/01-05-arithmetic.md
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2df00c20e8da90e8

// Chapters/Workshop/01-04-operations.md: The tape
import KindlingEngine

/// Where operations are run, and from chapter 02 on, written down.
enum Tape {
    /// Runs an operation: every one of the library's results comes from here.
    static func run(_ operation: some Function, _ inputs: [Tensor]) -> Tensor {
        let context = Context(inputs: inputs)
        // Chapters/Workshop/02-01-tape.md: Writing down
        for input in inputs { input.checkBase(operation.name) }
        if isGradEnabled, inputs.contains(where: \.requiresGrad) { return record(operation, inputs, context) }
        // place: recording
        return operation.forward(inputs, context)
    }
}

// Chapters/Workshop/01-05-arithmetic.md: In place
extension Tape {
    /// Runs an operation that leaves its result in `a`.
    static func runInPlace(_ operation: any Function, _ a: Tensor, _ b: Tensor, _ change: () -> Void) {
        // Chapters/Workshop/02-01-tape.md: Changes in place
        b.checkBase(operation.name)
        let isWanted = a.requiresGrad || b.requiresGrad || a.base?.requiresGrad == true
        if isGradEnabled, isWanted { return recordInPlace(operation, a, b) }
        // place: recording-in-place
        change()
    }
}
// Chapters/Workshop/02-01-tape.md: Writing down
extension Tape {
    /// Runs an operation and writes it down.
    private static func record(_ operation: some Function, _ inputs: [Tensor], _ context: Context) -> Tensor {
        context.needsGradient = inputs.map(\.requiresGrad)
        var result = noGrad { operation.forward(inputs, context) }
        if inputs.contains(where: { $0 === result }) || result.requiresGrad {
            // The operation returned one of its inputs: a tensor has one history, so the result must be another tensor.
            result = Tensor(storage: result.storage, layout: result.layout, base: result.base ?? result)
        }
        let nodes = inputs.map(\.node)
        result.gradFn = Node(operation, context, nodes, sequence: Tape.nextSequence(after: nodes))
        return result
    }
}

extension Tensor {
    /// Whether gradients flow to or through this tensor.
    ///
    /// Set it to true for a tensor whose gradient you want. An operation's result has it if one of the inputs does.
    public var requiresGrad: Bool {
        get { gradFn != nil || isVariable }
        set {
            if gradFn != nil && !newValue {
                fatalError("requiresGrad: only a leaf can stop requiring a gradient; detach() makes another leaf")
            }
            if gradFn == nil { isVariable = newValue }
        }
    }

    /// Whether no recorded operation has made this tensor.
    public var isLeaf: Bool { gradFn == nil }

    /// The same elements in the same memory, without the history: gradients stop here.
    public func detach() -> Tensor { Tensor(storage: storage, layout: layout) }

    /// The node that takes this tensor's gradient; nil if none is wanted.
    var node: Node? {
        if let gradFn { return gradFn }
        if !isVariable { return nil }
        if let accumulator { return accumulator }
        let node = Node(Op.AccumulateGrad(variable: self), Context(inputs: []), [], sequence: 0)
        accumulator = node
        return node
    }
}

extension Op {
    /// The end of every path through the graph: adds the gradient to the variable's `grad`.
    struct AccumulateGrad: Function {
        /// The leaf that wants the gradient.
        let variable: Tensor
        var name: String { "AccumulateGrad" }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            if let grad = variable.grad {
                grad += gradient
            } else {
                // A copy: the same gradient may be on its way to other leaves.
                variable.grad = gradient.clone()
            }
            return []
        }
    }
}

extension Tape {
    /// A number larger than all before it on this thread, and than those of the nodes, which may be another's.
    private static func nextSequence(after nodes: [Node?]) -> UInt64 {
        let newest = nodes.reduce(0) { Swift.max($0, $1?.sequence ?? 0) }
        let next = Swift.max(UInt(bitPattern: kd_thread_slot_get(KD_SLOT_SEQUENCE)), UInt(newest)) + 1
        kd_thread_slot_set(KD_SLOT_SEQUENCE, UnsafeMutableRawPointer(bitPattern: next))
        return UInt64(next)
    }
}

// Chapters/Workshop/02-01-tape.md: Changes in place
extension Tape {
    /// Runs an operation, leaves its result in `a`, and writes it down.
    private static func recordInPlace(_ operation: any Function, _ a: Tensor, _ b: Tensor) {
        if a.isVariable && a.gradFn == nil {
            fatalError(
                "\(operation.name): a leaf that requires a gradient can't be changed in place while operations are recorded; use noGrad"
            )
        }
        if a.base != nil {
            fatalError(
                "\(operation.name): a view can't be changed in place by a recorded operation; change its base, or use cat, where or noGrad"
            )
        }
        let context = Context(inputs: [a, b])
        context.needsGradient = [a.requiresGrad, b.requiresGrad]
        let node = Node(operation, context, [a.node, b.node], sequence: Tape.nextSequence(after: [a.node, b.node]))
        let result = noGrad { operation.forward([a.clone(), b], context) }
        if result.shape != a.shape {
            fatalError("\(operation.name): the shape \(b.shape) doesn't fit into \(a.shape) in place")
        }
        a.write(result)
        a.storage.version += 1
        if let old = a.gradFn, old.result === a { (old.result, node.result) = (nil, a) }
        a.gradFn = node
        a.rebases += 1
    }
}

extension Tensor {
    /// A view that is older than a recorded change of its base has no valid history.
    func checkBase(_ name: @autoclosure () -> String) {
        if let base, base.rebases != rebasesSeen {
            fatalError(
                "\(name()): this view was made before its base was changed in place by a recorded operation; make it again"
            )
        }
    }
}
