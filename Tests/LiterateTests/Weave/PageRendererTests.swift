import Testing

@testable import Literate

struct PageRendererTests {
    /// The text of a page among others.
    private func html(of path: String, in files: [String: String]) throws -> String {
        let package = try TemporaryPackage(files)
        let site = try SiteContents(Book.load(root: package.root))
        let renderer = PageRenderer(try #require(site.map.page(from: path)), of: site)
        renderer.render()
        try site.problems.require()
        return renderer.html
    }

    private func html(_ text: String) throws -> String {
        try html(of: "Chapters/01-one.md", in: ["Chapters/01-one.md": "# One\n\n" + text])
    }

    @Test func headingsAndTheirPlaces() throws {
        let html = try html("## The `repair`\n\n## The repair\n")
        #expect(html.contains("<h1 id=\"one\">One</h1>"))
        #expect(html.contains("<h2 id=\"the-repair\">The <code>repair</code> <a class=\"anchor\" href=\"#the-repair\""))
        #expect(html.contains("<h2 id=\"the-repair-1\">"))
    }

    @Test func tables() throws {
        let html = try html("| a | b |\n| --- | ---: |\n| *1* | `x|y` |\n")
        #expect(
            html.contains("<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr></thead>"))
        #expect(html.contains("<tbody>\n<tr><td><em>1</em></td>"))
    }

    @Test func whatTheNotesSayStandsAside() throws {
        let html = try html("> **The notes say**, in document 000, that x.\n\n> Another quotation.\n")
        #expect(html.contains("<aside class=\"note\" role=\"note\" aria-label=\"The notes say\">"))
        #expect(html.contains("<blockquote>\n<p"))
    }

    @Test func linksLeadWithinTheSite() throws {
        let html = try html(
            of: "Chapters/Workshop/01-01-more.md",
            in: [
                "Chapters/01-one.md": "# One\n\n## Here\n",
                "Chapters/Workshop/01-01-more.md":
                    "# More\n\n[a](../01-one.md#here) [b](#more) [c](https://example.org/?a&b) [d](../Data/x.txt) [01-one.md](../01-one.md) [e](nowhere.md)\n",
                "Chapters/Data/x.txt": "x", "Chapters/README.md": "# Book\n",
            ])
        #expect(html.contains("<a href=\"../01-one.html#here\">a</a>"))
        #expect(html.contains("<a href=\"#more\">b</a>"))
        #expect(html.contains("<a href=\"https://example.org/?a&amp;b\" rel=\"external\">c</a>"))
        #expect(html.contains("<a href=\"../files/Data/x.txt\">d</a>"))
        #expect(html.contains("<a href=\"../01-one.html\">01 · One</a>"))
        #expect(html.contains(" e</p>"), "a link that leads nowhere is its words")
    }

    @Test func columnsStandSideBySideWhereTheyFit() throws {
        let narrow = try html("```swift\nprint(1)\n```\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n")
        #expect(
            narrow.contains("<div class=\"pair side\">\n<div class=\"code swift\" id=\"code-1\" data-kind=\"program\""))
        #expect(narrow.contains("<div class=\"code output\" id=\"code-3\" data-checked=\"both\""))
        let long = String(repeating: "x", count: CodeRenderer.widestBesideAnother)
        let wide = try html(
            "```swift\nlet \(long) = 1\nprint(1)\n```\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n")
        #expect(wide.contains("<div class=\"pair tabs wide\">"))
    }

    @Test func whyAnOutputIsSwiftsAloneStandsInItsProof() throws {
        let html = try html(
            "```swift\nprint(1)\n```\n\n```output of=swift\n1\n```\n\n*Swift only:* it is `1`.\n\nMore.\n")
        #expect(html.contains("data-checked=\"swift\""))
        #expect(html.contains("<p><em>Swift only:</em> it is <code>1</code>.</p></details>"))
        #expect(html.contains(">More.</p>"))
    }

    @Test func aBlockOfTheLibraryNamesItsPlaceOnce() throws {
        let html = try html("*A.swift*\n```swift file=A.swift\npublic struct A {}\n```\n")
        #expect(html.contains("<span class=\"file\">Sources/<wbr/>Kindling/<wbr/>A.swift</span>"))
        #expect(!html.contains("<em>A.swift</em>"))
    }

    @Test func namesOfTheLibraryLeadToTheirPage() throws {
        let html = try html(
            of: "Chapters/02-two.md",
            in: [
                "Chapters/01-one.md": "# One\n\n```swift file=A.swift\npublic struct Apple {}\n```\n",
                "Chapters/02-two.md": "# Two\n\nAn `Apple`.\n\n```swift\nimport Kindling\nlet a = Apple()\n```\n",
            ])
        #expect(html.contains("<code><a class=\"ref\" href=\"01-one.html#code-1\">Apple</a></code>"))
        #expect(html.contains("<a class=\"ref\" href=\"01-one.html#code-1\"><span class=\"t\">Apple</span></a>()"))
    }

    @Test func aSolutionIsFoldedUnderItsExercise() throws {
        let html = try html(
            of: "Chapters/01-one.md",
            in: [
                "Chapters/01-one.md": "# One\n\n## Exercises\n\n1. **First.** Try.\n2. **Second.** Try again.\n",
                "Chapters/Solutions/01-one.md":
                    "# Solutions\n\n## 1. First\n\nThe `answer`, [there](#2-second).\n\n## 2. Second\n\nAnother.\n",
            ])
        let first = try #require(html.firstRange(of: "<details class=\"solution\">"))
        #expect(html[first.lowerBound...].contains("The <code>answer</code>"))
        #expect(html.components(separatedBy: "<details class=\"solution\">").count == 3)
        #expect(!html.contains("2. Second</h2>"))
        #expect(html.contains("<a href=\"solutions/01-one.html\">The page of solutions</a>"))
    }

    @Test func questionsStandBeforeTheExercises() throws {
        let html = try html(
            of: "Chapters/01-one.md",
            in: [
                "Chapters/01-one.md":
                    "# One\n\n```swift\nprint(1)\nprint(2)\n```\n\n```output of=swift\n1\n2\n```\n\n*Swift only:* so.\n\n## Exercises\n\n1. Try.\n",
                "Chapters/Questions/01-one.md":
                    """
                # Questions

                ## Which

                ```swift excerpt=01-one
                print(2)
                ```

                What comes?

                ```choice of=01-one
                1
                ```

                No.

                ```choice of=01-one right
                2
                ```

                Yes.

                """,
            ])
        #expect(html.contains("<section class=\"question\" data-question=\"01-1\" aria-labelledby=\"q-01-1\">"))
        #expect(html.contains("<legend>What comes?</legend>"))
        #expect(html.contains("<input type=\"radio\" name=\"q-01-1\" value=\"1\"/> <code class=\"lines\">2</code>"))
        #expect(html.contains("<div class=\"because\" data-choice=\"1\" data-right=\"\"><p"))
        let asked = try #require(html.firstRange(of: "what-does-it-print"))
        let tried = try #require(html.firstRange(of: "id=\"exercises\""))
        #expect(asked.lowerBound < tried.lowerBound)
    }

    @Test func nothingOfAPageIsMoreThanItsText() throws {
        let html = try html(
            "A <script>alert(1)</script> [x](javascript:alert(1)) ![<b>](x.png)\n\n```text\n<script>\n```\n")
        #expect(!html.contains("<script"))
        #expect(!html.contains("javascript:"))
        #expect(!html.contains("<b>"))
    }
}
