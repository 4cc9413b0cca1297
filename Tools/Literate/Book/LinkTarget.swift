/// Where a link leads within the repository.
struct LinkTarget: Equatable {
    /// The file's path from the root; that of the page itself for a link to a place in it.
    var path: String
    /// What stands behind `#`.
    var anchor: String?

    /// Nil for a link that leads out of the repository.
    ///
    /// - Parameter page: The path of the page that the link stands on.
    init?(_ destination: String, on page: String) {
        guard Self.scheme(of: destination) == nil, !destination.hasPrefix("//") else { return nil }
        let halves = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let way = halves.isEmpty ? "" : Self.decoded(halves[0].prefix { $0 != "?" })
        anchor = halves.count > 1 ? Self.decoded(halves[1]) : nil
        guard !way.isEmpty else {
            path = page
            return
        }
        // To GitHub, a link that begins with a slash begins at the root.
        var parts = way.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
        for part in way.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        path = parts.joined(separator: "/")
    }

    /// What stands before the colon in `https://…`.
    static func scheme(of destination: String) -> String? {
        let word = destination.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        guard word.first?.isLetter == true, destination[word.endIndex...].first == ":" else { return nil }
        return word.lowercased()
    }

    /// The way to a file from the page that names it.
    static func way(to path: String, from page: String) -> String {
        var folder = page.split(separator: "/").dropLast()[...]
        var rest = path.split(separator: "/")[...]
        while let first = folder.first, rest.count > 1, rest.first == first {
            folder.removeFirst()
            rest.removeFirst()
        }
        return (folder.map { _ in ".." } + rest).joined(separator: "/")
    }

    /// A text in which `%20` stands for a space; as it is if it isn't of that form.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }
}
