import Testing

@testable import Literate

struct PracticeSessionTests {
    @Test func wrappedToEightyColumns() {
        let text = Wrapped.text(String(repeating: "words ", count: 40), indentation: 4)
        #expect(text.textLines.allSatisfy { $0.count <= 80 && $0.hasPrefix("    words") })
        #expect(Wrapped.text("expected  [1,   2]", indentation: 6, hanging: 10) == "      expected  [1,   2]")
        let long = Wrapped.text("expected  " + String(repeating: "words ", count: 40), indentation: 6, hanging: 10)
        #expect(long.textLines[0].hasPrefix("      expected  words words"))
        #expect(long.textLines[1].hasPrefix("                words words"))
        #expect(Wrapped.text("", indentation: 2) == "  ")
        #expect(Wrapped.cut("12345", to: 5) == "12345")
        #expect(Wrapped.cut("123456", to: 5) == "1234…")
    }

    /// What has been right stays so until something changes, and hints are counted.
    @Test func memory() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var memory = PracticeMemory(file: "\(folder.path)/deep/memory.json")
        #expect(memory.hints("f()") == 0)
        memory.note(.right(outputs: 2, values: 3), "f()", "abc", body: "{ 1 }")
        memory.note(.wrong(Finding(message: "no")), "g()", "abc", body: "{ 2 }")
        memory.noteHints(1, "f()")
        let again = PracticeMemory(file: "\(folder.path)/deep/memory.json")
        #expect(again.verdict("f()", "abc") == .right(outputs: 2, values: 3))
        #expect(again.verdict("f()", "abd") == nil)
        #expect(again.isRight("f()", "{ 1 }"))
        #expect(!again.isRight("f()", "{ 1  }"))
        #expect(!again.isRight("g()", "{ 2 }"))
        #expect(again.hints("f()") == 1)
        try Files.write(Array("{".utf8), to: "\(folder.path)/deep/memory.json")
        #expect(PracticeMemory(file: "\(folder.path)/deep/memory.json").hints("f()") == 0)
    }
}
