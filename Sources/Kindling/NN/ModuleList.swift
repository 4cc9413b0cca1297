// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-02-modules-in-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7b383fc168da7ad7

// Chapters/Workshop/06-02-modules-in-modules.md: A list that is a module
/// The number of a module, if there are so many. The program stops if not.
func checkedPlace(_ index: Int, among count: Int, of list: String) -> Int {
    if index < 0 || index >= count { fatalError("\(list): there is no module \(index) among \(count)") }
    return index
}

/// Modules in a row, under the names 0, 1, …: for layers whose number is a setting.
///
/// An array of modules does the same, except that a module list is a module itself, which can be printed, and held by
/// two others.
public final class ModuleList: Module, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var elements: [Module]

    /// A list of these modules, in this order.
    public init(_ modules: [Module] = []) {
        elements = modules
        super.init()
    }

    /// A list written as an array: `let layers: ModuleList = [Linear(8, 8), Linear(8, 8)]`.
    public convenience init(arrayLiteral elements: Module...) {
        self.init(elements)
    }

    /// The first module's place, 0.
    public var startIndex: Int { 0 }
    /// The place behind the last module.
    public var endIndex: Int { elements.count }

    /// The module at a place, which may be replaced.
    public subscript(index: Int) -> Module {
        get { elements[checkedPlace(index, among: count, of: "ModuleList")] }
        set { elements[checkedPlace(index, among: count, of: "ModuleList")] = newValue }
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
