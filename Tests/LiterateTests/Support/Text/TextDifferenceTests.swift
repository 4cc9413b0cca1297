import Testing

@testable import Literate

struct TextDifferenceTests {
    @Test(arguments: [("", ""), ("a\n", "a\n"), ("a\nb\n", "a\nb")])
    func equal(expected: String, actual: String) {
        #expect(TextDifference(expected: expected, actual: actual) == nil)
    }

    /// What `==` on strings, or a look at the screen, would take for equal.
    @Test(arguments: [
        ("a\n", "a \n"), ("a\n", "a\r\n"), ("a\n", "a\n\n"), ("\u{e9}\n", "e\u{301}\n"), ("\n", ""),
        ("0.1\n", "0.10\n"),
        ("-0.0\n", "0.0\n"), ("a\tb\n", "a b\n"),
    ])
    func different(expected: String, actual: String) {
        #expect(TextDifference(expected: expected, actual: actual) != nil)
    }

    @Test func tellsTheLineAndShowsBoth() {
        let difference = TextDifference(expected: "one\ntwo\nthree\n", actual: "one\n2\nthree\nfour\n")
        #expect(difference?.line == 1)
        #expect(difference?.excerpt == ["- two", "+ 2", "  three", "+ four"])
    }

    @Test func showsWhatNobodyCouldSee() {
        #expect(TextDifference(expected: "a\n", actual: "a  \n")?.excerpt == ["- a", "+ a··"])
        #expect(TextDifference(expected: "a\n", actual: "a\r\n")?.excerpt == ["- a", "+ a\\r"])
    }

    @Test func spellsOutWhatLooksAlike() {
        func excerpt(_ expected: String, _ actual: String) -> [String]? {
            TextDifference(expected: expected + "\n", actual: actual + "\n")?.excerpt
        }
        #expect(excerpt("1 2", "1\u{a0}2") == ["- 1 2", "+ 1\\u{a0}2"])
        #expect(excerpt("a b", "a\tb") == ["- a b", "+ a\\tb"])
        #expect(excerpt("caf\u{e9}", "cafe\u{301}") == ["- caf\\u{e9}", "+ cafe\\u{301}"])
        #expect(excerpt("\u{2212}1", "-1") == ["- \\u{2212}1", "+ -1"])
        #expect(excerpt("\u{430}", "a") == ["- \\u{430}", "+ a"])
        #expect(excerpt("ab", "a\u{200b}b") == ["- ab", "+ a\\u{200b}b"])
        // What can be seen stays as it is.
        #expect(excerpt("é à", "é è ü") == ["- é à", "+ é è ü"])
    }

    @Test func endsSoonAfterTheLastDifference() {
        let difference = TextDifference(expected: "a\nb\nc\nd\ne\n", actual: "a\nB\nc\nd\ne\n")
        #expect(difference?.excerpt == ["- b", "+ B", "  c"])
    }

    @Test func staysShort() {
        let long = (0..<5000).map { "\($0)\n" }.joined()
        let excerpt = TextDifference(expected: "", actual: long)?.excerpt ?? []
        #expect(excerpt.count == 17)
        #expect(excerpt.last == "  … and 4984 more lines")
    }
}
