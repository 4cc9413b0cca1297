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
        #expect(piece.before.map(\.text).contains("    public var size: Int"))
        #expect(piece.after.map(\.text).contains("}"))
        #expect(piece.indentation == 4)
        #expect(map.pieces[first]?.previous == nil && map.pieces[second]?.next == nil)
        #expect(map.pieces[first]?.before.isEmpty == true)
        #expect(inserted.anchor == "code-1")
    }

    /// In the order of the header, not of the pages.
    @Test func whatTheEngineHasForOthersStandsWhereItIsDeclared() throws {
        let one = """
            # One

            ```c file=include/kindling_engine.h
            // kd_late is no declaration here.
            int kd_first(int n);
            // place: middle
            void kd_last(enum kd_kind kind);
            ```

            ```c file=first.c
            int kd_first(int n) { return kd_hidden(n); }
            ```

            """
        let two = "# Two\n\n```c file=include/kindling_engine.h at=middle\nenum kd_kind { KD_A };\n```\n"
        let chapters = try [("Chapters/01-one.md", one), ("Chapters/02-two.md", two)].map {
            try Chapter.parse($0.1, path: $0.0)
        }
        let engine = CodeMap(Book(root: "/", chapters: chapters)).engine
        #expect(engine.keys.sorted() == ["KD_A", "kd_first", "kd_kind", "kd_last"])
        #expect(engine["kd_first"] == CodeMap.Place(page: "Chapters/01-one.md", block: 0))
        #expect(engine["KD_A"] == CodeMap.Place(page: "Chapters/02-two.md", block: 0))
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
