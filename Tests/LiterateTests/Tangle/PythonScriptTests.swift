import Testing

@testable import Literate

struct PythonScriptTests {
    private func script(_ blocks: String...) throws -> PythonScript {
        PythonScript(
            try Chapter.parse("# T\n\n" + blocks.joined(separator: "\n\n") + "\n", path: "Chapters/01-test.md"))
    }

    private let swift = "```swift\nprint(1)\n```"
    private let python = "```python\nprint(1)\n```"
    private let output = "```output\n1\n```"
    private let ofSwift = "```output of=swift\n1\n```"
    private let ofPython = "```output of=python\n1\n```"

    @Test func everyLineStandsWhereItDoesInTheChapter() throws {
        let script = try script(swift, python, output)
        #expect(
            script.source.textLines == [
                #"__import__("multiprocessing").set_start_method("fork", force=True)"#, "", "", "", "", "", "",
                "print(1)", "", "",
                #"__builtins__.print("\x01checkpoint 11", flush=True)"#, "", "",
            ])
    }

    /// Which outputs belong to the column: those with Python code since the one before.
    @Test func everyOutputBelongsToTheCodeBeforeIt() throws {
        #expect(try script(swift, python, output).outputs.map(\.fenceLine) == [11])
        #expect(try script(python, swift, output).outputs.map(\.fenceLine) == [11])
        #expect(try script(swift, output).outputs.isEmpty)
        #expect(try script(swift, output, python, swift, output).outputs.map(\.fenceLine) == [19])
        #expect(try script(swift, python, output, swift, output).outputs.map(\.fenceLine) == [11])
        #expect(try script(python, python, swift, output).outputs.map(\.fenceLine) == [15])
    }

    @Test func columnsThatPrintDifferentText() throws {
        #expect(try script(python, swift, ofSwift, ofPython).outputs.map(\.fenceLine) == [15])
        #expect(try script(swift, ofSwift, python, ofPython).outputs.map(\.fenceLine) == [15])
        #expect(try script(python, swift, ofSwift, swift, output).outputs.map(\.fenceLine) == [19])
    }

    @Test func theColumnsAsFiles() throws {
        let text = "# T\n\n" + [swift, python, output].joined(separator: "\n\n") + "\n"
        let package = try TemporaryPackage([
            "Chapters/01-test.md": text, "Chapters/02-swift.md": "# T\n\n\(swift)\n",
            "Chapters/Solutions/01-test.md": text,
        ])
        let folder = "\(package.root)/columns"
        #expect(try Book.load(root: package.root).writePythonColumns(to: folder) == 2)
        #expect(try Files.list(folder).sorted() == ["01-test-solutions.py", "01-test.py"])
        #expect(try package.text("columns/01-test.py").textLines.filter { !$0.isEmpty }.dropFirst() == ["print(1)"])
    }

    @Test func aChapterWithoutPythonHasNoScript() throws {
        #expect(try script(swift, output).isEmpty)
        #expect(try !script(swift, python).isEmpty)
    }
}
