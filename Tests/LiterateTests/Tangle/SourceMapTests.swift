import Testing

@testable import Literate

@Suite struct SourceMapTests {
    private func map(_ settings: BookSettings = BookSettings()) throws -> SourceMap {
        let text =
            "# T\n\n## Shapes\n\n```swift file=Tensor/Shape.swift\nlet a = 1\nlet b = 2\n```\n\n```c file=pool.c\nint x;\n```\n"
        let chapters = [try Chapter.parse(text, path: "Chapters/01-t.md")]
        return SourceMap(of: Book(root: "/", chapters: chapters, settings: settings))
    }

    /// The header has six lines, and the comment follows.
    @Test func translates() throws {
        let map = try map()
        for (line, translated) in [
            ("/a b/c/Sources/Kindling/Tensor/Shape.swift:9:5: error: no 'x'", "Chapters/01-t.md:7:5: error: no 'x'"),
            ("Sources/Engine/pool.c:8: warning: y", "Chapters/01-t.md:11: warning: y"),
            ("Kindling/Shape.swift:8: Fatal error: stop", "Chapters/01-t.md:6: Fatal error: stop"),
            ("note: see (/x/Sources/Kindling/Tensor/Shape.swift:8:1)", "note: see (Chapters/01-t.md:6:1)"),
            ("Sources/Kindling/Tensor/Other.swift:8:1: error: z", "Sources/Kindling/Tensor/Other.swift:8:1: error: z"),
            ("Sources/Kindling/Tensor/Shape.swift:99:1: error", "Sources/Kindling/Tensor/Shape.swift:99:1: error"),
            ("10:20:30 no place: at all", "10:20:30 no place: at all"), ("", ""), ("é: 🔥:1", "é: 🔥:1"),
        ] { #expect(map.translated(line) == translated) }
    }

    /// Tests print their arguments. Were each blank of them looked at once for each other, this would take an hour.
    @Test func megabytesAreNothingToWorryAbout() throws {
        let map = try map()
        for numbers in [String(repeating: "58, 12, ", count: 300_000), String(repeating: "x 1:2 ", count: 300_000)] {
            let line = numbers + "to Sources/Engine/pool.c:8: warning: y"
            #expect(map.translated(line) == numbers + "to Chapters/01-t.md:11: warning: y")
        }
    }

    @Test func aLibraryOfAnotherName() throws {
        let map = try map(BookSettings(library: "Shapes"))
        for (line, translated) in [
            ("/a/Sources/Shapes/Tensor/Shape.swift:9:5: error: no 'x'", "Chapters/01-t.md:7:5: error: no 'x'"),
            ("Shapes/Shape.swift:8: Fatal error: stop", "Chapters/01-t.md:6: Fatal error: stop"),
            ("Sources/Engine/pool.c:8: warning: y", "Chapters/01-t.md:11: warning: y"),
            ("Kindling/Shape.swift:8: Fatal error: stop", "Kindling/Shape.swift:8: Fatal error: stop"),
        ] { #expect(map.translated(line) == translated) }
    }
}
