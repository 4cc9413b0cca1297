// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9a82524a18115cd4

// Chapters/Workshop/02-01-tape.md: Going back
extension Tape {
    /// All nodes that gradients from `root` can reach, newest first.
    private static func nodes(behind root: Node) -> [Node] {
        var found: [Node] = []
        var pending = [root]
        root.isFound = true
        while let node = pending.popLast() {
            found.append(node)
            for case let next? in node.nextFunctions where !next.isFound {
                next.isFound = true
                pending.append(next)
            }
        }
        for node in found { node.isFound = false }
        return found.sorted { $0.sequence > $1.sequence }
    }
}

extension Tape {
    /// Goes back from `root`, whose gradient is given, to the leaves.
    fileprivate static func sweep(from root: Node, _ gradient: Tensor, retainGraph: Bool) {
        var gradients = [ObjectIdentifier(root): gradient]
        for node in nodes(behind: root) {
            guard let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else { continue }
            if let result = node.result {
                result.grad = result.grad.map { $0 + gradient } ?? gradient.clone()
            }
            if node.nextFunctions.isEmpty, let leaf = node.operation as? Op.AccumulateGrad {
                leaf.take(consume gradient)
                continue
            }
            node.context.checkNotReleased()
            let parts = node.operation.backward(gradient, node.context)
            if !node.nextFunctions.isEmpty && parts.count != node.nextFunctions.count {
                fatalError(
                    "\(node.name): backward returned \(parts.count) gradients for \(node.nextFunctions.count) inputs")
            }
            for (i, (next, part)) in zip(node.nextFunctions, parts).enumerated() {
                guard let next, let part else { continue }
                if part.shape != node.context.inputShapes[i] {
                    fatalError(
                        "\(node.name): backward returned a gradient of shape \(part.shape) for an input of shape \(node.context.inputShapes[i])"
                    )
                }
                if let sum = gradients[ObjectIdentifier(next)] {
                    gradients[ObjectIdentifier(next)] = sum + part
                } else {
                    gradients[ObjectIdentifier(next)] = part
                }
            }
            if !retainGraph { node.context.release() }
        }
    }
}

extension Tensor {
    /// Computes the gradients of this tensor with respect to all leaves of its graph, and adds them to their `grad`.
    ///
    /// - Parameters:
    ///   - gradient: the gradient of some loss with respect to this tensor, of its shape. A tensor with one element
    ///     doesn't need it: it is its own loss, with the gradient 1.
    ///   - retainGraph: whether to keep what the graph has saved, for another `backward`. It is freed otherwise.
    public func backward(gradient: Tensor? = nil, retainGraph: Bool = false) {
        guard let root = node else {
            fatalError("backward: this tensor doesn't require a gradient and has no graph")
        }
        checkBase("backward")
        if gradient == nil && count != 1 {
            fatalError(
                "backward: without a gradient given, only a tensor with one element can start; the shape is \(shape)")
        }
        if let gradient, gradient.shape != shape {
            fatalError("backward: the gradient has the shape \(gradient.shape), the tensor \(shape)")
        }
        noGrad {
            Tape.sweep(from: root, gradient ?? .ones(shape), retainGraph: retainGraph)
        }
    }

    /// Keeps the gradient of this result too: `backward` leaves it in `grad`, as it does for leaves.
    public func retainGrad() {
        gradFn?.result = self
    }
}

extension Op.AccumulateGrad {
    /// The same, with a gradient that the caller gives away: if nobody else holds it or its memory, it isn't copied.
    func take(_ gradient: consuming Tensor) {
        if variable.grad != nil || !gradient.isContiguous || gradient.count != gradient.storage.count {
            _ = backward(gradient, Context(inputs: []))
            return
        }
        let layout = gradient.layout
        var storage = gradient.storage
        _ = consume gradient
        let isOurs = isKnownUniquelyReferenced(&storage)
        let memory = Tensor(storage: storage, layout: layout)
        variable.grad = isOurs ? memory : memory.clone()
    }
}
