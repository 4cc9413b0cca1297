import Testing

@testable import Literate

@Suite struct SourceLinesTests {
    @Test func everyLineEnd() {
        let lines = SourceLines("a\nb\r\n\rc")
        #expect(lines.count == 4)
        #expect((1...4).map { lines[$0] } == ["a", "b", "", "c"])
        #expect(lines.withEnds == ["a\n", "b\r\n", "\r", "c"])
        #expect(lines[0] == "" && lines[5] == "")
    }

    @Test(arguments: [("", 0), ("\n", 1), ("a", 1), ("a\n", 1), ("a\r\n\r\n", 2)])
    func count(text: String, expected: Int) {
        #expect(SourceLines(text).count == expected)
    }
}
