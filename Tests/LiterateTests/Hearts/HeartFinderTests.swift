import Testing

@testable import Literate

struct HeartFinderTests {
    private func book(_ pages: [(path: String, text: String)]) throws -> Book {
        Book(root: "/", chapters: try pages.map { try Chapter.parse("# T\n\n" + $0.text, path: $0.path) })
    }

    private func block(_ info: String, _ code: String) -> String { "```\(info)\n\(code)\n```\n\n" }

    /// What is wrong with the hearts of a book's first page.
    private func mistakes(_ pages: String...) async throws -> [String] {
        let book = try book(pages.enumerated().map { ("Chapters/0\($0 + 1)-t\($0).md", $1) })
        return try await HeartFinder(book).checks(of: book.chapters[0]).compactMap {
            $0.failure?.diagnostic.description
        }
    }

    @Test func inTheLibraryAndInAProgram() async throws {
        let book = try book([
            (
                "Chapters/01-t.md",
                block("swift file=A.swift", "struct A {\n    // place: more\n}")
                    + block("swift file=A.swift at=more heart=\"f(_:)\"", "func f(_ x: Int) -> Int {\n    x + 1\n}")
                    + block("swift heart=\"g() h()\"", "let one = 1\nfunc g() { print(one) }\nfunc h() {}")
            ),
            ("Chapters/02-u.md", block("swift file=A.swift heart=f()", "extension A { func f() {} }")),
        ])
        let finder = HeartFinder(book)
        let hearts = try await finder.hearts(of: book.chapters[0])
        #expect(hearts.map(\.declaration.qualifiedName) == ["A.f(_:)", "g()", "h()"])
        #expect(hearts.map(\.position.line) == [9, 15, 15])
        #expect(
            hearts.map(\.file.path) == [
                "Sources/Kindling/A.swift", "Sources/Programs/01-t/main.swift", "Sources/Programs/01-t/main.swift",
            ])
        #expect(try await finder.hearts(of: book.chapters[1]).map(\.declaration.qualifiedName) == ["A.f()"])
    }

    /// A toolchain that changes how it tells what it has parsed is noticed here, and by `verify`.
    @Test func thisCompilerSaysWhatItParses() async {
        #expect(await HeartFinder.isPossible(root: "/"))
        #expect(await !HeartFinder.isPossible(root: "/nowhere/at/all"))
    }

    @Test func theBlockMustHaveIt() async throws {
        let other = block("swift file=A.swift", "func viewed() {}")
        let shown = block(
            "swift file=A.swift heart=viwed()", "func viewed(as x: Int) {}\nfunc viewed() { func inner() {} }")
        #expect(
            try await mistakes(other + shown) == [
                "Chapters/01-t0.md:7: error: the block has no declaration viwed() with a body; did you mean 'viewed()'?"
            ])
        #expect(
            try await mistakes(block("swift heart=inner()", "func f() { func inner() {} }")) == [
                "Chapters/01-t0.md:3: error: the block has no declaration inner() with a body"
            ])
    }

    @Test func twoOfOneName() async throws {
        let code = "extension A { func f() {} }\nextension B { func f() {} }"
        #expect(
            try await mistakes(block("swift file=A.swift heart=f()", code)) == [
                "Chapters/01-t0.md:3: error: f() is declared more than once in this block; A.f(), B.f() tells them apart"
            ])
        #expect(try await mistakes(block("swift file=A.swift heart=\"A.f() B.f()\"", code)) == [])
    }

    @Test func aReadersBodySeesNothingPrivate() async throws {
        let code =
            "struct A {\n    private var b = 1\n    func f() {\n        let c = 1\n        print(b + c)\n    }\n}"
        #expect(
            try await mistakes(block("swift file=A.swift heart=f()", code)) == [
                "Chapters/01-t0.md:8: error: the heart f() uses b, which is private, so that a reader's body can't"
            ])
        #expect(
            try await mistakes(block("swift file=A.swift heart=f()", "private func f() {}")) == [
                "Chapters/01-t0.md:3: error: f() is private, so a reader's can't take its place"
            ])
        // A parameter, or a variable of its own, of that name.
        let own =
            "struct A {\n    private var b, c: Int\n    func f(_ b: Int) {\n        let c = b\n        print(c)\n    }\n}"
        #expect(try await mistakes(block("swift file=A.swift heart=f(_:)", own)) == [])
        // Private where it stands, and another's.
        #expect(
            try await mistakes(
                block("swift file=A.swift heart=f()", "func f() { print(b) }"),
                block("swift file=A.swift", "private let b = 1")
            ).count == 1)
    }

    @Test func aReadersBodyHoldsNoPlace() async throws {
        let code = "func f() {\n    // place: more\n}"
        #expect(
            try await mistakes(block("swift file=A.swift heart=f()", code)) == [
                "Chapters/01-t0.md:5: error: the heart f() holds the place more, which a later page fills"
            ])
    }

    @Test func whatIsNoSwiftNamesThePage() async throws {
        let book = try book([("Chapters/01-t.md", block("swift file=A.swift heart=f()", "func f( {}"))])
        let failure = await #expect(throws: Failure.self) { try await HeartFinder(book).hearts(of: book.chapters[0]) }
        #expect(failure?.diagnostic.position == SourcePosition(file: "Chapters/01-t.md", line: 3))
    }
}
