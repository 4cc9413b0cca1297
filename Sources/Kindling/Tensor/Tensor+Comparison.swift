// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-07-integers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3ac0760efc5937dc

// Chapters/Workshop/01-07-integers.md: Comparisons
import KindlingEngine

extension Tensor {
    /// Compares the elements of two tensors whose shapes fit together.
    private static func compare(_ operation: kd_compare_op, _ a: Tensor, _ b: Tensor, name: String) -> BoolTensor {
        let shape = broadcastShape(a.shape, b.shape, of: name)
        let runs = Runs(
            shape: shape, [a.strides(expandedTo: shape, of: name), b.strides(expandedTo: shape, of: name)])
        let result = BoolTensor(uninitialized: shape)
        // A `Bool` is a byte that is 0 or 1, which is what the engine writes.
        result.storage.mutablePointer.withMemoryRebound(to: UInt8.self, capacity: result.count) { start in
            a.withPointer { a in
                b.withPointer { b in
                    var next = start
                    runs.forEach { offsets in
                        kd_compare(
                            operation, runs.innerCount, a + offsets[0], runs.innerStrides[0], b + offsets[1],
                            runs.innerStrides[1], next)
                        next += runs.innerCount
                    }
                }
            }
        }
        return result
    }
}

extension Tensor {
    /// Where the elements are equal.
    public static func .== (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_EQ, a, b, name: ".==") }
    /// Where the elements equal a number.
    public static func .== (a: Tensor, b: Double) -> BoolTensor { a .== Tensor(b) }

    /// Where the elements differ.
    public static func .!= (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_NE, a, b, name: ".!=") }
    /// Where the elements differ from a number.
    public static func .!= (a: Tensor, b: Double) -> BoolTensor { a .!= Tensor(b) }

    /// Where the left element is smaller.
    public static func .< (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_LT, a, b, name: ".<") }
    /// Where the elements are below a number.
    public static func .< (a: Tensor, b: Double) -> BoolTensor { a .< Tensor(b) }

    /// Where the left element is smaller or equal.
    public static func .<= (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_LE, a, b, name: ".<=") }
    /// Where the elements are at most a number.
    public static func .<= (a: Tensor, b: Double) -> BoolTensor { a .<= Tensor(b) }

    /// Where the left element is larger.
    public static func .> (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_GT, a, b, name: ".>") }
    /// Where the elements are above a number.
    public static func .> (a: Tensor, b: Double) -> BoolTensor { a .> Tensor(b) }

    /// Where the left element is larger or equal.
    public static func .>= (a: Tensor, b: Tensor) -> BoolTensor { compare(KD_GE, a, b, name: ".>=") }
    /// Where the elements are at least a number.
    public static func .>= (a: Tensor, b: Double) -> BoolTensor { a .>= Tensor(b) }
}

extension Tensor {
    /// Which elements are nan.
    public func isNaN() -> BoolTensor { self .!= self }

    /// Which elements are infinite, in either direction.
    public func isInf() -> BoolTensor { elementwise(KD_ABS) .== .infinity }

    /// Which elements are neither infinite nor nan.
    public func isFinite() -> BoolTensor { elementwise(KD_ABS) .< .infinity }

    /// Whether both have the same shape and the same elements. A nan equals nothing, not even itself.
    public func isEqual(to other: Tensor) -> Bool {
        shape == other.shape && (self .== other).all()
    }

    /// Whether all elements are close: |a - b| ≤ absoluteTolerance + relativeTolerance · |b|. Shapes are broadcast; ones
    /// that don't fit together stop the program.
    public func isClose(
        to other: Tensor, relativeTolerance: Double = 1e-5, absoluteTolerance: Double = 1e-8
    ) -> Bool {
        let close: BoolTensor = combine(self, other, "isClose") { (a: Float, b: Float) -> Bool in
            let allowed = absoluteTolerance + relativeTolerance * Double(b).magnitude
            let difference = (Double(a) - Double(b)).magnitude
            return a == b || (difference.isFinite && difference <= allowed)
        }
        return close.all()
    }
}

extension IntTensor {
    /// Where the elements are equal.
    public static func .== (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".==", ==) }
    /// Where the elements equal a number.
    public static func .== (a: IntTensor, b: Int) -> BoolTensor { a .== IntTensor(b) }

    /// Where the elements differ.
    public static func .!= (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".!=", !=) }
    /// Where the elements differ from a number.
    public static func .!= (a: IntTensor, b: Int) -> BoolTensor { a .!= IntTensor(b) }

    /// Where the left element is smaller.
    public static func .< (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".<", <) }
    /// Where the elements are below a number.
    public static func .< (a: IntTensor, b: Int) -> BoolTensor { a .< IntTensor(b) }

    /// Where the left element is smaller or equal.
    public static func .<= (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".<=", <=) }
    /// Where the elements are at most a number.
    public static func .<= (a: IntTensor, b: Int) -> BoolTensor { a .<= IntTensor(b) }

    /// Where the left element is larger.
    public static func .> (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".>", >) }
    /// Where the elements are above a number.
    public static func .> (a: IntTensor, b: Int) -> BoolTensor { a .> IntTensor(b) }

    /// Where the left element is larger or equal.
    public static func .>= (a: IntTensor, b: IntTensor) -> BoolTensor { combine(a, b, ".>=", >=) }
    /// Where the elements are at least a number.
    public static func .>= (a: IntTensor, b: Int) -> BoolTensor { a .>= IntTensor(b) }

    /// Whether both have the same shape and the same elements.
    public func isEqual(to other: IntTensor) -> Bool {
        shape == other.shape && (self .== other).all()
    }
}
