import Testing

@testable import Literate

@Suite struct GeneratedHeaderTests {

    @Test func findsOnlyItsOwn() throws {
        let code = "let x = 1\n"
        let text =
            GeneratedHeader.text(chapters: ["Chapters/01-a.md"], code: code).joined(separator: "\n") + "\n" + code
        let found = try #require(GeneratedHeader.find(in: text))
        #expect(found.code == code)
        #expect(found.isIntact)
        #expect(try !#require(GeneratedHeader.find(in: text + "// more\n")).isIntact)
        #expect(try !#require(GeneratedHeader.find(in: text.replacing("Content hash", with: "Hash"))).isIntact)
        #expect(try !#require(GeneratedHeader.find(in: GeneratedHeader.firstLine)).isIntact)
        #expect(GeneratedHeader.find(in: code) == nil)
        #expect(GeneratedHeader.find(in: "") == nil)
    }
}
