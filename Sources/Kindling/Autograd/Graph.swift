// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ae94be3cfd520091

// Chapters/Workshop/02-01-tape.md: Looking at the graph
extension Node: CustomStringConvertible {
    /// The operation's name in torch: `MulBackward0`.
    public var name: String { operation.name }

    /// The name in angle brackets, as torch prints a node.
    public var description: String { "<\(name)>" }
}

extension Tensor {
    /// The graph behind this tensor as text: each node below the one that it gets its gradient from. What lies below a
    /// node that several results share is shown once; later the node ends with `…`.
    public var graph: String {
        var lines: [String] = []
        var shown: Set<ObjectIdentifier> = []
        var pending: [(node: Node?, depth: Int)] = [(gradFn, 0)]
        while let (node, depth) = pending.popLast() {
            let following = node?.nextFunctions ?? []
            let isRepeated = node.map { !shown.insert(ObjectIdentifier($0)).inserted } ?? false
            lines.append(
                String(repeating: "  ", count: depth) + (node?.name ?? "None")
                    + (isRepeated && !following.isEmpty ? " …" : ""))
            if !isRepeated {
                pending += following.reversed().map { ($0, depth + 1) }
            }
        }
        return lines.joined(separator: "\n")
    }
}
