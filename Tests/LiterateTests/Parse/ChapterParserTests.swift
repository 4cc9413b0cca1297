import Testing

@testable import Literate

@Suite struct ChapterParserTests {
    @Test func aChapter() throws {
        let fixture = MarkedText(
            """
            # Tensors, *by* `hand`

            Some text.

            1️⃣```swift
            let x = 1

            print(x)
            2️⃣```
            3️⃣~~~~ output
            ```
            1
            4️⃣~~~~
            """)
        let chapter = try Chapter.sample(fixture.text)
        #expect(chapter.path == "Chapters/04-scratch.md")
        #expect(chapter.kind == .chapter)
        #expect(chapter.number == "04")
        #expect(chapter.name == "04-scratch")
        #expect(chapter.title == "Tensors, by hand")
        #expect(chapter.text == fixture.text)
        #expect(chapter.blocks.map(\.kind) == [.program(scope: false), .output(.init())])
        #expect(chapter.blocks.map(\.body) == ["let x = 1\n\nprint(x)\n", "```\n1\n"])
        #expect(chapter.blocks.map(\.fenceLine) == [fixture["1️⃣"], fixture["3️⃣"]])
        #expect(chapter.blocks.map(\.closingLine) == [fixture["2️⃣"], fixture["4️⃣"]])
        #expect(chapter.hasProgram)
    }

    /// They would hide the blocks that follow.
    @Test func commentsThatAreNotClosed() throws {
        let block = "```swift file=A.swift\n```\n"
        try expectErrors(
            "this comment is not closed, so it hides the rest of the page", in: "# T\n\n1️⃣<!-- TODO\n\n\(block)")
        try expectErrors(
            "not closed before the next one in line 7", in: "# T\n\n1️⃣<!-- TODO\n\n\(block)<!-- done -->\n")
        try expectErrors("this comment is not closed", in: "# T\n\n<details>\n1️⃣<!-- TODO\n")
        #expect(
            try Chapter.sample("# T\n\n<!-- TODO:\n\n\(block)-->\n\n<!-- b --><!-- c -->\n\n<!-->\n\n\(block)").blocks
                .count == 1)
    }

    @Test(arguments: ["<<<<<<< HEAD", ">>>>>>> theirs", "||||||| 1234567", "<<<<<<<"])
    func aMergesMarks(mark: String) throws {
        try expectErrors("a merge has left its marks here", in: "# T\n\nText\n1️⃣\(mark)\nmore\n")
        try expectErrors("a merge has left its marks here", in: "# T\n\n```swift\n1️⃣\(mark)\n```\n")
        #expect(try Chapter.sample("# T\n\nT\n=======\n\n<<<<<<<< 8 \n>>>>>> 6\n").blocks.isEmpty)
    }

    @Test(arguments: [
        ("Chapters/A-engine-room.md", ChapterKind.appendix, "A", "A-engine-room"),
        ("Chapters/Solutions/04-scratch.md", .solutions, "04", "04-scratch-solutions"),
        ("Chapters/99-the-2nd-end.md", .chapter, "99", "99-the-2nd-end"),
        ("Chapters/100-and-on.md", .chapter, "100", "100-and-on"),
        ("Chapters/1000-at-last.md", .chapter, "1000", "1000-at-last"),
    ])
    func names(path: String, kind: ChapterKind, number: String, name: String) throws {
        let chapter = try Chapter.sample("# Title", path: path)
        #expect(chapter.kind == kind)
        #expect(chapter.number == number)
        #expect(chapter.name == name)
        #expect(!chapter.hasProgram)
    }

    @Test(arguments: [
        "4-scratch.md", "004-scratch.md", "0100-scratch.md", "10000-scratch.md", "00-scratch.md", "04-Scratch.md",
        "04_scratch.md", "04-.md", "04.md",
        "04-a--b.md",
        "AB-engine.md", "a-engine.md", "scratch.md", "04-scratch.markdown", "04-é.md",
    ])
    func badNames(name: String) throws {
        #expect(throws: DiagnosticsError.self) { try Chapter.sample("# Title", path: "Chapters/\(name)") }
    }

    @Test func shownBlocksMayStandInListsAndQuotes() throws {
        let chapter = try Chapter.sample(
            """
            # Title

            - Do this:

              ```sh
              make
              ```

            > ```text
            > quoted
            > ```

            1. ~~~math
               x
               ~~~
            """)
        #expect(chapter.blocks.map(\.kind) == [.shown("sh"), .shown("text"), .shown("math")])
        #expect(chapter.blocks.map(\.body) == ["make\n", "quoted\n", "x\n"])
        #expect(chapter.blocks.map(\.fenceLine) == [5, 9, 13])
    }

    @Test func foldsAndComments() throws {
        let chapter = try Chapter.sample(
            """
            # Title

            <details>
            <summary>Long</summary>

            ```swift file=Tensor/Tensor.swift
            let x = 1
            ```

            </details>

            <!--
            ```nonsense
            -->
            """)
        #expect(chapter.blocks.map(\.kind) == [.library(file: "Tensor/Tensor.swift")])
    }

    @Test(arguments: ["\r\n", "\r", "\n"])
    func lineEndsAreKeptInTheTextAndPlainInBlocks(end: String) throws {
        let text = "\u{FEFF}# Title\n\n```swift\nlet x = 1\n\nlet y = 2\n```\n\n```output\n```\n"
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
        let chapter = try Chapter.sample(text)
        #expect(Array(chapter.text.utf8) == Array(text.utf8))
        #expect(chapter.blocks.map(\.body) == ["let x = 1\n\nlet y = 2\n", ""])
        #expect(chapter.blocks.map(\.fenceLine) == [3, 9])
        #expect(chapter.blocks.map(\.closingLine) == [7, 10])
    }

    @Test(arguments: ["", "\n\n", " \t\r\n", "\u{FEFF}"])
    func empty(text: String) throws {
        try expectErrors("the chapter is empty", in: "1️⃣" + text)
    }

    @Test(arguments: ["Only prose", "## Too deep", "```text\n```\n", "#"])
    func noTitle(text: String) throws {
        try expectErrors("the chapter has no title", in: "1️⃣" + text)
    }

    @Test func everyMistakeIsReportedAtItsLine() throws {
        try expectErrors(
            "did you mean 'output'?", "tol=x is not a number", "the attribute 'of' is given twice",
            "doesn't say what it is",
            in: """
                # Title

                ```swift
                ```

                1️⃣```ouput
                ```

                2️⃣```output tol=x
                ```

                3️⃣```output of=swift of=swift
                ```

                4️⃣```
                ```
                """)
    }

    @Test(arguments: [
        "", "\n", "\n\n\n", "\nlet x = 1", "\nlet x = 1\n``", "\n```x", "\n~~~\n", "\nlet x\n    ```\n",
    ])
    func unclosedFence(rest: String) throws {
        try expectErrors("this fence is not closed", in: "# Title\n\n1️⃣```swift\(rest)")
    }

    @Test func unclosedFenceInAList() throws {
        try expectErrors(
            "this fence is not closed", in: "# Title\n\n- 1️⃣```text\n  a\n\nProse.\n\n```text\n```\n")
    }

    @Test func aFenceThatRunsIntoTheNext() throws {
        try expectErrors(
            "this fence is not closed before the next one in line 6",
            in: """
                # Title

                1️⃣```swift
                let x = 1

                ```output
                1
                ```

                ```text
                ```
                """)
    }

    @Test func aLongerFenceMayHoldFences() throws {
        let chapter = try Chapter.sample("# Title\n\n````text\n```swift\n```\n````\n\n```text\n~~~sh\n```\n")
        #expect(chapter.blocks.map(\.body) == ["```swift\n```\n", "~~~sh\n"])
    }

    @Test func aFenceSwallowedByAFold() throws {
        try expectErrors(
            "swallowed by the HTML that begins in line 3; put an empty line before it",
            in: """
                # Title

                <details>
                <summary>Long</summary>
                1️⃣```swift
                let x = 1

                let y = 2
                ```
                </details>

                And so on.
                """)
    }

    @Test func aTildeFenceSwallowedByAFold() throws {
        try expectErrors(
            "swallowed", in: "# Title\n\n<details><summary>Long</summary>\n1️⃣  ~~~swift\n~~~\n</details>\n")
    }

    @Test func backticksInAnInfoString() throws {
        try expectErrors(
            "a fence's info string can't hold backticks",
            in: """
                # Title

                Prose.
                1️⃣```swift sketch why="no `x` yet"
                let y = x
                ```
                """)
    }

    @Test func codeByIndentation() throws {
        try expectErrors(
            "code by indentation is not checked", in: "# Title\n\nProse.\n\n1️⃣    ```swift\n    let x\n")
    }

    @Test(arguments: ["- ", "> ", " "])
    func checkedBlocksStandAtTheMargin(prefix: String) throws {
        let rest = prefix == "> " ? prefix : String(repeating: " ", count: prefix.count)
        try expectErrors(
            "can't stand in a list or quote, nor be indented",
            in: """
                # Title

                1️⃣\(prefix)```swift
                \(rest)let x = 1
                \(rest)```
                """)
    }

    // MARK: Order

    @Test func outputBeforeAnyProgram() throws {
        try expectErrors(
            "an output before any swift block", "an output of=python before any python block",
            in: """
                # Title

                ```swift file=A.swift
                ```

                1️⃣```output
                ```

                ```swift
                ```

                ```output of=swift
                ```

                2️⃣```output of=python
                ```
                """)
    }

    @Test func errorsBelongToABlock() throws {
        try expectErrors(
            "no error block follows this one",
            "an error with no 'swift fails' or 'swift traps' right before it",
            "no error block follows this one", "no error block follows this one",
            in: """
                # Title

                ```swift fails
                ```

                ```error
                ```

                1️⃣```swift fails
                ```

                ```text
                ```

                2️⃣```error
                ```

                3️⃣```swift traps
                ```

                4️⃣```swift traps
                ```
                """)
    }

    @Test func solutionsAddNothingToTheLibrary() throws {
        try expectErrors(
            "solutions add nothing to the library", "solutions add nothing to the library",
            path: "Chapters/Solutions/04-scratch.md",
            in: "# Title\n\n1️⃣```swift file=A.swift\n```\n\n2️⃣```c file=a.c\n```\n")
    }

    @Test func diagnosticsReadLikeACompilers() throws {
        let found = try diagnostics { _ = try Chapter.sample("# Title\n\n```bash\n```\n") }
        #expect(
            found.map(\.description) == [
                "Chapters/04-scratch.md:3: error: unknown word 'bash'; did you mean 'sh'?"
            ])
    }
}
