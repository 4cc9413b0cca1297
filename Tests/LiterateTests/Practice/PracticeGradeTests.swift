import Testing

@testable import Literate

struct PracticeGradeTests {
    private func grade(_ folders: [String]) async throws -> (PracticeGrade, TemporaryPackage) {
        let package = try TemporaryPackage([
            "Chapters/book.json": #"{"python": false}"#, "Chapters/README.md": "# Contents\n",
            "Chapters/01-one.md":
                "# One\n\n```swift heart=\"f() g()\"\nfunc f() { print(1) }\nfunc g() { print(2) }\n```\n",
        ])
        let book = try Book.load(root: package.root)
        _ = try await PracticeClass(book, of: ["01"], title: "A & B", due: nil).write(to: "\(package.root)/model")
        for folder in folders { try package.write("all/\(folder)/Hearts/01-one.swift", "func f() {}\n") }
        let grade = try await PracticeGrade(
            book, ["\(package.root)/all"], model: "\(package.root)/model", options: PracticeGrade.Options(seed: 1))
        return (grade, package)
    }

    private func result(_ folder: String, _ verdicts: PracticeCheck.Verdict...) -> PracticeGrade.Result {
        PracticeGrade.Result(
            folder: folder,
            lines: zip(["f()", "g()"], verdicts).map { PracticeGrade.Result.Line(chapter: "01", name: $0, verdict: $1) }
        )
    }

    @Test func submissionsInAFolder() async throws {
        let (grade, package) = try await grade(["ada", "bob"])
        #expect(grade.submissions == ["\(package.root)/all/ada", "\(package.root)/all/bob"])
    }

    @Test func reports() async throws {
        let (grade, _) = try await grade(["ada"])
        let results = [
            result("/x/ada", .right(outputs: 1, values: 2), .unwritten),
            result(
                "/x/=1+1, \"b\"", .wrong(Finding(message: "a < b & \u{1}", details: ["\"c\"", "d"])),
                .right(outputs: 1, values: 2)),
        ]
        #expect(
            grade.csv(results) == """
                submission,right,of,01 f(),01 g()
                ada,1,2,right,unwritten
                "'=1+1, ""b""\",1,2,wrong,right

                """)
        #expect(
            grade.junit(results) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites>
                  <testsuite name="ada" tests="2" failures="1">
                    <testcase classname="chapter 01" name="f()"/>
                    <testcase classname="chapter 01" name="g()">
                      <failure message="not written yet"></failure>
                    </testcase>
                  </testsuite>
                  <testsuite name="=1+1, &quot;b&quot;" tests="2" failures="1">
                    <testcase classname="chapter 01" name="f()">
                      <failure message="a &lt; b &amp; \u{fffd}">&quot;c&quot;
                d</failure>
                    </testcase>
                    <testcase classname="chapter 01" name="g()"/>
                  </testsuite>
                </testsuites>

                """)
        #expect(grade.summary(results).hasPrefix("## A & B: 1 of 2\n"))
    }

    @Test func whatCannotBeGraded() async throws {
        let (_, package) = try await grade(["ada"])
        let book = try Book.load(root: package.root)
        let options = PracticeGrade.Options()
        await #expect(throws: Failure.self) {
            _ = try await PracticeGrade(book, ["\(package.root)/nowhere"], options: options)
        }
        await #expect(throws: Failure.self) {
            _ = try await PracticeGrade(book, ["\(package.root)/Chapters"], options: options)
        }
        // Without the assignment nobody knows what is asked for.
        await #expect(throws: Failure.self) {
            _ = try await PracticeGrade(book, ["\(package.root)/all/ada"], options: options)
        }
    }
}
