import Testing

@testable import Literate

struct SearchIndexTests {
    @Test(arguments: [
        ("F.logSoftmax(x)", ["logsoftmax", "log", "softmax"]), ("The cross-entropy of it", ["cross", "entropy"]),
        ("Conv2d 784 12345 1", ["conv2d", "784"]), ("größer", ["größer"]), ("a b", []),
    ])
    func words(text: String, words: [String]) {
        #expect(SearchIndex.words(of: text) == Set(words))
    }

    @Test func theScriptLeadsToSections() {
        var first = SearchIndex.Section(anchor: "", heading: "One <b>")
        first.add("apple")
        var second = SearchIndex.Section(anchor: "two", heading: "Two")
        second.add("apple")
        second.add("pear", isStrong: true)
        var index = SearchIndex()
        index.add(SitePage(door: "README.md", text: "# Door\n"), [first, second])
        #expect(
            index.script == """
                window.kindlingSearch={pages:[["readme.html","Door"]],sections:[[0,"","One \\u003cb>"],[0,"two","Two"]],\
                words:"apple\\t0,1\\npear\\t1!"};

                """)
    }

    @Test func whatAScriptCannotHold() {
        #expect(SearchIndex.quoted("</script>\u{2028}\"\\\u{1}") == #""\u003c/script>\u2028\"\\\u0001""#)
    }
}
