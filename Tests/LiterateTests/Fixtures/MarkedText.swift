/// A fixture in which `1️⃣`, `2️⃣`, … stand at the lines that a test is about. The text is without them.
struct MarkedText {
    let text: String
    private let lines: [Character: Int]

    init(_ marked: String) {
        var text = ""
        var lines: [Character: Int] = [:]
        var line = 1
        for character in marked {
            if Self.isMarker(character) {
                lines[character] = line
            } else {
                text.append(character)
                if character.isNewline { line += 1 }
            }
        }
        self.text = text
        self.lines = lines
    }

    /// The line of a marker; 0, which no line has, for one that isn't there.
    subscript(_ marker: Character) -> Int { lines[marker] ?? 0 }

    /// The markers that there are, in the order of their lines.
    var markers: [Character] { lines.keys.sorted { self[$0] < self[$1] } }

    private static func isMarker(_ character: Character) -> Bool {
        character.unicodeScalars.contains("\u{20E3}")
    }
}
