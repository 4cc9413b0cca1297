// The checksums of the formats by their definitions: a second opinion beside zlib's.

/// CRC-32 (ISO 3309), a byte at a time.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { $0 >> 8 ^ crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
}

private let crcTable: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
}

/// Adler-32 (RFC 1950).
func adler32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
        let a = (sums.0 + UInt32(byte)) % 65_521
        return (a, (sums.1 + a) % 65_521)
    }
    return b << 16 | a
}

extension FixedWidthInteger {
    /// Its bytes, the least significant first.
    var little: [UInt8] { (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> Self(8 * $0)) } }
    /// Its bytes, the most significant first.
    var big: [UInt8] { little.reversed() }
}

/// The pieces one after the other.
func joined(_ pieces: [UInt8]...) -> [UInt8] { Array(pieces.joined()) }

extension String {
    var bytes: [UInt8] { Array(utf8) }
}

extension Collection<UInt8> {
    /// The number that the bytes make, the least significant first.
    var littleNumber: Int { reversed().reduce(0) { $0 << 8 | Int($1) } }
    /// The number that the bytes make, the most significant first.
    var bigNumber: Int { reduce(0) { $0 << 8 | Int($1) } }
}
