import Testing

@testable import Literate

@Suite struct CaptionsTests {
    @Test func areWrittenAndKept() throws {
        let package = try TemporaryPackage([
            "Chapters/01-a.md": """
            # A

            Prose.
            ```swift file=T/A.swift
            struct A {
                // place: inside
            }
            ```

            *T/Old.swift, continued*
            ```swift file=T/A.swift
            struct B {}
            ```

            *T/A.swift*
            ```text
            x
            ```

            """,
            "Chapters/Workshop/01-01-b.md":
                "# The *B*\r\n\r\n```swift file=T/A.swift at=inside\r\nlet x = 1\r\n```\r\n\r\n```swift excerpt=T/A.swift\r\nstruct B {}\r\n```\r\n",
            "Chapters/A-engine.md": "# E\n\n```c file=a.c\n```\n\n```swift excerpt=T/A.swift\nlet x = 1\n```\n",
        ])
        try package.extract()
        #expect(
            try package.text("Chapters/01-a.md") == """
                # A

                Prose.

                *T/A.swift*
                ```swift file=T/A.swift
                struct A {
                    // place: inside
                }
                ```

                *T/A.swift, continued*
                ```swift file=T/A.swift
                struct B {}
                ```

                ```text
                x
                ```

                """)
        #expect(
            try Array(package.text("Chapters/Workshop/01-01-b.md").utf8)
                == Array(
                    """
                    # The *B*\r\n\r\n*T/A.swift, at `inside`*\r\n```swift file=T/A.swift at=inside\r\nlet x = 1\r\n```\r\n\r
                    *From T/A.swift, in [A](../01-a.md)*\r\n```swift excerpt=T/A.swift\r\nstruct B {}\r\n```\r\n
                    """.utf8))
        #expect(
            try package.text("Chapters/A-engine.md")
                == "# E\n\n*Engine/a.c*\n```c file=a.c\n```\n\n*From T/A.swift, in [The B](Workshop/01-01-b.md)*\n"
                + "```swift excerpt=T/A.swift\nlet x = 1\n```\n")
        #expect(try package.extraction().changes.isEmpty)
    }

    @Test func aCaptionStaysWhileItsExcerptShowsSomethingElse() throws {
        let second = "# B\n\n*From [A](01-a.md)*\n```swift excerpt=01-a\nlet rate = 0.5\n```\n"
        let package = try TemporaryPackage([
            "Chapters/01-a.md": "# A\n\n```swift\nlet rate = 5\n```\n", "Chapters/02-b.md": second,
        ])
        try package.extract()
        #expect(try package.text("Chapters/02-b.md") == second)
    }
}
