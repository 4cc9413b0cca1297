// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-02-making.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c95a7be6bc2ed3e4

// Chapters/Workshop/01-02-making.md: From arrays
extension Tensor {
    /// A single number: shape `[]`.
    public convenience init(_ value: Double) {
        self.init(uninitialized: [])
        storage.mutablePointer[0] = Float(value)
    }

    /// A row of numbers: shape `(N)`.
    public convenience init(_ values: [Float]) {
        self.init(shape: [values.count], values: values)
    }

    /// A table: shape `(rows, columns)`.
    public convenience init(_ rows: [[Float]]) {
        self.init(shape: tableShape(rows), values: rows.flatMap { $0 })
    }

    /// A table with three dimensions.
    public convenience init(_ planes: [[[Float]]]) {
        self.init(shape: stackedShape(planes.map(tableShape)), values: planes.flatMap { $0.flatMap { $0 } })
    }

    /// A table with four dimensions, such as a number of images with their channels, height and width: `(N, C, H, W)`.
    public convenience init(_ images: [[[[Float]]]]) {
        self.init(
            shape: stackedShape(images.map { stackedShape($0.map(tableShape)) }),
            values: images.flatMap { $0.flatMap { $0.flatMap { $0 } } })
    }

    /// A tensor of a given shape, from its elements row by row.
    public convenience init(shape: [Int], values: [Float]) {
        self.init(uninitialized: shape)
        if values.count != count {
            fatalError("Tensor: the shape \(shape) has \(count) elements, but \(values.count) values were given")
        }
        storage.mutablePointer.update(from: values, count: count)
    }

    /// A tensor of a given shape, its elements written by `fill`, row by row. `fill` must write all of them.
    public convenience init(shape: [Int], fill: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        try self.init(shape: shape, of: "Tensor", fill: fill)
    }

    /// The same, for an operation that stops under its own name where the shape can't be.
    convenience init(
        shape: [Int], of operation: String, fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
    ) rethrows {
        self.init(uninitialized: shape, of: operation)
        try fill(UnsafeMutableBufferPointer(start: storage.mutablePointer, count: count))
    }
}

/// The shape of a stack of parts with these shapes, which must all be the same.
func stackedShape(_ shapes: [[Int]]) -> [Int] {
    for shape in shapes where shape != shapes[0] {
        fatalError("Tensor: the rows differ in length: \(shapes[0]) and \(shape)")
    }
    return [shapes.count] + (shapes.first ?? [])
}

/// The shape of a table given by its rows.
private func tableShape(_ rows: [[Float]]) -> [Int] {
    stackedShape(rows.map { [$0.count] })
}

// Chapters/Workshop/01-02-making.md: From a rule
extension Tensor {
    /// All zeros: `Tensor.zeros(2, 3)`.
    public static func zeros(_ shape: Int...) -> Tensor { zeros(shape) }

    /// All zeros, of a shape given as an array.
    public static func zeros(_ shape: [Int]) -> Tensor { Tensor(shape: shape, of: "zeros") { $0.update(repeating: 0) } }

    /// All ones.
    public static func ones(_ shape: Int...) -> Tensor { ones(shape) }

    /// All ones, of a shape given as an array.
    public static func ones(_ shape: [Int]) -> Tensor { Tensor(shape: shape, of: "ones") { $0.update(repeating: 1) } }

    /// The same number everywhere.
    public static func full(_ shape: [Int], _ value: Double) -> Tensor {
        Tensor(shape: shape, of: "full") { $0.update(repeating: Float(value)) }
    }

    /// The identity matrix: ones from the upper left to the lower right, zeros elsewhere. Shape `(n, n)`.
    public static func eye(_ n: Int) -> Tensor {
        let result = Tensor(shape: [n, n], of: "eye") { $0.update(repeating: 0) }
        for i in 0..<n { result.storage.mutablePointer[i * n + i] = 1 }
        return result
    }

    /// Zeros in the shape of another tensor.
    public static func zeros(like other: Tensor) -> Tensor { zeros(other.shape) }

    /// Ones in the shape of another tensor.
    public static func ones(like other: Tensor) -> Tensor { ones(other.shape) }
}

extension Tensor {
    /// The numbers `start`, `start + step`, … before `end`: shape `(N)`.
    public static func arange(_ start: Double, _ end: Double, step: Double = 1) -> Tensor {
        let steps = (end - start) / step
        if step == 0 || !(steps >= 0) {
            fatalError("arange: a step of \(step) never gets from \(start) to \(end)")
        }
        // A count too large for an Int becomes one that no memory could hold.
        let count = Int(exactly: steps.rounded(.up)) ?? .max
        return Tensor(shape: [count], of: "arange") { buffer in
            for i in buffer.indices { buffer[i] = Float(start + Double(i) * step) }
        }
    }

    /// The numbers 0, 1, … below `end`: shape `(N)`.
    public static func arange(_ end: Double) -> Tensor { arange(0, end) }

    /// `count` numbers at equal distances from `start` to `end`, both included: shape `(count)`.
    ///
    /// The second half is computed from the end, as torch does, so that it ends exactly at `end`.
    public static func linspace(_ start: Double, _ end: Double, _ count: Int) -> Tensor {
        let (first, last) = (Float(start), Float(end))
        let step = (last - first) / Float(Swift.max(count, 2) - 1)
        return Tensor(shape: [count], of: "linspace") { buffer in
            for i in buffer.indices {
                buffer[i] = i < count / 2 ? first + step * Float(i) : last - step * Float(count - 1 - i)
            }
            if count == 1 { buffer[0] = first }
        }
    }
}

// Chapters/Workshop/01-02-making.md: Back to a number
extension Tensor {
    /// The value of a tensor with one element, whatever its shape.
    ///
    /// A `Double`, so that it prints all the digits that torch's `item()` prints. A nan has no sign, whatever the
    /// processor gave it.
    public func item() -> Double {
        if count != 1 {
            fatalError("item: only a tensor with one element has an item; this one has the shape \(shape)")
        }
        return withPointer { $0.pointee.isNaN ? .nan : Double($0.pointee) }
    }
}
