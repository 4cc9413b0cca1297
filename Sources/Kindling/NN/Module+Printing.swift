// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-02-modules-in-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 364899a335d7dd53

// Chapters/Workshop/06-02-modules-in-modules.md: Printing
extension Module {
    /// The module as torch prints it: the class, what it says of itself, and the modules within it, indented.
    var descriptionAsTorch: String {
        let own = extraDescription.isEmpty ? [] : extraDescription.split(separator: "\n").map(String.init)
        return block(
            "\(type(of: self))", own,
            namedMembers.compactMap { name, member in member.printed.map { "(\(name)): \($0)" } })
    }
}

extension Member {
    /// As torch prints it; nil for one that isn't printed.
    fileprivate var printed: String? {
        switch self {
        case .module(let module): return module.description
        case .parameter, .buffer: return nil
        case .list(let kind, let parts):
            let printed = parts.compactMap { part in part.member.printed.map { (part.name, $0) } }
            if printed.isEmpty { return nil }
            return kind == "ModuleList"
                ? block(kind, [], folded(printed.map(\.1)))
                : block(kind, [], printed.map { "(\($0)): \($1)" })
        }
    }
}

/// The lines of a list, equal neighbours joined: `(0-2): 3 x Linear(…)`.
func folded(_ texts: [String]) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < texts.count {
        let end = texts[start...].firstIndex { $0 != texts[start] } ?? texts.count
        lines.append(
            end - start == 1
                ? "(\(start)): \(texts[start])" : "(\(start)-\(end - 1)): \(end - start) x \(texts[start])")
        start = end
    }
    return lines
}

/// A class with what belongs to it: in one line if that is a single line about itself, otherwise indented below it.
func block(_ name: String, _ own: [String], _ children: [String]) -> String {
    if own.count + children.count == 0 { return "\(name)()" }
    if own.count == 1 && children.isEmpty { return "\(name)(\(own[0]))" }
    let lines =
        own + children.map { $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ") }
    return "\(name)(\n  " + lines.joined(separator: "\n  ") + "\n)"
}
