import Testing

@testable import Literate

struct DrawingTests {
    @Test func takesTheSitesColours() {
        let drawing = Drawing(
            "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"><rect fill=\"#fff\" stroke='#555'/></svg>\n")
        #expect(
            drawing?.markup(alt: "a < b", prefix: "") == """
                <svg role="img" aria-label="a &lt; b" viewBox="0 0 1 1"><rect fill="var(--cfff, #fff)" \
                stroke='var(--c555, #555)'/></svg>

                """)
    }

    /// Two figures of a page may call their parts the same.
    @Test func namesAreItsOwn() {
        let drawing = Drawing("<svg><marker id=\"tip\"/><path marker-end=\"url(#tip)\"/></svg>")
        let markup = drawing?.markup(alt: "", prefix: "02-chain-")
        #expect(markup?.contains("<marker id=\"02-chain-tip\"/><path marker-end=\"url(#02-chain-tip)\"/>") == true)
    }

    @Test func whatIsNone() {
        #expect(Drawing("not a drawing") == nil)
    }
}
