// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ee4297513bf550fb

// Chapters/Workshop/18-08-optimizer-state.md: Numbers in a state
/// What can stand in a state besides tensors of Floats: numbers, truth values, words, and arrays of numbers.
public protocol StateValue {
    /// The value of a stored tensor; nil if that is no such value.
    init?(_ stored: StoredTensor)
    /// The value as it is stored: exactly.
    var stored: StoredTensor { get }
}

extension StateDict {
    /// A value in this state, in the type that you want it in: `let step: Int? = state[value: "step"]`.
    ///
    /// A whole number is an `Int` and a `Double`, however it was stored. nil if there is none of this name, or if it
    /// isn't of this type. A new name is added at the end; to set nil removes one.
    public subscript<Value: StateValue>(value name: String) -> Value? {
        get { self[stored: name].flatMap { Value($0) } }
        set { self[stored: name] = newValue?.stored }
    }
}

/// A number that can stand in a state, alone or in an array.
public protocol StateNumber: StateValue {
    /// The elements of a stored tensor, in order; nil if they aren't all such numbers.
    static func numbers(_ stored: StoredTensor) -> [Self]?
    /// The numbers as they are stored. The shape has as many elements.
    static func stored(_ numbers: [Self], shape: [Int]) -> StoredTensor
}

extension Double: StateNumber {
    public static func numbers(_ stored: StoredTensor) -> [Double]? {
        switch stored.dtype {
        case .float64:
            stored.bytes.withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count, by: 8).map { place in
                    let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                    return Double(bitPattern: UInt64(littleEndian: bits))
                }
            }
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool:
            (try? stored.intTensor()).map { $0.array.map(Double.init) }
        default: stored.tensor().array.map(Double.init)
        }
    }

    /// Of type `float64`.
    public static func stored(_ numbers: [Double], shape: [Int]) -> StoredTensor {
        let bytes = numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
        return StoredTensor(dtype: .float64, shape: shape, bytes: bytes)
    }
}

extension Int: StateNumber {
    public static func numbers(_ stored: StoredTensor) -> [Int]? {
        if let integers = try? stored.intTensor() { return integers.array }
        guard stored.dtype.rawValue.hasPrefix("F") || stored.dtype == .bfloat16 else { return nil }
        let numbers = Double.numbers(stored) ?? []
        let integers = numbers.compactMap { Int(exactly: $0) }
        return integers.count == numbers.count ? integers : nil
    }

    /// Of type `int64`.
    public static func stored(_ numbers: [Int], shape: [Int]) -> StoredTensor {
        StoredTensor(IntTensor(shape: shape, values: numbers))
    }
}

extension StateNumber {
    /// The only element.
    public init?(_ stored: StoredTensor) {
        guard stored.elementCount == 1, let number = Self.numbers(stored)?.first else { return nil }
        self = number
    }

    /// The number, without dimensions.
    public var stored: StoredTensor { Self.stored([self], shape: []) }
}

extension Array: StateValue where Element: StateNumber {
    /// All elements, in order.
    public init?(_ stored: StoredTensor) {
        guard let numbers = Element.numbers(stored) else { return nil }
        self = numbers
    }

    /// The numbers, in one dimension.
    public var stored: StoredTensor { Element.stored(self, shape: [count]) }
}

extension Bool: StateValue {
    /// The only element, if it's 0 or 1.
    public init?(_ stored: StoredTensor) {
        guard let number = Int(stored), 0...1 ~= number else { return nil }
        self = number == 1
    }

    /// Of type `bool`, without dimensions.
    public var stored: StoredTensor { StoredTensor(BoolTensor(self)) }
}

extension String: StateValue {
    /// The elements as UTF-8.
    public init?(_ stored: StoredTensor) {
        guard stored.dtype == .uint8, stored.shape.count == 1 else { return nil }
        self = String(decoding: stored.bytes, as: UTF8.self)
        // What isn't UTF-8 would have been mended.
        guard utf8.elementsEqual(stored.bytes) else { return nil }
    }

    /// Its UTF-8, of type `uint8` and one dimension.
    public var stored: StoredTensor { StoredTensor(dtype: .uint8, shape: [utf8.count], bytes: Array(utf8)) }
}

extension IntTensor: StateValue {
    /// The elements, if all are whole.
    public convenience init?(_ stored: StoredTensor) {
        guard let integers = Int.numbers(stored) else { return nil }
        self.init(shape: stored.shape, values: integers)
    }

    /// Of type `int64`.
    public var stored: StoredTensor { StoredTensor(self) }
}

extension StoredTensor {
    /// The number of elements.
    var elementCount: Int { bytes.count / dtype.size }
}
