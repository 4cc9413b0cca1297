import Testing

@testable import Literate

@Suite struct ExcerptCheckTests {
    private static let tape = """
        # The tape

        ```swift file=Tape.swift
        enum Tape {
            /// Runs it.
            static func run(_ x: Int) -> Int {
                // place: early

                let y = x + 1
                return y
            }

            static func other() {
                let y = x + 1
                print(y)
            }
        }
        ```

        ```swift
        let loss = 1
        print(loss)
        ```

        ```python
        loss = 1
        print(loss)
        ```

        ```output
        1
        ```

        ```c file=pool.c
        int x;
        ```

        """
    private static let later = "# Later\n\n```swift file=Tape.swift at=early\nif x == 0 { return 0 }\n```\n"

    /// What the checks say of a page with this block, the only block of a second chapter.
    private func mistakes(_ info: String, _ body: String) throws -> [String] {
        let text = "# Second\n\n```\(info)\n\(body)\n```\n"
        let book = Book(
            root: "/",
            chapters: [
                try Chapter.parse(Self.tape, path: "Chapters/Workshop/01-01-tape.md"),
                try Chapter.parse("# First\n", path: "Chapters/01-first.md"),
                try Chapter.parse(text, path: "Chapters/02-second.md"),
                try Chapter.parse(Self.later, path: "Chapters/03-later.md"),
            ])
        return ExcerptCheck(book).diagnostics(for: try #require(book.chapter("02"))).map(\.description)
    }

    @Test(arguments: [
        ("swift excerpt=Tape.swift", "static func run(_ x: Int) -> Int {\n    let y = x + 1\n    return y\n}"),
        ("swift excerpt=Tape.swift", "    static func run(_ x: Int) -> Int {\n        // …\n        return y"),
        ("swift excerpt=Tape.swift", "enum Tape {\n    // …\n    static func other() {"),
        ("swift excerpt=Tape.swift", "// …\n\nlet y = x + 1\nprint(y)\n// …"),
        ("swift excerpt=Tape.swift", "static func run(_ x: Int) -> Int {\n    // place: early\n    let y = x + 1"),
        ("swift excerpt=01-01-tape", "let loss = 1"), ("python excerpt=01-01-tape", "print(loss)"),
        ("output excerpt=01-01-tape", "1"), ("c excerpt=pool.c", "int x;"),
    ])
    func shown(info: String, body: String) throws {
        #expect(try mistakes(info, body) == [])
    }

    @Test func whatIsNotThere() throws {
        #expect(
            try mistakes("swift excerpt=Tape.swift", "static func run(_ x: Int) -> Int {\n    let y = x + 2") == [
                "Chapters/02-second.md:5: error: `let y = x + 2` doesn't stand there in Tape.swift as this chapter leaves it"
            ])
        #expect(
            try mistakes("swift excerpt=Tape.swift", "let z = 1") == [
                "Chapters/02-second.md:4: error: `let z = 1` doesn't stand in Tape.swift as this chapter leaves it"
            ])
        // Indented otherwise than the line above it.
        #expect(
            try mistakes("swift excerpt=Tape.swift", "/// Runs it.\n  static func run(_ x: Int) -> Int {").count == 1)
        // What a later chapter puts there.
        #expect(try mistakes("swift excerpt=Tape.swift", "if x == 0 { return 0 }").count == 1)
    }

    @Test func whatIsThereTwice() throws {
        #expect(
            try mistakes("swift excerpt=Tape.swift", "let y = x + 1") == [
                "Chapters/02-second.md:3: error: these lines stand in Tape.swift 2 times, at Chapters/Workshop/01-01-tape.md:9, "
                    + "Chapters/Workshop/01-01-tape.md:14; show more of them"
            ])
    }

    @Test func sourcesThatDoNotExist() throws {
        #expect(
            try mistakes("swift excerpt=Tap.swift", "x") == [
                "Chapters/02-second.md:3: error: after chapter 02 there is no file Tap.swift in Sources/Kindling; did you mean 'Tape.swift'?"
            ])
        #expect(
            try mistakes("output excerpt=01-02-tape", "x") == [
                "Chapters/02-second.md:3: error: excerpt=01-02-tape is neither a source file nor a page's name, such as 04-scratch; did you mean '01-01-tape'?"
            ])
        #expect(
            try mistakes("swift excerpt=Tape.swift", "// …") == [
                "Chapters/02-second.md:3: error: this excerpt is empty; show lines of Tape.swift"
            ])
    }

    /// Another page has changed: `extract` still writes, and the checks of the pages tell.
    @Test func anExcerptThatIsOutOfDate() throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# A\n\n```swift\nlet rate = 5\n```\n",
            "Chapters/02-b.md": "# B\n\n```swift excerpt=01-a\nlet rate = 0.5\n```\n",
        ])
        try package.extract()
        let found = PageChecks.diagnostics(for: try Book.load(root: package.root))
        #expect(
            found.map(\.description) == [
                "Chapters/02-b.md:4: error: `let rate = 0.5` doesn't stand in 01-a as this chapter leaves it"
            ])
    }

    @Test func excerptsAreNotCompiled() throws {
        let chapter = try Chapter.sample(
            "# T\n\n```swift\nlet a = 1\n```\n\n```swift excerpt=04-scratch\nlet a = 1\n```\n")
        #expect(try #require(Tangle.program(of: chapter)).text.components(separatedBy: "let a").count == 2)
    }

    @Test(arguments: [
        "swift excerpt=a.swift file=b.swift", "output excerpt=04-scratch tol=1e-3", "python excerpt=a at=b",
    ])
    func otherAttributes(info: String) {
        #expect(throws: (any Error).self) { try Chapter.sample("# T\n\n```\(info)\n```\n") }
    }
}
