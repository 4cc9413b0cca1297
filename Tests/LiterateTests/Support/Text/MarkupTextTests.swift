import Testing

@testable import Literate

struct MarkupTextTests {
    @Test func nothingMeansAnythingInMarkup() {
        #expect(#"<a href="x" title='y'>&"#.escapedForMarkup == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;")
        #expect("größer 🙂\tand\nmore".escapedForMarkup == "größer 🙂\tand\nmore")
    }

    @Test func whatXMLCannotHold() {
        #expect("a\u{1}b\u{1B}[0m\u{FFFE}\r".escapedForMarkup == "a\u{FFFD}b\u{FFFD}[0m\u{FFFD}&#13;")
    }
}
