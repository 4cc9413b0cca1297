import Testing

@testable import Literate

struct PracticeClassTests {
    private func package() throws -> TemporaryPackage {
        try TemporaryPackage([
            "Chapters/book.json": #"{"python": false}"#, "Chapters/README.md": "# Contents\n",
            "Chapters/01-one.md":
                "# One\n\n```swift heart=\"f() g()\"\nfunc f() { print(\"secret one\") }\nfunc g() { print(\"secret two\") }\n```\n",
        ])
    }

    /// Nothing of the solutions is in the assignment, nor in what git knows of it.
    @Test func holdsNoSolution() async throws {
        let package = try package()
        let assignment = try await PracticeClass(
            Book.load(root: package.root), of: ["f"], title: "First", due: "on Friday", url: "https://example.org/book")
        let (folder, _) = try await assignment.write(to: "\(package.root)/class")
        let found = try await ChildProcess.run("grep", ["-r", "secret", folder], directory: "/")
        #expect(found.status == .exited(1), "\(String(decoding: found.output, as: UTF8.self))")
        #expect(try package.text("class/README.md").contains("Due: on Friday"))
        #expect(try package.text("class/Hearts/01-one.swift").contains("func f() {"))
        #expect(!(try package.text("class/Hearts/01-one.swift").contains("func g() {")), "only what is asked for")
        #expect(try package.text("class/.github/workflows/grade.yml").contains("https://example.org/book"))
        #expect(assignment.lacks == nil)

        let read = try #require(PracticeClass.Assignment.found(in: folder))
        #expect(read.title == "First")
        #expect(read.hearts == [PracticeClass.Assignment.Item(chapter: "01", name: "f()")])
        // Whoever checks their work there is asked for the same.
        let own = try PracticeFolder(opening: folder, of: package.root)
        #expect(own.chapters == ["01"])
        let course = try await Course(Book.load(root: package.root))
        #expect(own.hearts(of: course).map(\.name) == ["f()"])
    }

    @Test func whatCannotBe() async throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        await #expect(throws: Failure.self) {
            _ = try await PracticeClass(book, of: ["h"], title: nil, due: nil)
        }
        try package.write("full/notes.txt", "mine")
        let assignment = try await PracticeClass(book, of: ["01"], title: nil, due: nil)
        #expect(assignment.lacks != nil)
        await #expect(throws: Failure.self) { _ = try await assignment.write(to: "\(package.root)/full") }
    }
}
