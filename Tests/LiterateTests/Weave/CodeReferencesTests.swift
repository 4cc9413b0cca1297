import Testing

@testable import Literate

/// With the real compiler: what a site's names lead to.
struct CodeReferencesTests {
    private static let files = [
        "Chapters/book.json": "{ \"library\": \"Fruit\", \"python\": false }\n",
        "Chapters/README.md": "# Book\n",
        "Chapters/INDEX.md": "# Index\n",
        "Chapters/01-one.md": """
        # One

        ```swift file=Fruit.swift
        public struct Pear {
            public var size = 1
            public init() {}
            // place: pear
        }
        ```

        ```swift file=Fruit.swift
        public struct Plum {
            public var size = 2
            public init() {}
            public func cut() {}
            public func cut(_ parts: Int) {}
        }
        ```

        ```swift file=Fruit.swift at=pear
        public func doubled() -> Int { size + Plum().size }
        ```

        """,
        "Chapters/02-two.md": """
        # Two

        ```swift
        import Fruit
        let size = [1].count
        let fruit = Pear()
        print(fruit.size, size, Plum().size)
        Plum().cut(size)
        ```

        ```output
        1 1 2
        ```

        ```swift excerpt=Fruit.swift
            public func doubled() -> Int { size + Plum().size }
        ```

        ```swift fails
        let again = fruit.size
        print(nothing)
        ```

        ```error swift=6.3
        error: cannot find 'nothing' in scope
        ```

        ```swift traps
        [fruit.doubled()][1]
        ```

        ```error
        Fatal error: Index out of range
        ```

        """,
    ]

    private let package: TemporaryPackage
    private let build: BuildFolder

    init() throws {
        package = try TemporaryPackage(Self.files)
        try Files.makeDirectories("\(package.root)/.build/release")
        build = try BuildFolder("\(package.root)/.build/release")
    }

    /// The places that a page's names lead to, by the block's number, each with its name.
    private func links(on page: String, _ references: CodeReferences) throws -> [String] {
        let contents = try SiteContents(Book.load(root: package.root), references: references)
        let renderer = PageRenderer(try #require(contents.map.page(from: page)), of: contents)
        renderer.render()
        let link = #/<a class="ref" href="([^"]*)">(?:<span[^>]*>)?([^<]*)/#
        return renderer.html.components(separatedBy: " id=\"code-").dropFirst().flatMap { block in
            block.matches(of: link).map { "\(block.prefix { $0.isNumber }) \($0.2) \($0.1)" }
        }
    }

    private func asked() async throws -> CodeReferences {
        try await CodeReferences.ofBook(Book.load(root: package.root), in: build)
    }

    @Test func namesLeadToWhatTheCompilerFinds() async throws {
        let references = try await asked()
        #expect(
            try links(on: "Chapters/02-two.md", references) == [
                "1 Pear 01-one.html#code-1", "1 size 01-one.html#code-1", "1 Plum 01-one.html#code-2",
                "1 size 01-one.html#code-2", "1 Plum 01-one.html#code-2", "1 cut 01-one.html#code-2",
                "3 doubled 01-one.html#code-3", "3 size 01-one.html#code-1", "3 Plum 01-one.html#code-2",
                "3 size 01-one.html#code-2",
                "4 size 01-one.html#code-1",
                "6 doubled 01-one.html#code-3",
            ])
        // What is put at a place stands further in there than on its page, between lines of other blocks.
        #expect(
            try links(on: "Chapters/01-one.md", references).filter { $0.hasPrefix("3") }
                == [
                    "3 Pear #code-1", "3 size #code-1", "3 size #code-1", "3 Plum #code-2", "3 size #code-2",
                    "3 Plum #code-2", "3 size #code-2",
                ])
        // Without the compiler, a name that two types have leads to the index, whoever uses it.
        let words = try links(on: "Chapters/02-two.md", CodeReferences())
        #expect(words.contains("1 size names.html#name-size") && !words.contains("1 size 01-one.html#code-2"))
    }

    @Test func theIndexTellsWhoUsesWhich() async throws {
        let contents = try await SiteContents(Book.load(root: package.root), references: asked())
        let renderer = PageRenderer(try #require(contents.map.page(from: PackagePaths.index)), of: contents)
        NamesPage(contents).render(by: renderer)
        func users(of name: String, _ owner: String) throws -> String {
            let row = "<td><code>\(name)</code></td><td>\(owner.isEmpty ? "" : "<code>\(owner)</code>")</td>"
            let cells = try #require(renderer.html.components(separatedBy: row).dropFirst().first)
            return try #require(
                cells.components(separatedBy: "<td>").dropFirst(2).first?.components(separatedBy: "</td>").first)
        }
        #expect(try users(of: "size", "Pear") == "<a href=\"01-one.html\">01</a>, <a href=\"02-two.html\">02</a>")
        #expect(try users(of: "doubled", "Pear") == "<a href=\"02-two.html\">02</a>")
        #expect(try users(of: "cut", "Plum") == "<a href=\"02-two.html\">02</a>", "of the second of two")
        #expect(try users(of: "init", "Plum") == "<a href=\"01-one.html\">01</a>, <a href=\"02-two.html\">02</a>")
    }

    @Test func whatHasNotChangedIsRemembered() async throws {
        let first = try await asked()
        // Prose moves lines, not names.
        try package.write(
            "Chapters/02-two.md", Self.files["Chapters/02-two.md"]!.replacing("# Two\n", with: "# Two\n\nMore.\n"))
        let known = CodeReferences.known(in: build)
        #expect(try links(on: "Chapters/02-two.md", known) == links(on: "Chapters/02-two.md", first))
        // A block that is another one isn't known.
        let pages = Self.files["Chapters/02-two.md"]!.replacing("print(fruit.size, size,", with: "print(fruit.size,")
        try package.write("Chapters/02-two.md", pages)
        let words = try links(on: "Chapters/02-two.md", known)
        #expect(words.contains("1 size names.html#name-size") && words.contains("6 doubled 01-one.html#code-3"))
        let second = try await asked()
        #expect(try links(on: "Chapters/02-two.md", second).contains("1 size 01-one.html#code-2"))
        // Of what another block declares, the words are left when that has changed.
        try package.write(
            "Chapters/01-one.md", Self.files["Chapters/01-one.md"]!.replacing("struct Pear {", with: "struct Pear {\n"))
        let left = try links(on: "Chapters/02-two.md", second)
        #expect(left.contains("1 Pear 01-one.html#code-1") && left.contains("1 size 01-one.html#code-2"))
    }

    /// A page that is being written doesn't take away what was known of the others.
    @Test func whatDoesNotCompileStaysAsItWasKnown() async throws {
        let first = try await links(on: "Chapters/02-two.md", asked())
        try package.write(
            "Chapters/01-one.md", Self.files["Chapters/01-one.md"]! + "\n```swift file=New.swift\nlet x: Nothing\n```\n"
        )
        #expect(try await links(on: "Chapters/02-two.md", asked()) == first)
        try package.write("Chapters/01-one.md", Self.files["Chapters/01-one.md"]!)
        try package.write(
            "Chapters/02-two.md", Self.files["Chapters/02-two.md"]!.replacing("Plum().size)", with: "Plum().weight)"))
        let links = try await links(on: "Chapters/02-two.md", asked())
        #expect(links.contains("1 size names.html#name-size") && links.contains("6 doubled 01-one.html#code-3"))
    }
}
