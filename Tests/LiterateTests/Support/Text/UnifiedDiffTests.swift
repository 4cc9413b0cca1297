import Foundation
import Testing

@testable import Literate

@Suite struct UnifiedDiffTests {
    @Test func equalTexts() {
        #expect(UnifiedDiff.text(from: "a\n", to: "a\n", path: "x").isEmpty)
        #expect(UnifiedDiff.text(from: nil, to: nil, path: "x").isEmpty)
    }

    @Test func newAndGoneFiles() {
        #expect(
            UnifiedDiff.text(from: nil, to: "a\nb\n", path: "x")
                == "--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n")
        #expect(
            UnifiedDiff.text(from: "a\n", to: nil, path: "x") == "--- a/x\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n")
    }

    @Test func aLastLineWithoutEnd() {
        #expect(
            UnifiedDiff.text(from: "a\nb", to: "a\nb\n", path: "x")
                == "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n")
    }

    @Test func changesFarApartStandInHunksOfTheirOwn() {
        let old = (1...20).map(String.init)
        var new = old
        new[1] = "two"
        new.remove(at: 17)
        let text = UnifiedDiff.text(
            from: old.joined(separator: "\n") + "\n", to: new.joined(separator: "\n") + "\n", path: "x")
        #expect(
            text == """
                --- a/x
                +++ b/x
                @@ -1,5 +1,5 @@
                 1
                -2
                +two
                 3
                 4
                 5
                @@ -15,6 +15,5 @@
                 15
                 16
                 17
                -18
                 19
                 20

                """)
    }

    /// Lines of three letters, so that the texts share many.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func aDiffTurnsTheOldTextIntoTheNew(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func lines() -> [Substring] {
            (0..<Int.random(in: 0..<40, using: &generator)).map { _ in generator.pick(["a", "b", "c"]) }
        }
        let old = lines()
        let new = lines()
        let hunks = UnifiedDiff.hunks(from: old, to: new)
        #expect(try apply(hunks, to: old) == new)
        #expect(hunks.isEmpty == (old == new))
    }

    /// As after a formatter: quadratic, this would take minutes.
    @Test func aFileThatIsQuiteAnother() throws {
        let old = (0..<20_000).map { Substring("let x\($0 / 2) = \($0 % 7)") }
        let new = old.enumerated().map { $0.0 % 3 == 0 ? $0.1 : "    " + $0.1 }
        let start = ContinuousClock.now
        #expect(try apply(UnifiedDiff.hunks(from: old, to: new), to: old) == new)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func theShortestWayWhereItIsQuick() {
        let hunks = UnifiedDiff.hunks(from: ["a", "b", "a", "b", "c"], to: ["a", "b", "c", "d"], numbered: false)
        #expect(hunks == ["@@\n a\n b\n-a\n-b\n c\n+d\n"])
    }

    /// What `patch` does.
    private func apply(_ hunks: [String], to old: [Substring]) throws -> [Substring] {
        var result: [Substring] = []
        var next = 0
        for hunk in hunks {
            let lines = hunk.textLines
            let place = try #require(lines.first?.wholeMatch(of: #/@@ -(\d+),(\d+) \+(\d+),(\d+) @@/#))
            let (start, count) = (try #require(Int(place.1)), try #require(Int(place.2)))
            let begin = count == 0 ? start : start - 1
            result += old[next..<begin]
            next = begin
            #expect(result.count == (Int(place.4) == 0 ? Int(place.3) : Int(place.3).map { $0 - 1 }))
            for line in lines.dropFirst() {
                let text = line.dropFirst()
                if line.first != "+" {
                    #expect(old[next] == text)
                    next += 1
                }
                if line.first != "-" { result.append(text) }
            }
        }
        return result + old[next...]
    }
}
