import Testing

@testable import Literate

struct CourseTests {
    private func package() throws -> TemporaryPackage {
        func block(_ info: String, _ code: String) -> String { "```\(info)\n\(code)\n```\n\n" }
        return try TemporaryPackage([
            "Chapters/book.json": #"{"python": false}"#,
            "Chapters/01-one.md": "# One\n\n"
                + block("swift file=A.swift heart=\"view(as:) sum()\"", "func view(as x: Int) {}\nfunc sum() {}"),
            "Chapters/Workshop/01-01-more.md": "# More\n\n" + block("swift heart=sum()", "struct S { func sum() {} }"),
            "Chapters/02-two.md": "# Two\n\n" + block("swift heart=sum()", "func sum() {}"),
            "Chapters/03-three.md": "# Three\n",
            "Chapters/Practice/02-two.md": "# P\n\n## `sum()`\n\nOne.\n\nTwo.\n\n```swift\nshow(\"\", 1)\n```\n",
        ])
    }

    @Test func chaptersThatHaveSomething() async throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        #expect(Course.chapters(of: book) == ["01", "02"])
        let course = try await Course(book)
        #expect(
            course.hearts.map(\.identity) == ["01-one view(as:)", "01-one sum()", "01-01-more S.sum()", "02-two sum()"])
        #expect(try course.number("1") == "01")
        #expect(throws: Failure.self) { try course.number("03") }
        #expect(throws: Failure.self) { try course.number("09") }
        #expect(course.hints(for: course.hearts[3]) == ["One.", "Two."])
        #expect(course.hints(for: course.hearts[0]) == [])
    }

    @Test func whichHeartIsMeant() async throws {
        let package = try package()
        let course = try await Course(Book.load(root: package.root))
        #expect(try course.heart("view").name == "view(as:)")
        #expect(try course.heart("view(as:)").name == "view(as:)")
        #expect(try course.heart("S.sum()").identity == "01-01-more S.sum()")
        #expect(try course.heart("S.sum").identity == "01-01-more S.sum()")
        #expect(try course.heart("02 sum").identity == "02-two sum()")
        #expect(throws: Failure.self) { try course.heart("sum") }
        do throws(Failure) {
            _ = try course.heart("veiw")
            Issue.record("nobody is called that")
        } catch {
            #expect(error.diagnostic.message.hasSuffix("did you mean 'view'?"))
        }
    }

    /// A heart without hints, and hints without a heart.
    @Test func sheetsFitTheirChapters() async throws {
        let package = try package()
        try package.write(
            "Chapters/Practice/01-one.md",
            "# P\n\n## `view(to:)`\n\nOne.\n\nTwo.\n\n```swift\nshow(\"\", 1)\n```\n")
        let book = try Book.load(root: package.root)
        do {
            _ = try await Course(book)
            Issue.record("it passes")
        } catch let error as DiagnosticsError {
            #expect(
                error.diagnostics.map(\.description) == [
                    "Chapters/01-one.md:3: error: Chapters/Practice/01-one.md has no hints and no trial for sum()",
                    "Chapters/01-one.md:3: error: Chapters/Practice/01-one.md has no hints and no trial for view(as:)",
                    "Chapters/Practice/01-one.md:3: error: chapter 01 has no heart view(to:); did you mean 'view(as:)'?",
                    "Chapters/Workshop/01-01-more.md:3: error: Chapters/Practice/01-one.md has no hints and no trial for sum()",
                ])
        }
    }
}
