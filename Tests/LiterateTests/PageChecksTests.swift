import Testing

@testable import Literate

/// What a reader finds on the pages: links, figures, contents.
@Suite struct PageChecksTests {
    /// What is wrong with the pages of a package.
    private func mistakes(_ files: [String: String]) throws -> [String] {
        let package = try TemporaryPackage(files)
        return PageChecks.diagnostics(for: try Book.load(root: package.root)).map(\.description)
    }

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

    // MARK: Links

    @Test(arguments: [
        "02-views.md", "./02-views.md", "../Chapters/02-views.md", "/Chapters/02-views.md", "02-views.md#", "02-views.md?plain=1",
        "%302-views.md", "Data/a%20b.txt", "../README.md", "..", "Solutions/", "../Package.swift#L1", "../Package.swift#L1-L2",
        "#title", "#", "02-views.md#views-by-hand", "02-views.md#xview-1-28-and-co", "02-views.md#whats-new",
        "02-views.md#whats-new-1", "02-views.md#größe_2--π", "02-views.md#gr%C3%B6%C3%9Fe_2--%CF%80",
        "02-views.md#setext-a--b", "02-views.md#of-our-own", "02-views.md#second", "02-views.md#block",
        "https://example.org/nowhere.md#x", "http://example.org", "mailto:a@example.org", "//example.org/x",
    ])
    func goodLinks(destination: String) throws {
        #expect(
            try mistakes([
                "Chapters/01-one.md": "# Title\n\nSee [it](\(destination)), <a href=\"\(destination)\">it</a> and [again].\n\n[again]: \(destination)\n",
                "Chapters/02-views.md": Self.other, "Chapters/Data/a b.txt": "", "README.md": "# Book",
                "Chapters/Solutions/01-one.md": "# Answers",
            ]) == [])
    }

    @Test(arguments: [
        ("02-view.md", "there is no file Chapters/02-view.md, to which this link leads; did you mean 02-views.md?"),
        ("02-Views.md", "there is no file Chapters/02-Views.md, to which this link leads; did you mean 02-views.md?"),
        ("Chapters/02-views.md", "there is no file Chapters/Chapters/02-views.md, to which this link leads; did you mean 02-views.md?"),
        ("curve.svg", "there is no file Chapters/curve.svg, to which this link leads; did you mean Figures/curve.svg?"),
        ("01-one-answers.md", "there is no file Chapters/01-one-answers.md, to which this link leads; did you mean 01-one.md?"),
        ("nothing/like/it.txt", "there is no file Chapters/nothing/like/it.txt, to which this link leads; write the path from this page's folder"),
        ("../../elsewhere.md", "the link ../../elsewhere.md leads out of the repository; name a file in it, or a full address"),
        ("file:///etc/hosts", "a reader can't follow a link to file:; known are relative paths and http, https, mailto"),
        ("", "this link leads nowhere; name a file, or drop the link"),
        ("#titel", "Chapters/01-one.md has no heading #titel; did you mean #title?"),
        ("#whats-new-1", "Chapters/01-one.md has no heading #whats-new-1; Chapters/02-views.md has one"),
        ("02-views.md#whats-new-2", "Chapters/02-views.md has no heading #whats-new-2; did you mean #whats-new-1?"),
        ("02-views.md#Whats-New", "Chapters/02-views.md has no heading #Whats-New; did you mean #whats-new?"),
        ("02-views.md#something-else-altogether", "Chapters/02-views.md has no heading #something-else-altogether; its headings make other anchors, such as #block"),
        ("../Package.swift#title", "the link ../Package.swift#title names a place in Package.swift, and only pages have headings; drop #title"),
        ("../README.md#title", "README.md has no heading #title; Chapters/01-one.md has one"),
    ])
    func badLinks(destination: String, message: String) throws {
        let pages = [
            "Chapters/02-views.md": Self.other, "Chapters/Figures/curve.svg": "", "README.md": "# Book\n\n![](Chapters/Figures/curve.svg)",
        ]
        for link in ["[it](\(destination))", "![it](\(destination))", "> - [it](<\(destination)>)"] {
            let text = "# Title\n\nA paragraph\nof two lines.\n\n\(link)\n"
            let found = try mistakes(pages.merging(["Chapters/01-one.md": text]) { $1 })
            #expect(found == ["Chapters/01-one.md:6: error: \(message)"], "\(link)")
        }
    }

    @Test func aLineWithinAParagraphAndATable() throws {
        let text = "# T\n\nA line,\nanother with [it](x.md)\nand a\nthird [that](y.md).\n\n| a |\n| - |\n| [z](z.md) |\n"
        let found = try mistakes(["Chapters/01-one.md": text])
        #expect(found.map { $0.split(separator: " ").first } == ["Chapters/01-one.md:4:", "Chapters/01-one.md:6:", "Chapters/01-one.md:10:"])
    }

    /// Code is no link, nor is what stands in a comment.
    @Test func whatLooksLikeALink() throws {
        let text = "# T\n\n`[a](b.md)`\n\n```text\n[a](b.md) <a href=\"b.md\">\n```\n\n<!--\n<a href=\"b.md\">\n-->\n\nx < a href=b.md\n"
        #expect(try mistakes(["Chapters/01-one.md": text]) == [])
    }

    @Test func everyPageIsLookedAt() throws {
        let link = "\n\n[x](nowhere/at/all.zip)\n"
        let found = try mistakes([
            "Chapters/01-one.md": "# One" + link, "Chapters/A-engine.md": "# A" + link,
            "Chapters/Solutions/01-one.md": "# Answers" + link, "README.md": "# Book" + link,
            "Chapters/README.md": "# Contents\n\n- [One](01-one.md)\n- [A](A-engine.md)" + link,
        ])
        #expect(
            found.map { $0.split(separator: " ").first } == [
                "Chapters/01-one.md:3:", "Chapters/A-engine.md:3:", "Chapters/README.md:6:", "Chapters/Solutions/01-one.md:3:",
                "README.md:3:",
            ])
    }

    @Test func htmlLinksAndImages() throws {
        let text = "# T\n\n<details>\n<summary>x</summary>\n<img alt=\"a > b\" src=\"Figures/b.svg\"/>\n\n<A HREF = 'c.md'>c</A>\n\n</details>\n"
        let found = try mistakes(["Chapters/01-one.md": text])
        #expect(found.map { $0.split(separator: " ").first } == ["Chapters/01-one.md:5:", "Chapters/01-one.md:7:"])
    }

    @Test func tags() {
        #expect(
            HTMLTag.all(in: "<p>\n<!-- <a id=x> -->\n<a id=\"y\" hidden name='z'/>\n</p> < b <i id = w") == [
                HTMLTag(name: "p", attributes: [:], line: 0),
                HTMLTag(name: "a", attributes: ["id": "y", "name": "z"], line: 2),
                HTMLTag(name: "i", attributes: ["id": "w"], line: 3),
            ])
        #expect(HTMLTag.all(in: "<!-- <a>") == [])
    }

    // MARK: Figures

    @Test func everyFigureIsShown() throws {
        let found = try mistakes([
            "Chapters/01-one.md": "# One\n\n![a](Figures/a.svg)\n\n[b](Figures/b.svg)\n", "Chapters/Figures/.hidden": "",
            "Chapters/Solutions/01-one.md": "# Answers\n\n<img src=\"../Figures/c.png\">\n",
            "Chapters/Figures/a.svg": "", "Chapters/Figures/b.svg": "", "Chapters/Figures/c.png": "",
        ])
        #expect(found == ["Chapters/Figures/b.svg:1: error: no page shows this figure; show it where its program stands, or remove both"])
    }

    // MARK: Contents

    private func frontPageMistakes(_ text: String) throws -> [String] {
        try mistakes([
            "Chapters/01-one.md": "# One, `two`", "Chapters/02-views.md": "# Views", "Chapters/A-engine.md": "# Engine",
            "Chapters/Solutions/01-one.md": "# Answers", "Chapters/README.md": text,
        ])
    }

    @Test func goodContents() throws {
        let text = """
            # The book

            Begin with [the first](01-one.md), or with [another](02-views.md).

            ## Contents

            - [One, `two`](01-one.md), with [solutions](Solutions/01-one.md) and [a place](01-one.md#one-two)

            ### More

            - [Views](02-views.md)
            - [Engine](./A-engine.md)

            ## Ways

            [Any](01-one.md) words.

            """
        #expect(try frontPageMistakes(text) == [])
    }

    @Test func contentsThatLackPagesOrNameThemTwiceOrWrongly() throws {
        let text = """
            # The book

            ## Contents

            - [One](01-one.md)
            - [Views](02-views.md)
            - [Views](02-views.md)

            ## Not contents

            - [Engine](A-engine.md)

            """
        #expect(
            try frontPageMistakes(text) == [
                "Chapters/README.md:3: error: the contents lack Chapters/A-engine.md; add [Engine](A-engine.md)",
                "Chapters/README.md:5: error: Chapters/01-one.md is called 'One, two', not 'One'; name it by its title",
                "Chapters/README.md:7: error: the contents name Chapters/02-views.md in line 6 already; keep one of the two",
            ])
    }

    @Test func aFrontPageWithoutContents() throws {
        #expect(
            try frontPageMistakes("# The book\n\n[One](01-one.md)\n") == [
                "Chapters/README.md:1: error: the front page has no contents; begin them with a heading 'Contents'"
            ])
    }

    // MARK: When

    /// While a page is being written, its links may lead nowhere.
    @Test func extractionDoesNotMind() throws {
        let package = try TemporaryPackage(["Chapters/01-one.md": "# One\n\n[x](y.md)\n"])
        try package.extract()
        #expect(try package.extraction().changes.isEmpty)
    }
}
