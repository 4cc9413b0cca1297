import Testing

@testable import Literate

struct PracticeFolderTests {
    private static let page = """
        # One

        ```swift file=A.swift heart="f(_:)"
        extension Int {
            /// One more.
            @discardableResult
            public func f(_ x: Int) -> Int {
                x + 1
            }
        }
        ```

        ```swift heart=g()
        import Foundation

        func g() { print(1) }
        ```

        """

    private func package() throws -> TemporaryPackage {
        try TemporaryPackage([
            "Chapters/book.json": #"{"python": false}"#, "Chapters/README.md": "# Contents\n",
            "Chapters/01-one.md": Self.page, "Chapters/Figures/one.svg": "<svg/>",
        ])
    }

    private func begun(_ package: TemporaryPackage, _ name: String = "mine") async throws -> (PracticeFolder, Course) {
        let course = try await Course(Book.load(root: package.root))
        var folder = try PracticeFolder(beginning: "\(package.root)/\(name)", of: package.root)
        _ = try await folder.begin("01", of: course)
        return (folder, course)
    }

    @Test func whatAChapterBeginsWith() async throws {
        let package = try package()
        let (folder, _) = try await begun(package)
        #expect(folder.chapters == ["01"])
        #expect(
            try package.text("mine/Hearts/01-one.swift") == """
                // Chapter 01, "One": what is yours to write.
                //
                // Put your code in the place of each `todo()`, and leave the line above it as it is. Functions of your own may stand
                // anywhere in this file. Then: practice check 01

                import Foundation
                import Kindling

                // MARK: f(_:)
                // Chapters/01-one.md, "One"

                extension Int {
                    /// One more.
                    @discardableResult
                    public func f(_ x: Int) -> Int {
                        todo()
                    }
                }

                // MARK: g()
                // Chapters/01-one.md, "One"

                func g() {
                    todo()
                }

                """)
        #expect(try package.text("mine/Chapters/01-one.md").contains("// Yours to write."))
        #expect(!(try package.text("mine/Chapters/01-one.md").contains("x + 1")))
        #expect(try package.text("mine/Chapters/Figures/one.svg") == "<svg/>")
        #expect(PracticeFolder.book(of: folder.path) == package.root)
    }

    /// What the reader has written stays, whatever is begun again.
    @Test func nothingIsOverwritten() async throws {
        let package = try package()
        _ = try await begun(package)
        let own = "import Kindling\n\nfunc g() { print(2) }\n"
        try package.write("mine/Hearts/01-one.swift", own)
        let (folder, course) = try await begun(package)
        let text = try package.text("mine/Hearts/01-one.swift")
        #expect(text.hasPrefix(own), "what was missing is added behind it")
        #expect(text.contains("public func f(_ x: Int) -> Int {\n        todo()"))

        let heart = try course.heart("g")
        let kept = try await folder.write("{ print(3) }", as: heart, in: course)
        #expect(kept == "Hearts/01-one.swift.old-1")
        #expect(try package.text("mine/Hearts/01-one.swift.old-1") == text)
        #expect(try package.text("mine/Hearts/01-one.swift") == text.replacing("{ print(2) }", with: "{ print(3) }"))
        #expect(try await folder.write("{\n    todo()\n}", as: heart, in: course) == "Hearts/01-one.swift.old-2")
        #expect(try await folder.write("{ print(4) }", as: heart, in: course) == nil, "nothing was there to keep")
    }

    @Test func foldersOfOthers() async throws {
        let package = try package()
        try package.write("full/notes.txt", "mine")
        #expect(throws: Failure.self) { try PracticeFolder(beginning: "\(package.root)/full", of: package.root) }
        #expect(throws: Failure.self) { try PracticeFolder(opening: "\(package.root)/full", of: package.root) }
        #expect(throws: Failure.self) { try PracticeFolder(opening: "\(package.root)/nowhere", of: package.root) }
        try package.write("full/practice.json", "{")
        #expect(throws: Failure.self) { try PracticeFolder(opening: "\(package.root)/full", of: package.root) }
    }
}
