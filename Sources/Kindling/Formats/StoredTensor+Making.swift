// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-02-elements.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4a84fe3d5a1dd44b

// Chapters/Workshop/18-02-elements.md: Into a file
extension StoredTensor {
    /// A tensor's elements, each as the nearest number of the type.
    ///
    /// Stops unless that is `float16`, `bfloat16`, `float32` or `float64`. A number too large for half precision becomes
    /// infinity.
    public init(_ tensor: Tensor, as dtype: DType = .float32) {
        let tensor = tensor.contiguous()
        func bytes<Bits: FixedWidthInteger>(_ bits: (Float) -> Bits) -> [UInt8] {
            Self.bytes(tensor.count) { i in tensor.withPointer { bits($0[i]) } }
        }
        let content =
            switch dtype {
            case .float16: bytes(\.half)
            case .bfloat16: bytes(\.brain)
            case .float32: bytes(\.bitPattern)
            case .float64: bytes { Double($0).bitPattern }
            default: fatalError("StoredTensor: a tensor of Floats can't be stored as \(dtype.rawValue)")
            }
        self.init(dtype: dtype, shape: tensor.shape, bytes: content)
    }

    /// A tensor of integers. Stops unless `dtype` is one for integers that has room for each element.
    public init(_ tensor: IntTensor, as dtype: DType = .int64) {
        let values = tensor.array
        func bytes<Bits: FixedWidthInteger>(_: Bits.Type) -> [UInt8] {
            Self.bytes(values.count) { i in
                guard let bits = Bits(exactly: values[i]) else {
                    fatalError("StoredTensor: \(values[i]) can't be stored as \(dtype.rawValue)")
                }
                return bits
            }
        }
        let content =
            switch dtype {
            case .int8: bytes(Int8.self)
            case .int16: bytes(Int16.self)
            case .int32: bytes(Int32.self)
            case .int64: bytes(Int64.self)
            case .uint8: bytes(UInt8.self)
            case .uint16: bytes(UInt16.self)
            case .uint32: bytes(UInt32.self)
            case .uint64: bytes(UInt64.self)
            default: fatalError("StoredTensor: integers can't be stored as \(dtype.rawValue)")
            }
        self.init(dtype: dtype, shape: tensor.shape, bytes: content)
    }

    /// A tensor of truth values.
    public init(_ tensor: BoolTensor) {
        self.init(dtype: .bool, shape: tensor.shape, bytes: tensor.array.map { $0 ? 1 : 0 })
    }

    /// The bytes of so many elements, each with its least significant first.
    private static func bytes<Bits: FixedWidthInteger>(_ count: Int, _ bits: (Int) -> Bits) -> [UInt8] {
        let size = MemoryLayout<Bits>.size
        return [UInt8](unsafeUninitializedCapacity: count * size) { buffer, initializedCount in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for i in 0..<count { raw.storeBytes(of: bits(i).littleEndian, toByteOffset: i * size, as: Bits.self) }
            initializedCount = count * size
        }
    }
}

// Chapters/Workshop/18-02-elements.md: In another order
extension StoredTensor {
    /// The elements that a layout finds in `bytes`. It must not lead out of them; the shape must be a possible one.
    init(dtype: DType, layout: Layout, bytes: [UInt8], isBigEndian: Bool) {
        let size = dtype.size
        if layout.offset == 0, layout.isContiguous, layout.count * size == bytes.count, !isBigEndian || size == 1 {
            self.init(dtype: dtype, shape: layout.shape, bytes: bytes)
            return
        }
        func gathered<Bits: FixedWidthInteger>(_: Bits.Type) -> [UInt8] {
            bytes.withUnsafeBytes { source in
                [UInt8](unsafeUninitializedCapacity: layout.count * size) { buffer, initializedCount in
                    let target = UnsafeMutableRawBufferPointer(buffer)
                    let runs = Runs(shape: layout.shape, [layout.strides])
                    var written = 0
                    runs.forEach { offsets in
                        for i in 0..<runs.innerCount {
                            let place = layout.offset + offsets[0] + i * runs.innerStrides[0]
                            let bits = source.loadUnaligned(fromByteOffset: place * size, as: Bits.self)
                            target.storeBytes(
                                of: isBigEndian ? bits.byteSwapped : bits, toByteOffset: written, as: Bits.self)
                            written += size
                        }
                    }
                    initializedCount = written
                }
            }
        }
        let content =
            switch size {
            case 1: gathered(UInt8.self)
            case 2: gathered(UInt16.self)
            case 4: gathered(UInt32.self)
            default: gathered(UInt64.self)
            }
        self.init(dtype: dtype, shape: layout.shape, bytes: content)
    }
}
