// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-02-elements.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d0ed6e052d0a2d18

// Chapters/Workshop/18-02-elements.md: The type
/// A tensor as a file holds it: the type of its elements, its shape, and the bytes.
public struct StoredTensor: Equatable, Sendable {
    /// The types of elements, by their names in safetensors.
    public enum DType: String, CaseIterable, Sendable {
        /// Half precision (IEEE 754): 5 bits of exponent, 10 of fraction, up to 65,504.
        case float16 = "F16"
        /// The upper half of a `Float`: its 8 bits of exponent, 7 of fraction.
        case bfloat16 = "BF16"
        /// `Float`, the elements of a `Tensor`.
        case float32 = "F32"
        /// `Double`.
        case float64 = "F64"
        /// Whole numbers from -128 to 127.
        case int8 = "I8"
        /// Whole numbers with a sign and 16 bits.
        case int16 = "I16"
        /// Whole numbers with a sign and 32 bits.
        case int32 = "I32"
        /// `Int`, the elements of an `IntTensor`.
        case int64 = "I64"
        /// Whole numbers from 0 to 255.
        case uint8 = "U8"
        /// Whole numbers without a sign, 16 bits.
        case uint16 = "U16"
        /// Whole numbers without a sign, 32 bits.
        case uint32 = "U32"
        /// Whole numbers without a sign, 64 bits.
        case uint64 = "U64"
        /// Truth values, a byte each: 0 is false. The elements of a `BoolTensor`.
        case bool = "BOOL"
        /// 4 bits of exponent, 3 of fraction, no infinity, up to 448. Source: Micikevicius and others, *FP8 Formats
        /// for Deep Learning* (2022).
        case float8e4m3 = "F8_E4M3"
        /// The upper half of half precision, from the same source.
        case float8e5m2 = "F8_E5M2"
        /// A power of two, from the -127th to the 127th, for scales. Source: *OCP Microscaling Formats* (2023).
        case float8e8m0 = "F8_E8M0"
        /// 4 and 3 bits, no infinity and no negative zero, up to 240. Source: Noune and others, *8-bit Numerical Formats
        /// for Deep Neural Networks* (2022).
        case float8e4m3fnuz = "F8_E4M3FNUZ"
        /// 5 and 2 bits, from the same source, up to 57,344.
        case float8e5m2fnuz = "F8_E5M2FNUZ"

        /// Bytes of one element.
        public var size: Int {
            switch self {
            case .float64, .int64, .uint64: 8
            case .float32, .int32, .uint32: 4
            case .float16, .bfloat16, .int16, .uint16: 2
            default: 1
            }
        }
    }

    /// What the elements are.
    public let dtype: DType
    /// The size of each dimension; `[]` for a single number.
    public let shape: [Int]
    /// The elements in the order of their indices, the last running fastest, each with its least significant byte
    /// first.
    public let bytes: [UInt8]

    /// Stops unless the bytes are as many as the elements take.
    public init(dtype: DType, shape: [Int], bytes: [UInt8]) {
        guard Self.byteCount(shape, dtype) == bytes.count else {
            fatalError("StoredTensor: \(bytes.count) bytes are none of shape \(shape) and type \(dtype.rawValue)")
        }
        self.dtype = dtype
        self.shape = shape
        self.bytes = bytes
    }

    /// The bytes that a tensor takes; nil if no tensor can have the shape.
    static func byteCount(_ shape: [Int], _ dtype: DType) -> Int? {
        guard shape.count <= 64 else { return nil }
        var count = 1
        for size in shape {
            // What has no elements must have a possible shape all the same: others compute strides from it.
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: max(size, 1))
            guard size >= 0, !isTooLarge, product <= .max / 8 else { return nil }
            count = product
        }
        return shape.contains(0) ? 0 : count * dtype.size
    }
}

extension StoredTensor: CustomStringConvertible {
    /// The type and the shape: `F16 [10, 784]`.
    public var description: String { "\(dtype.rawValue) \(shape)" }
}
