import Testing

@testable import Literate

@Suite struct FrontPageCheckTests {
    private func frontPageMistakes(_ text: String) throws -> [String] {
        try pageMistakes([
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
}
