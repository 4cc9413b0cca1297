/// What a page's file name says: `04-scratch.md` is chapter 04, `A-engine-room.md` appendix A,
/// `Workshop/04-02-figures.md` the second page of chapter 04's workshop, and `Solutions/04-scratch.md` holds the
/// solutions of chapter 04.
struct ChapterName: Equatable {
    var kind: ChapterKind
    var number: String
    /// The second number of a workshop page.
    var part: String?
    var slug: String

    static let rule = """
        a page is named NN-slug.md (01 to 99, then 100) or A-slug.md, and in Workshop NN-MM-slug.md or A-MM-slug.md, \
        with small letters and digits in the slug
        """

    /// Nil when the name isn't of that form.
    init?(path: String) {
        let parts = path.split(separator: "/")
        guard let file = parts.last, file.hasSuffix(".md") else { return nil }
        let stem = file.dropLast(3)
        guard let dash = stem.firstIndex(of: "-") else { return nil }
        let number = stem[..<dash]
        var words = stem[stem.index(after: dash)...].split(separator: "-", omittingEmptySubsequences: false)
        let folder = parts.dropLast().last
        if folder == "Workshop" {
            guard let part = words.first, part.count == 2, words.count > 1, Self.isNumber(part) else { return nil }
            self.part = String(words.removeFirst())
        }
        guard words.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isSlugCharacter) }) else { return nil }

        if Self.isNumber(number) {
            kind = .chapter
        } else if number.count == 1, let letter = number.utf8.first, Self.isCapital(letter) {
            kind = .appendix
        } else {
            return nil
        }
        if folder == "Solutions" { kind = .solutions }
        if folder == "Workshop" { kind = .workshop }
        self.number = String(number)
        self.slug = words.joined(separator: "-")
    }

    /// What stands before the slug.
    var designation: String { part.map { "\(number)-\($0)" } ?? number }

    /// The name of the page's program.
    var program: String {
        ([number, part, slug] as [String?]).compactMap(\.self).joined(separator: "-")
            + (kind == .solutions ? "-solutions" : "")
    }

    /// Two digits, 01 to 99; a longer book goes on with 100, 1000.
    private static func isNumber(_ text: Substring) -> Bool {
        guard text.utf8.allSatisfy(isDigit) else { return false }
        return text.count == 2 ? text != "00" : (3...4).contains(text.count) && text.first != "0"
    }

    /// Whether the chapter of one number stands before that of another: 99 before 100.
    static func precedes(_ one: String, _ other: String) -> Bool {
        (one.count, one) < (other.count, other)
    }

    /// What SwiftPM calls the program's module: `_4_scratch`. It puts `_` in the place of a first digit, so
    /// chapters 04 and 14 need different slugs.
    var module: String {
        let first = number.first?.isLetter == true ? number : "_" + number.dropFirst()
        return String((first + program.dropFirst(number.count)).map { $0 == "-" ? "_" : $0 })
    }

    /// Where this page stands in the book: chapters, appendices, each with its workshop, then the solutions, by number.
    static func precedes(_ one: Chapter, _ other: Chapter) -> Bool {
        let solutions = (one.kind == .solutions ? 1 : 0, other.kind == .solutions ? 1 : 0)
        return (solutions.0, rank(one.number), one.number, one.part ?? "", one.path)
            < (solutions.1, rank(other.number), other.number, other.part ?? "", other.path)
    }

    /// Numbers by their length, and an appendix's letter after them.
    private static func rank(_ number: String) -> Int {
        number.first?.isLetter == true ? .max : number.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    private static func isSlugCharacter(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
