import Testing

@testable import Literate

struct PracticePagesTests {
    private func pages(_ texts: [(path: String, text: String)]) async throws -> [String] {
        let book = Book(root: "/", chapters: try texts.map { try Chapter.parse($0.text, path: $0.path) })
        let hearts = try await HeartFinder(book).hearts(on: book.chapters)
        let pages = PracticePages(book, hearts: hearts)
        return book.chapters.map(pages.text)
    }

    private let lesson = """
        # T

        ```swift file=A.swift heart="f(_:) g()"
        /// Adds one.
        func f(_ x: Int) -> Int {
            let increment = 1 + x * 0
            return x + increment
        }
        func g() -> Int { f(1) + f(2) }
        ```

        Here `let increment = 1 + x * 0` is the trick, and `f(_:)` and `x + increment` the rest, of which `f(3)` makes 4.

        """

    @Test func bodiesAreGone() async throws {
        let page = try await pages([("Chapters/01-t.md", lesson)])[0]
        #expect(
            page == """
                # T

                ```swift file=A.swift heart="f(_:) g()"
                /// Adds one.
                func f(_ x: Int) -> Int {
                    // Yours to write.
                }
                func g() -> Int { … }
                ```

                Here `…` is the trick, and `f(_:)` and `x + increment` the rest, of which `f(3)` makes 4.

                """)
    }

    @Test func excerptsDoNotTell() async throws {
        let later = """
            # U

            ```swift excerpt=A.swift
            func f(_ x: Int) -> Int {
                let increment = 1 + x * 0
                return x + increment
            }
            // …
            ```

            """
        let pages = try await pages([("Chapters/01-t.md", lesson), ("Chapters/02-u.md", later)])
        #expect(
            pages[1] == """
                # U

                ```swift excerpt=A.swift
                func f(_ x: Int) -> Int {
                    // …
                }
                // …
                ```

                """)
    }

    /// Solutions and later chapters may have the same function again.
    @Test func copiesDoNotTell() async throws {
        let copy = """
            # V

            ```swift
            func other(_ x: Int) -> Int {
              let increment = 1 + x * 0
              return x + increment
            }
            let y = 1
            ```

            """
        let pages = try await pages([("Chapters/01-t.md", lesson), ("Chapters/03-v.md", copy)])
        #expect(pages[1] == "# V\n\n```swift\nfunc other(_ x: Int) -> Int {\n  // …\n}\nlet y = 1\n```\n")
    }

    @Test func aPageWithoutHeartsIsAsItWas() async throws {
        let text = "# V\n\nNothing `here`.\n\n```swift\nlet one = 1 + 2\n```\n"
        let pages = try await pages([("Chapters/01-t.md", lesson), ("Chapters/03-v.md", text)])
        #expect(pages[1] == text)
    }
}
