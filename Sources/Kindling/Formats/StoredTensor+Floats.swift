// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-02-elements.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 638d20176c0c4f78

// Chapters/Workshop/18-02-elements.md: From bits to a Float
extension Float {
    /// The value of a number in half precision. Each has one.
    init(half bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7fff)
        if magnitude >= 0x7c00 {
            self.init(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13)
        } else {
            let value = Float(bitPattern: magnitude << 13) * 0x1p112
            self.init(bitPattern: sign | value.bitPattern)
        }
    }

    /// The nearest number in half precision, of two equally near ones the even. One without a value has no sign.
    var half: UInt16 {
        if isNaN { return 0x7e00 }
        let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
        // Half the way from the largest number to the next that there would be.
        if magnitude >= 65_520 { return sign | 0x7c00 }
        // Below 2 to the -14th the neighbours are 2 to the -24th apart.
        if magnitude < 0x1p-14 { return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven)) }
        let bits = magnitude.bitPattern - 112 << 23
        return sign | UInt16(truncatingIfNeeded: (bits + 0xfff + (bits >> 13 & 1)) >> 13)
    }

    /// The value of a number in BF16. Each has one.
    init(brain bits: UInt16) { self.init(bitPattern: UInt32(bits) << 16) }

    /// The nearest number in BF16, of two equally near ones the even. One without a value has no sign.
    var brain: UInt16 {
        isNaN ? 0x7fc0 : UInt16(truncatingIfNeeded: (bitPattern + 0x7fff + (bitPattern >> 16 & 1)) >> 16)
    }
}

extension StoredTensor.DType {
    /// The value of a number of 8 bits.
    func float8(_ bits: UInt8) -> Float {
        let fractionBits: Int
        let bias: Int
        switch self {
        // The upper half of half precision.
        case .float8e5m2: return Float(half: UInt16(bits) << 8)
        case .float8e8m0: return bits == 255 ? .nan : Float(sign: .plus, exponent: Int(bits) - 127, significand: 1)
        case .float8e4m3:
            if bits & 0x7f == 0x7f { return .nan }
            (fractionBits, bias) = (3, 7)
        default:
            if bits == 0x80 { return .nan }
            (fractionBits, bias) = self == .float8e4m3fnuz ? (3, 8) : (2, 16)
        }
        let exponent = Int(bits & 0x7f) >> fractionBits
        let fraction = Int(bits & 0x7f) & (1 << fractionBits - 1)
        // With the exponent 0 there is no leading one.
        let significand = Float(exponent == 0 ? fraction : fraction | 1 << fractionBits)
        return Float(
            sign: bits & 0x80 == 0 ? .plus : .minus, exponent: max(exponent, 1) - bias - fractionBits,
            significand: significand)
    }
}

// Chapters/Workshop/18-02-elements.md: Out of a file
extension StoredTensor {
    /// The elements as Floats: exactly, but for `float64` and integers beyond 2²⁴, which become the nearest Float.
    public func tensor() -> Tensor {
        Tensor(shape: shape) { floats in
            func fill<Bits: FixedWidthInteger>(_: Bits.Type, _ value: (Bits) -> Float) {
                forEach(Bits.self) { floats[$0] = value($1) }
            }
            switch dtype {
            case .float16: fill(UInt16.self) { Float(half: $0) }
            case .bfloat16: fill(UInt16.self) { Float(brain: $0) }
            case .float32: bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(floats).copyMemory(from: $0) }
            case .float64: fill(UInt64.self) { Float(Double(bitPattern: $0)) }
            case .int8: fill(Int8.self) { Float($0) }
            case .int16: fill(Int16.self) { Float($0) }
            case .int32: fill(Int32.self) { Float($0) }
            case .int64: fill(Int64.self) { Float($0) }
            case .uint8: fill(UInt8.self) { Float($0) }
            case .uint16: fill(UInt16.self) { Float($0) }
            case .uint32: fill(UInt32.self) { Float($0) }
            case .uint64: fill(UInt64.self) { Float($0) }
            case .bool: fill(UInt8.self) { $0 == 0 ? 0 : 1 }
            case .float8e4m3, .float8e5m2, .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz:
                let values = (0...255).map { dtype.float8(UInt8($0)) }
                fill(UInt8.self) { values[Int($0)] }
            }
        }
    }

    /// Calls `body` with each element's number and its bits.
    private func forEach<Bits: FixedWidthInteger>(_: Bits.Type, _ body: (Int, Bits) throws -> Void) rethrows {
        let size = MemoryLayout<Bits>.size
        try bytes.withUnsafeBytes { raw in
            for i in 0..<raw.count / size {
                try body(i, Bits(littleEndian: raw.loadUnaligned(fromByteOffset: i * size, as: Bits.self)))
            }
        }
    }

    /// The elements as integers; truth values as 0 and 1.
    /// - Throws: `DataError`, kind `malformed`, if they are fractions, or larger than an `Int`.
    public func intTensor(source: String = "a stored tensor") throws -> IntTensor {
        var values = [Int](repeating: 0, count: bytes.count / dtype.size)
        switch dtype {
        case .int8: forEach(Int8.self) { values[$0] = Int($1) }
        case .int16: forEach(Int16.self) { values[$0] = Int($1) }
        case .int32: forEach(Int32.self) { values[$0] = Int($1) }
        case .int64: forEach(Int64.self) { values[$0] = Int($1) }
        case .uint8: forEach(UInt8.self) { values[$0] = Int($1) }
        case .uint16: forEach(UInt16.self) { values[$0] = Int($1) }
        case .uint32: forEach(UInt32.self) { values[$0] = Int($1) }
        case .uint64:
            try forEach(UInt64.self) { place, bits in
                guard let value = Int(exactly: bits) else {
                    throw DataError(.malformed, source, "\(bits) is larger than an Int can be")
                }
                values[place] = value
            }
        case .bool: forEach(UInt8.self) { values[$0] = $1 == 0 ? 0 : 1 }
        default: throw DataError(.malformed, source, "\(dtype.rawValue) elements are no integers")
        }
        return IntTensor(shape: shape, values: values)
    }

    /// The elements as truth values.
    /// - Throws: `DataError`, kind `malformed`, if they are of another type.
    public func boolTensor(source: String = "a stored tensor") throws -> BoolTensor {
        guard dtype == .bool else {
            throw DataError(.malformed, source, "\(dtype.rawValue) elements are no truth values")
        }
        return BoolTensor(shape: shape, values: bytes.map { $0 != 0 })
    }
}
