/// Which characters Swift's operators are made of.
enum SwiftCharacters {
    /// How many bytes the operator's character here has: 0 if there is none. A dot counts as none.
    static func operatorLength(in bytes: [UInt8], at position: Int) -> Int {
        let byte = bytes[position]
        if byte < 0x80 { return isOperator(byte) ? 1 : 0 }
        guard let (scalar, length) = scalar(in: bytes, at: position) else { return 0 }
        return beyondASCII.contains { $0.contains(scalar) } ? length : 0
    }

    /// The character of two or three bytes that begins here.
    private static func scalar(in bytes: [UInt8], at position: Int) -> (UInt32, Int)? {
        let first = UInt32(bytes[position])
        let length = first & 0xE0 == 0xC0 ? 2 : first & 0xF0 == 0xE0 ? 3 : 0
        guard length > 0, position + length <= bytes.count else { return nil }
        var scalar = first & (length == 2 ? 0x1F : 0x0F)
        for byte in bytes[position + 1..<position + length] { scalar = scalar << 6 | UInt32(byte & 0x3F) }
        return (scalar, length)
    }

    private static func isOperator(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "/", "=", "-", "+", "!", "*", "%", "<", ">", "&", "|", "^", "~", "?": true
        default: false
        }
    }

    private static let beyondASCII: [ClosedRange<UInt32>] = [
        0xA1...0xA7, 0xA9...0xA9, 0xAB...0xAC, 0xAE...0xAE, 0xB0...0xB1, 0xB6...0xB6, 0xBB...0xBB, 0xBF...0xBF,
        0xD7...0xD7, 0xF7...0xF7, 0x2016...0x2017, 0x2020...0x2027, 0x2030...0x203E, 0x2041...0x2053,
        0x2055...0x205E, 0x2190...0x23FF, 0x2500...0x2775, 0x2794...0x2BFF, 0x2E00...0x2E7F, 0x3001...0x3003,
        0x3008...0x3020, 0x3030...0x3030,
    ]
}
