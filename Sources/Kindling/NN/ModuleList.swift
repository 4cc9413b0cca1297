// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-02-modules-in-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bafc8edd8595312b

// Chapters/Workshop/06-02-modules-in-modules.md: A list that is a module
/// Modules in a row, under the names 0, 1, …: for layers whose number is a setting.
///
/// An array of modules does the same, except that a module list is a module itself, which can be printed, and held by two others.
public final class ModuleList: Module, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var elements: [Module]

    public init(_ modules: [Module] = []) {
        elements = modules
        super.init()
    }

    public convenience init(arrayLiteral elements: Module...) {
        self.init(elements)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }

    public subscript(index: Int) -> Module {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    /// Adds a module at the end.
    @discardableResult
    public func append(_ module: Module) -> Self {
        elements.append(module)
        return self
    }

    public override var members: [(name: String, value: Any)] {
        elements.enumerated().map { ("\($0)", $1) }
    }

    public override var description: String {
        block("ModuleList", [], folded(elements.map(\.description)))
    }
}
