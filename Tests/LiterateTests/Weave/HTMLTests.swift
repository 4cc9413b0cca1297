import Testing

@testable import Literate

struct HTMLTests {
    @Test func attributesOfWhatHasAValue() {
        #expect(HTML.attributes(["a": "\"", "b": nil, "c": ""]) == " a=\"&quot;\" c=\"\"")
    }

    @Test(arguments: [
        ("<details>\n<summary>More</summary>\n", "<details class=\"fold\">\n<summary>More</summary>\n"),
        ("<details open onclick=\"evil()\">", "<details class=\"fold\" open=\"\">"),
        ("<a id=\"here\" href=\"javascript:evil()\">", "<a id=\"here\">"),
        ("a<br/>b<sub>2</sub>", "a<br/>b<sub>2</sub>"),
        ("<!-- nothing -->x", "x"),
        ("<!-- open", ""),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<img src=x onerror=evil()>", "&lt;img src=x onerror=evil()>"),
        ("<iframe", "&lt;iframe"),
        ("1 < 2", "1 &lt; 2"),
    ])
    func ofAPagesOwnHTMLLittleIsKept(html: String, shown: String) {
        #expect(HTML.filtered(html) == shown)
    }
}
