import Foundation
import Testing

/// What a reader of the library finds beside each declaration, and a reader of the book on the page.
@Suite("Documentation", .ownRandomNumbers) struct DocumentationTests {
    @Test("every public declaration has a comment, its own or that of what it overrides or implements")
    func comments() async throws {
        let symbols = try await SymbolGraph.kindling.value.symbols
        #expect(symbols.count > 900, "the symbol graph isn't whole")
        #expect(symbols.allSatisfy { $0.place != "?" || $0.isDocumented })
        for symbol in symbols.sorted(by: { $0.place < $1.place }) where !symbol.isDocumented {
            Issue.record(
                "\(symbol.place): \(symbol.name) has no comment: say what can't be guessed, such as shapes, units, what stops it, and the source"
            )
        }
    }
}
