/// How the cells of a table are set.
struct TeXEnvironment: Sendable {
    enum Column: String, Sendable {
        case left
        case center
        case right
    }

    enum Size: Sendable {
        case display
        case text
        case script
    }

    var name: String
    /// The columns' alignment, taken again from the start when there are more.
    var columns: [Column] = [.center]
    /// How many columns there may be.
    var limit: Int?
    var size = Size.text
    /// What the table stands between.
    var fences: (left: String, right: String)?
    /// The space between columns, in em: behind the first, behind the second, and so on, again from the start.
    var gaps = [1.0]
    /// The space above and below a row, in em.
    var rowSpace = 0.27
    /// The same above the first row and below the last.
    var outerSpace: Double { size == .script ? 0 : 0.1 }
    /// Whether the second of two columns goes on with the formula of the first.
    var joinsPairs = false
    /// Whether it is a displayed formula of its own.
    var needsDisplay: Bool { ["align*", "gather*", "split"].contains(name) }
    /// The columns that a line stands before; the number of columns for one behind the last.
    var lines: Set<Int> = []

    static let substack = TeXEnvironment(name: "substack", limit: 1, size: .script, rowSpace: 0.1)

    /// The environment with this name.
    static func named(_ name: String) -> TeXEnvironment? {
        switch name {
        case "matrix", "array": TeXEnvironment(name: name)
        case "pmatrix": TeXEnvironment(name: name, fences: ("(", ")"))
        case "bmatrix": TeXEnvironment(name: name, fences: ("[", "]"))
        case "Bmatrix": TeXEnvironment(name: name, fences: ("{", "}"))
        case "vmatrix": TeXEnvironment(name: name, fences: ("|", "|"))
        case "Vmatrix": TeXEnvironment(name: name, fences: ("‖", "‖"))
        case "smallmatrix":
            TeXEnvironment(name: name, size: .script, gaps: [0.28], rowSpace: 0.1)
        case "cases", "dcases":
            TeXEnvironment(
                name: name, columns: [.left], limit: 2, size: name == "cases" ? .text : .display, fences: ("{", ""),
                rowSpace: 0.36)
        case "rcases":
            TeXEnvironment(name: name, columns: [.left], limit: 2, fences: ("", "}"), rowSpace: 0.36)
        case "aligned", "align*", "split":
            TeXEnvironment(
                name: name, columns: [.right, .left], limit: name == "split" ? 2 : nil, size: .display, gaps: [0, 1],
                rowSpace: 0.3, joinsPairs: true)
        case "gathered", "gather*":
            TeXEnvironment(name: name, limit: 1, size: .display, rowSpace: 0.3)
        default: nil
        }
    }
}
