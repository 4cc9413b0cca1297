/// A figure in SVG as a part of a page: what it paints in the book's colours follows the site's.
struct Drawing: Sendable {
    private let text: String

    /// Nil for what isn't SVG.
    init?(_ text: String) {
        guard let start = text.firstRange(of: "<svg") else { return nil }
        self.text = Self.recoloured(text[start.lowerBound...])
    }

    /// - Parameters:
    ///   - alt: What the figure shows, in words.
    ///   - prefix: Stands before the names of its parts, so that two figures of a page don't meet.
    func markup(alt: String, prefix: String) -> String {
        let start = text.index(text.startIndex, offsetBy: "<svg".count)
        let label = " role=\"img\"\(HTML.attributes(["aria-label": alt]))"
        return Self.renamed("<svg" + label + text[start...], prefix)
    }

    /// `id="tip"` becomes `id="02-chain-tip"`, and so does what refers to it.
    private static func renamed(_ text: String, _ prefix: String) -> String {
        ["id=\"", "id='", "url(#", "href=\"#", "href='#"].reduce(text) { $0.replacing($1, with: $1 + prefix) }
    }

    /// `fill="#222"` becomes `fill="var(--c222, #222)"`.
    private static func recoloured(_ text: Substring) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        let starts = ["fill=", "stroke="].flatMap { name in ["\"", "'"].map { Array("\(name)\($0)#".utf8) } }
        while let byte = rest.first {
            let isStart = byte == UInt8(ascii: "f") || byte == UInt8(ascii: "s")
            guard isStart, let start = starts.first(where: rest.starts) else {
                result.append(byte)
                rest.removeFirst()
                continue
            }
            rest.removeFirst(start.count)
            let digits = rest.prefix { Character(Unicode.Scalar($0)).isHexDigit }
            rest.removeFirst(digits.count)
            result += start.dropLast() + "var(--c".utf8 + digits + ", #".utf8 + digits + ")".utf8
        }
        return String(decoding: result, as: UTF8.self)
    }
}
