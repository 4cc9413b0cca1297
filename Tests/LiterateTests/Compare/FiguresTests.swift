import Testing

@testable import Literate

/// With shell scripts for programs.
struct FiguresTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private let drawing = "printf svg > \"$KINDLING_FIGURES/a.svg\"; echo loss 0.5; checkpoint 1"

    @Test func figureAsShown() async throws {
        try fixture.write("Chapters/Figures/a.svg", "svg")
        let result = try await fixture.verify(smallChapter, program: drawing)
        #expect(result.failures.isEmpty)
        #expect(result.passed == 2)
        #expect(Figures(root: fixture.root).orphans(after: [result]).isEmpty)
    }

    @Test func figureThatIsNew() async throws {
        let text = smallChapter + "\n![a](Figures/a.svg)\n"
        let result = try await fixture.verify(text, program: drawing)
        #expect(result.failures.first?.diagnostic.position?.line == 11)
        #expect(result.corrections == [.figure(name: "a.svg", bytes: Array("svg".utf8))])
    }

    @Test func figureThatDiffers() async throws {
        try fixture.write("Chapters/Figures/a.svg", "svG!")
        let result = try await fixture.verify(smallChapter, program: drawing)
        #expect(
            result.failures.first?.details
                == ["they differ from byte 2 on; 4 bytes are shown, 3 were written"])
    }

    @Test func figureThatNobodyWrites() async throws {
        try fixture.write("Chapters/Figures/old.svg", "")
        try fixture.write("Chapters/Figures/.gitkeep", "")
        let result = try await fixture.verify(smallChapter, program: "echo loss 0.5; checkpoint 1")
        let orphans = Figures(root: fixture.root).orphans(after: [result])
        #expect(orphans.map(\.diagnostic.position?.file) == ["Chapters/Figures/old.svg"])
    }
}
