// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-04-hooks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7d75bb8ac564b3d3

// Chapters/Workshop/06-04-hooks.md: Listening in
extension Module {
    /// A table of this module and all within it: what each gives for this input, and how many parameters it has of its
    /// own.
    ///
    /// The input is run through the network once, in evaluation mode and without gradients. A module that wasn't
    /// reached through its `callAsFunction(_:)` has no shape.
    public func summary(_ input: Tensor) -> String {
        let modules = namedModules
        let modes = modules.map(\.module.isTraining)
        var shapes: [ObjectIdentifier: [Int]] = [:]
        let handles = modules.map { _, module in
            module.registerForwardHook { (module: Module, _: Tensor, output: Tensor) -> Void in
                shapes[ObjectIdentifier(module)] = output.shape
            }
        }
        eval()
        noGrad { _ = self(input) }
        for (mode, (_, module)) in zip(modes, modules) { module.isTraining = mode }
        for handle in handles { handle.remove() }

        var counted: Set<ObjectIdentifier> = []
        var (total, trained) = (0, 0)
        var rows = [["Layer", "Output shape", "Parameters"]]
        for (name, module) in modules {
            let own = module.directTensors.compactMap { $0.tensor as? Parameter }
                .filter { counted.insert(ObjectIdentifier($0)).inserted }
            let count = own.reduce(0) { $0 + $1.count }
            total += count
            trained += own.reduce(0) { $0 + ($1.requiresGrad ? $1.count : 0) }
            let depth = name.split(separator: ".").count
            let label = name.isEmpty ? "\(type(of: module))" : "\(name): \(type(of: module))"
            rows.append([
                String(repeating: "  ", count: depth) + label,
                shapes[ObjectIdentifier(module)].map { "\($0)" } ?? "-",
                own.isEmpty ? "-" : grouped(count),
            ])
        }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let space = (0..<3).map { String(repeating: " ", count: widths[$0] - row[$0].count) }
            return "\(row[0])\(space[0])  \(row[1])\(space[1])  \(space[2])\(row[2])"
        }
        let rule = String(repeating: "─", count: widths.reduce(4, +))
        let sum = "\(grouped(total)) parameters, \(grouped(trained)) of them trained"
        return ([line(rows[0]), rule] + rows.dropFirst().map(line) + [rule, sum]).joined(separator: "\n")
    }
}

/// A whole number with commas: 1,234,567.
private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, i in
        if i > 0 && (digits.count - i) % 3 == 0 { text += "," }
        text.append(digits[i])
    }
}
