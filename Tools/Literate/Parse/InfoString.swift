/// What is wrong with an info string.
struct InfoError: Error, Equatable {
    var message: String

    init(_ message: String) { self.message = message }
}

/// The info string of a fence, taken apart: `swift sketch why="one line of many"` has the words `swift` and
/// `sketch` and the attribute `why`.
struct InfoString {
    var words: [String] = []
    var attributes: [(name: String, value: String)] = []

    /// - Throws: `InfoError` for an attribute without a value or given twice, and for a quote that is not closed.
    init(_ text: String) throws(InfoError) {
        // Scalar by scalar: to Swift, a blank with an accent on it is a blank, and the accent would be lost.
        var rest = Substring(text).unicodeScalars
        while true {
            rest = rest.drop(while: \.properties.isWhitespace)
            if rest.isEmpty { return }
            let letters = rest.prefix { !$0.properties.isWhitespace && $0 != "=" }
            let word = String(letters)
            rest = rest[letters.endIndex...]
            if rest.first == "=" {
                rest.removeFirst()
                try add(word, value: Self.takeValue(of: word, from: &rest))
            } else {
                words.append(word)
            }
        }
    }

    subscript(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    private mutating func add(_ name: String, value: String) throws(InfoError) {
        if name.isEmpty {
            throw InfoError("'=\(value)' has no attribute name before it")
        }
        if self[name] != nil {
            throw InfoError("the attribute '\(name)' is given twice; keep one of them")
        }
        attributes.append((name, value))
    }

    /// Takes the value that stands after `name=`, bare or in double quotes.
    private static func takeValue(of name: String, from rest: inout Substring.UnicodeScalarView) throws(InfoError)
        -> String
    {
        let value: Substring.UnicodeScalarView
        if rest.first == "\"" {
            rest.removeFirst()
            value = rest.prefix { $0 != "\"" }
            rest = rest[value.endIndex...]
            guard rest.popFirst() != nil else {
                throw InfoError("the value of '\(name)' has no closing quote")
            }
            if let next = rest.first, !next.properties.isWhitespace {
                throw InfoError("a space is missing after \(name)=\"\(String(value))\"")
            }
        } else {
            value = rest.prefix { !$0.properties.isWhitespace }
            rest = rest[value.endIndex...]
            if value.contains("\"") {
                throw InfoError(
                    "the value of '\(name)' has a quote in its middle; quote all of it: \(name)=\"…\"")
            }
        }
        guard value.contains(where: { !$0.properties.isWhitespace }) else {
            throw InfoError("the attribute '\(name)' has no value; write \(name)=… or \(name)=\"…\"")
        }
        return String(value)
    }
}
