/// Three or more backticks or tildes at the start of a line.
struct Fence {
    let character: UInt8
    let length: Int
    /// Whether nothing follows, as behind a closing fence.
    private let isBare: Bool

    /// Nil when the line doesn't begin so.
    init?(_ line: ArraySlice<UInt8>) {
        guard let character = line.first, character == Self.backtick || character == UInt8(ascii: "~") else {
            return nil
        }
        length = line.prefix { $0 == character }.count
        guard length >= 3 else { return nil }
        self.character = character
        isBare = line.dropFirst(length).allSatisfy(Self.isBlank)
    }

    /// The fence in a line, behind blanks and the marks of quotes.
    static func within(_ line: ArraySlice<UInt8>) -> Fence? {
        Fence(line.drop { isBlank($0) || $0 == UInt8(ascii: ">") })
    }

    var isOfBackticks: Bool { character == Self.backtick }

    /// Whether this fence ends a block that `opening` began, or would if nothing followed it.
    func matches(_ opening: Fence) -> Bool {
        character == opening.character && length >= opening.length
    }

    func closes(_ opening: Fence) -> Bool {
        matches(opening) && isBare
    }

    private static let backtick = UInt8(ascii: "`")
    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
