/// The FNV-1a hash of 64 bits: not against an adversary, but quick, and the same in every run and on every machine.
///
/// What of the tools needs a hash takes this one, too.
public struct _Hash: Hashable, Sendable {
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    public mutating func combine(_ bytes: some Sequence<UInt8>) {
        var hash = value
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        value = hash
    }

    /// Takes in a line and its end.
    public mutating func combine(line: some Sequence<UInt8>) {
        combine(line)
        combine(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Sixteen hexadecimal digits.
    public var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
