// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/14-sequential.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 64cc43f35a44d6d9

// Chapters/14-sequential.md: Modules in a row
/// Modules in a row: each gets what the one before has made.
///
///     let model = Sequential(Linear(784, 30), ReLU(), Linear(30, 10))
///     model(Tensor.zeros(64, 784)).shape      // [64, 10]
///     model[0]                                // Linear(in_features=784, out_features=30, bias=True)
///
/// Its parts are called 0, 1, …: `0.weight`, `0.bias`, `2.weight`, … in the `stateDict`.
public final class Sequential: Module, RandomAccessCollection {
    private var elements: [Module]

    /// An array's modules, for a network whose layers are made in a loop.
    public init(_ modules: [Module]) {
        elements = modules
        super.init()
    }

    /// The modules as arguments, as torch has them.
    public convenience init(_ modules: Module...) { self.init(modules) }

    public override func forward(_ x: Tensor) -> Tensor {
        elements.reduce(x) { $1($0) }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }

    public subscript(index: Int) -> Module {
        get { elements[checkedPlace(index, among: count, of: "Sequential")] }
        set { elements[checkedPlace(index, among: count, of: "Sequential")] = newValue }
    }

    /// Some of the modules in a row of their own: the same modules, not copies.
    public subscript(range: Range<Int>) -> Sequential { Sequential(Array(elements[range.clamped(to: 0..<count)])) }

    /// Adds a module at the end.
    @discardableResult
    public func append(_ module: Module) -> Self {
        elements.append(module)
        return self
    }

    public override var members: [(name: String, value: Any)] {
        elements.enumerated().map { ("\($0)", $1) }
    }
}
