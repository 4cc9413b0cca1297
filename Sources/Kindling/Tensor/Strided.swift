// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-01-walking.md
//   Chapters/Workshop/01-05-arithmetic.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d6c6e5faa52ae92c

// Chapters/Workshop/01-01-walking.md: What all tensors share
/// A tensor of any element: it reads a storage through a layout.
public protocol Strided: AnyObject {
    /// What the table holds: a plain value of fixed size.
    associatedtype Element: BitwiseCopyable
    /// The memory, shared with all views.
    var storage: Storage<Element> { get }
    /// Where the elements lie in it.
    var layout: Layout { get }
}

extension Strided {
    /// The number of elements in each dimension: `[64, 784]`.
    public var shape: [Int] { layout.shape }

    /// The distance in memory between neighbours, for each dimension.
    public var strides: [Int] { layout.strides }

    /// Where in the storage the first element stands.
    public var offset: Int { layout.offset }

    /// The number of elements.
    public var count: Int { layout.count }

    /// The number of dimensions: 2 for a table, 0 for a single number.
    public var ndim: Int { layout.shape.count }

    /// Whether the elements stand side by side in memory, in the order of their indices.
    public var isContiguous: Bool { layout.isContiguous }

    /// The number of elements in dimension `d`; a negative one counts from the last, so `size(-1)` is the last
    /// dimension's.
    public func size(_ d: Int) -> Int {
        shape[layout.dimension(d, of: "size")]
    }

    /// Whether both read the same memory.
    public func sharesStorage(with other: Self) -> Bool {
        storage === other.storage
    }
}

extension Strided {
    /// Calls `body` with the address of the first element, for reading. The address must not leave `body`.
    func withPointer<Result>(_ body: (UnsafePointer<Element>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) {
            try body(storage.pointer + layout.offset)
        }
    }

    /// Calls `body` with the address of the first element, for writing in place. The address must not leave `body`.
    ///
    /// Nobody else may read or write the storage meanwhile. What is read of the same storage is asked for within
    /// `body`, not before.
    func withMutablePointer<Result>(_ body: (UnsafeMutablePointer<Element>) throws -> Result) rethrows -> Result {
        requireOwnPlaces("writing in place")
        return try withExtendedLifetime(self) {
            try body(storage.mutablePointer + layout.offset)
        }
    }
}

extension Strided {
    /// The elements in the order of their indices, copied out.
    public var array: [Element] {
        [Element](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            if let start = buffer.baseAddress {
                copyElements(to: start)
            }
            initializedCount = count
        }
    }

    /// Copies the elements, in the order of their indices, to `target`.
    func copyElements(to target: UnsafeMutablePointer<Element>) {
        withPointer { source in
            if isContiguous {
                target.update(from: source, count: count)
                return
            }
            let runs = Runs(shape: shape, [strides])
            var next = target
            runs.forEach { offsets in
                let start = source + offsets[0]
                let step = runs.innerStrides[0]
                for i in 0..<runs.innerCount {
                    next[i] = start[i * step]
                }
                next += runs.innerCount
            }
        }
    }
}

extension Tensor: Strided {}

extension Tensor {
    /// The elements in the order of their indices, copied out. A nan among them has no sign, whatever the processor
    /// gave it.
    public var array: [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            if let start = buffer.baseAddress { copyElements(to: start) }
            for i in 0..<count { buffer[i] = buffer[i].isNaN ? .nan : buffer[i] }
            initializedCount = count
        }
    }
}

// Chapters/Workshop/01-05-arithmetic.md: In place
extension Strided {
    /// Stops an operation that would write two elements to one place.
    func requireOwnPlaces(_ operation: String) {
        if !layout.hasOwnPlaces {
            fatalError(
                "\(operation): elements of shape \(shape) with strides \(strides) share places in memory and can't be written; clone() gives each its own"
            )
        }
    }
}
