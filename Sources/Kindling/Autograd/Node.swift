// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e9c39214f20fed4f

// Chapters/Workshop/02-01-tape.md: A node
/// One step of the computation that led to a tensor: an operation, what it saved, and the steps before it.
public final class Node {
    /// What was computed.
    public let operation: any Function
    /// What it left behind.
    public let context: Context
    /// The nodes of the inputs, nil for an input that takes no gradient.
    public internal(set) var nextFunctions: [Node?]
    /// Counts up: a node's number is larger than those of the nodes it depends on.
    let sequence: UInt64
    /// The result, where its gradient is to be kept too.
    weak var result: Tensor?
    /// Whether a walk through the graph has been here already.
    var isFound = false

    /// A node that nobody has walked to yet.
    init(_ operation: any Function, _ context: Context, _ nextFunctions: [Node?], sequence: UInt64) {
        self.operation = operation
        self.context = context
        self.nextFunctions = nextFunctions
        self.sequence = sequence
    }

    // Freed one after the other: left to itself, a chain of 100,000 nodes would recurse, and overflow the stack.
    deinit {
        var pending = nextFunctions.compactMap { $0 }
        nextFunctions = []
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) {
                pending.append(contentsOf: node.nextFunctions.compactMap { $0 })
                node.nextFunctions = []
            }
        }
    }
}
