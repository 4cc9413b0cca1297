import Testing

@testable import Literate

struct MarkedOutputTests {
    private func output(_ text: String) -> MarkedOutput { MarkedOutput(Array(text.utf8)) }

    @Test func cutsAtMarkers() {
        let cut = output("a\nb\n\u{1}checkpoint 9\nc\n\u{1}checkpoint 21\nrest")
        #expect(cut.segments == [.init(number: 9, text: "a\nb\n"), .init(number: 21, text: "c\n")])
        #expect(cut.rest == "rest")
    }

    @Test func keepsTheBytesBeforeAMarkerThatFollowsText() {
        #expect(output("50 %\u{1}checkpoint 3\n").segments == [.init(number: 3, text: "50 %")])
    }

    @Test func twoMarkersInARowLeaveAnEmptySegment() {
        let cut = output("\u{1}checkpoint 3\n\u{1}checkpoint 4\n")
        #expect(cut.segments.map(\.text) == ["", ""])
        #expect(cut.rest == "")
    }

    @Test func withoutMarkersEverythingIsRest() {
        #expect(output("checkpoint 3\n").rest == "checkpoint 3\n")
        #expect(output("").segments.isEmpty)
    }

    @Test func aBrokenMarkerIsText() {
        #expect(output("a\u{1}checkpoint x\nb").rest == "a\u{1}checkpoint x\nb")
    }

    @Test func invalidUTF8IsVisible() {
        #expect(MarkedOutput([0x61, 0xff, 0x0a]).rest == "a\u{fffd}\n")
    }
}
