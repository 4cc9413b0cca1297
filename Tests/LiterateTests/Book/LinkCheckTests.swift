import Testing

@testable import Literate

@Suite struct LinkCheckTests {
    private static let other = """
        # Views, *by* `hand`

        ## `x.view(-1, 28)` and co.

        ## What's new?

        ## What's new?

        ## Größe_2 – π

        Setext: a & b
        -------------

        <a id="of-our-own"></a> and <a class=x name='second'>that</a>.

        <div id="block">
        </div>

        """

    @Test(arguments: [
        "02-views.md", "./02-views.md", "../Chapters/02-views.md", "/Chapters/02-views.md", "02-views.md#",
        "02-views.md?plain=1",
        "%302-views.md", "Data/a%20b.txt", "../README.md", "..", "Solutions/", "../Package.swift#L1",
        "../Package.swift#L1-L2",
        "#title", "#", "02-views.md#views-by-hand", "02-views.md#xview-1-28-and-co", "02-views.md#whats-new",
        "02-views.md#whats-new-1", "02-views.md#größe_2--π", "02-views.md#gr%C3%B6%C3%9Fe_2--%CF%80",
        "02-views.md#setext-a--b", "02-views.md#of-our-own", "02-views.md#second", "02-views.md#block",
        "https://example.org/nowhere.md#x", "http://example.org", "mailto:a@example.org", "//example.org/x",
    ])
    func goodLinks(destination: String) throws {
        #expect(
            try pageMistakes([
                "Chapters/01-one.md":
                    "# Title\n\nSee [it](\(destination)), <a href=\"\(destination)\">it</a> and [again].\n\n[again]: \(destination)\n",
                "Chapters/02-views.md": Self.other, "Chapters/Data/a b.txt": "", "README.md": "# Book",
                "Chapters/Solutions/01-one.md": "# Answers",
            ]) == [])
    }

    @Test(arguments: [
        ("02-view.md", "there is no file Chapters/02-view.md, to which this link leads; did you mean 02-views.md?"),
        ("02-Views.md", "there is no file Chapters/02-Views.md, to which this link leads; did you mean 02-views.md?"),
        (
            "Chapters/02-views.md",
            "there is no file Chapters/Chapters/02-views.md, to which this link leads; did you mean 02-views.md?"
        ),
        ("curve.svg", "there is no file Chapters/curve.svg, to which this link leads; did you mean Figures/curve.svg?"),
        (
            "01-one-answers.md",
            "there is no file Chapters/01-one-answers.md, to which this link leads; did you mean 01-one.md?"
        ),
        (
            "nothing/like/it.txt",
            "there is no file Chapters/nothing/like/it.txt, to which this link leads; write the path from this page's folder"
        ),
        (
            "../../elsewhere.md",
            "the link ../../elsewhere.md leads out of the repository; name a file in it, or a full address"
        ),
        (
            "file:///etc/hosts",
            "a reader can't follow a link to file:; known are relative paths and http, https, mailto"
        ),
        ("", "this link leads nowhere; name a file, or drop the link"),
        ("#titel", "Chapters/01-one.md has no heading #titel; did you mean #title?"),
        ("#whats-new-1", "Chapters/01-one.md has no heading #whats-new-1; Chapters/02-views.md has one"),
        ("02-views.md#whats-new-2", "Chapters/02-views.md has no heading #whats-new-2; did you mean #whats-new-1?"),
        ("02-views.md#Whats-New", "Chapters/02-views.md has no heading #Whats-New; did you mean #whats-new?"),
        (
            "02-views.md#something-else-altogether",
            "Chapters/02-views.md has no heading #something-else-altogether; its headings make other anchors, such as #block"
        ),
        (
            "../Package.swift#title",
            "the link ../Package.swift#title names a place in Package.swift, and only pages have headings; drop #title"
        ),
        ("../README.md#title", "README.md has no heading #title; Chapters/01-one.md has one"),
    ])
    func badLinks(destination: String, message: String) throws {
        let pages = [
            "Chapters/02-views.md": Self.other, "Chapters/Figures/curve.svg": "",
            "README.md": "# Book\n\n![](Chapters/Figures/curve.svg)",
        ]
        for link in ["[it](\(destination))", "![it](\(destination))", "> - [it](<\(destination)>)"] {
            let text = "# Title\n\nA paragraph\nof two lines.\n\n\(link)\n"
            let found = try pageMistakes(pages.merging(["Chapters/01-one.md": text]) { $1 })
            #expect(found == ["Chapters/01-one.md:6: error: \(message)"], "\(link)")
        }
    }

    @Test func aLineWithinAParagraphAndATable() throws {
        let text =
            "# T\n\nA line,\nanother with [it](x.md)\nand a\nthird [that](y.md).\n\n| a |\n| - |\n| [z](z.md) |\n"
        let found = try pageMistakes(["Chapters/01-one.md": text])
        #expect(
            found.map { $0.split(separator: " ").first } == [
                "Chapters/01-one.md:4:", "Chapters/01-one.md:6:", "Chapters/01-one.md:10:",
            ])
    }

    /// Code is no link, nor is what stands in a comment.
    @Test func whatLooksLikeALink() throws {
        let text =
            "# T\n\n`[a](b.md)`\n\n```text\n[a](b.md) <a href=\"b.md\">\n```\n\n<!--\n<a href=\"b.md\">\n-->\n\nx < a href=b.md\n"
        #expect(try pageMistakes(["Chapters/01-one.md": text]) == [])
    }

    @Test func everyPageIsLookedAt() throws {
        let link = "\n\n[x](nowhere/at/all.zip)\n"
        let found = try pageMistakes([
            "Chapters/01-one.md": "# One" + link, "Chapters/A-engine.md": "# A" + link,
            "Chapters/Solutions/01-one.md": "# Answers" + link, "README.md": "# Book" + link,
            "CONTRIBUTING.md": "# Contributing" + link,
            "Chapters/README.md": "# Contents\n\n- [One](01-one.md)\n- [A](A-engine.md)" + link,
        ])
        #expect(
            found.map { $0.split(separator: " ").first } == [
                "CONTRIBUTING.md:3:", "Chapters/01-one.md:3:", "Chapters/A-engine.md:3:", "Chapters/README.md:6:",
                "Chapters/Solutions/01-one.md:3:",
                "README.md:3:",
            ])
    }

    @Test func htmlLinksAndImages() throws {
        let text =
            "# T\n\n<details>\n<summary>x</summary>\n<img alt=\"a > b\" src=\"Figures/b.svg\"/>\n\n<A HREF = 'c.md'>c</A>\n\n</details>\n"
        let found = try pageMistakes(["Chapters/01-one.md": text])
        #expect(found.map { $0.split(separator: " ").first } == ["Chapters/01-one.md:5:", "Chapters/01-one.md:7:"])
    }
}
