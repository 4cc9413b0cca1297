import Testing

@testable import Literate

struct AnchorLedgerTests {
    private let found: Set = ["a.html", "a.html#new"]

    @Test func whatStaysIsRight() throws {
        #expect(try AnchorLedger("a.html\n").diagnostics(for: found).isEmpty)
        #expect(try AnchorLedger("# Places.\n\na.html#old -> a.html#new\n").diagnostics(for: found).isEmpty)
    }

    @Test func whatIsGoneIsNamedWithItsLine() throws {
        let gone = try AnchorLedger("a.html\na.html#old\n").diagnostics(for: found)
        #expect(gone.map(\.position?.line) == [2])
        #expect(gone.first?.message.contains("a.html#old, which is gone") == true)
        let nowhere = try AnchorLedger("a.html#old -> b.html\n").diagnostics(for: found)
        #expect(nowhere.map(\.message) == ["b.html, where a.html#old leads now, isn't there"])
    }

    @Test func whatIsNewIsAdded() throws {
        let ledger = try AnchorLedger("# Places.\nz.html -> a.html\n")
        #expect(ledger.text(with: found) == "# Places.\na.html\na.html#new\nz.html -> a.html\n")
        #expect(ledger.moved["z.html"]?.map(\.target) == ["a.html"])
    }

    @Test(arguments: ["a b\n", "a -> \n", "a -> b -> c\n"]) func whatIsNoPlace(text: String) {
        #expect(throws: DiagnosticsError.self) { try AnchorLedger(text) }
    }
}
