import Testing

@testable import Literate

struct ReaderFileTests {
    /// The hearts of a page with one block of the library and one of its program.
    private func hearts() async throws -> [Heart] {
        let page = """
            # T

            ```swift file=A.swift heart="f(_:) g()"
            public struct A {
                public func f(_ x: Int) -> Int {
                    x + 1
                }
            }
            func g() -> Int { 2 }
            ```

            ```swift heart=h()
            func h() { print(1) }
            ```
            """
        let chapter = try Chapter.parse(page, path: "Chapters/01-t.md")
        let book = Book(root: "/", chapters: [chapter])
        return try await HeartFinder(book).hearts(of: chapter)
    }

    private let text = """
        import Kindling

        // MARK: f(_:)
        extension A {
            /// What it does.
            public func f(_ x: Int) -> Int {
                helper(x)
            }

            func ofA() {}
        }

        func g() -> Int { todo() }

        func helper(_ x: Int) -> Int { x + 1 }

        func h() {
            // Not yet.
            todo()  // later
        }

        """

    @Test func bodies() async throws {
        let hearts = try await hearts()
        let file = try await ReaderFile(text, path: "Hearts/01-t.swift", root: "/")
        let bodies = hearts.map { file.body(of: $0) }
        #expect(bodies.map(\.?.line) == [6, 13, 17])
        #expect(bodies.map(\.?.isStub) == [false, true, true])
        #expect(bodies[0]?.text == "{\n        helper(x)\n    }")
        #expect(bodies[0]?.located.hasPrefix("#sourceLocation(file: \"Hearts/01-t.swift\", line: 6)\n") == true)
        #expect(hearts.map { file.changedHead(of: $0) } == [nil, nil, nil])
    }

    @Test func anotherFirstLine() async throws {
        let hearts = try await hearts()
        let changed = text.replacing("func f(_ x: Int)", with: "func f(_ y: Int)")
            .replacing("func g() -> Int {", with: "func g()\n    -> Int\n{").replacing(
                "func h() {", with: "func hh() {")
        let file = try await ReaderFile(changed, path: "Hearts/01-t.swift", root: "/")
        #expect(file.changedHead(of: hearts[0]) == "func f(_ y: Int) -> Int")
        #expect(file.changedHead(of: hearts[1]) == nil, "other line ends")
        #expect(file.body(of: hearts[2]) == nil)
    }

    @Test func anotherBodyInItsPlace() async throws {
        let hearts = try await hearts()
        let file = try await ReaderFile(text, path: "Hearts/01-t.swift", root: "/")
        let changed = file.with("{\n    if x > 0 {\n        return x\n    }\n}", of: hearts[0])
        #expect(
            changed
                == text.replacing(
                    "        helper(x)\n    }",
                    with: "        if x > 0 {\n            return x\n        }\n    }"))
        #expect(ReaderFile.indented("{\n        a\n\n    }", by: 0) == "{\n    a\n\n}")
        #expect(ReaderFile.indented("{ a }", by: 8) == "{ a }")
    }

    /// As many lines as before, so that the compiler's places are the reader's.
    @Test func theRestKeepsItsLines() async throws {
        let hearts = try await hearts()
        let file = try await ReaderFile(text, path: "Hearts/01-t.swift", root: "/")
        for forLibrary in [true, false] {
            let rest = file.rest(without: hearts, forLibrary: forLibrary)
            #expect(rest.textLines.count == text.textLines.count)
            #expect(rest.textLines[14] == "func helper(_ x: Int) -> Int { x + 1 }")
            #expect(!rest.contains("todo"))
            #expect(rest.contains("func ofA() {}") == forLibrary, "what a program doesn't know stays out of it")
        }
    }

    /// An edit of one heart is no reason to try the others again; one of what they may call is.
    @Test func whatAHeartDependsOn() async throws {
        let hearts = try await hearts()
        func contexts(_ text: String) async throws -> [String] {
            let file = try await ReaderFile(text, path: "Hearts/01-t.swift", root: "/")
            return hearts.map { file.context(of: $0, among: hearts) }
        }
        let before = try await contexts(text)
        #expect(
            try await contexts(text.replacing("helper(x)\n    }", with: "let y = x\n\n        return helper(y)\n    }"))
                == before)
        #expect(try await contexts(text.replacing("{ x + 1 }", with: "{ x + 2 }")).allSatisfy { !before.contains($0) })
    }

    @Test func whatIsNoSwift() async throws {
        await #expect {
            _ = try await ReaderFile("func f( {\n}\n", path: "Hearts/01-t.swift", root: "/")
        } throws: { error in
            let failure = error as? Failure
            return failure?.diagnostic.description == "Hearts/01-t.swift:1: error: this is no Swift yet"
                && failure?.details.first?.contains("Hearts/01-t.swift:1:") == true
        }
    }
}
