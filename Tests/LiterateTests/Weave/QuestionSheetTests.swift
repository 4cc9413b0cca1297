import Testing

@testable import Literate

struct QuestionSheetTests {
    private let lesson = """
        # One

        ```swift
        let a = 1
        print(a)
        print(a + 1)
        ```

        ```output
        1
        2
        ```

        ```swift
        print(a + 2)
        ```

        ```output
        3
        ```

        """

    private func sheet(_ text: String) throws -> QuestionSheet {
        let book = Book(root: "/", chapters: [try Chapter.parse(lesson, path: "Chapters/01-one.md")])
        return try QuestionSheet(text, path: "Chapters/Questions/01-one.md", of: book)
    }

    private let scene =
        "# Questions\n\n## A sum\n\n```swift excerpt=01-one\nprint(a + 1)\n```\n\nWhat does it print?\n\n"
    private let right = "```choice of=01-one right\n2\n```\n\nIt adds.\n\n"
    private let wrong = "```choice of=01-one\n1\n```\n\nThat is the first.\n\n"

    @Test func aQuestion() throws {
        let question = try #require(try sheet(scene + wrong + right).questions.first)
        #expect(question.id == "01-1" && question.title == "A sum")
        #expect(question.choices.map(\.text) == ["1\n", "2\n"])
        #expect(question.choices.map(\.isRight) == [false, true])
    }

    @Test func noAnswerMayBeInDoubt() {
        let faults = [
            (scene + right, "a question needs choices, two at least"),
            (scene + wrong + right.replacing("right", with: ""), "this choice"),
            (
                scene + right + wrong.replacing("01-one", with: "01-one right"),
                "2 of the choices are right; one must be"
            ),
            (scene + right + "```choice of=01-one\n2\n```\n\nAgain.\n", "this choice is the same as one before it"),
            (scene + right + "```choice of=01-one\n1\n```\n", "nothing under this choice says why"),
            (
                scene.replacing("print(a + 1)", with: "print(a + 2)") + right + wrong,
                "01-one prints something else next after the question's code"
            ),
            (
                scene + right + "```choice of=01-one\n4\n```\n\nInvented.\n",
                "01-one prints no such lines; a choice is what the book prints"
            ),
            (
                scene + right + "```choice of=02-two\n1\n```\n\nElsewhere.\n",
                "02-two prints no such lines; a choice is what the book prints"
            ),
            (scene.replacing("a + 1", with: "a + 5") + right + wrong, "these lines don't stand in the Swift of 01-one"),
            (
                scene + right + wrong + "```swift\nlet b = 1\n```\n",
                "a block here is 'swift excerpt=PAGE', 'choice of=PAGE' or 'choice of=PAGE right'"
            ),
        ]
        for (text, message) in faults where message != "this choice" {
            let error = #expect(throws: DiagnosticsError.self) { try sheet(text) }
            #expect(error?.diagnostics.map(\.message) == [message])
        }
        let error = #expect(throws: DiagnosticsError.self) { try sheet(faults[1].0) }
        #expect(error?.diagnostics.map(\.message) == ["0 of the choices are right; one must be"])
    }
}
