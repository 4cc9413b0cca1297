import Testing

@testable import Literate

@Suite struct FigureCheckTests {
    @Test func everyFigureIsShown() throws {
        let found = try pageMistakes([
            "Chapters/01-one.md": "# One\n\n![a](Figures/a.svg)\n\n[b](Figures/b.svg)\n",
            "Chapters/Figures/.hidden": "",
            "Chapters/Solutions/01-one.md": "# Answers\n\n<img src=\"../Figures/c.png\">\n",
            "Chapters/Figures/a.svg": "", "Chapters/Figures/b.svg": "", "Chapters/Figures/c.png": "",
        ])
        #expect(
            found == [
                "Chapters/Figures/b.svg:1: error: no page shows this figure; show it where its program stands, or remove both"
            ])
    }
}
