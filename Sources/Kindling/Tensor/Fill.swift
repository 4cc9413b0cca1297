// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-12-writing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d15ef2bb2349122a

// Chapters/Workshop/01-12-writing.md: A number on the right
/// A single value to fill a part of a tensor with, written as a literal: the 0 in `x[mask] = 0`. For one in a variable,
/// write `Tensor(value)`.
public struct Fill<Value> {
    let value: Value

    /// A value that isn't a literal.
    public init(_ value: Value) { self.value = value }
}

extension Fill: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Value.IntegerLiteralType) { self.init(Value(integerLiteral: value)) }
}

extension Fill: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Value.FloatLiteralType) { self.init(Value(floatLiteral: value)) }
}

extension Fill: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Value.BooleanLiteralType) { self.init(Value(booleanLiteral: value)) }
}

extension Fill where Value: BinaryFloatingPoint {
    /// Not a number.
    public static var nan: Fill { Fill(.nan) }
    /// Larger than every number.
    public static var infinity: Fill { Fill(.infinity) }
    /// The value with the other sign: `-.infinity`.
    public static prefix func - (a: Fill) -> Fill { Fill(-a.value) }
}
