/// What is written into a page of the site.
enum HTML {
    /// A text as it must stand between tags or in an attribute's quotes.
    static func escaped(_ text: some StringProtocol) -> String {
        text.escapedForMarkup
    }

    /// ` class="…"` for all that has a value, in this order.
    static func attributes(_ pairs: KeyValuePairs<String, String?>) -> String {
        pairs.map { name, value in value.map { " \(name)=\"\(escaped($0))\"" } ?? "" }.joined()
    }

    /// What a page says in HTML of its own: folds, line breaks and names of places are kept, comments are dropped, and
    /// whatever else looks like a tag is shown as the text that it is.
    static func filtered(_ html: String) -> String {
        var result = ""
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            result += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix("<!--") {
                rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
                continue
            }
            guard let end = rest.firstIndex(of: ">"), let tag = allowed(rest[...end]) else {
                result += "&lt;"
                rest = rest.dropFirst()
                continue
            }
            result += tag
            rest = rest[end...].dropFirst()
        }
        return result + rest
    }

    /// A tag as it may stand in the site; nil for one that may not.
    private static func allowed(_ tag: Substring) -> String? {
        if tag.hasPrefix("</") {
            let name = tag.dropFirst(2).dropLast().lowercased()
            return ["details", "summary", "sub", "sup", "kbd", "a"].contains(name) ? "</\(name)>" : nil
        }
        let found = HTMLTag.all(in: String(tag))
        guard found.count == 1, let known = found.first else { return nil }
        switch known.name {
        case "details": return "<details class=\"fold\"\(known.attributes["open"] == nil ? "" : " open=\"\"")>"
        case "summary", "sub", "sup", "kbd": return "<\(known.name)>"
        case "br": return "<br/>"
        case "a":
            guard let name = known.attributes["id"] ?? known.attributes["name"] else { return nil }
            return "<a\(attributes(["id": name]))>"
        default: return nil
        }
    }
}
