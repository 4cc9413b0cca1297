/// The text of labels, and how wide it is.
enum FlowchartLabel {
    // MARK: Text

    /// The lines of a label, with its signs as characters.
    static func lines(of text: Substring, in cursor: FlowchartCursor) throws(FlowchartError) -> [String] {
        if text.hasPrefix("`") {
            throw cursor.error("labels aren't Markdown; leave out the ` at their ends, and use <br/> for a new line")
        }
        if text.contains("fa:fa-") { throw cursor.error("labels have no icons; write words instead of fa:fa-…") }
        if text.contains("\\n") { throw cursor.error("write <br/> for a new line, instead of \\n") }
        var lines = [""]
        var rest = text
        while let character = rest.first {
            if character == "<", let tag = tag(rest) {
                guard tag.isBreak else {
                    throw cursor.error("a label has no tags but <br/>; leave out \(tag.text), or write #lt; for <")
                }
                lines.append("")
                rest = rest[tag.text.endIndex...]
            } else if character == "#" || character == "&", let name = entityName(rest.dropFirst()) {
                guard let meaning = meaning(of: name) else {
                    throw cursor.error("\(character)\(name); is not known; write the character or its number, #…;")
                }
                lines[lines.count - 1].append(meaning)
                rest = rest[name.endIndex...].dropFirst()
            } else {
                lines[lines.count - 1].append(character)
                rest.removeFirst()
            }
        }
        lines = lines.map(trimmed)
        guard lines.contains(where: { !$0.isEmpty }) else {
            throw cursor.error("this label is empty; write its text, or leave out its brackets")
        }
        guard lines.allSatisfy({ $0.unicodeScalars.allSatisfy(isAllowed) }) else {
            throw cursor.error("this label has an invisible control character; leave it out")
        }
        return lines
    }

    private static func tag(_ text: Substring) -> (text: Substring, isBreak: Bool)? {
        let inside = text.dropFirst()
        guard let first = inside.first, first.isLetter || first == "/" || first == "!",
            let end = inside.firstIndex(of: ">")
        else { return nil }
        let name = inside[..<end].filter { $0 != " " }.lowercased()
        return (text[...end], name == "br" || name == "br/")
    }

    private static func entityName(_ text: Substring) -> Substring? {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
        return !name.isEmpty && text[name.endIndex...].first == ";" ? name : nil
    }

    private static func meaning(of name: Substring) -> Character? {
        switch name {
        case "quot": return "\""
        case "apos": return "'"
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "nbsp": return "\u{a0}"
        default:
            let digits = name.first == "#" ? name.dropFirst() : name
            let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return code.flatMap(Unicode.Scalar.init).map(Character.init)
        }
    }

    private static func trimmed(_ line: String) -> String {
        let start = line.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...last])
    }

    /// Whether XML allows it, and it shows.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    // MARK: Width

    /// How wide a line is, roughly, in sizes of the font.
    static func width(of line: String) -> Double {
        line.reduce(0) { $0 + Double(advance(of: $1)) / 1000 }
    }

    private static func advance(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.value >= 0x20, scalar.value < 0x7f { return advances[Int(scalar.value) - 0x20] }
        // Combining marks belong to their letter; what's left are wide scripts, emoji, arrows and mathematics.
        switch scalar.value {
        case 0xa0..<0x250: return character.isUppercase ? 745 : 600
        case 0x2010...0x2015: return 1000
        case 0x2018...0x201f: return 380
        case 0x370..<0x530: return character.isUppercase ? 760 : 620
        default: return 1040
        }
    }

    /// The widths of Inter's characters from the blank to `~`, in thousandths of the size.
    private static let advances = [
        281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357,
        625, 464, 605, 636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507,
        936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652, 562, 889, 753, 761,
        635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452,
        497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597,
        609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
    ]
}
