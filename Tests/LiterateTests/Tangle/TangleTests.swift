import Testing

@testable import Literate

@Suite struct TangleTests {
    private func chapter() throws -> Chapter {
        try Chapter.sample(
            """
            # Title

            ```swift file=NN/Linear.swift
            struct Linear {}
            ```

            ```swift
            let x = 1
            print(x)
            ```

            ```output
            1
            ```

            ```swift scope
            let x = 2
            ```

            ```python
            print(2)
            ```

            ```output of=swift
            ```

            ```swift fails
            x = 3
            ```

            ```error
            cannot assign
            ```

            ```swift traps
            fatalError("no")
            ```

            ```error
            no
            ```
            """)
    }

    @Test func theWholeProgram() throws {
        let file = try #require(Tangle.program(of: chapter()))
        #expect(file.path == "Sources/Programs/04-scratch/main.swift")
        #expect(file.chapters == ["Chapters/04-scratch.md"])
        #expect(
            file.text == """
                // Written by `swift run extract` from these chapters; don't edit this file.
                //   Chapters/04-scratch.md
                // To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
                // the edit and the chapter's line that it belongs to.
                // Content hash: ba56b6603d367536

                import Checkpoint

                _program("Chapters/04-scratch.md", code: "74e4d54e1648a053")
                #sourceLocation(file: "Chapters/04-scratch.md", line: 8)
                let x = 1
                print(x)
                #sourceLocation()
                _checkpoint(1)
                do {
                #sourceLocation(file: "Chapters/04-scratch.md", line: 17)
                let x = 2
                #sourceLocation()
                }
                _checkpoint(2)
                if _trapping(1) {
                do {
                #sourceLocation(file: "Chapters/04-scratch.md", line: 36)
                fatalError("no")
                #sourceLocation()
                }
                _survived(1)
                }

                """)
    }

    @Test func outputOfThePythonColumnIsNoCheckpoint() throws {
        let chapter = try Chapter.sample("# T\n\n```swift\n```\n\n```python\n```\n\n```output of=python\n```\n")
        #expect(try #require(Tangle.program(of: chapter)).text.contains("_checkpoint(") == false)
    }

    @Test func aBlockThatMustFailIsCompiledAfterTheProgramSoFar() throws {
        let chapter = try chapter()
        let index = try #require(chapter.blocks.firstIndex { $0.kind == .fails })
        let before = """
            #sourceLocation(file: "Chapters/04-scratch.md", line: 8)
            let x = 1
            print(x)
            #sourceLocation()
            do {
            #sourceLocation(file: "Chapters/04-scratch.md", line: 17)
            let x = 2
            #sourceLocation()
            }

            """
        #expect(Tangle.programText(of: chapter, before: index) == before)
        #expect(
            Tangle.failing(chapter, at: index) == before + """
                #sourceLocation(file: "Chapters/04-scratch.md", line: 28)
                x = 3
                #sourceLocation()

                """)
    }

    @Test func aChapterWithoutProgram() throws {
        let chapter = try Chapter.sample(
            "# T\n\n```swift file=A.swift\n```\n\n```swift fails\nx\n```\n\n```error\n```\n")
        #expect(Tangle.program(of: chapter) == nil)
    }

    @Test func libraryFilesBeginWithTheAppendices() throws {
        let chapters = [
            try Chapter.sample(
                "# 1\n\n```c file=a.c\nint one;\n```\n\n```swift file=X/B.swift\nlet b = 1\n```\n",
                path: "Chapters/01-one.md"),
            try Chapter.sample(
                "# 2\n\n```swift file=X/B.swift\nlet c = 2\n```\n\n```swift file=X/A.swift\n```\n",
                path: "Chapters/02-two.md"),
            try Chapter.sample("# A\n\n```c file=a.c\nint zero;\n```\n", path: "Chapters/A-engine.md"),
            try Chapter.sample("# 1\n\n```swift\n```\n", path: "Chapters/Solutions/01-one.md"),
        ]
        let files = Tangle.library(of: Book(root: "/", chapters: chapters))
        #expect(
            files.map(\.path) == [
                "Sources/Engine/a.c", "Sources/Kindling/X/A.swift", "Sources/Kindling/X/B.swift",
            ])
        #expect(
            files.map(\.chapters) == [
                ["Chapters/A-engine.md", "Chapters/01-one.md"], ["Chapters/02-two.md"],
                ["Chapters/01-one.md", "Chapters/02-two.md"],
            ])
        #expect(files.map(\.origin.line) == [3, 7, 7])
        #expect(
            GeneratedHeader.find(in: files[0].text)?.code == """
                // Chapters/A-engine.md: A
                int zero;
                // Chapters/01-one.md: 1
                int one;

                """)
        #expect(
            GeneratedHeader.find(in: files[2].text)?.code == """
                // Chapters/01-one.md: 1
                let b = 1
                // Chapters/02-two.md: 2
                let c = 2

                """)
        #expect(
            files[0].text.hasPrefix(
                """
                // Written by `swift run extract` from these chapters; don't edit this file.
                //   Chapters/A-engine.md
                //   Chapters/01-one.md

                """))
    }
}
