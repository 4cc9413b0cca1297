import Foundation
import Testing

@testable import Literate

struct NotebookTests {
    private let page = """
        # One

        ```python
        print(1)
        ```

        ```output of=python
        1
        ```

        ## Data

        ```python
        name = "a"
        print(open(f"Chapters/Data/{name}.txt").read(), open("Chapters/Data/b.bin"), "Chapters/none.txt")
        ```

        ```python
        print(2)
        ```

        ```output of=python
        x
        2
        ```

        """

    @Test func cellsAndWhatTheyPrint() throws {
        let package = try TemporaryPackage([
            "Chapters/01-one.md": page, "Chapters/Data/a.txt": "x", "Chapters/Data/b.bin": "y",
            "Chapters/book.json": #"{"mirrors": {"Chapters/Data": ["https://example.org/d/"]}}"#,
        ])
        let book = try Book.load(root: package.root)
        let notebook = try #require(Notebook(book.chapters[0], of: book))
        #expect(notebook.cells.map(\.isCode) == [false, true, true, false, true, true])
        #expect(notebook.cells[2].source == ["print(1)"])
        #expect(notebook.cells[2].outputs == [.init(text: ["1\n"])])
        #expect(notebook.cells[3].source == ["## Data"])
        #expect(notebook.cells[4].outputs.isEmpty)
        #expect(notebook.cells[5].outputs == [.init(text: ["x\n", "2\n"])])
        #expect(
            notebook.cells[1].source.joined().contains(#"    "Chapters/Data/b.bin": ["https://example.org/d/b.bin"],"#))
        #expect(notebook.files.isEmpty, "what has a mirror is fetched")
        #expect(Set(notebook.cells.map(\.id)).count == 6)
    }

    @Test func theFileIsWhatJupyterReads() throws {
        let package = try TemporaryPackage([
            "Chapters/01-one.md": page, "Chapters/Data/a.txt": "x", "Chapters/Data/b.bin": "y",
        ])
        let book = try Book.load(root: package.root)
        let notebook = try #require(Notebook(book.chapters[0], of: book))
        #expect(notebook.files == ["Chapters/Data/a.txt", "Chapters/Data/b.bin"])
        let object = try JSONSerialization.jsonObject(with: Data(notebook.bytes)) as? [String: Any]
        #expect(object?["nbformat"] as? Int == 4 && object?["nbformat_minor"] as? Int == 5)
        let cells = try #require(object?["cells"] as? [[String: Any]])
        #expect(cells[0]["cell_type"] as? String == "markdown" && cells[0]["outputs"] == nil)
        #expect(cells[2]["execution_count"] is NSNull)
        let outputs = cells[2]["outputs"] as? [[String: Any]]
        #expect(outputs?.first?["output_type"] as? String == "stream")
    }

    @Test func aPageWithoutPythonHasNone() throws {
        let book = Book(root: "/", chapters: [try Chapter.parse("# One\n", path: "Chapters/01-one.md")])
        #expect(Notebook(book.chapters[0], of: book) == nil)
    }
}
