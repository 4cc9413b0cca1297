import Testing

@testable import Literate

struct CodeMapTests {
    private func map() throws -> CodeMap {
        let one = """
            # One

            ```swift file=A.swift
            public struct A {
                public var size: Int
                // place: more
            }
            ```

            ```swift file=A.swift
            public func make() -> A { A(size: 1) }
            public struct B { public var size = 2 }
            ```

            """
        let two = """
            # Two

            ```swift file=A.swift at=more
            public func grow() {}
            ```

            """
        let chapters = try [("Chapters/01-one.md", one), ("Chapters/02-two.md", two)].map {
            try Chapter.parse($0.1, path: $0.0)
        }
        return CodeMap(Book(root: "/", chapters: chapters))
    }

    @Test func piecesOfAFile() throws {
        let map = try map()
        let (first, inserted, second) = (
            CodeMap.Place(page: "Chapters/01-one.md", block: 0), CodeMap.Place(page: "Chapters/02-two.md", block: 0),
            CodeMap.Place(page: "Chapters/01-one.md", block: 1)
        )
        let piece = try #require(map.pieces[inserted])
        #expect(piece.file == "Sources/Kindling/A.swift")
        #expect(piece.previous == first && piece.next == second)
        #expect(piece.before.contains("    public var size: Int"))
        #expect(piece.after.contains("}"))
        #expect(piece.indentation == 4)
        #expect(map.pieces[first]?.previous == nil && map.pieces[second]?.next == nil)
        #expect(map.pieces[first]?.before.isEmpty == true)
        #expect(inserted.anchor == "code-1")
    }

    @Test func whatANameMeans() throws {
        let map = try map()
        func place(_ name: String, _ owner: String?, isCall: Bool) -> CodeMap.Place? {
            guard case .declaration(let found)? = map.meaning(of: name, after: owner, isCall: isCall) else {
                return nil
            }
            return found.place
        }
        #expect(place("A", nil, isCall: true)?.block == 0)
        #expect(place("make", nil, isCall: true)?.block == 1)
        #expect(place("make", nil, isCall: false) == nil, "a variable may have the name")
        #expect(place("grow", "", isCall: true)?.page == "Chapters/02-two.md")
        #expect(place("grow", nil, isCall: true) == nil, "a function of the program")
        #expect(place("size", "A", isCall: false)?.block == 0)
        #expect(place("size", "B", isCall: false)?.block == 1)
        #expect(map.meaning(of: "size", after: "x", isCall: false) == .several(name: "size"))
        #expect(place("nothing", nil, isCall: true) == nil)
    }
}
