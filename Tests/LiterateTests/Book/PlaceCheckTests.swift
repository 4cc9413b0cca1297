import Testing

@testable import Literate

/// `at=`: code that goes into what earlier pages have written.
@Suite struct PlaceCheckTests {
    private static let first = """
        # One

        *Tensor.swift*
        ```swift file=Tensor.swift
        public class Tensor {
            let shape: [Int]
            // place: state

            init(shape: [Int]) {
                self.shape = shape
                // place: init
            }
        }
        ```

        """
    private static let second = """
        # Two

        ## State

        *Tensor.swift, at `state`*
        ```swift file=Tensor.swift at=state

        /// Its gradient.
        var grad: Tensor?

        ```

        """
    private static let third = """
        # Three

        *Tensor.swift, at `init`*
        ```swift file=Tensor.swift at=init
        count += 1
        ```

        *Tensor.swift, at `state`*
        ```swift file=Tensor.swift at=state
        var version = 0
        ```

        """

    private func package(_ more: [String: String] = [:]) throws -> TemporaryPackage {
        try TemporaryPackage(
            [
                "Chapters/01-one.md": Self.first, "Chapters/02-two.md": Self.second,
                "Chapters/Workshop/02-01-three.md": Self.third,
            ]
            .merging(more) { $1 })
    }

    private static let path = "Sources/Kindling/Tensor.swift"

    @Test func placesAreFilledInTheBooksOrderAndIndented() throws {
        let package = try package()
        try package.extract()
        #expect(
            GeneratedHeader.find(in: try package.text(Self.path))?.code == """
                // Chapters/01-one.md: One
                public class Tensor {
                    let shape: [Int]

                    // Chapters/02-two.md: State
                    /// Its gradient.
                    var grad: Tensor?

                    // Chapters/Workshop/02-01-three.md: Three
                    var version = 0
                    // place: state

                    init(shape: [Int]) {
                        self.shape = shape
                        // Chapters/Workshop/02-01-three.md: Three
                        count += 1
                        // place: init
                    }
                }

                """)
    }

    @Test func aStageHasThePlacesEmpty() throws {
        let package = try package()
        let book = try #require(try Book.load(root: package.root).stage(through: "01"))
        let text = Tangle.library(of: book)[0].text
        #expect(text.contains("    let shape: [Int]\n    // place: state\n\n    init"))
    }

    @Test func everyLineKnowsItsPage() throws {
        let package = try package()
        let book = try Book.load(root: package.root)
        let map = SourceMap(of: book)
        let lines = (Tangle.library(of: book)[0].text).textLines
        func place(_ text: String) throws -> String? {
            map.position(of: Self.path, line: try #require(lines.firstIndex { $0.hasSuffix(text) }) + 1)?.description
        }
        #expect(try place("var grad: Tensor?") == "Chapters/02-two.md:9")
        #expect(try place("count += 1") == "Chapters/Workshop/02-01-three.md:5")
        #expect(try place("// place: init") == "Chapters/01-one.md:11")
        // The comments are the tools' own; what they stand above is the page's.
        #expect(try place("02-two.md: State") == "Chapters/02-two.md:8")
    }

    @Test func anEditAtASeamNamesBothPages() throws {
        let package = try package()
        try package.extract()
        try package.write(
            Self.path,
            package.text(Self.path).replacing("    // place: state", with: "    var mine = 0\n    // place: state"))
        let found = try diagnostics { try package.extract() }
        #expect(found.count == 1)
        #expect(
            found[0].message.contains(
                "bring the edit to Chapters/Workshop/02-01-three.md:10 or Chapters/01-one.md:7, two pages"),
            "\(found)")
    }

    @Test func anEditWithinInsertedLinesNamesTheirPage() throws {
        let package = try package()
        try package.extract()
        try package.write(Self.path, package.text(Self.path).replacing("var grad: Tensor?", with: "var grad: Int?"))
        let found = try diagnostics { try package.extract() }
        #expect(found[0].message.contains("bring the edit to Chapters/02-two.md:9 and"), "\(found)")
    }

    private func mistakes(_ more: [String: String]) throws -> [String] {
        let package = try package(more)
        return try diagnostics { _ = try Book.load(root: package.root) }.map(\.description)
    }

    private func page(_ info: String, _ body: String = "let x = 1") -> String {
        "# Page\n\n```\(info)\n\(body)\n```\n"
    }

    @Test func unknownPlaces() throws {
        #expect(
            try mistakes(["Chapters/03-c.md": page("swift file=Tensor.swift at=stat")]) == [
                "Chapters/03-c.md:3: error: Sources/Kindling/Tensor.swift has no place 'stat'; did you mean 'state'?"
            ])
        #expect(
            try mistakes(["Chapters/03-c.md": page("swift file=Tensor.swift at=somewhere")]) == [
                "Chapters/03-c.md:3: error: Sources/Kindling/Tensor.swift has no place 'somewhere'; it has init, state"
            ])
        #expect(
            try mistakes(["Chapters/03-c.md": page("c file=a.c at=x")]) == [
                "Chapters/03-c.md:3: error: Sources/Engine/a.c has no place 'x'; declare it in an earlier block with '// place: x'"
            ])
    }

    @Test func aPlaceThatIsFilledBeforeItIsDeclared() throws {
        #expect(
            try mistakes(["Chapters/A-engine.md": page("swift file=Tensor.swift at=state")]) == [
                "Chapters/A-engine.md:3: error: at=state fills a place that Chapters/01-one.md:7 declares only later; "
                    + "declare it before, with '// place: state'"
            ])
    }

    @Test func aPlaceThatIsDeclaredTwice() throws {
        #expect(
            try mistakes(["Chapters/03-c.md": page("swift file=Tensor.swift", "  // place: state")]) == [
                "Chapters/03-c.md:4: error: the place 'state' of Sources/Kindling/Tensor.swift is declared in "
                    + "Chapters/01-one.md:7 already; give this one another name"
            ])
        // Another file may have a place of the same name, and inserted code may have places.
        let other =
            page("swift file=Other.swift", "// place: state")
            + "\n```swift file=Tensor.swift at=init\n// place: more\n```\n"
        #expect(try mistakes(["Chapters/03-c.md": other + "\n```swift file=Tensor.swift at=more\nx()\n```\n"]) == [])
    }

    @Test(arguments: ["// place:state", "// place: two words", "// place: ", "    // place:"])
    func aPlaceThatIsMisspelt(line: String) throws {
        let found = try mistakes(["Chapters/03-c.md": page("swift file=Other.swift", line)])
        #expect(
            found.count == 1 && found[0].hasPrefix("Chapters/03-c.md:4: error: a place is written '// place: name'"))
    }
}
