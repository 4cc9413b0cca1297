import Testing

@testable import Literate

struct PromotionTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private func chapter(_ text: String) throws -> Chapter {
        try Chapter.parse(text, path: "Chapters/01-test.md")
    }

    @Test func changesTheBodyAlone() throws {
        let text = "# T\n\n```swift\nlet x = 1\n```\n\n~~~output tol=1e-3\nold\n~~~\nTrailing  \n\nNo end"
        let promoted = Promotion.apply([.block(fenceLine: 7, body: "new\nlines\n")], to: try chapter(text))
        #expect(promoted == text.replacing("old\n", with: "new\nlines\n"))
    }

    @Test func keepsTheNoteUnderABlock() throws {
        let text =
            smallChapter.replacing("```output\n", with: "```output of=swift\n") + "\n*Swift only:* Rounding\ndecides.\n"
        let promoted = Promotion.apply([.block(fenceLine: 7, body: "loss 0.25\nend\n")], to: try chapter(text))
        #expect(promoted == text.replacing("loss 0.5\n```", with: "loss 0.25\nend\n```"))
        #expect(try chapter(promoted).blocks.last?.output?.why == "Rounding decides.")
    }

    @Test func keepsWindowsLineEnds() throws {
        let text = smallChapter.replacing("\n", with: "\r\n")
        let promoted = Promotion.apply([.block(fenceLine: 7, body: "loss 0.25\nend\n")], to: try chapter(text))
        #expect(promoted.utf8.elementsEqual(text.replacing("loss 0.5\r\n", with: "loss 0.25\r\nend\r\n").utf8))
    }

    @Test func keepsMixedLineEnds() throws {
        let text = "# T\r\n\n```swift\r\nf()\n```\r\n\r\n```output\nold\n```\r\n"
        let promoted = Promotion.apply([.block(fenceLine: 7, body: "new\n")], to: try chapter(text))
        #expect(promoted.utf8.elementsEqual("# T\r\n\n```swift\r\nf()\n```\r\n\r\n```output\nnew\n```\r\n".utf8))
    }

    @Test func anEmptyBodyAndBack() throws {
        let emptied = Promotion.apply([.block(fenceLine: 7, body: "")], to: try chapter(smallChapter))
        #expect(emptied.contains("```output\n```\n"))
        let filled = Promotion.apply([.block(fenceLine: 7, body: "loss 0.5\n")], to: try chapter(emptied))
        #expect(filled == smallChapter)
    }

    @Test(arguments: ["```\n", "  ````\nx\n", "``` swift\nlet x = 1\n```\n", "> ```\n", "> > ~~~\n\t````\n", "- ```\n"])
    func lengthensAFenceThatTheTextWouldClose(body: String) throws {
        let promoted = Promotion.apply([.block(fenceLine: 7, body: body)], to: try chapter(smallChapter))
        let reparsed = try chapter(promoted)
        #expect(reparsed.blocks.count == 2)
        #expect(reparsed.blocks.last?.body == body)
        #expect(Promotion.apply([.block(fenceLine: 7, body: body)], to: reparsed) == promoted)
    }

    /// What no fenced block can hold: the page would be read as another, or never pass.
    @Test(arguments: [
        ("a\u{0}b", "it holds a zero byte, in line 2"), ("10 %\r20 %", "it holds a carriage return, in line 2"),
        ("<<<<<<< HEAD", "a merge"),
    ])
    func whatCantStandInABlockIsRefused(line: String, reason: String) async throws {
        let escaped = line.replacing("\u{0}", with: "\\000").replacing("\r", with: "\\r").replacing("%", with: "%%")
        let result = try await fixture.verify(smallChapter, program: "printf 'loss\\n\(escaped)\\n'; checkpoint 1")
        #expect(result.failures.count == 1)
        #expect(result.corrections.isEmpty)
        #expect(result.failures.first?.remedy?.contains("What came can't stand in a block: ") == true)
        #expect(result.failures.first?.remedy?.contains(reason) == true)
        #expect(result.promoted().failures.count == 1)
    }

    @Test func bytesThatAreNoTextAreNeverPromoted() async throws {
        let shown = smallChapter.replacing("loss 0.5\n```\n", with: "\u{fffd}\n```\n")
        let result = try await fixture.verify(shown, program: "printf '\\377\\n'; checkpoint 1")
        #expect(result.failures.first?.diagnostic.message.contains("no UTF-8") == true)
        #expect(result.corrections.isEmpty)
        #expect(try await fixture.verify(shown, program: "printf '\\357\\277\\275\\n'; checkpoint 1").failures.isEmpty)
    }

    @Test func severalBlocksAtOnce() throws {
        let text = smallChapter + "\n" + smallChapter.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
        let parsed = try chapter(text)
        let lines = parsed.blocks.filter { $0.isOutput(in: .swift) }.map(\.fenceLine)
        let promoted = Promotion.apply(lines.map { .block(fenceLine: $0, body: "a\nb\nc\n") }, to: parsed)
        let bodies = try chapter(promoted).blocks.filter { $0.isOutput(in: .swift) }.map(\.body)
        #expect(bodies == ["a\nb\nc\n", "a\nb\nc\n"])
    }

    @Test func notesTheCompilerOfAMessage() throws {
        for info in ["error", "error swift=\"5.10\"", "error  swift=6.2"] {
            let text = "# T\n\n```swift\nlet x = 1\n```\n\n```swift fails\nx = 2\n```\n\n```\(info)\nold\n```\n"
            let correction = Correction.block(fenceLine: 11, body: "error: new\n", swiftVersion: "6.3.1")
            let promoted = Promotion.apply([correction], to: try chapter(text))
            #expect(promoted.hasSuffix("```error swift=\"6.3.1\"\nerror: new\n```\n"))
            #expect(try chapter(promoted).blocks.last?.kind == .error(swift: "6.3.1"))
        }
    }

    @Test func writesChaptersAndFigures() throws {
        let chapter = try fixture.chapter(smallChapter)
        var promotion = Promotion(root: fixture.root)
        promotion.add(
            [.block(fenceLine: 7, body: "loss 0.25\n"), .figure(name: "a.png", bytes: [0, 255, 10])], to: chapter)
        #expect(promotion.paths == ["Chapters/01-test.md", "Chapters/Figures/a.png"])
        try promotion.commit()
        #expect(try fixture.text("Chapters/01-test.md") == smallChapter.replacing("0.5\n```\n", with: "0.25\n```\n"))
        #expect(try Files.read("\(fixture.root)/Chapters/Figures/a.png") == [0, 255, 10])
    }

    @Test func leavesAChapterThatWasEditedMeanwhile() throws {
        let chapter = try fixture.chapter(smallChapter)
        try fixture.write("Chapters/01-test.md", smallChapter + "A new sentence.\n")
        var promotion = Promotion(root: fixture.root)
        promotion.add([.block(fenceLine: 7, body: "new\n"), .figure(name: "a.svg", bytes: [1])], to: chapter)
        #expect(throws: Failure.self) { try promotion.commit() }
        #expect(try fixture.text("Chapters/01-test.md") == smallChapter + "A new sentence.\n")
        #expect(Files.visibleNames(in: "\(fixture.root)/Chapters/Figures").isEmpty)
    }

    @Test func nothingToCorrectWritesNothing() throws {
        let chapter = try fixture.chapter(smallChapter)
        var promotion = Promotion(root: fixture.root)
        promotion.add([.block(fenceLine: 7, body: "loss 0.5\n")], to: chapter)
        #expect(promotion.isEmpty)
    }
}
