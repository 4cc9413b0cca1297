import Testing

@testable import Literate

@Suite struct ContentHashTests {
    @Test func theHashIgnoresWhereTheCodeStands() {
        let hash = ContentHash.of("#sourceLocation(file: \"a\", line: 1)\nx\n#sourceLocation()\n")
        #expect(hash == ContentHash.of("#sourceLocation(file: \"b\", line: 22)\nx\n"))
        #expect(hash == ContentHash.of("#line 3 \"c\"\nx\n"))
        #expect(hash != ContentHash.of("y\n"))
        #expect(hash != ContentHash.of("x\n\n"))
        #expect(ContentHash.of("ab\nc\n") != ContentHash.of("a\nbc\n"))
    }

    @Test func theHashIsFNV1a() {
        // Values from the hash's own test suite.
        #expect(ContentHash.of("") == "cbf29ce484222325")
        #expect(ContentHash.of("chongo was here!\n") == "46810940eff5f915")
    }
}
