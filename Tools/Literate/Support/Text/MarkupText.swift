extension StringProtocol {
    /// The text as it must stand in HTML or XML, between tags or in an attribute's quotes. What XML can't hold at all, such as
    /// most control characters, becomes U+FFFD.
    var escapedForMarkup: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 16)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"": bytes += "&quot;".utf8
            case "'": bytes += "&#39;".utf8
            case "\t", "\n": bytes.append(UInt8(scalar.value))
            case "\r": bytes += "&#13;".utf8
            case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
            default: bytes += UTF8.encode(scalar)!
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
