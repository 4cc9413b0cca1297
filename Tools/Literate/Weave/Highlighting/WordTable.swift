/// The words that a language knows, found without a look at most of those that it doesn't.
struct WordTable<Meaning: Sendable>: Sendable {
    private var meanings: [String: Meaning] = [:]
    /// For each length, which first letters the words of this length have, as bits.
    private var firstLetters = [UInt128](repeating: 0, count: 32)

    /// A table of lists of words, which are divided by spaces. All words are ASCII.
    init(_ lists: [(Meaning, String)]) {
        for (meaning, words) in lists {
            for word in words.split(separator: " ") {
                meanings[String(word)] = meaning
                if let first = word.utf8.first { firstLetters[word.utf8.count] |= 1 << UInt128(first) }
            }
        }
    }

    subscript(_ word: String) -> Meaning? { meanings[word] }

    /// What the word means that these bytes spell.
    func meaning(of bytes: ArraySlice<UInt8>) -> Meaning? {
        guard bytes.count < firstLetters.count, let first = bytes.first, first < 0x80 else { return nil }
        guard firstLetters[bytes.count] >> UInt128(first) & 1 == 1 else { return nil }
        return meanings[String(decoding: bytes, as: UTF8.self)]
    }
}
