import Testing

@testable import Literate

@Suite struct MarkdownPageTests {
    @Test func tags() {
        #expect(
            HTMLTag.all(in: "<p>\n<!-- <a id=x> -->\n<a id=\"y\" hidden name='z'/>\n</p> < b <i id = w") == [
                HTMLTag(name: "p", attributes: [:], line: 0),
                HTMLTag(name: "a", attributes: ["id": "y", "hidden": "", "name": "z"], line: 2),
                HTMLTag(name: "i", attributes: ["id": "w"], line: 3),
            ])
        #expect(HTMLTag.all(in: "<!-- <a>") == [])
    }
}
