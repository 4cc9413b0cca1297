// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-03-json.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2da38e377b0f8026

// Chapters/Workshop/18-03-json.md: JSON
/// Reads JSON (RFC 8259) value by value, as its caller expects them, and keeps only the names
/// of the objects that it is in.
///
/// Stricter than most: a name may come only once in an object, also in what is skipped, and no text may hold half a
/// character.
struct JSONReader {
    private static let depthLimit = 100

    private let bytes: [UInt8]
    private let source: String
    /// What the text is called in errors: "its header".
    private let part: String
    private var position = 0
    private var depth = 0

    /// - Throws: `DataError`, kind `malformed`, if the bytes aren't UTF-8.
    init(_ bytes: [UInt8], source: String, part: String) throws {
        (self.bytes, self.source, self.part) = (bytes, source, part)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw DataError(.malformed, source, "\(part) is no UTF-8")
        }
    }

    /// An error at the place that has been reached.
    func malformed(_ problem: String) -> DataError {
        DataError(.malformed, source, "\(part), at byte \(position): \(problem)")
    }

    // MARK: Containers

    /// Calls `body` with each name of an object. `body` reads the value.
    mutating func object(_ body: (inout JSONReader, String) throws -> Void) throws {
        var names: Set<String> = []
        try container("{", "}") { reader in
            let name = try reader.string()
            guard names.insert(name).inserted else {
                throw reader.malformed("the name '\(name.prefix(80))' comes twice")
            }
            try reader.expect(":")
            try body(&reader, name)
        }
    }

    /// Calls `body` for each element of a list. `body` reads it.
    mutating func array(_ body: (inout JSONReader) throws -> Void) throws { try container("[", "]", body) }

    private mutating func container(
        _ start: Unicode.Scalar, _ end: Unicode.Scalar, _ body: (inout JSONReader) throws -> Void
    ) throws {
        try expect(start)
        guard depth < Self.depthLimit else { throw malformed("it is nested more than \(Self.depthLimit) deep") }
        depth += 1
        defer { depth -= 1 }
        if next() == UInt8(ascii: end) {
            position += 1
            return
        }
        while true {
            try body(&self)
            if next() == UInt8(ascii: end) {
                position += 1
                return
            }
            try expect(",")
        }
    }

    // MARK: Values

    /// A whole number without sign, fraction and exponent.
    mutating func integer() throws -> Int {
        guard let first = next(), 0x30...0x39 ~= first else { throw malformed("a whole number must stand here") }
        let digits = String(decoding: try number(), as: UTF8.self)
        guard let value = Int(digits) else { throw malformed("'\(digits.prefix(40))' is no whole number that fits") }
        return value
    }

    /// Reads over a value of any kind.
    mutating func skip() throws {
        switch next() {
        case UInt8(ascii: "{"): try object { reader, _ in try reader.skip() }
        case UInt8(ascii: "["): try array { try $0.skip() }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: _ = try number()
        }
    }

    /// `-1.5e+10`, a part at a time.
    private mutating func number() throws -> ArraySlice<UInt8> {
        let start = position
        _ = take("-")
        if take("0") {
            if take("0123456789") { throw malformed("a number begins with a zero") }
        } else {
            try digits()
        }
        if take(".") { try digits() }
        if take("eE") {
            _ = take("+-")
            try digits()
        }
        return bytes[start..<position]
    }

    private mutating func digits() throws {
        guard take("0123456789") else { throw malformed("a value must stand here") }
        while take("0123456789") {}
    }

    /// A text in quotes, with its escapes replaced.
    mutating func string() throws -> String {
        guard next() == UInt8(ascii: "\"") else { throw malformed("a text in quotes must stand here") }
        position += 1
        var text: [UInt8] = []
        while true {
            guard position < bytes.count else { throw malformed("it ends within a text") }
            let byte = bytes[position]
            guard byte >= 0x20 else { throw malformed("a text holds a control character") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            default: text.append(byte)
            }
        }
    }

    /// What an escape stands for, as UTF-8.
    private mutating func escape() throws -> [UInt8] {
        let kind = position < bytes.count ? bytes[position] : 0
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var code = try fourDigits()
            if 0xd800..<0xdc00 ~= code, take("\\"), take("u") {
                let low = try fourDigits()
                guard 0xdc00..<0xe000 ~= low else { throw malformed("a text holds half a character") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw malformed("a text holds half a character") }
            return Array(String(Character(scalar)).utf8)
        default: throw malformed("a text holds an escape that is none")
        }
    }

    private mutating func fourDigits() throws -> UInt32 {
        let values = bytes[min(position, bytes.count)...].prefix(4)
            .compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == 4 else { throw malformed("a text holds an escape that is none") }
        position += 4
        return values.reduce(0) { $0 << 4 | UInt32($1) }
    }

    // MARK: The text

    /// Makes sure that nothing but blanks follows.
    mutating func end() throws {
        if next() != nil { throw malformed("something follows its end") }
    }

    /// The next byte that is no blank; nil at the end.
    private mutating func next() -> UInt8? {
        while take(" \n\r\t") {}
        return position < bytes.count ? bytes[position] : nil
    }

    /// Goes on by a byte if it's one of these characters.
    private mutating func take(_ characters: StaticString) -> Bool {
        guard position < bytes.count else { return false }
        let byte = bytes[position]
        let isOne = characters.withUTF8Buffer { $0.contains(byte) }
        if isOne { position += 1 }
        return isOne
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        guard next() == UInt8(ascii: character) else { throw malformed("'\(character)' must stand here") }
        position += 1
    }

    private mutating func word(_ word: String) throws {
        guard bytes[position...].starts(with: word.utf8) else { throw malformed("a value must stand here") }
        position += word.utf8.count
    }
}

/// A text as JSON has it, with quotes.
func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{8}": result += "\\b"
        case "\u{c}": result += "\\f"
        case ..<" ": result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
