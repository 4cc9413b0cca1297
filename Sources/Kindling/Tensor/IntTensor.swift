// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-07-integers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 373257e7591cf4e3

// Chapters/Workshop/01-07-integers.md: Two more kinds
/// A table of whole numbers: labels, indices, counts.
public final class IntTensor: StridedView {
    /// The memory, shared with all views.
    public let storage: Storage<Int>
    /// Where the elements lie in it.
    public let layout: Layout

    /// Elements that lie in a storage as the layout says, which must not reach beyond it.
    public init(storage: Storage<Int>, layout: Layout) {
        layout.check(within: storage.count, of: "IntTensor")
        self.storage = storage
        self.layout = layout
    }
}

/// A table of truth values, such as a comparison gives.
public final class BoolTensor: StridedView {
    /// The memory, shared with all views.
    public let storage: Storage<Bool>
    /// Where the elements lie in it.
    public let layout: Layout

    /// Elements that lie in a storage as the layout says, which must not reach beyond it.
    public init(storage: Storage<Bool>, layout: Layout) {
        layout.check(within: storage.count, of: "BoolTensor")
        self.storage = storage
        self.layout = layout
    }
}

/// A tensor that no gradient flows through, so that its views need no operation of their own.
public protocol StridedView: Strided {
    /// Elements that lie in a storage as the layout says.
    init(storage: Storage<Element>, layout: Layout)
}

extension StridedView {
    /// A new tensor whose elements are still to be written.
    init(uninitialized shape: [Int], of operation: String = "\(Self.self)") {
        let layout = Layout(shape: shape, of: operation)
        self.init(storage: Storage(count: layout.count), layout: layout)
    }

    /// A tensor of a given shape, from its elements row by row.
    public init(shape: [Int], values: [Element]) {
        self.init(uninitialized: shape)
        if values.count != count {
            fatalError("\(Self.self): the shape \(shape) has \(count) elements, but \(values.count) values were given")
        }
        storage.mutablePointer.update(from: values, count: count)
    }

    /// A single value: shape `[]`.
    public init(_ value: Element) { self.init(shape: [], values: [value]) }

    /// A row: shape `(N)`.
    public init(_ values: [Element]) { self.init(shape: [values.count], values: values) }

    /// A table: shape `(rows, columns)`.
    public init(_ rows: [[Element]]) {
        self.init(shape: stackedShape(rows.map { [$0.count] }), values: rows.flatMap { $0 })
    }

    /// The same value everywhere.
    public static func full(_ shape: [Int], _ value: Element) -> Self { filled(shape, value, of: "full") }

    /// The same, for an operation that stops under its own name where the shape can't be.
    static func filled(_ shape: [Int], _ value: Element, of operation: String) -> Self {
        let result = Self(uninitialized: shape, of: operation)
        result.storage.mutablePointer.update(repeating: value, count: result.count)
        return result
    }

    /// The value of a tensor with one element, whatever its shape.
    public func item() -> Element {
        if count != 1 {
            fatalError("item: only a tensor with one element has an item; this one has the shape \(shape)")
        }
        return withPointer { $0.pointee }
    }
}

extension StridedView {
    /// Element or row `index`, as a view.
    public subscript(index: Int) -> Self {
        get { Self(storage: storage, layout: layout.selected(0, index)) }
        set { self[index].assign(newValue) }
    }

    /// The element in a row and a column, as a view of shape `[]`.
    public subscript(row: Int, column: Int) -> Self {
        get { self[row][column] }
        set { self[row, column].assign(newValue) }
    }

    /// The elements or rows of a range, as a view; cut at the end.
    public subscript(range: Range<Int>) -> Self {
        get { Self(storage: storage, layout: layout.sliced(0, range)) }
        set { self[range].assign(newValue) }
    }
}

extension StridedView {
    /// The same elements under another shape; copied where strides can't express it. One size may be -1.
    public func reshape(_ shape: Int...) -> Self { reshape(shape) }

    /// The same elements under a shape given as an array; copied where strides can't express it.
    public func reshape(_ shape: [Int]) -> Self {
        let shape = layout.inferred(shape, of: "reshape")
        if let layout = layout.viewed(as: shape) {
            return Self(storage: storage, layout: layout)
        }
        return Self(shape: shape, values: array)
    }

    /// The same elements under another shape, without copying. One size may be -1.
    public func view(_ shape: Int...) -> Self {
        let shape = layout.inferred(shape, of: "view")
        guard let layout = layout.viewed(as: shape) else {
            fatalError(
                "view: a tensor of shape \(self.shape) with strides \(strides) can't be read as \(shape); reshape copies it"
            )
        }
        return Self(storage: storage, layout: layout)
    }

    /// With a new dimension of size 1 before dimension `d`.
    public func unsqueeze(_ d: Int) -> Self { Self(storage: storage, layout: layout.unsqueezed(d)) }

    /// Without dimension `d` if its size is 1.
    public func squeeze(_ d: Int) -> Self { Self(storage: storage, layout: layout.squeezed([d])) }
}

extension Layout {
    /// A row number, counted from the front or (negative) from the end, as one from the front.
    func checkedRow(_ index: Int) -> Int {
        let wrapped = index < 0 ? index + (shape.first ?? 0) : index
        if wrapped < 0 || wrapped >= (shape.first ?? 0) {
            fatalError("subscript: index \(index) is outside dimension 0 of the shape \(shape)")
        }
        return wrapped
    }
}

// Chapters/Workshop/01-07-integers.md: Whole numbers
extension IntTensor {
    /// The elements or rows of a range, as a view; cut at the end. Labels are cut for every batch, and this spares them
    /// the way through the protocol.
    public subscript(range: Range<Int>) -> IntTensor {
        get { IntTensor(storage: storage, layout: layout.sliced(0, range)) }
        set { self[range].assign(newValue) }
    }

    /// The numbers from 0 to `count - 1`: shape `(count)`.
    public static func arange(_ count: Int) -> IntTensor { arange(0, count) }

    /// The numbers `start`, `start + step`, … before `end`: shape `(N)`.
    public static func arange(_ start: Int, _ end: Int, step: Int = 1) -> IntTensor {
        if step == 0 || (start < end && step < 0) || (start > end && step > 0) {
            fatalError("arange: a step of \(step) never gets from \(start) to \(end)")
        }
        // Without a sign, any two Ints have a distance.
        let distance = UInt(bitPattern: step > 0 ? end &- start : start &- end)
        let count = distance == 0 ? 0 : Int(exactly: (distance - 1) / step.magnitude + 1) ?? .max
        let result = IntTensor(uninitialized: [count], of: "arange")
        let numbers = result.storage.mutablePointer
        for i in 0..<count { numbers[i] = start &+ i &* step }
        return result
    }

    /// All zeros.
    public static func zeros(_ shape: Int...) -> IntTensor { filled(shape, 0, of: "zeros") }

    /// All ones.
    public static func ones(_ shape: Int...) -> IntTensor { filled(shape, 1, of: "ones") }

    /// The smallest element: shape `[]`.
    public func min() -> IntTensor { IntTensor(extreme(of: "min") { $0.min() }) }

    /// The largest element: shape `[]`.
    public func max() -> IntTensor { IntTensor(extreme(of: "max") { $0.max() }) }

    /// The sum of all elements: shape `[]`.
    public func sum() -> IntTensor { IntTensor(array.reduce(0, &+)) }

    /// The same numbers as a `Tensor`.
    public func float() -> Tensor { Tensor(shape: shape, values: array.map(Float.init)) }

    /// The smallest or largest element, if there is one.
    private func extreme(of operation: String, _ find: ([Int]) -> Int?) -> Int {
        guard let result = find(array) else {
            fatalError("\(operation): there is no \(operation) of no elements; the shape is \(shape)")
        }
        return result
    }
}

extension IntTensor {
    /// The sum element by element; shapes are broadcast.
    public static func + (a: IntTensor, b: IntTensor) -> IntTensor { combine(a, b, "+", &+) }
    /// The sum of every element and a number.
    public static func + (a: IntTensor, b: Int) -> IntTensor { a + IntTensor(b) }

    /// The difference element by element; shapes are broadcast.
    public static func - (a: IntTensor, b: IntTensor) -> IntTensor { combine(a, b, "-", &-) }
    /// Every element less a number.
    public static func - (a: IntTensor, b: Int) -> IntTensor { a - IntTensor(b) }

    /// The product element by element; shapes are broadcast.
    public static func * (a: IntTensor, b: IntTensor) -> IntTensor { combine(a, b, "*", &*) }
    /// Every element times a number.
    public static func * (a: IntTensor, b: Int) -> IntTensor { a * IntTensor(b) }
}

// Chapters/Workshop/01-07-integers.md: Truth values
extension BoolTensor {
    /// 1 where true, 0 where false.
    public func float() -> Tensor { Tensor(shape: shape, values: array.map { $0 ? 1 : 0 }) }

    /// 1 where true, 0 where false, as whole numbers.
    public func int() -> IntTensor { IntTensor(shape: shape, values: array.map { $0 ? 1 : 0 }) }

    /// How many are true: shape `[]`.
    public func sum() -> IntTensor { int().sum() }

    /// Whether all are true.
    public func all() -> Bool { array.allSatisfy { $0 } }

    /// Whether any is true.
    public func any() -> Bool { array.contains(true) }

    /// The opposite of every element.
    public static prefix func ! (a: BoolTensor) -> BoolTensor {
        BoolTensor(shape: a.shape, values: a.array.map { !$0 })
    }
    /// True where both are; shapes are broadcast.
    public static func .& (a: BoolTensor, b: BoolTensor) -> BoolTensor { combine(a, b, ".&") { $0 && $1 } }
    /// True where one of the two is, or both; shapes are broadcast.
    public static func .| (a: BoolTensor, b: BoolTensor) -> BoolTensor { combine(a, b, ".|") { $0 || $1 } }
}

/// Combines two tensors of a kind element by element.
func combine<A: Strided, Result: StridedView>(
    _ a: A, _ b: A, _ name: String, _ operation: (A.Element, A.Element) -> Result.Element
) -> Result {
    let shape = broadcastShape(a.shape, b.shape, of: name)
    let result = Result(uninitialized: shape)
    let runs = Runs(
        shape: shape, [a.layout.expanded(to: shape, of: name).strides, b.layout.expanded(to: shape, of: name).strides])
    a.withPointer { a in
        b.withPointer { b in
            var next = result.storage.mutablePointer
            runs.forEach { offsets in
                let (a, b) = (a + offsets[0], b + offsets[1])
                for i in 0..<runs.innerCount {
                    next[i] = operation(a[i * runs.innerStrides[0]], b[i * runs.innerStrides[1]])
                }
                next += runs.innerCount
            }
        }
    }
    return result
}
